"""The days of budgets as entries of a calendar, each one whole day; the hour stands in its words."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from communities.calendars.commitments import uid_of
from initiatives.access.budgets import announced_in
from initiatives.analysis.elections import euros
from initiatives.letters.budgets import moment_words
from initiatives.models import BudgetRound
from lib.calendar_files import Entry, calendar_file

MOST_BUDGETS = 100


def one_budget(budget: BudgetRound) -> bytes:
    """A file with the days of one budget."""
    return calendar_file(days_of(budget), name=budget.name)


def days_of_budgets(communities: Collection[int]) -> list[Entry]:
    """The days of all announced budgets of the communities with these numbers, the newest; one question."""
    return [day for one in announced_in(communities)[:MOST_BUDGETS] for day in days_of(one)]


def days_of(budget: BudgetRound) -> list[Entry]:
    """The last day for plans, the days between which people vote, and the day of the result once it is there."""
    until, begins, closes = budget.propose_until, budget.vote_from, budget.vote_until
    days = [
        _entry(budget, "plannen", _last_day(until), "Laatste dag om een plan in te sturen", _until("Insturen", until))
    ]
    if budget.opened_at is not None or closes > timezone.now():
        words = f"Stemmen kan vanaf {moment_words(begins)}."
        days.append(_entry(budget, "stemmen", timezone.localdate(begins), "Stemmen begint", words))
        days.append(_entry(budget, "sluit", _last_day(closes), "Laatste dag om te stemmen", _until("Stemmen", closes)))
    if budget.published_at is not None:
        words = "Op de bladzijde staat welke plannen geld krijgen, en waarom."
        days.append(_entry(budget, "uitslag", timezone.localdate(budget.published_at), "De uitslag", words))
    return days


def _until(what: str, moment: datetime) -> str:
    return f"{what} kan tot {moment_words(moment)}."


def _last_day(moment: datetime) -> date:
    """The day before, where it ends at midnight."""
    return timezone.localdate(moment - timedelta(seconds=1))


def _entry(budget: BudgetRound, kind: str, day: date, what: str, words: str) -> Entry:
    return Entry(
        uid=uid_of(f"budget-{kind}", budget.pk),
        title=f"{what}: {budget.name} ({budget.community.name})",
        starts=day,
        ends=day,
        url=settings.SITE_URL + budget.get_absolute_url(),
        description=f"{words} Het gaat om {euros(budget.amount_cents)} voor {budget.area}.",
        sequence=budget.version,
    )
