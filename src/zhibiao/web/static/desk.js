// Charts out of the plain data beside them, pictures to take away, and what htmx needs to swap errors; nothing else runs.
"use strict";

// Single quotes: the drawing puts these into an attribute of its own as they are.
const FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif";
const PAPER = { width: 1000, height: 560, side: 28 };
const drawn = new WeakMap();

function dataOf(figure) { return JSON.parse(figure.querySelector('script[type="application/json"]').textContent); }

function shown(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "—";
  return typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 2 }) : String(value);
}

function options(figure) {
  const option = dataOf(figure);
  return {
    textStyle: { fontFamily: FONT },
    aria: { enabled: false, decal: { show: true } },
    ...option,
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: shown, ...option.tooltip },
  };
}

function draw(figure) {
  const holder = figure.querySelector(".picture");
  const chart = window.echarts.init(holder, null, { renderer: "svg", locale: document.documentElement.lang === "en" ? "EN" : "ZH" });
  chart.setOption({ animation: false, ...options(figure) });
  drawn.set(figure, chart);
}

// What is hidden in a closed section has no size yet: it is drawn when it gets one, and again at each new size.
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (!target.clientWidth || !target.clientHeight) continue;
    const figure = target.closest("figure[data-chart]");
    const chart = drawn.get(figure);
    if (!chart) draw(figure);
    else if (!window.matchMedia("print").matches) chart.resize();
  }
});

function drawAll(root) {
  if (!window.echarts) return;
  root.querySelectorAll("figure[data-chart] .picture").forEach((holder) => sizes.observe(holder));
}

function forget(root) {
  root.querySelectorAll("figure[data-chart]").forEach((figure) => { const chart = drawn.get(figure); if (chart) chart.dispose(); });
}

// A sheet of A4 is narrower than a screen: charts are drawn anew for it, so that their words keep a size to be read.
const SHEET = { width: 703, tall: 423, wide: 234 };

function eachChart(work) {
  document.querySelectorAll("figure[data-chart]").forEach((figure) => { const chart = drawn.get(figure); if (chart) work(chart, figure); });
}

function forPaper() {
  eachChart((chart, figure) => {
    const share = figure.closest(".columns") ? 0.62 : figure.closest(".halves") ? 0.48 : 1;
    chart.resize({ width: SHEET.width * share, height: figure.classList.contains("tall") ? SHEET.tall : SHEET.wide });
    chart.getZr().flush();
  });
}

function forScreen() { eachChart((chart) => chart.resize({ width: "auto", height: "auto" })); }

// A picture that went through three mails still says what it shows: title, unit, source and filters are drawn around it.
function told(figure) {
  const caption = figure.querySelector("figcaption");
  const source = figure.querySelector(".source").cloneNode(true);
  source.querySelectorAll(".take").forEach((one) => one.remove());
  const filters = [...source.querySelectorAll(".filter")].map((one) => { one.remove(); return one.textContent.trim(); });
  const below = [caption.querySelector("span").textContent, source.textContent.replace(/\s+/g, " ").trim(), filters.join(" · ")];
  return { title: caption.querySelector("strong").textContent, below: below.filter(Boolean).join("　") };
}

function wrapped(text, size, weight) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${weight} ${size}px ${FONT}`;
  const lines = [""];
  for (const word of text.match(/[\w.,%()–-]+\s*|[^\w]/g) || []) {
    const line = lines[lines.length - 1] + word;
    if (pen.measureText(line).width > PAPER.width - 2 * PAPER.side && lines[lines.length - 1]) lines.push(word.trimStart());
    else lines[lines.length - 1] = line;
  }
  return lines;
}

function written(sheet, lines, { size, weight, colour, top }) {
  lines.forEach((line, place) => {
    const text = document.createElementNS(sheet.namespaceURI, "text");
    const set = { x: PAPER.side, y: top + (place + 1) * size * 1.4, "font-size": size, "font-weight": weight, fill: colour, "font-family": FONT };
    for (const name in set) text.setAttribute(name, set[name]);
    text.textContent = line;
    sheet.append(text);
  });
  return top + lines.length * size * 1.4;
}

function picture(figure) {
  const words = told(figure);
  const holder = document.createElement("div");
  const chart = window.echarts.init(holder, null, { renderer: "svg", width: PAPER.width - PAPER.side, height: PAPER.height });
  chart.setOption({ ...options(figure), animation: false });
  const inner = new DOMParser().parseFromString(chart.renderToSVGString(), "image/svg+xml").documentElement;
  chart.dispose();
  const sheet = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const title = wrapped(words.title, 19, 700), below = wrapped(words.below, 12, 400);
  const height = 24 + title.length * 19 * 1.4 + 10 + PAPER.height + 6 + below.length * 12 * 1.4 + 20;
  const set = { xmlns: sheet.namespaceURI, width: PAPER.width, height, viewBox: `0 0 ${PAPER.width} ${height}` };
  for (const name in set) sheet.setAttribute(name, set[name]);
  const ground = document.createElementNS(sheet.namespaceURI, "rect");
  for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", "#fff"]]) ground.setAttribute(name, value);
  sheet.append(ground);
  const end = written(sheet, title, { size: 19, weight: 700, colour: "#1a1a1a", top: 16 });
  inner.setAttribute("y", end + 10);
  inner.setAttribute("x", PAPER.side / 2);
  sheet.append(inner);
  written(sheet, below, { size: 12, weight: 400, colour: "#55595e", top: end + 10 + PAPER.height + 6 });
  return { svg: new XMLSerializer().serializeToString(sheet), height };
}

function save(url, name) {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function take(figure, form) {
  const { svg, height } = picture(figure);
  const name = `zhibiao-${figure.dataset.chart}.${form}`;
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  if (form === "svg") { save(url, name); return; }
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 2 * PAPER.width; canvas.height = 2 * height;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(URL.createObjectURL(blob), name), "image/png");
    URL.revokeObjectURL(url);
  };
  image.src = url;
}

document.addEventListener("DOMContentLoaded", () => {
  drawAll(document);
  // On a narrow screen the menu scrolls: the page that is open stands in sight.
  const here = document.querySelector("header.top nav [aria-current]");
  if (here) here.closest("nav").scrollLeft = here.offsetLeft - here.closest("nav").offsetLeft - 40;
});
document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt.parentElement || document));
document.addEventListener("htmx:beforeSwap", (event) => {
  // A refusal is an answer: it is shown where the answer would have stood.
  if (event.detail.xhr.status >= 400) { event.detail.shouldSwap = true; event.detail.isError = false; }
});
document.addEventListener("htmx:beforeCleanupElement", (event) => forget(event.detail.elt));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take]");
  if (button) take(button.closest("figure"), button.dataset.take);
  if (event.target.closest("[data-print]")) window.print();
});
// Filters take effect when they change; without this file the form's button does it.
document.addEventListener("change", (event) => { const form = event.target.closest("form[data-filters]"); if (form) form.requestSubmit(); });
window.addEventListener("beforeprint", forPaper);
window.addEventListener("afterprint", forScreen);
