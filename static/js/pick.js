/* Choosing on the map, or looking into an area, sends the whole form, so that a name and a reason that were typed stay.

   Without this script the links keep the parts that were chosen; «Neem over» beside the list always keeps everything. */

const form = document.getElementById("maak");

function send() {
  const button = document.createElement("button");
  Object.assign(button, { name: "neem", value: "1", hidden: true, formAction: "#kiezen" });
  form.append(button);
  form.requestSubmit(button);
  button.remove();
}

function lookInto(code) {
  const shown = form.elements.uit.value;
  form.elements.uit.value = code;
  send();
  form.elements.uit.value = shown;
}

function follow(event) {
  const link = event.target.closest("a[data-pick], a[data-look]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if ("look" in link.dataset) return lookInto(link.dataset.look);
  const box = document.querySelector(`input[name="delen"][value="${CSS.escape(link.dataset.pick)}"]`);
  box.checked = !box.checked;
  send();
}

document.getElementById("kiezen").addEventListener("click", follow);
