"""Voting on a budget: who may vote once, what was chosen, and the frozen count.

A ballot knows nobody. As long as voting is open it is found again by a key that only the site can compute, from its
own secret, the budget and the voter, so that a voter can change it. At counting the keys are wiped, the roll loses its
accounts and addresses, and the ballots are laid down anew in an order of lot.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class VoteRight(models.Model):
    """The roll: that somebody may vote, or voted. Never what."""

    budget = models.ForeignKey("BudgetRound", models.CASCADE, related_name="vote_rights")
    voter_hash = models.CharField(max_length=64)
    """HMAC of the account, the confirmed address, or the code of the letter; a key of its own for each budget."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    email = models.EmailField("e-mailadres", blank=True)
    """Only for the receipt and the reminder of an unsent ballot; wiped at counting."""
    has_draft = models.BooleanField("heeft een stem die niet verstuurd is", default=False)
    has_voted = models.BooleanField("heeft gestemd", default=False)
    is_paper = models.BooleanField("stemde op papier", default=False)
    is_invited = models.BooleanField("kreeg een link", default=False)
    """Of who stands on the list: the link to vote with is in the post."""
    is_reminded = models.BooleanField("is herinnerd", default=False)
    has_evaluated = models.BooleanField("zei wat zij van het stemmen vonden", default=False)
    """That the question after voting was answered. Never what: see `EvaluationTally`."""
    entry = ""
    """What the browser holds that came in with a code; kept nowhere. See `initiatives.access.voting.is_own`."""

    class Meta:
        verbose_name = "stemrecht"
        verbose_name_plural = "stemrechten"
        constraints = [models.UniqueConstraint(fields=["budget", "voter_hash"], name="vote_right_once")]

    def __str__(self) -> str:
        return f"stemrecht voor {self.budget}"


class Ballot(models.Model):
    """What one voter chose: number of a proposal → 1, or points. No moment, no order, no voter."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    budget = models.ForeignKey("BudgetRound", models.CASCADE, related_name="ballots")
    key = models.CharField(max_length=64, blank=True)
    """Finds a voter's ballot again as long as voting is open; empty on paper and after counting.

    A voter has two: of the ballot that was sent, and of the draft beside it. So a draft never replaces a vote.
    """
    choices = models.JSONField(default=dict)
    is_sent = models.BooleanField("verstuurd", default=False)
    """False as long as it is a draft: a draft is not counted and is wiped at counting."""
    receipt_hash = models.CharField(max_length=64, blank=True)
    is_paper = models.BooleanField("op papier", default=False)

    class Meta:
        verbose_name = "stembiljet"
        verbose_name_plural = "stembiljetten"
        constraints = [
            models.UniqueConstraint(fields=["budget", "key"], condition=~Q(key=""), name="ballot_once_per_voter"),
            models.CheckConstraint(condition=Q(is_sent=True) | ~Q(key=""), name="ballot_draft_has_key"),
        ]

    def __str__(self) -> str:
        return f"stembiljet voor {self.budget}"


class CountedReceipt(models.Model):
    """That a vote with this receipt was counted. Taken off the ballots at counting: it leads to none of them."""

    receipt_hash = models.CharField(max_length=64, primary_key=True)
    budget = models.ForeignKey("BudgetRound", models.CASCADE, related_name="counted_receipts")

    class Meta:
        verbose_name = "geteld stembewijs"
        verbose_name_plural = "getelde stembewijzen"

    def __str__(self) -> str:
        return f"stembewijs van {self.budget}"


class EvaluationTally(models.Model):
    """How often an answer was given to the question after voting. A count and no row an answer: it leads to nobody.

    Taken over in the result at counting, and deleted then.
    """

    class Answer(models.TextChoices):
        YES = "ja", "Ja"
        PARTLY = "een beetje", "Een beetje"
        NO = "nee", "Nee"

    budget = models.ForeignKey("BudgetRound", models.CASCADE, related_name="evaluation_tallies")
    answer = models.CharField("antwoord", max_length=12, choices=Answer)
    n = models.PositiveIntegerField("hoe vaak", default=0)

    class Meta:
        verbose_name = "telling van wat stemmers vonden"
        verbose_name_plural = "tellingen van wat stemmers vonden"
        constraints = [models.UniqueConstraint(fields=["budget", "answer"], name="evaluation_answer_once")]

    def __str__(self) -> str:
        return f"{self.answer}: {self.n}"


class PaperBallot(models.Model):
    """A paper ballot, typed in by two people who do not see each other's; it counts once both typed the same."""

    budget = models.ForeignKey("BudgetRound", models.CASCADE, related_name="paper_ballots")
    number = models.PositiveIntegerField("nummer op het papier")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    first_choices = models.JSONField(null=True, blank=True)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    second_choices = models.JSONField(null=True, blank=True)
    is_done = models.BooleanField("klaar", default=False)

    class Meta:
        verbose_name = "papieren stembiljet"
        verbose_name_plural = "papieren stembiljetten"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="paper_ballot_once"),
            models.CheckConstraint(
                condition=Q(first_by=None) | Q(second_by=None) | ~Q(first_by=F("second_by")),
                name="paper_ballot_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"papier {self.number} van {self.budget}"


class ElectionResult(models.Model):
    """The count, frozen: winners, per project why and why not, and what the other rule would have chosen."""

    budget = models.OneToOneField("BudgetRound", models.CASCADE, related_name="result")
    figures = models.JSONField()
    """As `initiatives.analysis.result_shape` says."""
    method = models.CharField("methode", max_length=60)
    made_at = models.DateTimeField("geteld op", auto_now_add=True)

    class Meta:
        verbose_name = "uitslag"
        verbose_name_plural = "uitslagen"

    def __str__(self) -> str:
        return f"uitslag van {self.budget}"
