"""Instruments: what is asked. A version that a round has used is never changed again; a trigger refuses it."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from communities.models import Community


class Instrument(models.Model):
    """A questionnaire: built in (reviewed with the product), or a community's own."""

    class Purpose(models.TextChoices):
        FACTORS = "succesfactoren", "de zeven succesfactoren"
        PULSE = "pols", "korte pols"
        INITIATIVE = "actie", "hoe een initiatief ervoor staat"
        RESIDENTS = "organisatiekracht", "organisatiekracht van bewoners"
        COOPERATION = "samenwerking", "voorwaarden voor samenwerking"
        OWN = "eigen", "eigen vragenlijst"

    community = models.ForeignKey(
        "communities.Community", models.CASCADE, null=True, blank=True, related_name="instruments"
    )
    slug = models.SlugField("adres", max_length=60)
    purpose = models.CharField("soort", max_length=20, choices=Purpose, default=Purpose.OWN)
    is_offered = models.BooleanField("wordt aangeboden", default=True)

    class Meta:
        verbose_name = "vragenlijst"
        verbose_name_plural = "vragenlijsten"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "slug"], nulls_distinct=False, name="instrument_once_per_community"
            ),
            models.CheckConstraint(
                condition=Q(community=None) ^ Q(purpose="eigen"), name="instrument_own_has_community"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_own(self) -> bool:
        """Made by a community, and not by the product."""
        return self.community_id is not None

    @property
    def newest(self) -> "InstrumentVersion | None":
        """The newest version that may be used in a round."""
        return self.versions.filter(settled_at__isnull=False).order_by("-number").first()


class InstrumentVersion(models.Model):
    """The words of an instrument at one moment. Settled means: may be used, and never changes again."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("versie")
    name = models.CharField("naam", max_length=120)
    tagline = models.CharField("ondertitel", max_length=160, blank=True)
    audience = models.CharField("voor wie", max_length=400, blank=True)
    intro = models.TextField("inleiding", max_length=2000, blank=True)
    about = models.TextField("bronnen", max_length=2000, blank=True)
    is_about_us = models.BooleanField(
        "de zinnen gaan over ‘wij’ of ‘het traject’", default=True, help_text="Alleen dan zegt eensgezindheid iets."
    )
    group_questions = models.JSONField("vragen naar de groep", default=list, blank=True)
    """A list of {"code", "question", "options": [{"key", "label"}]}: what the answers may be broken down by."""
    made_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    settled_at = models.DateTimeField("vastgesteld op", null=True, blank=True)

    class Meta:
        verbose_name = "versie van een vragenlijst"
        verbose_name_plural = "versies van vragenlijsten"
        ordering = ["instrument", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_once"),
            models.UniqueConstraint(fields=["instrument"], condition=Q(settled_at=None), name="instrument_one_draft"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_settled(self) -> bool:
        """May be used in a round, and never changes again."""
        return self.settled_at is not None

    @property
    def community(self) -> "Community | None":
        """The community whose own instrument it is; None for a built-in one."""
        return self.instrument.community


class Factor(models.Model):
    """A part of an instrument: its statements together give one score."""

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="factors")
    position = models.PositiveSmallIntegerField("volgorde")
    code = models.CharField(max_length=12)
    name = models.CharField("naam", max_length=80)
    explanation = models.CharField("uitleg", max_length=300, blank=True)
    side = models.CharField("hoort bij", max_length=12, blank=True)
    """`drijfveer` or `inzet` for organisatiekracht; empty for all others."""
    level_texts = ArrayField(models.TextField(), verbose_name="niveaus", default=list, blank=True)
    """Four sentences, from the lowest level to the highest; empty where an own instrument gives none."""
    interventions = ArrayField(models.TextField(), verbose_name="wat u kunt doen", default=list, blank=True)

    class Meta:
        verbose_name = "onderdeel"
        verbose_name_plural = "onderdelen"
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="factor_once")]

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """One sentence or question. Statements of two versions are the same when code, kind, words and options are."""

    class Kind(models.TextChoices):
        STATEMENT = "stelling", "stelling (vijf keuzes)"
        CHOICE = "keuze", "één keuze"
        CHOICES = "keuzes", "meer keuzes"
        NUMBER = "getal", "getal"
        OPEN = "open", "open vraag"

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="statements")
    factor = models.ForeignKey(Factor, models.CASCADE, null=True, blank=True, related_name="statements")
    """None for open questions at the end, and for questions of an own instrument that give no score."""
    position = models.PositiveSmallIntegerField("volgorde")
    code = models.CharField(max_length=12)
    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.STATEMENT)
    text = models.CharField("zin", max_length=300)
    options = models.JSONField("keuzes", default=list, blank=True)
    """A list of {"key", "label"} for choices; {"min", "max", "unit"} in a list of one for a number."""

    class Meta:
        verbose_name = "stelling"
        verbose_name_plural = "stellingen"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="statement_once"),
            models.CheckConstraint(condition=~Q(text=""), name="statement_has_text"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def wording(self) -> tuple[str, str, str, str]:
        """What must be equal for two rounds to be compared on this statement."""
        return self.code, self.kind, self.text, str(self.options)
