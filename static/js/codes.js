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
  link.click();
}

async function make(event) {
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  const answer = await fetch(location.pathname, { method: "POST", body: new FormData(form) }).catch(() => null);
  const [, name] = /filename="([^"]+)"/.exec(answer?.headers.get("Content-Disposition") ?? "") ?? [];
  if (name) return keep(await answer.blob(), name);
  // Nothing was made: the same answer again, as a page.
  form.submit();
}

form.addEventListener("submit", make);
