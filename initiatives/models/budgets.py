"""Village and neighbourhood budgets: the amount, the rules, the proposals, and what came of it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from initiatives.analysis.elections import euros

if TYPE_CHECKING:
    from communities.models import Community


class BudgetQuerySet(models.QuerySet["BudgetRound"]):
    """Budgets, by their moments."""

    def announced(self) -> "BudgetQuerySet":
        """Those that others may see; the same condition as `BudgetRound.is_announced`."""
        return self.filter(announced_at__isnull=False)

    def voting(self) -> "BudgetQuerySet":
        """Those on which people vote now; the same condition as `BudgetRound.is_voting`."""
        now = timezone.now()
        return self.filter(opened_at__isnull=False, vote_from__lte=now, vote_until__gt=now, counted_at=None)

    def published(self) -> "BudgetQuerySet":
        """Those with a result that everybody may see; the same condition as `BudgetRound.is_published`."""
        return self.filter(published_at__isnull=False)


class BudgetRound(models.Model):
    """One budget. What was promised when voting opened is fixed from then on, by the database itself.

    Its phases: propose, check, vote, count, result, account. Money is in whole cents.
    """

    class Rights(models.TextChoices):
        MEMBERS = "leden", "leden van de community"
        EMAIL = "e-mail", "iedereen met een eigen e-mailadres"
        CODE = "code", "wie een brief met een stemcode krijgt"
        LIST = "lijst", "wie met een e-mailadres op onze lijst staat"

    class BallotKind(models.TextChoices):
        APPROVAL = "goedkeuren", "kies er minstens drie"
        BASKET = "mandje", "vul een mandje binnen het bedrag"
        POINTS = "punten", "verdeel tien punten over minstens drie"

    class Rule(models.TextChoices):
        EQUAL = "gelijke delen", "gelijke delen: ieders stem beslist over even veel geld"
        GREEDY = "meeste stemmen", "meeste stemmen eerst, tot het geld op is"

    class Phase(models.TextChoices):
        PLAN = "voorbereiden", "wordt voorbereid"
        PROPOSE = "insturen", "plannen insturen"
        CHECK = "toetsen", "plannen worden getoetst"
        VOTE = "stemmen", "stemmen"
        COUNT = "tellen", "de stemmen worden geteld"
        RESULT = "uitslag", "de uitslag is bekend"
        ACCOUNT = "verantwoording", "wat er met het geld gebeurde"

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="budgets")
    name = models.CharField("naam", max_length=120)
    intro = models.TextField("uitleg", max_length=4_000, blank=True)
    amount_cents = models.PositiveBigIntegerField("bedrag")
    area = models.CharField("voor welk dorp of welke wijk", max_length=120)
    region = models.ForeignKey("regioscan.Region", models.PROTECT, null=True, blank=True, related_name="+")
    decides = models.CharField("wie beslist", max_length=240)
    rights = models.CharField("wie mag stemmen", max_length=8, choices=Rights, default=Rights.MEMBERS)
    minimum_age = models.PositiveSmallIntegerField("vanaf welke leeftijd", default=0)
    ballot_kind = models.CharField("hoe stemt u", max_length=12, choices=BallotKind, default=BallotKind.APPROVAL)
    rule = models.CharField("hoe tellen wij", max_length=16, choices=Rule, default=Rule.EQUAL)
    has_threshold = models.BooleanField("een plan heeft genoeg stemmen nodig voor wat het kost", default=False)
    propose_from = models.DateTimeField("plannen insturen vanaf")
    propose_until = models.DateTimeField("plannen insturen tot")
    vote_from = models.DateTimeField("stemmen vanaf")
    vote_until = models.DateTimeField("stemmen tot")
    announced_at = models.DateTimeField("aangekondigd op", null=True, blank=True)
    opened_at = models.DateTimeField("stembiljet vastgesteld op", null=True, blank=True)
    counted_at = models.DateTimeField("geteld op", null=True, blank=True)
    published_at = models.DateTimeField("uitslag gepubliceerd op", null=True, blank=True)
    lot = models.JSONField("volgorde van het lot", default=list, blank=True)
    """Codes of the projects in the order that lot gave them, published when voting opens: it decides ties."""
    ideas_told_at = models.DateTimeField("leden hoorden van plannen insturen op", null=True, blank=True)
    voting_told_at = models.DateTimeField("leden hoorden van stemmen op", null=True, blank=True)
    account = models.TextField("wat er met het geld gebeurde", max_length=8_000, blank=True)
    accounted_at = models.DateTimeField("verantwoord op", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField("versie", default=1)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = "budget"
        verbose_name_plural = "budgetten"
        ordering = ["-vote_until", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="budget_once"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="budget_has_amount"),
            models.CheckConstraint(
                condition=Q(
                    propose_until__gt=F("propose_from"),
                    vote_from__gte=F("propose_until"),
                    vote_until__gt=F("vote_from"),
                ),
                name="budget_phases_in_order",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(announced_at__isnull=False), name="budget_opened_was_announced"
            ),
            models.CheckConstraint(
                condition=Q(counted_at=None) | Q(opened_at__isnull=False, counted_at__gte=F("vote_until")),
                name="budget_counted_after_voting",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(counted_at__isnull=False), name="budget_published_was_counted"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the budget."""
        return reverse("initiatives:budget_detail", args=[self.community.slug, self.pk])

    @property
    def is_announced(self) -> bool:
        """Others may see it; the same condition as `BudgetQuerySet.announced`."""
        return self.announced_at is not None

    @property
    def is_proposing(self) -> bool:
        """Ideas can be sent in now."""
        return self.is_announced and self.opened_at is None and self.propose_from <= timezone.now() < self.propose_until

    @property
    def is_voting(self) -> bool:
        """People vote now; the same condition as `BudgetQuerySet.voting`."""
        is_open = self.opened_at is not None and self.counted_at is None
        return is_open and self.vote_from <= timezone.now() < self.vote_until

    @property
    def is_missed(self) -> bool:
        """The days to vote have passed without a ballot: nobody voted, and other days have to be chosen."""
        return self.opened_at is None and timezone.now() >= self.vote_until

    @property
    def is_closed(self) -> bool:
        """People could vote on it, and cannot any more."""
        return self.opened_at is not None and timezone.now() >= self.vote_until

    @property
    def is_published(self) -> bool:
        """Everybody may see the result; the same condition as `BudgetQuerySet.published`."""
        return self.published_at is not None

    @property
    def phase(self) -> str:
        """Where it is now: a value of `Phase`."""
        now, phases = timezone.now(), self.Phase
        steps = (
            (self.accounted_at is not None, phases.ACCOUNT),
            (self.is_published, phases.RESULT),
            (self.is_closed, phases.COUNT),
            (self.is_voting, phases.VOTE),
            (self.is_announced and now >= self.propose_until, phases.CHECK),
            (self.is_announced and now >= self.propose_from, phases.PROPOSE),
        )
        return next((phase for holds, phase in steps if holds), phases.PLAN)


