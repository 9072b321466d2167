/* The file with codes is the answer to a press, and there is no other copy. This script offers it as a download and leaves
   it on the page for as long as that is open, in the place of the button. Without it the page stays as it was; a second
   press is then asked about. */

const form = document.getElementById("codes");
const button = form.querySelector("button");

function keep(file, name) {
  const made = document.getElementById("codes-made");
  made.append(made.querySelector("template").content);
  const link = made.querySelector("[download]");
  Object.assign(link, { href: URL.createObjectURL(file), download: name });
  form.remove();
  link.focus();
  link.click();
}

/* The file and its name; nothing where no file came: it was refused, or the line fell away. */
async function ask() {
  const answer = await fetch(location.pathname, { method: "POST", body: new FormData(form) });
  const [, name] = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "") ?? [];
  return name ? [await answer.blob(), name] : null;
}

async function make(event) {
  event.preventDefault();
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  const found = await ask().catch(() => null);
  if (found) return keep(...found);
  // The server knows what there is by now, and says so on a page of its own.
  button.removeAttribute("aria-disabled");
  form.submit();
}

form.addEventListener("submit", make);
