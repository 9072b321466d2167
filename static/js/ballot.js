/* What is left to give while choosing, a draft that is kept by itself, and a warning before the page is left.

   Without this script everything works as well: the buttons keep the draft and show what is left. */

const form = document.querySelector("form.ballot");
const WAIT = 1500, KEPT = 204, REFUSED = 409;

function money(cents) {
  const whole = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 0 }).format(Math.floor(cents / 100));
  return `€\u00a0${whole}${cents % 100 ? `,${String(cents % 100).padStart(2, "0")}` : ""}`;
}

function counted(count, one, more) {
  return `${count} ${count === 1 ? one : more}`;
}

/* The same words as `initiatives.analysis.ballots.standing`; how many points and choices, the page says. */
function standing() {
  const { kind, amount, points, least } = form.dataset;
  if (kind === "punten") {
    const fields = [...form.querySelectorAll("input[name^='punten-']")];
    const left = Number(points) - fields.reduce((sum, one) => sum + (Number.parseInt(one.value, 10) || 0), 0);
    if (!left) return "Alle punten zijn verdeeld";
    return left > 0 ? `Nog ${counted(left, "punt", "punten")} te verdelen` : `${counted(-left, "punt", "punten")} te veel gegeven`;
  }
  const boxes = [...form.querySelectorAll("input[name='keuze']")];
  const chosen = boxes.filter((one) => one.checked);
  if (kind === "mandje") {
    const left = Number(amount) - chosen.reduce((sum, one) => sum + Number(one.dataset.cost), 0);
    if (!left) return "Alles is verdeeld";
    return left > 0 ? `Nog ${money(left)} te verdelen` : `${money(-left)} te veel in uw mandje`;
  }
  const short = Number(least) - chosen.length;
  const more = short > 0 ? `, kies er nog minstens ${short}` : "";
  return `${counted(chosen.length, "plan", "plannen")} gekozen${more}`;
}

function start() {
  const says = form.querySelector("[data-standing]"), state = form.querySelector("[data-sent]");
  let isUnsent = "unsent" in form.dataset, isLeaving = false, timer;

  /* Something went wrong: also heard by who does not see it. With `link`, the way on. */
  function complain(words, link) {
    state.setAttribute("role", "alert");
    state.textContent = words;
    if (!link) return;
    const way = document.createElement("a");
    way.href = form.dataset.door;
    way.textContent = link;
    state.append(" ", way);
  }

  async function told(answer) {
    if (answer.status === KEPT) {
      state.removeAttribute("role");
      state.textContent = "Bewaard, nog niet verstuurd";
    } else if (answer.type === "opaqueredirect") {
      complain("Niet bewaard: wij weten niet meer wie u bent.", "Ga opnieuw naar uw stembiljet");
    } else if (answer.status === REFUSED) {
      // Voting has closed, or is on paper: nothing here can be sent any more, so nothing is lost by leaving.
      isUnsent = false;
      complain(`Niet bewaard. ${await answer.text()}`);
    } else {
      complain("Nog niet verstuurd, en niet bewaard: er ging iets mis. Druk op Bewaar om te zien wat.");
    }
  }

  async function keep() {
    const body = new FormData(form);
    body.set("stap", "bewaar");
    body.set("fetch", "1");
    try {
      // A redirect is to the door: whoever is not known any more would else be told that it went well.
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (!isLeaving) await told(answer);
    } catch {
      complain("Nog niet verstuurd, en niet bewaard: er is geen verbinding");
    }
  }

  form.addEventListener("input", () => {
    says.textContent = standing();
    state.removeAttribute("role");
    state.textContent = "Nog niet verstuurd";
    isUnsent = true;
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    isLeaving = true;
  });
  addEventListener("beforeunload", (event) => {
    if (isUnsent && !isLeaving) event.preventDefault();
  });
}

if (form) start();
