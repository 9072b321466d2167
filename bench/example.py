"""The example province, loaded once for the benchmarks that show something."""

from io import StringIO

from django.core.management import call_command

from regioscan.models import Region


def example_region() -> Region:
    """A municipality with figures, wijken, a province and a country around it."""
    municipalities = Region.objects.current().filter(kind=Region.Kind.MUNICIPALITY).order_by("code")
    if not municipalities.exists():
        call_command("load_example", stdout=StringIO())
    return municipalities[0]
