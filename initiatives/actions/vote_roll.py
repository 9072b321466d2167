"""The roll: codes for letters, a list of addresses, and who gets a ballot on paper. By who runs the budget.

Nothing here writes a name, an address or a code into the log: a line is about the budget.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from secrets import choice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from communities.actions.log import note
from communities.models import Community, LogEntry, Membership, User
from initiatives.access.voting import (
    CODE_LENGTH,
    CODE_LETTERS,
    account_hash,
    address_hash,
    code_hash,
    printed_code,
)
from initiatives.actions.voting import VotingError, forget_draft, is_held_open, post
from initiatives.letters.voting import LINK, invited_words
from initiatives.models import BudgetRound, VoteRight
from lib.text import number as counted

MOST_CODES = 5_000
"""At once, in a file; letters to print are fewer: see `reports.vote_letters`."""
MOST_ON_ROLL = 50_000
VOTED_ON_SITE = "Met dit adres is al op de site gestemd. Geef geen stembiljet mee."
LayOut = Callable[[BudgetRound, list[str]], Any]


def locked_budget(budget: BudgetRound) -> BudgetRound:
    """The budget as it is now, with nobody counting or changing it until the transaction ends."""
    whole = BudgetRound.objects.select_related("community__controller", "community__region")
    return whole.select_for_update(of=("self",)).get(pk=budget.pk)


def _by_who_runs_it(budget: BudgetRound, by: User, rights: Sequence[str]) -> BudgetRound:
    locked = locked_budget(budget)
    if not by.has_perm("initiatives.run_budgets", locked):
        raise PermissionDenied
    if locked.rights not in rights:
        raise VotingError("Bij dit budget wordt op een andere manier gestemd.")
    if locked.opened_at is None:
        raise VotingError("Leg eerst het stembiljet vast: dan staat vast wie mag stemmen, en waarover.")
    if locked.counted_at is not None or timezone.now() >= locked.vote_until:
        raise VotingError("Het stemmen is voorbij. De lijst van stemmers verandert niet meer.")
    return locked


# ── Codes for letters ─────────────────────────────────────────────────────────────────────────────────────────────
def list_them(_: BudgetRound, codes: list[str]) -> list[str]:
    """The codes as they are."""
    return codes


class CodesThere(VotingError):
    """There are codes that whoever asks did not know of: they may be asking for the same letters once more."""

    def __init__(self, n_codes: int) -> None:
        super().__init__(codes_there(n_codes))
        self.n_codes = n_codes


def codes_there(n_codes: int) -> str:
    """How many codes there are already, as a sentence."""
    return "Er is al 1 code gemaakt." if n_codes == 1 else f"Er zijn al {counted(n_codes)} codes gemaakt."


@transaction.atomic
def make_codes(
    *, by: User, budget: BudgetRound, number: int, beside: int | None = None, lay_out: LayOut = list_them
) -> Any:
    """Put so many codes on the roll and return what `lay_out` makes of them as they are printed.

    Once: only their hashes are kept. Where laying out fails there are no codes either. `beside` is how many codes
    whoever asks knows of: with another number there CodesThere is raised, so that asking twice makes one batch.
    Raises PermissionDenied, and VotingError for another kind of vote, after voting, or for too many.
    """
    locked = _by_who_runs_it(budget, by, [BudgetRound.Rights.CODE])
    n_there = locked.vote_rights.count()
    if beside is not None and beside != n_there:
        raise CodesThere(n_there)
    if not 1 <= number <= MOST_CODES:
        raise VotingError(f"Maak er minstens 1 en ten hoogste {counted(MOST_CODES)} tegelijk.")
    _must_fit(locked, number)
    codes = ["".join(choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(number)]
    rights = [VoteRight(budget=locked, voter_hash=code_hash(locked, code)) for code in codes]
    VoteRight.objects.bulk_create(rights, batch_size=1_000)
    note(by=by, action=f"maakt {number} stemcodes", thing=locked, community=locked.community)
    return lay_out(locked, [printed_code(locked, code) for code in codes])


@transaction.atomic
def drop_codes(*, by: User, budget: BudgetRound) -> int:
    """Withdraw all codes, before voting begins; returns how many. For when a file with letters was lost."""
    locked = _by_who_runs_it(budget, by, [BudgetRound.Rights.CODE])
    if timezone.now() >= locked.vote_from:
        raise VotingError("Het stemmen is begonnen. Codes intrekken kan niet meer.")
    number, _ = locked.vote_rights.all().delete()
    note(by=by, action="trekt alle stemcodes in", thing=locked, community=locked.community)
    return number


def _must_fit(budget: BudgetRound, number: int) -> None:
    if budget.vote_rights.count() + number > MOST_ON_ROLL:
        raise VotingError(f"Op één budget kunnen ten hoogste {counted(MOST_ON_ROLL)} mensen stemmen.")


# ── A list of addresses ───────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def put_on_list(*, by: User, budget: BudgetRound, emails: Iterable[str]) -> int:
    """Put these addresses on the roll; returns how many are new. Each gets a link once voting is open.

    Raises PermissionDenied, and VotingError as `make_codes`.
    """
    locked = _by_who_runs_it(budget, by, [BudgetRound.Rights.LIST])
    wanted = dict[str, str]()
    for email in emails:
        wanted.setdefault(address_hash(locked, email), email.strip())
    for email in wanted.values():
        validate_email(email)
    known = set(locked.vote_rights.filter(voter_hash__in=wanted).values_list("voter_hash", flat=True))
    new = [VoteRight(budget=locked, voter_hash=voter, email=wanted[voter]) for voter in wanted if voter not in known]
    _must_fit(locked, len(new))
    VoteRight.objects.bulk_create(new, batch_size=1_000)
    if new:
        note(by=by, action=f"zet {len(new)} mensen op de stemlijst", thing=locked, community=locked.community)
    if locked.is_voting:
        _send_links(locked)
    return len(new)


def send_due_links() -> int:
    """Mail the link to who stands on the list of a vote that is open and did not get it yet; returns how many."""
    listed = BudgetRound.objects.voting().filter(rights=BudgetRound.Rights.LIST)
    return sum(_send_links(one) for one in listed.select_related("community__controller"))


@transaction.atomic
def _send_links(budget: BudgetRound) -> int:
    if not is_held_open(budget):
        return 0
    waiting = budget.vote_rights.filter(is_invited=False, is_paper=False).exclude(email="")
    rights = list(waiting.select_for_update(skip_locked=True).order_by("pk"))
    for right in rights:
        post(budget, LINK, invited_words(budget, right.email), right.email, f"invited:{right.voter_hash}")
    budget.vote_rights.filter(pk__in=[one.pk for one in rights]).update(is_invited=True)
    return len(rights)


# ── Paper, where there are no codes ───────────────────────────────────────────────────────────────────────────────
class VotedOnSite(VotingError):
    """No paper for who voted on the site. So who runs it hears of one person that they voted."""


@contextmanager
def leaving_a_trace(by: User, budget: BudgetRound) -> Iterator[None]:
    """One transaction; where somebody hears that a person voted, the log says so although all the rest is undone."""
    try:
        with transaction.atomic():
            yield
    except VotedOnSite:
        note(by=by, action="hoort dat iemand al stemde", thing=budget, result=LogEntry.Result.REFUSED)
        raise


def hand_out_paper(*, by: User, budget: BudgetRound, email: str) -> VoteRight:
    """Cross somebody off the roll who gets a ballot on paper: from then on they cannot vote on the site.

    The paper itself has no name on it. Where letters have codes, the code on the letter does this instead. Raises
    VotingError for who may not vote or got paper before, VotedOnSite for who voted on the site already.
    """
    with leaving_a_trace(by, budget):
        return _cross_off(by, budget, email)


def _cross_off(by: User, budget: BudgetRound, email: str) -> VoteRight:
    kinds = [BudgetRound.Rights.MEMBERS, BudgetRound.Rights.EMAIL, BudgetRound.Rights.LIST]
    locked = _by_who_runs_it(budget, by, kinds)
    if not locked.is_voting:
        raise VotingError("Stembiljetten uitdelen kan zolang het stemmen open is.")
    voter = _voter_on_paper(locked, email)
    right, _ = VoteRight.objects.select_for_update().get_or_create(budget=locked, voter_hash=voter)
    if right.has_voted:
        raise VotedOnSite(VOTED_ON_SITE)
    if right.is_paper:
        raise VotingError("Voor dit adres is al een stembiljet uitgedeeld.")
    forget_draft(right)
    right.is_paper, right.has_draft = True, False
    right.save(update_fields=["is_paper", "has_draft"])
    note(by=by, action="deelt een stembiljet uit", thing=locked, community=locked.community)
    return right


def _voter_on_paper(budget: BudgetRound, email: str) -> str:
    if budget.rights == BudgetRound.Rights.MEMBERS:
        member = _member_with(budget.community, email)
        if member is None:
            raise VotingError("Met dit adres is niemand lid van de community. Kijk of het goed geschreven is.")
        return account_hash(budget, member)
    voter = address_hash(budget, email)
    is_on_list = budget.vote_rights.filter(voter_hash=voter).exists()
    if budget.rights == BudgetRound.Rights.LIST and not is_on_list:
        raise VotingError("Dit adres staat niet op de lijst van wie mag stemmen.")
    return voter


def _member_with(community: Community, email: str) -> int | None:
    members = Membership.objects.active().filter(community=community, user__email__iexact=email.strip())
    found: int | None = members.values_list("user_id", flat=True).first()
    return found
