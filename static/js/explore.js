/* Explore a chart: on request the picture makes place for the same chart drawn by plotly.js, to zoom, move and point.

   Nothing is loaded before that. Colours in the figure are names of tokens, filled in here for the reader's scheme.
   Under our Content-Security-Policy no style element may be made: plotly.js adds its rules to the sheet of an element
   that it finds by id, so our own stylesheet is given that id; its map styles, which we do not need, are kept out by an
   element with their id. tests/browser/test_explore.py counts what the policy refuses. */

const PLOTLY_RULES_ID = "plotly.js-style-global";
const PLOTLY_MAP_RULES_ID = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
const STEP = 0.25;

let loading;

function offer(root) {
  for (const button of root.querySelectorAll("button[data-explore][hidden]")) button.hidden = false;
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function loaded(made) {
  return new Promise((resolve, reject) => {
    made.addEventListener("load", resolve, { once: true });
    made.addEventListener("error", () => reject(new Error(`not loaded: ${made.src || made.href}`)), { once: true });
    document.head.append(made);
  });
}

function loadPlotly({ plotly, styles }) {
  loading ??= (async () => {
    await loaded(element("link", { rel: "stylesheet", id: PLOTLY_RULES_ID, href: styles }));
    document.head.append(element("template", { id: PLOTLY_MAP_RULES_ID }));
    await loaded(element("script", { src: plotly }));
    return window.Plotly;
  })().catch((error) => {
    loading = undefined;
    document.getElementById(PLOTLY_RULES_ID)?.remove();
    document.getElementById(PLOTLY_MAP_RULES_ID)?.remove();
    throw error;
  });
  return loading;
}

/* A token may hold any CSS colour; painting one point turns it into the numbers that plotly.js understands. */
function colourOf(name, within) {
  const probe = element("span");
  within.append(probe);
  probe.style.color = `var(--${name})`;
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  paint.fillStyle = getComputedStyle(probe).color;
  paint.fillRect(0, 0, 1, 1);
  probe.remove();
  const [red, green, blue] = paint.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

function fillIn(part, within) {
  if (typeof part === "string") return part.startsWith("token:") ? colourOf(part.slice(6), within) : part;
  if (Array.isArray(part)) return part.map((one) => fillIn(one, within));
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, fillIn(value, within)]));
}

function zoomed([low, high], factor, shift) {
  const middle = (low + high) / 2 + (high - low) * shift;
  const half = ((high - low) / 2) * factor;
  return [middle - half, middle + half];
}

function change(plot, isMap, { factor = 1, x = 0, y = 0 }) {
  const { xaxis, yaxis } = plot.layout;
  const ranges = { "xaxis.range": zoomed(xaxis.range, factor, x) };
  if (isMap) ranges["yaxis.range"] = zoomed(yaxis.range, factor, y);
  return window.Plotly.relayout(plot, ranges);
}

function controls(plot, isMap, home, close) {
  const bar = element("div", { class: "explorer-controls", role: "group", "aria-label": "Grafiek verkennen" });
  const add = (words, act) => {
    const button = element("button", { type: "button" }, words);
    button.addEventListener("click", act);
    bar.append(button);
    return button;
  };
  add("Inzoomen", () => change(plot, isMap, { factor: 0.6 }));
  add("Uitzoomen", () => change(plot, isMap, { factor: 1 / 0.6 }));
  add("Naar links", () => change(plot, isMap, { x: -STEP }));
  add("Naar rechts", () => change(plot, isMap, { x: STEP }));
  if (isMap) {
    add("Omhoog", () => change(plot, isMap, { y: STEP }));
    add("Omlaag", () => change(plot, isMap, { y: -STEP }));
  }
  add("Alles tonen", () => window.Plotly.relayout(plot, structuredClone(home())));
  add("Terug naar de afbeelding", close).classList.add("back");
  return bar;
}

function seriesChoice(plot, figure, samples) {
  const choice = element("fieldset", { class: "explorer-series" }, element("legend", { class: "hidden" }, "Lijnen"));
  figure.data.forEach((trace, position) => {
    const box = element("input", { type: "checkbox", checked: "" });
    box.addEventListener("change", () => window.Plotly.restyle(plot, { visible: box.checked }, [position]));
    const name = new DOMParser().parseFromString(trace.name, "text/html").documentElement.textContent;
    choice.append(element("label", {}, box, samples[position]?.cloneNode(true) ?? "", name));
  });
  return choice;
}

async function explore(button) {
  const picture = button.closest("figure");
  const status = picture.querySelector("[data-explore-status]");
  button.disabled = true;
  status.textContent = "De grafiek wordt geladen.";
  try {
    const [answer] = await Promise.all([
      fetch(button.dataset.explore, { headers: { Accept: "application/json" } }),
      loadPlotly(button.dataset),
    ]);
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    await show(picture, button, await answer.json());
    status.textContent = "";
  } catch (error) {
    console.warn(error);
    status.textContent = "Verkennen lukt nu niet. De tabel bij deze grafiek heeft dezelfde cijfers.";
  } finally {
    button.disabled = false;
  }
}

async function show(picture, button, received) {
  const figure = fillIn(received, picture);
  const { kind } = received;
  const isMap = kind === "map";
  const drawn = [...picture.querySelectorAll(":scope > svg.chart, :scope > .chart-key"), button];
  const plot = element("div", { class: isMap ? "explorer-plot is-map" : "explorer-plot", role: "img" });
  plot.setAttribute("aria-label", `${picture.querySelector("figcaption").textContent.trim()}. De tabel heeft dezelfde cijfers.`);
  const close = () => {
    window.Plotly.purge(plot);
    explorer.remove();
    for (const part of drawn) part.toggleAttribute("hidden", false);
    button.focus();
  };
  let whole;
  const bar = controls(plot, isMap, () => whole, close);
  const explorer = element("div", { class: "explorer" }, bar, plot);
  explorer.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  for (const part of drawn) part.toggleAttribute("hidden", true);
  picture.querySelector("figcaption").after(explorer);
  await window.Plotly.newPlot(plot, figure.data, figure.layout, figure.config);
  whole = { "xaxis.range": [...plot.layout.xaxis.range], "yaxis.range": [...plot.layout.yaxis.range] };
  if (kind === "line" && figure.data.length > 1) bar.after(seriesChoice(plot, figure, picture.querySelectorAll(".chart-key .sample")));
  bar.querySelector("button").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-explore]");
  if (button) explore(button);
});
document.addEventListener("htmx:load", (event) => offer(event.target));
offer(document);
