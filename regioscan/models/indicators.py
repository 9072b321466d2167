"""Themes and indicators, declared in `regioscan/data/*.toml` and brought in by `bin/manage load_catalogue`."""

from django.db import models
from django.db.models import Q
from django.urls import reverse


class Lens(models.TextChoices):
    """The three views on every theme, agenda item and initiative."""

    PEOPLE = "mens", "Mens"
    PLANET = "milieu", "Milieu"
    PROSPERITY = "economie", "Economie"


class Theme(models.Model):
    """One of the eight themes of a regioscan."""

    code = models.SlugField(unique=True)
    name = models.CharField("naam", max_length=80)
    lens = models.CharField(max_length=10, choices=Lens)
    question = models.CharField("vraag", max_length=200)
    position = models.PositiveSmallIntegerField("volgorde", unique=True)

    class Meta:
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Questions about indicators that are asked in more than one place."""

    def shown(self) -> "IndicatorQuerySet":
        """Indicators that readers see; the others only serve as weights."""
        return self.filter(theme__isnull=False)


class Indicator(models.Model):
    """A figure that can be known of a region: what it counts, per what, and which way is better.

    `chance` says how far chance alone could move it: the value is `per` × (a count / the figure of `weight`). `breaks`
    are the years from which it was defined or measured otherwise: a list of {year, reason}, ascending.
    """

    class Direction(models.IntegerChoices):
        LOWER = -1, "lager is gunstiger"
        CONTEXT = 0, "niet gunstiger of ongunstiger"
        HIGHER = 1, "hoger is gunstiger"

    class Aggregation(models.TextChoices):
        SUM = "SUM", "optellen"
        RATIO = "RATIO", "som van tellers gedeeld door som van noemers"
        WMEAN = "WMEAN", "gewogen gemiddelde"
        AREA = "AREA", "per oppervlakte"
        BOUNDS = "BOUNDS", "niet te berekenen, alleen onder- en bovengrens"
        NONE = "NONE", "alleen zoals gepubliceerd"

    class Influence(models.TextChoices):
        CONTEXT = "context", "gegeven: de regio kan dit nauwelijks veranderen"
        SHARED = "gedeeld", "gedeeld: de regio heeft hier samen met anderen invloed op"
        PROGRAMME = "programma", "programma: de regio kan dit zelf veranderen"

    class Chance(models.TextChoices):
        SHARE = "aandeel", "een deel van een aantal: zoveel procent"
        EVENTS = "gebeurtenissen", "gebeurtenissen op een aantal: zoveel per duizend"
        NONE = "", "geen"

    code = models.SlugField(max_length=60, unique=True)
    number = models.PositiveSmallIntegerField("nummer", null=True, blank=True)
    position = models.PositiveSmallIntegerField("volgorde")
    name = models.CharField("naam", max_length=120)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="indicators")
    lens = models.CharField(max_length=10, choices=Lens, blank=True)
    unit = models.CharField("eenheid", max_length=60)
    decimals = models.PositiveSmallIntegerField("decimalen")
    direction = models.SmallIntegerField("richting", choices=Direction)
    aggregation = models.CharField("rekenregel", max_length=6, choices=Aggregation)
    weight = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="weighs")
    numerator = models.CharField("teller", max_length=200, blank=True)
    denominator = models.CharField("noemer", max_length=200, blank=True)
    chance = models.CharField("toeval", max_length=14, choices=Chance, blank=True, default="")
    per = models.FloatField("per hoeveel van de noemer", null=True, blank=True)
    breaks = models.JSONField("breuken in de reeks", default=list, blank=True)
    minimum = models.FloatField("laagst mogelijk", null=True, blank=True)
    maximum = models.FloatField("hoogst mogelijk", null=True, blank=True)
    definition = models.TextField("omschrijving")
    source_name = models.CharField("bron", max_length=200)
    licence = models.CharField("licentie", max_length=80)
    influence = models.CharField("invloed", max_length=10, choices=Influence)
    bw_dimension = models.CharField("brede welvaart: dimensie", max_length=40, blank=True)
    bw_theme = models.CharField("brede welvaart: thema", max_length=60, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "indicator"
        verbose_name_plural = "indicatoren"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(aggregation__in=["RATIO", "WMEAN", "AREA"]) | Q(weight__isnull=False),
                name="indicator_weight_where_weighed",
            ),
            models.CheckConstraint(condition=Q(theme=None) | ~Q(lens=""), name="indicator_lens_where_shown"),
            models.CheckConstraint(
                condition=Q(chance="") | Q(weight__isnull=False, per__gt=0), name="indicator_chance_has_denominator"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page «over dit cijfer»."""
        return reverse("regioscan:indicator_detail", args=[self.code])

    @property
    def break_years(self) -> list[int]:
        """The years from which it was defined or measured otherwise, ascending."""
        return [int(one["year"]) for one in self.breaks]


class IndicatorKey(models.Model):
    """Where an indicator stands in one source in one year: a path of titles, because numbered keys drift each year."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="keys")
    source = models.ForeignKey("regioscan.Source", models.CASCADE, related_name="keys")
    year_from = models.PositiveSmallIntegerField("vanaf jaar")
    year_to = models.PositiveSmallIntegerField("tot en met jaar")
    path = models.CharField("pad van titels", max_length=300)
    divide_by = models.CharField("delen door (pad van titels)", max_length=300, blank=True)
    multiply_by = models.FloatField("maal", default=1.0)

    class Meta:
        verbose_name = "sleutel"
        ordering = ["indicator", "source", "year_from"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "source", "year_from"], name="indicator_key_once"),
            models.CheckConstraint(condition=Q(year_to__gte=models.F("year_from")), name="indicator_key_years"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} in {self.source.code} {self.year_from}–{self.year_to}"
