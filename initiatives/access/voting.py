"""Who may vote, and how a ballot is found again without saying whose it is.

Everybody who votes has a right on the roll, under a hash that only this site can compute. The ballot stands under
another hash of that one. Who votes without an account holds the right in a signed cookie of this budget.

The code of a letter was in the hands of who printed it and of who put it in the post. So a code lets somebody vote, and
never shows what was chosen: only the browser that chose holds what its ballot and its draft can be shown with.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from secrets import compare_digest, token_bytes
from uuid import UUID, uuid4

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

from communities.models import User
from initiatives.access.budgets import get_budget
from initiatives.analysis.ballots import drawn_order
from initiatives.analysis.elections import Project
from initiatives.models import Ballot, BudgetRound, Proposal, VoteRight
from initiatives.models.budgets import BudgetQuerySet

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that look like another on paper: 0, O, 1 and I."""
CODE_LENGTH = 12
GROUP = 4
LONGEST = 600
SEAT_SALT = "initiatives.vote-seat"
SEAT_SECONDS = 12 * 3600
"""Browsers that open again where they were keep what should end when they are closed."""
DRAWN = 8
"""How many bytes of the number of a ballot are drawn, where the others say which entry made it."""


def _hashed(purpose: str, text: str) -> str:
    return salted_hmac(f"initiatives.{purpose}", text, algorithm="sha256").hexdigest()


# ── Hashes ────────────────────────────────────────────────────────────────────────────────────────────────────────
def account_hash(budget: BudgetRound, user_id: int) -> str:
    """Of a member, on the roll of this budget."""
    return _hashed("voter", f"{budget.pk}:account:{user_id}")


def address_hash(budget: BudgetRound, email: str) -> str:
    """Of a confirmed address, on the roll of this budget."""
    return _hashed("voter", f"{budget.pk}:address:{plain_address(email)}")


def code_hash(budget: BudgetRound, code: str) -> str:
    """Of the code of a letter, on the roll of this budget."""
    return _hashed("voter", f"{budget.pk}:code:{plain_code(code)}")


def sent_key(right: VoteRight) -> str:
    """Under which the ballot of this right stands."""
    return _hashed("ballot", f"{right.budget_id}:{right.voter_hash}")


def draft_key(right: VoteRight) -> str:
    """Under which the draft of this right stands."""
    return _hashed("draft", f"{right.budget_id}:{right.voter_hash}")


def letter_mark(budget: BudgetRound, what: str) -> str:
    """For in the key of a letter: the same for the same thing, and telling nobody what that is."""
    return _hashed("letter", f"{budget.pk}:{what}")[:32]


def plain_address(email: str) -> str:
    """An address as it is compared: without what follows a plus, and with the domain as mail servers write it.

    For hashes only. Mail goes to the address as it was typed.
    """
    name, _, domain = email.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0] or name}@{_plain_domain(domain)}"


def _plain_domain(domain: str) -> str:
    try:
        return punycode(domain)
    except UnicodeError:
        return domain


# ── Whose ballot it is, with a code ───────────────────────────────────────────────────────────────────────────────
def ballot_number(right: VoteRight) -> UUID:
    """A new number for a ballot of this right, by lot. Who came in with a code can recognise their own by it."""
    if not right.entry:
        return uuid4()
    drawn = token_bytes(DRAWN)
    return UUID(bytes=drawn + _made_by(right, drawn))


def is_own(right: VoteRight, number: UUID) -> bool:
    """Whether the ballot with this number may be shown: with a code only to the entry that made it."""
    if right.budget.rights != BudgetRound.Rights.CODE:
        return True
    return bool(right.entry) and compare_digest(number.bytes[DRAWN:], _made_by(right, number.bytes[:DRAWN]))


def _made_by(right: VoteRight, drawn: bytes) -> bytes:
    return bytes.fromhex(_hashed("entry", f"{right.budget_id}:{right.entry}:{drawn.hex()}"))[: 16 - DRAWN]


# ── Codes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def plain_code(code: str) -> str:
    """A code without the spaces and dashes that people write in it."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def grouped(code: str) -> str:
    """`ABCD-EFGH-JKLM`: a code as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def printed_code(budget: BudgetRound, code: str) -> str:
    """`12-ABCD-EFGH-JKLM`: with the number of the budget in front, so that the code alone is enough to vote."""
    return f"{budget.pk}-{grouped(code)}"


def parse_printed(text: str) -> tuple[int, str] | None:
    """The number of the budget and the code in what somebody typed from a letter; None where it cannot be one."""
    plain = plain_code(text)
    number, code = plain[:-CODE_LENGTH], plain[-CODE_LENGTH:]
    if not (number.isascii() and number.isdigit()) or len(number) > CODE_LENGTH or set(code) - set(CODE_LETTERS):
        return None
    return int(number), code


def right_by_code(text: str) -> VoteRight | None:
    """The right that a code from a letter gives; None where there is none."""
    found = parse_printed(text)
    budget = _budgets().filter(pk=found[0], rights=BudgetRound.Rights.CODE).first() if found else None
    return _right(budget, code_hash(budget, found[1])) if found and budget else None


# ── Receipts ──────────────────────────────────────────────────────────────────────────────────────────────────────
def receipt_code(ballot: Ballot) -> str:
    """What a voter keeps. It follows from the number that the ballot has until it is counted, and then from nothing."""
    digest = int(_hashed("receipt", str(ballot.pk)), 16)
    letters = []
    for _ in range(CODE_LENGTH):
        digest, at = divmod(digest, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[at])
    return grouped("".join(letters))


def receipt_hash(budget: BudgetRound, code: str) -> str:
    """What is kept of a receipt."""
    return _hashed("receipt-kept", f"{budget.pk}:{plain_code(code)}")


