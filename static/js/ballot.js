/* What is left to give while choosing, a draft that is kept by itself, and a warning before the page is left.

   Without this script everything works as well: the buttons keep the draft and show what is left. */

const form = document.querySelector("form.ballot");
const POINTS = 10, LEAST = 3, WAIT = 1500;

function money(cents) {
  const whole = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 0 }).format(Math.floor(cents / 100));
  return `€\u00a0${whole}${cents % 100 ? `,${String(cents % 100).padStart(2, "0")}` : ""}`;
}

function counted(count, one, more) {
  return `${count} ${count === 1 ? one : more}`;
}

/* The same words as `initiatives.analysis.ballots.standing`. */
function standing() {
  const { kind, amount } = form.dataset;
  if (kind === "punten") {
    const fields = [...form.querySelectorAll("input[name^='punten-']")];
    const left = POINTS - fields.reduce((sum, one) => sum + (Number.parseInt(one.value, 10) || 0), 0);
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
  const least = Math.min(LEAST, boxes.length);
  const more = chosen.length < least ? `, kies er nog minstens ${least - chosen.length}` : "";
  return `${counted(chosen.length, "project", "projecten")} gekozen${more}`;
}

function start() {
  const says = form.querySelector("[data-standing]"), state = form.querySelector("[data-sent]");
  let isUnsent = "unsent" in form.dataset, isLeaving = false, timer;

  async function keep() {
    const body = new FormData(form);
    body.set("stap", "bewaar");
    body.set("fetch", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (!isLeaving) state.textContent = answer.status === 204 ? "Bewaard, nog niet verstuurd" : "Nog niet verstuurd";
    } catch {
      state.textContent = "Nog niet verstuurd, en niet bewaard: er is geen verbinding";
    }
  }

  form.addEventListener("input", () => {
    says.textContent = standing();
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
