// Suggestions while somebody types the name of a city, a person, a body or a source. The server
// writes the options; without this script the words are matched when the form is sent.
const PAUSE = 180; // milliseconds without a key before the server is asked

function fieldOf(pick) {
  return pick.querySelector("input.inp");
}

// The input that carries the choice; choices of an earlier answer give way to it.
function choiceOf(pick) {
  if (!pick.dataset.chosen) return null;
  pick.querySelector(".choices")?.remove();
  let hidden = pick.querySelector("input[type=hidden]");
  if (!hidden) {
    hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = pick.dataset.chosen;
    pick.append(hidden);
  }
  return hidden;
}

function close(pick) {
  pick.querySelector("[role=listbox]")?.remove();
  const field = fieldOf(pick);
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
  field.removeAttribute("aria-controls");
}

function mark(pick, option) {
  for (const other of pick.querySelectorAll("[role=option]")) {
    other.setAttribute("aria-selected", String(other === option));
  }
  fieldOf(pick).setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function choose(pick, option) {
  const field = fieldOf(pick);
  const hidden = choiceOf(pick);
  field.value = option.dataset.words;
  if (hidden) hidden.value = option.dataset.key;
  pick.classList.toggle("is-chosen", Boolean(hidden));
  close(pick);
  field.dispatchEvent(new Event("chosen", { bubbles: true }));
}

async function suggest(pick) {
  const field = fieldOf(pick);
  const typed = field.value.trim();
  if (!typed) return close(pick);
  const address = new URL(pick.dataset.suggest, document.baseURI);
  const name = `${field.id}-list`;
  address.searchParams.set("q", typed);
  address.searchParams.set("list", name);
  let answer = "";
  try {
    const response = await fetch(address);
    if (response.ok && !response.redirected) answer = (await response.text()).trim();
  } catch {
    return; // without an answer the words stand as they are
  }
  if (field.value.trim() !== typed || document.activeElement !== field) return;
  close(pick);
  if (!answer) return;
  const list = document.createElement("ul");
  list.id = name;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0]?.textContent.trim() || "");
  list.innerHTML = answer;
  field.after(list);
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", name);
}

function step(pick, by) {
  const options = [...pick.querySelectorAll("[role=option]")];
  if (!options.length) return;
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const from = at < 0 && by < 0 ? 0 : at;
  mark(pick, options[(from + by + options.length) % options.length]);
}

function press(event, pick) {
  const marked = pick.querySelector("[aria-selected=true]");
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
  if (!plain || !pick.querySelector("[role=listbox]")) return;
  if (event.key === "ArrowDown") step(pick, 1);
  else if (event.key === "ArrowUp") step(pick, -1);
  else if (event.key === "Enter" && marked) choose(pick, marked);
  else if (event.key === "Enter" || event.key === "Escape") close(pick);
  else return;
  event.preventDefault();
}

const waiting = new WeakMap();

function prepare(field) {
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
}

// One listener on the document for each event, so that rows added later work too.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(".pick input.inp") && !target.hasAttribute("role")) prepare(target);
});
document.addEventListener("input", ({ target }) => {
  const pick = target.matches?.(".pick input.inp") && target.closest(".pick");
  if (!pick) return;
  const hidden = choiceOf(pick);
  if (hidden) hidden.value = "";
  pick.classList.remove("is-chosen");
  clearTimeout(waiting.get(pick));
  waiting.set(pick, setTimeout(() => suggest(pick), PAUSE));
});
document.addEventListener("keydown", (event) => {
  const pick = event.target.matches?.(".pick input.inp") && event.target.closest(".pick");
  if (pick) press(event, pick);
});
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.(".pick [role=option]");
  if (!option) return;
  event.preventDefault(); // the field keeps the focus
  choose(option.closest(".pick"), option);
});
document.addEventListener("focusout", ({ target }) => {
  if (target.matches?.(".pick input.inp")) close(target.closest(".pick"));
});
