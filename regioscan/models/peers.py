"""With whom a region may fairly be compared: sets made by rule, and groups that people name."""

from django.db import models
from django.db.models import F, Q


class PeerSet(models.Model):
    """The nearest neighbours of all regions of one kind in structure, as made at one moment; never changed.

    `variables` is what the distance was made of: a list of {code, name, weight, period}. `far` is the distance beyond
    which the fifth neighbour is not a good comparison: the border of the top tenth of all such distances. The first
    `n_nearest` of the peers are the comparable regions; those after them only serve regions of several members.
    """

    kind = models.CharField("soort", max_length=10)
    period = models.PositiveSmallIntegerField("jaar")
    variables = models.JSONField("kenmerken")
    n_nearest = models.PositiveSmallIntegerField("aantal")
    far = models.FloatField("ver")
    made_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    made_by = models.CharField("gemaakt door", max_length=200)

    class Meta:
        verbose_name = "indeling in vergelijkbare regio’s"
        verbose_name_plural = "indelingen in vergelijkbare regio’s"
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"vergelijkbare {self.kind} op cijfers van {self.period}"


class Peer(models.Model):
    """One of the nearest neighbours of a region: `distance` 0 is the same in all variables.

    `differences` are the three variables that differ most: a list of {code, name, z} with z ours minus theirs.
    """

    peer_set = models.ForeignKey(PeerSet, models.CASCADE, related_name="peers")
    region = models.ForeignKey("regioscan.Region", models.CASCADE, related_name="peers")
    peer = models.ForeignKey("regioscan.Region", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField("volgorde")
    distance = models.FloatField("afstand")
    differences = models.JSONField("verschillen", default=list)

    class Meta:
        verbose_name = "vergelijkbare regio"
        verbose_name_plural = "vergelijkbare regio’s"
        ordering = ["peer_set", "region", "position"]
        constraints = [
            models.UniqueConstraint(fields=["peer_set", "region", "position"], name="peer_position_once"),
            models.UniqueConstraint(fields=["peer_set", "region", "peer"], name="peer_once"),
            models.CheckConstraint(condition=~Q(region=F("peer")), name="peer_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} ~ {self.peer_id}: {self.distance:.2f}"


class RegionGroup(models.Model):
    """Regions of one kind that somebody named to compare with: «Gemeenten langs de rivier»."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField("naam", max_length=120)
    kind = models.CharField("soort", max_length=10)
    members = models.ManyToManyField("regioscan.Region", related_name="+", verbose_name="regio’s")
    reason = models.CharField("waarom", max_length=300)
    made_by = models.CharField("gemaakt door", max_length=200)
    made_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    class Meta:
        verbose_name = "eigen groep"
        verbose_name_plural = "eigen groepen"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
