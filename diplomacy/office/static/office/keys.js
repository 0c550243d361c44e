/* "/" goes to the search box, unless somebody is typing; Alt+N follows the link that says so. */
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const search = document.querySelector("#desk-search");
  if (event.key === "/" && !typing && search && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
  }
  const link = document.querySelector(`a[data-key="${CSS.escape(event.code)}"]`);
  if (link && event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    link.click();
  }
});
