// Files dropped on the form, what was chosen, and a line that says a file is being read; without it the form works as it is.
"use strict";

function chosen(form) {
  const input = form.querySelector("input[type=file]");
  const names = [...input.files].map((file) => file.name);
  form.querySelector("[data-chosen-list]").textContent = names.length ? `${form.dataset.chosen} ${names.join("、")}` : "";
}

// A new choice of files is a new handing in; the same one sent twice keeps its key and gets its first answer.
function anew(form) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  form.elements.key.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function idle(form) {
  form.classList.remove("busy");
  form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
  form.querySelector("[data-busy-line]").textContent = "";
}

function busy(form) {
  form.classList.add("busy");
  const line = form.querySelector("[data-busy-line]");
  const begun = Date.now();
  line.textContent = form.dataset.busy;
  const clock = setInterval(() => {
    if (!form.classList.contains("busy")) { clearInterval(clock); return; }
    line.textContent = `${form.dataset.busy} ${Math.round((Date.now() - begun) / 1000)} s`;
  }, 1000);
  // After the form has gone with its button's value: a second click sends nothing.
  setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form[data-upload]").forEach((form) => {
    const drop = form.querySelector("[data-drop]");
    const input = form.querySelector("input[type=file]");
    input.addEventListener("change", () => { anew(form); chosen(form); });
    form.addEventListener("submit", () => busy(form));
    ["dragover", "dragenter"].forEach((name) => drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); }));
    ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("over")));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change"));
    });
  });
});
// Whoever comes back with the browser's button finds the form ready again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-upload]").forEach(idle));