def is_receipt_known(budget: BudgetRound, code: str) -> bool:
    """Whether a vote with this receipt counts, or was counted."""
    kept = receipt_hash(budget, code)
    if budget.counted_at is not None:
        return bool(budget.counted_receipts.filter(pk=kept).exists())
    return bool(budget.ballots.filter(receipt_hash=kept, is_sent=True).exists())


# ── Links by mail ─────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Link:
    """What a link in a mail gives: an address that is confirmed by opening it, for one budget; "" once that is over."""

    budget: BudgetRound
    email: str


def link_token(budget: BudgetRound, email: str) -> str:
    """The secret in a link, which only ever goes to that address. Who reads it finds no address in it."""
    return _cipher().encrypt(json.dumps([budget.pk, email.strip()]).encode()).decode()


def link_of(slug: str, budget_id: int, token: str) -> Link | None:
    """What a link gives; None for one that leads nowhere. Once voting has ended it gives no address any more."""
    if len(token) > LONGEST:
        return None
    try:
        number, email = json.loads(_cipher().decrypt(token.encode()))
    except InvalidToken:
        return None
    found = _budgets().filter(pk=budget_id, community__slug=slug, opened_at__isnull=False).first()
    if found is None or found.pk != number:
        return None
    return Link(found, email if timezone.now() < found.vote_until else "")


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(bytes.fromhex(_hashed("vote-link", "key"))))


# ── The seat of this browser ──────────────────────────────────────────────────────────────────────────────────────
def seat_name(budget: BudgetRound) -> str:
    """The name of the cookie."""
    return f"stem-{budget.pk}"


def seat_path(budget: BudgetRound) -> str:
    """Where the browser sends it: to the pages of this vote only."""
    return f"{budget.get_absolute_url()}stemmen/"


def give_seat(response: HttpResponse, right: VoteRight) -> HttpResponse:
    """Let this browser hold a right, until it is closed."""
    value = signing.dumps([right.budget_id, right.voter_hash, right.entry], salt=SEAT_SALT)
    response.set_cookie(
        seat_name(right.budget),
        value,
        path=seat_path(right.budget),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def right_of(request: HttpRequest, budget: BudgetRound) -> VoteRight | None:
    """The right that whoever asks holds in this budget: by their account, or by the cookie of this browser."""
    if budget.rights == BudgetRound.Rights.MEMBERS:
        return _member_right(request.user, budget) if isinstance(request.user, User) else None
    try:
        seat = signing.loads(request.COOKIES.get(seat_name(budget), ""), salt=SEAT_SALT, max_age=SEAT_SECONDS)
    except signing.BadSignature:
        return None
    number, voter, entry = seat
    found = _right(budget, voter) if number == budget.pk else None
    if found is not None:
        found.entry = entry
    return found


def _member_right(user: User, budget: BudgetRound) -> VoteRight | None:
    return _right(budget, account_hash(budget, user.pk)) if user.membership_in(budget.community) else None


def _right(budget: BudgetRound, voter: str) -> VoteRight | None:
    found: VoteRight | None = budget.vote_rights.filter(voter_hash=voter).first()
    if found is not None:
        found.budget = budget
    return found


def budget_of_voter(request: HttpRequest, slug: str, budget_id: int) -> tuple[BudgetRound, VoteRight | None]:
    """The budget at this address, and the right that whoever asks holds in it.

    Who holds a right gets in, also where the community is private and they do not belong; others as `get_budget`.
    """
    found = _budgets().filter(pk=budget_id, community__slug=slug).first()
    right = right_of(request, found) if found is not None else None
    if found is None or right is None or request.user.has_perm("communities.view_community", found.community):
        return get_budget(request, slug, budget_id), right
    return found, right


def budget_of_receipt(request: HttpRequest, slug: str, budget_id: int) -> tuple[BudgetRound, bool]:
    """The budget at this address, and whether who asks may know of which community it is.

    Who holds the receipt of a vote may have no right any more: at counting the roll forgets everybody.
    """
    found = _budgets().filter(pk=budget_id, community__slug=slug).first()
    if found is None or request.user.has_perm("communities.view_community", found.community):
        return get_budget(request, slug, budget_id), True
    return found, right_of(request, found) is not None


def _budgets() -> BudgetQuerySet:
    return BudgetRound.objects.announced().select_related("community__region", "community__controller", "region")


# ── What stands on the ballot ─────────────────────────────────────────────────────────────────────────────────────
def on_the_ballot(budget: BudgetRound) -> list[Proposal]:
    """The projects that people vote on, by number: those of which lot drew the order when voting opened."""
    feasible = budget.proposals.filter(state=Proposal.State.FEASIBLE).order_by("number")
    if budget.lot:
        drawn = set(budget.lot)
        return [one for one in feasible if one.code in drawn]
    return list(feasible.filter(hidden_because=""))


def as_printed(budget: BudgetRound) -> list[Proposal]:
    """The same projects in the order of the lot: as they stand on a ballot of paper."""
    places = {code: at for at, code in enumerate(budget.lot)}
    return sorted(on_the_ballot(budget), key=lambda one: places.get(one.code, one.number))


def in_own_order(projects: list[Proposal], right: VoteRight) -> list[Proposal]:
    """The same projects in the order of this voter, who sees the same order every time."""
    by_code = {one.code: one for one in projects}
    return [by_code[code] for code in drawn_order(list(by_code), _hashed("order", right.voter_hash))]


def counted_projects(projects: list[Proposal]) -> list[Project]:
    """The projects as the count knows them."""
    return [Project(one.code, one.cost_cents or 0, one.title) for one in projects]
