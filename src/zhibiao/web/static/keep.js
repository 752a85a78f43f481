// What was typed into a form with a long text is kept in this tab until it has been taken: a session may end meanwhile.
"use strict";

const KEPT = "zhibiao-kept:";

function keptAll() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(KEPT)).map((key) => [key, JSON.parse(sessionStorage.getItem(key))]);
}

function isKept(form) { return form && form.method === "post" && form.querySelector("textarea") !== null; }

function keyOf(form) { return KEPT + location.pathname + " " + new URL(form.action).pathname; }

function isChanged(one) {
  if (one.tagName === "SELECT") return [...one.options].some((option) => option.selected !== option.defaultSelected);
  const isTyped = one.tagName === "TEXTAREA" || (one.tagName === "INPUT" && /^(text|number|date|month)$/.test(one.type));
  return isTyped && one.value !== one.defaultValue;
}

// What stands as the page gave it is left out: the page may give something newer the next time.
function typed(form) {
  const changed = [...form.elements].filter((one) => one.name && isChanged(one));
  return Object.fromEntries(changed.map((one) => [one.name, one.value]));
}

function keep(form, isSent) {
  const entry = { person: document.body.dataset.person, isSent, values: typed(form) };
  sessionStorage.setItem(keyOf(form), JSON.stringify(entry));
}

// Each page says what became of what was sent: a refusal gives it back, any other page of the same person is its answer.
function settle() {
  const person = document.body.dataset.person;
  const isRefused = document.querySelector("[data-refused]") !== null;
  for (const [key, entry] of keptAll()) {
    if (isRefused || !person) sessionStorage.setItem(key, JSON.stringify({ ...entry, isSent: false }));
    else if (entry.isSent || entry.person !== person) sessionStorage.removeItem(key);
  }
}

function giveBack() {
  if (!document.body.dataset.person) return;
  for (const form of document.forms) {
    const entry = isKept(form) && JSON.parse(sessionStorage.getItem(keyOf(form)));
    if (!entry) continue;
    for (const one of form.elements) {
      if (Object.hasOwn(entry.values, one.name) && one.type !== "hidden") one.value = entry.values[one.name];
      const folded = one.closest("details");
      if (folded) folded.open = true;
    }
  }
}

document.addEventListener("DOMContentLoaded", () => {
  settle();
  giveBack();
  document.querySelectorAll("[data-kept]").forEach((words) => { words.hidden = keptAll().length === 0; });
});
document.addEventListener("input", (event) => { if (isKept(event.target.form)) keep(event.target.form, false); });
document.addEventListener("submit", (event) => {
  if (new URL(event.target.action).pathname === "/sign-out") keptAll().forEach(([key]) => sessionStorage.removeItem(key));
  else if (isKept(event.target) && sessionStorage.getItem(keyOf(event.target))) keep(event.target, true);
});
