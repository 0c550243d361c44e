// The screen of recording while somebody types: keeping, preview, duplicates, rows, keys.
// Without it the form works the same, except that nothing is shown before it is sent.
const form = document.getElementById("capture");
const keeping = document.getElementById("keeping");
const KEEP_AFTER = 2500; // milliseconds without a change
const LOOK_AFTER = 500;
const others = new Set(); // entries that were said to be another
let isSent = false;
let isChanged = false;
let keepTimer, lookTimer;

function typed() {
  return new URLSearchParams(new FormData(form));
}

async function keep() {
  if (isSent) return;
  isChanged = false;
  let said = form.dataset.notKept;
  try {
    const keepalive = document.hidden; // somebody leaves: the page may be gone before the answer
    const answer = await fetch(form.dataset.keep, { method: "POST", body: typed(), keepalive });
    if (answer.redirected || answer.status === 403) said = form.dataset.signedOut;
    else if (answer.ok) said = form.dataset.kept;
  } catch {
    // Said below: the network is gone, the typing is still on the page.
  }
  keeping.classList.toggle("wrong", said !== form.dataset.kept);
  keeping.textContent = said;
}

async function fragment(address, options) {
  try {
    const answer = await fetch(address, options);
    return answer.ok && !answer.redirected ? await answer.text() : null;
  } catch {
    return null;
  }
}

let looks = 0;

async function look() {
  const turn = ++looks;
  const [preview, found] = await Promise.all([
    fragment(form.dataset.preview, { method: "POST", body: typed() }),
    fragment(duplicatesAddress()),
  ]);
  if (turn !== looks) return; // a slow answer to an earlier text
  if (preview !== null) document.getElementById("preview").innerHTML = preview;
  if (found !== null) showDuplicates(found);
}

function duplicatesAddress() {
  const address = new URL(form.dataset.duplicates, document.baseURI);
  const ask = address.searchParams;
  for (const name of ["city", "city_words", "start"]) ask.set(name, typed().get(name) || "");
  for (const code of ["fa", "en", "zh"]) ask.append("title", typed().get(`title_${code}`) || "");
  for (const key of others) ask.append("other", key);
  ask.set("but", form.dataset.but);
  return address;
}

function showDuplicates(html) {
  const place = document.getElementById("duplicates");
  if (place.dataset.shown === html.trim()) return; // said once to a screen reader
  place.dataset.shown = html.trim();
  place.innerHTML = html.trim();
  showDismissals();
}

function showDismissals() {
  for (const button of document.querySelectorAll("#duplicates .js")) button.hidden = false;
}

function dismiss(button) {
  others.add(button.dataset.dismiss);
  button.closest("li").remove();
  const place = document.getElementById("duplicates");
  if (!place.querySelector("li")) place.textContent = "";
}

function changed() {
  isChanged = true;
  clearTimeout(keepTimer);
  clearTimeout(lookTimer);
  keepTimer = setTimeout(keep, KEEP_AFTER);
  lookTimer = setTimeout(look, LOOK_AFTER);
}

// Another row like the last one, blank: numbered on, where the page without script asks for one.
function addRow(rows) {
  const last = [...rows.querySelectorAll(".one-row")].at(-1);
  const row = last.cloneNode(true);
  const number = rows.querySelectorAll(".one-row").length;
  for (const part of row.querySelectorAll("[role=listbox], .choices, .errorlist")) part.remove();
  for (const part of row.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby", "data-chosen"]) {
      const value = part.getAttribute(name);
      if (value) part.setAttribute(name, value.replaceAll(/-\d+-/g, `-${number}-`));
    }
    if (part.matches("input:not([type=checkbox])")) part.setAttribute("value", "");
    if (part.matches("input:not([type=checkbox])")) part.value = "";
    if (part.matches("input[type=checkbox]")) part.checked = false;
    part.classList.remove("is-chosen");
    if (part.matches(".date-echo")) part.textContent = "";
    part.removeAttribute("aria-invalid");
  }
  const role = row.querySelector("select[name$='-role']");
  if (role) role.value = rows.dataset.role;
  last.after(row);
  row.querySelector("input").focus();
}

function press(event) {
  const modified = event.ctrlKey || event.metaKey;
  const send = (act) => {
    const button = form.querySelector(`button.btn[name=act][value=${act}]`);
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  };
  if (modified && !event.altKey && event.code === "KeyS") send("save");
  else if (modified && !event.altKey && event.key === "Enter") send("send");
}

form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("chosen", changed);
form.addEventListener("submit", (event) => {
  if (isSent) event.preventDefault(); // a second click would record it twice
  isSent = true;
  clearTimeout(keepTimer);
  setTimeout(() => { isSent = false; }, 5000); // the network may have failed
});
// A link to a missing field opens what is folded over it, and the field takes the typing.
function lead(link, event) {
  if (show(link.hash)) event.preventDefault();
}

function show(hash) {
  const field = hash && document.getElementById(hash.slice(1));
  if (!field || !form.contains(field)) return false;
  const folded = field.closest("details");
  if (folded) folded.open = true;
  (field.matches("fieldset") ? field.querySelector("input") : field).focus();
  return true;
}

form.addEventListener("click", (event) => {
  const { target } = event;
  if (target.matches(".need a[href^='#']")) lead(target, event);
  if (target.matches("[data-dismiss]")) dismiss(target);
  if (!target.matches("button[name=more]")) return;
  event.preventDefault();
  addRow(target.closest("[data-rows]"));
});
document.addEventListener("keydown", press);
document.addEventListener("visibilitychange", () => {
  if (document.hidden && isChanged && !isSent) keep();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) isSent = false;
});
if ("unsaved" in form.dataset) changed();
showDismissals();
show(location.hash);
document.getElementById("faults")?.focus();
