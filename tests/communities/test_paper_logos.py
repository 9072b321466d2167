"""The logo of a community on its agreement and its route map: shown, named for who cannot see it, never in the way."""

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from communities.access.commitments import commitments_of, roll_up
from communities.access.route_map import Wish, route_page
from communities.analysis.route_map import Wanted
from communities.models import Agreement, Commitment
from communities.reports.agreement import agreement_pdf
from communities.reports.route_map import print_route_map
from tests.communities.town import make_community, make_organisation, make_trajectory

NOW = timezone.now()
BOXES = ("decides", "does", "pays", "directs")


def logo_file(size=(400, 200)) -> ContentFile:
    out = io.BytesIO()
    Image.new("RGBA", size, "#14a050").save(out, "WEBP")
    return ContentFile(out.getvalue())


@pytest.fixture
def community(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = make_community(name="Waalmeer Vooruit")
    made.logo.save("logo.webp", logo_file())
    cache.clear()
    return made


def agreement(community, words="De raad beslist.") -> bytes:
    found = Agreement.objects.filter(trajectory__community=community).first() or Agreement.objects.create(
        trajectory=make_trajectory(community), version=1, published_at=NOW, **dict.fromkeys(BOXES, words)
    )
    return agreement_pdf(community, found)


def route_map(community) -> bytes:
    for number in range(6):
        Commitment.objects.get_or_create(community=community, what=f"Zaal {number}", due_on=date(2027, 3, 1))
    groups = route_page(Wish(community, Wanted()), 1, per_page=300).groups
    progress = roll_up(commitments_of(community))
    return print_route_map(community, groups, progress, today=NOW.date(), now=NOW).content


SHEETS = pytest.mark.parametrize("sheet", [agreement, route_map])


def names_of_pictures(content: bytes) -> list[str]:
    """What a screen reader says of the pictures, in the order of reading."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for one in node:
                walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            if node.get("/S") == "/Figure":
                found.append(str(node.get("/Alt", "")))
            walk(node.get("/K"))

    with pikepdf.open(io.BytesIO(content)) as pdf:
        walk(pdf.Root.StructTreeRoot.K)
    return found


def n_photos(content: bytes) -> int:
    """The pictures of pixels; drawings do not count."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages[0].get_images())


@SHEETS
def test_the_logo_is_on_the_page_with_a_name(community, sheet):
    content = sheet(community)
    assert names_of_pictures(content)[0] == "Logo van Waalmeer Vooruit"
    assert n_photos(content) == 1


@SHEETS
def test_the_page_with_a_logo_can_be_read_aloud(community, sheet, tmp_path):
    path = tmp_path / "blad.pdf"
    path.write_bytes(sheet(community))
    run = subprocess.run([Path(sys.executable).with_name("outloud"), path], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


@SHEETS
@pytest.mark.parametrize("content", [None, b"geen plaatje", b"\x89PNG\r\n\x1a\nstuk"])
def test_a_logo_that_is_gone_or_broken_does_not_stop_the_page(community, sheet, content):
    name, storage = community.logo.name, community.logo.storage
    storage.delete(name)
    if content:
        storage.save(name, ContentFile(content))
    assert n_photos(sheet(community)) == 0


@SHEETS
def test_without_a_logo_nothing_is_in_its_place(community, sheet):
    community.logo.delete()
    assert "Logo van Waalmeer Vooruit" not in names_of_pictures(sheet(community))


def test_another_logo_gives_another_agreement(community):
    before = agreement(community)
    assert agreement(community) == before
    community.logo.save("logo.webp", logo_file((100, 100)))
    assert agreement(community) != before


@pytest.mark.parametrize("size", [(480, 60), (60, 480)])
def test_full_boxes_with_a_logo_still_fit_one_page(community, size):
    community.logo.save("logo.webp", logo_file(size))
    agreement(community, ("Dat is zo afgesproken in het overleg van alle partners samen. " * 16)[:1000])
    found = Agreement.objects.get()
    for number in range(40):
        found.confirmations.create(organisation=make_organisation(f"Partner nummer {number} van de regio"))
    content = agreement(community)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
