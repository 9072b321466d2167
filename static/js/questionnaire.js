/* Keeps what was filled in so far: in this browser where the round is anonymous, at the server where it is confidential.

   Without this script everything works as well; then what was filled in stays on the page until it is sent. */

const form = document.querySelector("form.screens");
const PREFIX = "vragenlijst-";
const OWN = new Set(["csrfmiddlewaretoken", "versie", "stap"]);

/* A browser may refuse to keep anything, for instance in a private window. */
const shelf = (() => {
  try {
    localStorage.setItem(`${PREFIX}proef`, "1");
    localStorage.removeItem(`${PREFIX}proef`);
    return localStorage;
  } catch {
    return null;
  }
})();

function read(key) {
  try {
    return JSON.parse(shelf.getItem(key));
  } catch {
    return null;
  }
}

/* Of a round that has closed nothing stays behind. */
function sweep() {
  for (const key of Object.keys(shelf)) {
    if (!key.startsWith(PREFIX)) continue;
    const draft = read(key);
    if (!draft || !(Date.parse(draft.until) > Date.now())) shelf.removeItem(key);
  }
}

function say(text) {
  form.querySelector("[data-state]").textContent = text;
}

function screenNow() {
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  return named ? named.closest(".screen") : null;
}

/* The heading of a new screen is read aloud, and the Tab key goes on from there. */
function followScreens() {
  addEventListener("hashchange", () => {
    const screen = screenNow() || form.querySelector(".screen.first");
    if (screen && (!location.hash || screen.id === location.hash.slice(1))) screen.querySelector("h2").focus({ preventScroll: true });
  });
}

/* ── Anonymous: a draft in this browser ─────────────────────────────────────────────────────────────────────────── */

function filledIn() {
  return [...new FormData(form)].filter(([name, value]) => !OWN.has(name) && value !== "");
}

function fill(fields) {
  for (const [name, value] of fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
      else field.value = value;
    }
  }
}

function keepInBrowser() {
  const { draft: key, until } = form.dataset;
  const wipe = form.querySelector("[data-wipe]");
  const kept = "Uw antwoorden staan alleen in deze browser. Zij zijn nog niet verstuurd.";

  function save() {
    const fields = filledIn();
    if (!fields.length) return;
    shelf.setItem(key, JSON.stringify({ fields, screen: screenNow()?.id ?? "", until }));
    wipe.hidden = false;
  }

  function saveAndSay() {
    save();
    say(kept);
  }

  function restore() {
    const draft = read(key);
    if (!draft) return;
    fill(draft.fields);
    wipe.hidden = false;
    say("U was al begonnen. Uw antwoorden stonden nog in deze browser. Zij zijn nog niet verstuurd.");
    if (location.hash || !draft.screen) return;
    const screens = [...form.querySelectorAll(".screen")];
    const place = document.getElementById(draft.screen) || screens.at(-1);
    location.replace(`#${place.id}`);
  }

  wipe.addEventListener("click", () => {
    if (!confirm("Wilt u alles wissen wat u hier invulde?")) return;
    shelf.removeItem(key);
    // The page as it came may hold answers already; a new one holds none.
    location.replace(location.pathname);
  });
  form.querySelector("[data-shared]").hidden = false;
  if ("fresh" in form.dataset) restore();
  else saveAndSay();
  form.addEventListener("input", saveAndSay);
  addEventListener("hashchange", save);
}

/* Where nothing can be kept, the browser itself asks before the page is left. */
function warnWhenLeaving() {
  let isSending = false;
  form.addEventListener("submit", () => (isSending = true));
  addEventListener("beforeunload", (event) => {
    if (!isSending && filledIn().length) event.preventDefault();
  });
}

/* ── Confidential: kept at the server ───────────────────────────────────────────────────────────────────────────── */

function keepAtServer() {
  let timer, saving = null, isChanged = false;

  async function save() {
    clearTimeout(timer);
    isChanged = false;
    const body = new FormData(form);
    body.set("stap", "bewaar");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body });
      if (answer.status === 204) {
        form.elements.versie.value = answer.headers.get("X-Version");
        say("Bewaard. U kunt later verdergaan met de nieuwste link uit uw mail.");
      } else if (answer.status === 409) {
        say("In een ander venster zijn andere antwoorden bewaard. Druk op «Volgende» om te zien wat u kunt doen.");
      } else {
        say("Nog niet bewaard. Druk op «Volgende» om te zien wat er niet goed is.");
      }
    } catch {
      isChanged = true;
      say("Nog niet bewaard: er is geen verbinding. Wij proberen het opnieuw.");
      timer = setTimeout(start, 5000);
    }
  }

  function start() {
    saving = (saving ?? Promise.resolve()).then(save).finally(() => (saving = null));
  }

  form.addEventListener("input", () => {
    isChanged = true;
    clearTimeout(timer);
    timer = setTimeout(start, 2000);
  });
  // What is under way comes first: else this window would seem to be two.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!saving) return (isChanged = false);
    event.preventDefault();
    saving.finally(() => form.requestSubmit(event.submitter));
  });
  addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}

if (shelf) sweep();
const sent = document.querySelector("[data-sent]");
if (sent && shelf) shelf.removeItem(sent.dataset.sent);
if (form?.dataset.draft) {
  followScreens();
  if ("keeps" in form.dataset) keepAtServer();
  else if (shelf) keepInBrowser();
  else warnWhenLeaving();
} else if (form) {
  followScreens();
}
