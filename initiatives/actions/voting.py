"""Voting: taking a seat, keeping a draft, sending, and replacing what was sent until voting closes.

The right is the voter's own, so nothing of this is written in the log of who did what, and no row says when it
happened. A draft stands beside the ballot that was sent, and never touches it.
"""

from collections.abc import Mapping
from datetime import timedelta
from secrets import token_hex

from django.db import connection, transaction
from django.utils import timezone

from communities.actions.notices import post_letter
from communities.models import User
from initiatives.access.voting import (
    account_hash,
    address_hash,
    ballot_number,
    counted_projects,
    draft_key,
    is_own,
    letter_mark,
    on_the_ballot,
    receipt_code,
    receipt_hash,
    sent_key,
)
from initiatives.analysis.ballots import checked
from initiatives.letters.voting import (
    LINK,
    RECEIPT,
    Words,
    asked_words,
    letter_prefix,
    receipt_words,
    reminder_words,
    shut_words,
)
from initiatives.models import Ballot, BudgetRound, VoteRight

REMINDER = timedelta(hours=48)
"""How long before the end who has a draft is reminded."""


class VotingError(Exception):
    """It cannot be done; the text says why, in Dutch."""


GONE = "Uw toegang tot dit stembiljet geldt niet meer. Ga opnieuw naar uw stembiljet."
ON_PAPER = "Voor u is een stem op papier. U kunt niet ook op de site stemmen."


# ── The door ──────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def enter_as_member(*, budget: BudgetRound, user: User) -> VoteRight:
    """The right of a member, put on the roll the first time. Raises VotingError where they may not vote now."""
    hold_open(budget)
    if not user.has_perm("initiatives.vote_as_member", budget):
        raise VotingError("Alleen leden van de community kunnen over dit budget stemmen.")
    return _enter(budget, account_hash(budget, user.pk), user=user, email=user.email)


@transaction.atomic
def enter_by_address(*, budget: BudgetRound, email: str) -> VoteRight:
    """The right of whoever opened a link in a mail to this address: that confirms it.

    Raises VotingError where voting is closed, or where there is a list and the address is not on it.
    """
    hold_open(budget)
    voter = address_hash(budget, email)
    if budget.rights == BudgetRound.Rights.EMAIL:
        return _enter(budget, voter, email=email)
    found = budget.vote_rights.filter(voter_hash=voter).first()
    if budget.rights != BudgetRound.Rights.LIST or found is None:
        raise VotingError("Dit adres staat niet op de lijst van wie mag stemmen.")
    return _may_vote_here(found)


@transaction.atomic
def enter_by_code(*, right: VoteRight) -> VoteRight:
    """The right of whoever typed the code of a letter, where it can be used now. Each time is an entry of its own."""
    hold_open(right.budget)
    _may_vote_here(right).entry = token_hex(16)
    return right


def _enter(budget: BudgetRound, voter: str, **fields: object) -> VoteRight:
    found, _ = VoteRight.objects.get_or_create(budget=budget, voter_hash=voter, defaults=fields)
    return _may_vote_here(found)


def _may_vote_here(right: VoteRight) -> VoteRight:
    if right.is_paper:
        raise VotingError(ON_PAPER)
    return right


@transaction.atomic
def ask_for_link(*, budget: BudgetRound, email: str) -> None:
    """Mail the link to vote with to this address, where it may vote. Says to nobody whether it may, or has voted.

    One mail an hour to an address, whoever fills it in how often.
    """
    hold_open(budget)
    if budget.rights not in {BudgetRound.Rights.EMAIL, BudgetRound.Rights.LIST}:
        raise VotingError("Voor dit budget stemt u niet met een link.")
    voter = address_hash(budget, email)
    if budget.rights == BudgetRound.Rights.LIST:
        # To the address on the list: another one that is compared as the same may be somebody else's.
        email = budget.vote_rights.filter(voter_hash=voter).values_list("email", flat=True).first() or ""
        if not email:
            return
    hour = timezone.now().strftime("%Y%m%d%H")
    post(budget, LINK, asked_words(budget, email), email, f"link:{voter}:{hour}")


# ── The ballot ────────────────────────────────────────────────────────────────────────────────────────────────────
def kept_draft(right: VoteRight) -> dict[str, int] | None:
    """What is chosen and not sent; None where there is no draft, or another entry by the same code made it."""
    found = Ballot.objects.filter(budget=right.budget_id, key=draft_key(right)).first()
    return dict(found.choices) if found is not None and is_own(right, found.pk) else None


def sent_ballot(right: VoteRight) -> Ballot | None:
    """The ballot that was sent; None where there is none, or another entry by the same code sent it."""
    found = Ballot.objects.filter(budget=right.budget_id, key=sent_key(right), is_sent=True).first()
    return found if found is not None and is_own(right, found.pk) else None


@transaction.atomic
def save_draft(*, right: VoteRight, choices: Mapping[str, int]) -> None:
    """Keep what is chosen so far, also where it cannot be sent yet; what was sent before keeps counting.

    What is the same as what was sent, or nothing at all, is no draft.
    """
    locked = hold_right(right)
    sent = sent_ballot(locked)
    is_draft = dict(choices) != (sent.choices if sent is not None else {})
    if is_draft:
        _lay_down(Ballot(id=ballot_number(locked), budget=locked.budget, key=draft_key(locked), choices=dict(choices)))
    else:
        forget_draft(locked)
    _mark(locked, has_draft=is_draft)