TAKEN_AWAY = "Weggehaald door een coördinator"
"""What stands where the words of a plan were; the trigger that fixes plans knows it (migration 0014)."""


# `of` is the way to a plan from another table, as `proposals__`; counters and lists alike begin with these.
def shown(of: str = "") -> Q:
    """Others may read it; the same condition as `Proposal.is_shown`."""
    states = [Proposal.State.SENT, Proposal.State.FEASIBLE, Proposal.State.REFUSED]
    return Q(**{f"{of}hidden_because": "", f"{of}is_held": False, f"{of}state__in": states})


def undecided(of: str = "") -> Q:
    """It still has to be judged, also where it waits for a first look."""
    return Q(**{f"{of}hidden_because": "", f"{of}state": Proposal.State.SENT})


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Plans, by what counts."""

    def shown(self) -> "ProposalQuerySet":
        """Those that others may read; the same condition as `Proposal.is_shown`."""
        return self.filter(shown())

    def held(self) -> "ProposalQuerySet":
        """Those that wait for the first look of a coordinator; the same condition as `Proposal.waits`."""
        return self.undecided().filter(is_held=True)

    def undecided(self) -> "ProposalQuerySet":
        """Those that still have to be judged, also those that wait for a first look."""
        return self.filter(undecided())

    def on_ballot(self) -> "ProposalQuerySet":
        """Those that people vote on; the same condition as `Proposal.is_on_ballot`."""
        return self.filter(shown(), state=Proposal.State.FEASIBLE)


class Proposal(models.Model):
    """An idea for a budget; on the ballot once it is found feasible, with what it costs."""

    class State(models.TextChoices):
        SENT = "ingestuurd", "ingestuurd"
        FEASIBLE = "haalbaar", "haalbaar: staat op het stembiljet"
        REFUSED = "niet haalbaar", "niet haalbaar"
        WITHDRAWN = "ingetrokken", "ingetrokken"

    budget = models.ForeignKey(BudgetRound, models.CASCADE, related_name="proposals")
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("plan", max_length=120)
    text = models.TextField("uitleg", max_length=4_000)
    place = models.CharField("waar", max_length=120, blank=True)
    guess_cents = models.PositiveBigIntegerField("wat denkt u dat het kost", null=True, blank=True)
    cost_from_cents = models.PositiveBigIntegerField("kost minstens", null=True, blank=True)
    """Where the cost is a range: its lowest amount. People vote on, and the count works with, the highest."""
    cost_cents = models.PositiveBigIntegerField("kost, of kost ten hoogste", null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField("stand", max_length=14, choices=State, default=State.SENT)
    reason = models.TextField("waarom", max_length=1_000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("getoetst op", null=True, blank=True)
    hidden_because = models.CharField("waarom verborgen", max_length=300, blank=True)
    is_held = models.BooleanField("wacht op een eerste blik", default=False)
    """Sent in by somebody of whom nothing was approved yet: nobody else reads it until a coordinator places it."""
    initiative = models.OneToOneField(
        "Initiative", models.SET_NULL, null=True, blank=True, related_name="proposal", verbose_name="initiatief"
    )
    created_at = models.DateTimeField("ingestuurd op", auto_now_add=True)
    version = models.PositiveIntegerField("versie", default=1)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "plan voor een budget"
        verbose_name_plural = "plannen voor budgetten"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="proposal_number_once"),
            models.CheckConstraint(condition=~Q(title=""), name="proposal_has_title"),
            models.CheckConstraint(
                condition=~Q(state="haalbaar") | Q(cost_cents__isnull=False, cost_cents__gt=0),
                name="proposal_feasible_has_cost",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["haalbaar", "niet haalbaar"]) | (~Q(reason="") & Q(decided_at__isnull=False)),
                name="proposal_decided_why",
            ),
            models.CheckConstraint(
                condition=Q(cost_from_cents=None)
                | Q(cost_from_cents__gt=0, cost_cents__isnull=False, cost_cents__gt=F("cost_from_cents")),
                name="proposal_cost_range_in_order",
            ),
            models.CheckConstraint(
                condition=Q(is_held=False) | Q(state__in=["ingestuurd", "ingetrokken"]), name="proposal_placed_first"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the proposal."""
        return reverse("initiatives:proposal_detail", args=[self.budget.community.slug, self.budget_id, self.number])

    @property
    def costs(self) -> str:
        """What it costs, in words: an amount, or from the lowest to the highest. "" as long as nobody knows."""
        if self.cost_cents is None:
            return ""
        most = euros(self.cost_cents)
        return most if self.cost_from_cents is None else f"{euros(self.cost_from_cents)} tot {most}"

    @property
    def code(self) -> str:
        """How it is named on the ballot, in the lot and in the count."""
        return str(self.number)

    @property
    def is_shown(self) -> bool:
        """Others may read it; the same condition as `ProposalQuerySet.shown`."""
        return not self.hidden_because and not self.is_held and self.state != self.State.WITHDRAWN

    @property
    def waits(self) -> bool:
        """It waits for the first look of a coordinator; the same condition as `ProposalQuerySet.held`."""
        return self.is_held and not self.hidden_because and self.state == self.State.SENT

    @property
    def is_cleared(self) -> bool:
        """A coordinator took its words away: nobody writes them again."""
        return self.text == TAKEN_AWAY

    @property
    def is_on_ballot(self) -> bool:
        """People vote on it; the same condition as `ProposalQuerySet.on_ballot`."""
        return self.is_shown and self.state == self.State.FEASIBLE

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.budget.community
