"""The example province, loaded once for the benchmarks that show something."""

from io import StringIO

from django.core.management import call_command

from regioscan.models import Observation, Region


def example_region() -> Region:
    """A municipality with figures, wijken, a province and a country around it."""
    if not Observation.objects.exists():
        call_command("load_example", stdout=StringIO())
    return Region.objects.current().filter(kind=Region.Kind.MUNICIPALITY).order_by("code")[0]
