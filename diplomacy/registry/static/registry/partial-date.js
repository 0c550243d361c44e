// Shows a typed date in both calendars, or what is wrong with it, as the server reads it.
// One listener on the document, so that rows added later by the admin work too.
"use strict";

document.addEventListener("change", async ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.dataset.echo) return;
  const echo = document.getElementById(`${target.id}_echo`);
  if (!echo) return;
  const typed = target.value;
  const address = new URL(target.dataset.echo, document.baseURI);
  address.searchParams.set("text", typed);
  let answer = { main: "", other: "", error: "" };
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.ok) answer = await response.json();
  } catch {
    // Without an answer nothing is shown; saving the form still checks the date.
  }
  // A slow answer must not stand below a later text.
  if (target.value !== typed) return;
  echo.textContent = answer.error || [answer.main, answer.other].filter(Boolean).join(" · ");
  echo.classList.toggle("date-echo-error", Boolean(answer.error));
});
