// The preview of a review while somebody types, and the key that keeps it. Without this script a
// button shows the preview, and everything else works the same.
const form = document.getElementById("assess");
const PAUSE = 600; // milliseconds without a change
let timer;
let looks = 0;
let isSent = false;

async function look() {
  const turn = ++looks;
  const body = new URLSearchParams(new FormData(form));
  body.set("act", "preview");
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok || answer.redirected || turn !== looks) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const seen = page.getElementById("preview");
    if (seen) document.getElementById("preview").innerHTML = seen.innerHTML;
  } catch {
    // The network is gone; what is typed is still on the page.
  }
}

function changed() {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
}

if (form) {
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault(); // a second click would keep it twice
    isSent = true;
    clearTimeout(timer);
    setTimeout(() => { isSent = false; }, 5000); // the network may have failed
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "Enter") return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.btn[value=keep]"));
  });
  document.getElementById("faults")?.focus();
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) isSent = false;
});