@transaction.atomic
def drop_draft(*, right: VoteRight) -> None:
    """Throw away what was not sent."""
    locked = hold_right(right)
    forget_draft(locked)
    _mark(locked, has_draft=False)


def forget_draft(right: VoteRight) -> None:
    """Delete what was chosen and not sent; the right must be held."""
    Ballot.objects.filter(budget=right.budget_id, key=draft_key(right)).delete()


def send_ballot(*, right: VoteRight, choices: Mapping[str, int]) -> Ballot:
    """Cast the vote, or replace it; returns the ballot. However often at once: one voter, one ballot.

    What replaces another has a receipt of its own, and the old one is not known any more: so a voter finds out when
    somebody else used their code. The same by the same person is the same ballot.

    Raises VotingError where voting is closed or this voter votes on paper, and BallotError for what cannot be sent.
    """
    budget = right.budget
    # What stands on the ballot is fixed, so that nobody waits for this.
    checked(budget.ballot_kind, choices, counted_projects(on_the_ballot(budget)), budget.amount_cents)
    return _send(right, dict(choices))


@transaction.atomic
def _send(right: VoteRight, choices: dict[str, int]) -> Ballot:
    locked = hold_right(right)
    budget = locked.budget
    made = sent_ballot(locked)
    if locked.has_draft:
        forget_draft(locked)
    if made is not None and made.choices == choices:
        _mark(locked, has_draft=False)
        return made
    made = Ballot(id=ballot_number(locked), budget=budget, key=sent_key(locked), choices=choices, is_sent=True)
    code = receipt_code(made)
    made.receipt_hash = receipt_hash(budget, code)
    _lay_down(made)
    _mark(locked, has_voted=True, has_draft=False)
    address = address_of(locked)
    if address:
        post(budget, RECEIPT, receipt_words(budget, code), address, f"receipt:{made.pk}")
    return made


def _lay_down(ballot: Ballot) -> None:
    """Under its key, in the place of what lay there; the right must be held."""
    same = Ballot.objects.filter(budget=ballot.budget_id, key=ballot.key)
    fields = {name: getattr(ballot, name) for name in ("id", "choices", "is_sent", "receipt_hash")}
    if not same.update(**fields):
        ballot.save(force_insert=True)


def address_of(right: VoteRight) -> str:
    """Where mail of this vote goes: of who has an account where they read it now, of others what they gave."""
    return right.user.email if right.user is not None else right.email


def _mark(right: VoteRight, **marks: bool) -> None:
    if any(getattr(right, name) != value for name, value in marks.items()):
        VoteRight.objects.filter(pk=right.pk).update(**marks)


def hold_right(right: VoteRight) -> VoteRight:
    """The right, held until this is done, in a vote that cannot close meanwhile. Raises VotingError."""
    hold_open(right.budget)
    found = VoteRight.objects.select_for_update().filter(pk=right.pk, voter_hash=right.voter_hash).first()
    if found is None:
        raise VotingError(GONE)
    found.budget, found.entry = right.budget, right.entry
    return _may_vote_here(found)


def is_held_open(budget: BudgetRound) -> bool:
    """Whether people vote now, and if so: hold it open as `hold_open`. At counting all letters of a vote are wiped,
    so none may come in the post meanwhile.
    """
    try:
        hold_open(budget)
    except VotingError:
        return False
    return True


def hold_open(budget: BudgetRound) -> None:
    """Hold the vote open until this is done: nobody counts between looking and storing. Raises VotingError."""
    now = timezone.now()
    with connection.cursor() as cursor:
        # Who presses often, or votes while the votes are counted, waits a while and then gets an answer.
        cursor.execute("SET LOCAL lock_timeout = '15s'")
        cursor.execute(
            "SELECT 1 FROM initiatives_budgetround WHERE id = %s AND opened_at IS NOT NULL AND counted_at IS NULL"
            " AND vote_from <= %s AND vote_until > %s FOR SHARE",
            [budget.pk, now, now],
        )
        if cursor.fetchone() is None or not budget.community.is_active:
            raise VotingError(shut_words(budget) or GONE)


# ── By the clock ──────────────────────────────────────────────────────────────────────────────────────────────────
def remind_of_drafts() -> int:
    """Remind who chose and did not send, once, in the last two days; returns how many."""
    n_reminded = 0
    for budget in BudgetRound.objects.voting().filter(vote_until__lte=timezone.now() + REMINDER):
        n_reminded += _remind(budget)
    return n_reminded


@transaction.atomic
def _remind(budget: BudgetRound) -> int:
    if not is_held_open(budget):
        return 0
    waiting = budget.vote_rights.filter(has_draft=True, is_reminded=False, is_paper=False).exclude(email="")
    held = waiting.select_for_update(skip_locked=True, of=("self",))
    rights = list(held.select_related("user").order_by("pk"))
    for right in rights:
        right.budget = budget
        post(budget, RECEIPT, reminder_words(budget, right), address_of(right), f"reminder:{right.voter_hash}")
    budget.vote_rights.filter(pk__in=[one.pk for one in rights]).update(is_reminded=True)
    return len(rights)


def post(budget: BudgetRound, kind: str, words: Words, address: str, what: str) -> None:
    """Put one mail of this vote in the post; the same `what` once. All of them are wiped at counting."""
    post_letter(
        address=address,
        key=letter_prefix(budget) + letter_mark(budget, what),
        kind=kind,
        subject=words.subject,
        paragraphs=words.paragraphs,
        button=words.button,
        community=budget.community,
    )
