"""The words of the mails around a vote: the link, the receipt, and the reminder of a ballot that was not sent."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from initiatives.access.voting import link_token
from initiatives.letters.budgets import moment_words
from initiatives.models import BudgetRound, VoteRight

LINK, RECEIPT = "stemlink", "stembewijs"
"""Kinds of letters. The second only goes to who votes, so that its delivery is nobody's to see."""


@dataclass(frozen=True)
class Words:
    """What a mail says; `button` is a label and an address on this site."""

    subject: str
    paragraphs: list[str]
    button: tuple[str, str]


def letter_prefix(budget: BudgetRound) -> str:
    """How the keys of all letters of a vote begin. What follows names no address and no ballot."""
    return f"stem-{budget.pk}-"


def until_words(budget: BudgetRound) -> str:
    """Until when somebody can vote, as a sentence."""
    return f"Stemmen kan tot {moment_words(budget.vote_until)}, Nederlandse tijd."


def window_words(budget: BudgetRound) -> str:
    """From when and until when somebody can vote, as a sentence."""
    begins, ends = moment_words(budget.vote_from), moment_words(budget.vote_until)
    return f"Stemmen kan van {begins} tot {ends}, Nederlandse tijd."


def shut_words(budget: BudgetRound) -> str:
    """Why nobody can vote now, with the day and the hour, as a sentence; "" where people vote."""
    now = timezone.now()
    if not budget.community.is_active:
        return f"De community {budget.community.name} is gestopt. Stemmen kan niet meer."
    if budget.is_missed:
        return "Er is nog niet gestemd. De coördinator kiest nieuwe dagen."
    if now >= budget.vote_until:
        return f"Stemmen kon tot {moment_words(budget.vote_until)}, Nederlandse tijd."
    if now < budget.vote_from:
        return window_words(budget)
    return "" if budget.opened_at else "Het stembiljet ligt nog niet vast. Zodra dat zo is, kunt u stemmen."


def shut_title(budget: BudgetRound) -> str:
    """The same in a few words, for above it; "" where people vote, or where there is more to say than when."""
    now = timezone.now()
    if not budget.community.is_active:
        return ""
    if now >= budget.vote_until:
        return "Het stemmen is gesloten"
    return "" if budget.is_voting else "Het stemmen is nog niet begonnen"


def link_path(budget: BudgetRound, email: str) -> str:
    """Where the owner of this address votes."""
    args = [budget.community.slug, budget.pk, link_token(budget, email)]
    return reverse("initiatives:vote_link", args=args)


def page_path(budget: BudgetRound, view: str) -> str:
    """A page of this vote."""
    return reverse(f"initiatives:{view}", args=[budget.community.slug, budget.pk])


def own_path(budget: BudgetRound, right: VoteRight) -> str:
    """Where this voter goes on."""
    is_by_link = budget.rights in {BudgetRound.Rights.EMAIL, BudgetRound.Rights.LIST}
    return link_path(budget, right.email) if is_by_link else page_path(budget, "ballot")


def asked_words(budget: BudgetRound, email: str) -> Words:
    """The link that somebody asked for."""
    return Words(
        f"Uw link om te stemmen: {budget.name}",
        [
            f"Met de knop hieronder stemt u over {budget.name}, voor {budget.area}.",
            until_words(budget),
            "De link is alleen voor u: stuur deze mail niet door. Vroeg u hier niet om? Dan hoeft u niets te doen.",
        ],
        ("Stem", link_path(budget, email)),
    )


def invited_words(budget: BudgetRound, email: str) -> Words:
    """The link for who stands on the list."""
    return Words(
        f"U mag stemmen: {budget.name}",
        [
            f"U staat op de lijst van mensen die mogen stemmen over {budget.name}, voor {budget.area}.",
            f"{budget.decides}",
            until_words(budget),
            "De link is alleen voor u. Stuur deze mail niet door.",
        ],
        ("Stem", link_path(budget, email)),
    )


def receipt_words(budget: BudgetRound, code: str) -> Words:
    """That a vote came in, with the code by which it can be looked after. Never what was voted."""
    return Words(
        f"Uw stem is ontvangen: {budget.name}",
        [
            f"Uw stem over {budget.name} is ontvangen. Uw code is {code}.",
            "Met deze code kunt u nakijken of uw stem meetelt. Wat u koos, is met de code niet te zien.",
            "Wilt u iets anders stemmen? Stem dan opnieuw. Dat vervangt uw stem, en u krijgt een nieuwe code: deze "
            f"werkt dan niet meer. {until_words(budget)}",
            "Als de stemmen geteld zijn, wissen wij uw adres. Daarna weten wij niet meer welke stem van wie is.",
        ],
        ("Kijk na of uw stem meetelt", page_path(budget, "receipt_check")),
    )


def reminder_words(budget: BudgetRound, right: VoteRight) -> Words:
    """For who began and did not send."""
    begun = "U veranderde uw keuze, maar verstuurde die nog niet. Uw eerdere stem telt." if right.has_voted else (
        "U koos plannen, maar verstuurde uw stem nog niet. Zo telt uw stem niet mee."
    )  # fmt: skip
    return Words(
        f"Uw stem is nog niet verstuurd: {budget.name}",
        [begun, until_words(budget), "Wij herinneren u hier één keer aan."],
        ("Ga verder met uw stem", own_path(budget, right)),
    )
