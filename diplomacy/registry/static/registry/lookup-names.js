// Gives each lookup of the stock admin the name of its field; it has its value for a name else.
"use strict";

function nameLookups(root) {
  for (const box of root.querySelectorAll(".select2-container")) {
    const select = box.previousElementSibling;
    if (!(select instanceof HTMLSelectElement)) continue;
    const name = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim();
    if (!name) continue;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox]")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    }
  }
}

// Lookups are made after the page has loaded, and again with each row that is added.
new MutationObserver(() => nameLookups(document)).observe(document.body, {
  childList: true,
  subtree: true,
});
nameLookups(document);
