// Pointing on the map fills in the two numbers below it; choosing an area or typing them does the same without it.
const picker = document.querySelector("[data-place-picker]");
const map = picker.querySelector("svg");
const { latitude, longitude, area } = picker.closest("form").elements;
const kinds = picker.closest("form").elements.place_kind;
const { west, north, across, down, margin, decimals, steps } = map.dataset;
const pin = map.querySelector(".pin");

const read = (field) => (field.value.trim() ? Number(field.value.replace(",", ".")) : NaN);

/** As it will be kept: on the grid of what is near, or to five decimals. */
function kept(degrees, step) {
  const near = kinds.value === "ongeveer" ? Math.round(degrees / step) * step : degrees;
  return near.toFixed(decimals).replace(/0+$/, "").replace(".", ",");
}

/** Stand where the numbers say; nowhere as long as they say nothing, or an area is chosen instead. */
function show() {
  const x = Number(margin) + (read(longitude) - west) * across;
  const y = Number(margin) + (north - read(latitude)) * down;
  const isThere = Number.isFinite(x + y) && kinds.value !== "regio" && !(kinds.value === "ongeveer" && area?.value);
  pin.setAttribute("visibility", isThere ? "visible" : "hidden");
  if (!isThere) return;
  pin.setAttribute("transform", `translate(${x} ${y})`);
  pin.querySelector(".around").setAttribute("visibility", kinds.value === "ongeveer" ? "inherit" : "hidden");
}

function choose(event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  if (kinds.value === "regio" || !kinds.value) kinds.value = "ongeveer";
  if (area) area.value = "";
  const [stepSouth, stepEast] = steps.split(" ").map(Number);
  latitude.value = kept(north - (at.y - margin) / down, stepSouth);
  longitude.value = kept(Number(west) + (at.x - margin) / across, stepEast);
  show();
  picker.querySelector("output").textContent = `Gekozen: ${latitude.value} en ${longitude.value}.`;
}

map.addEventListener("click", choose);
picker.closest("form").addEventListener("input", show);
picker.hidden = false;
show();
