"""Organisations: what people belong to, and who commissions a trajectory."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Sector(models.TextChoices):
    """The corners of society; crossing them is what a coalition is for."""

    GOVERNMENT = "overheid", "overheid"
    FINANCE = "financieel", "bank en verzekeraar"
    BUSINESS = "bedrijven", "bedrijven"
    FARMING = "landbouw", "landbouw en voedsel"
    EDUCATION = "onderwijs", "onderwijs en kinderopvang"
    CARE = "zorg", "zorg en welzijn"
    HOUSING = "wonen", "wonen en bouwen"
    NATURE = "natuur", "natuur, energie en milieu"
    CULTURE = "cultuur", "cultuur, sport en vrije tijd"
    RESIDENTS = "bewoners", "bewoners en verenigingen"


class Organisation(models.Model):
    """A bank, municipality, firm, school, association…; shared by all communities, kept by the administrator."""

    class Kind(models.TextChoices):
        BANK = "bank", "bank"
        MUNICIPALITY = "gemeente", "gemeente"
        PROVINCE = "provincie", "provincie"
        INSURER = "zorgverzekeraar", "zorgverzekeraar"
        FIRM = "onderneming", "onderneming"
        SCHOOL = "onderwijs", "onderwijs"
        CARE = "zorg-welzijn", "zorg en welzijn"
        ASSOCIATION = "vereniging", "vereniging of stichting"
        RESIDENTS = "bewonersgroep", "bewonersgroep"

    name = models.CharField("naam", max_length=160)
    kind = models.CharField("soort", max_length=20, choices=Kind)
    sector = models.CharField("sector", max_length=12, choices=Sector)
    place = models.CharField("plaats", max_length=80, blank=True)
    website = models.URLField("website", blank=True)
    created_at = models.DateTimeField("toegevoegd op", auto_now_add=True)

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), Lower("place"), name="organisation_once_per_place"),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
