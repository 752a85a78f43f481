// A slider and the number beside it are one: what either shows the other shows, and the form asks the server by itself.
"use strict";

function shown(form) {
  const chosen = form.querySelector("input[name=method]:checked");
  for (const row of form.querySelectorAll("[data-method]")) {
    const off = chosen ? row.dataset.method !== chosen.value : false;
    row.hidden = off;
    for (const input of row.querySelectorAll("input")) input.disabled = off;
  }
}

function begin(form) {
  for (const range of form.querySelectorAll("input[type=range]")) range.hidden = false;
  const back = form.querySelector("[data-back]");
  back.hidden = false;
  back.addEventListener("click", () => {
    const own = form.querySelector("input[name=method][data-own]");
    if (own) own.checked = true;
    shown(form);
    for (const number of form.querySelectorAll("input[type=number]")) {
      number.value = number.dataset.now;
      form.querySelector(`input[data-for="${number.id}"]`).value = number.value;
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
  // In the capture phase, so that htmx finds both in step when it reads the form.
  form.addEventListener("input", (event) => {
    const from = event.target;
    if (from.type === "range") form.querySelector(`#${from.dataset.for}`).value = from.value;
    if (from.type === "number") form.querySelector(`input[data-for="${from.id}"]`).value = from.value;
    if (from.type === "radio") shown(form);
  }, true);
  shown(form);
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-sliders]").forEach(begin));
