/* "/" goes to the search box and "?" opens the help, unless somebody is typing or has turned these
   single keys off (WCAG 2.1.4) on the index of the help; Alt+N follows the link that says so. */
const OFF = "desk-single-keys-off";

function singleKeysAreOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false; // a browser that keeps nothing
  }
}

function turn(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    // a browser that keeps nothing
  }
}

/* The sign of the key; where a layout of another script has something else there, by its place. */
function sign(event) {
  const isOther = event.code === "Slash" && event.key.codePointAt(0) > 127;
  return isOther ? (event.shiftKey ? "?" : "/") : event.key;
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const isSingle = !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isSingle && "/?".includes(sign(event)) && !singleKeysAreOff()) {
    const goal = document.querySelector(sign(event) === "/" ? "#desk-search" : "#desk-help");
    if (goal) event.preventDefault();
    if (goal?.matches("a")) goal.click();
    else goal?.focus();
  }
  const link = document.querySelector(`a[data-key="${CSS.escape(event.code)}"]`);
  if (link && event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    link.click();
  }
});

const choice = document.querySelector("[data-single-keys]");
if (choice) {
  const box = choice.querySelector("input");
  box.checked = !singleKeysAreOff();
  box.addEventListener("change", () => turn(box.checked));
  choice.hidden = false;
}
