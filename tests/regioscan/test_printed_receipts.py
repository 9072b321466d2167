"""In print: what every sentence rests on, who lives behind the averages, and what a person wrote, marked as theirs."""

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string

from regioscan import frames
from regioscan.annotation_actions import write_annotation
from regioscan.figures import region_scan
from regioscan.figures.receipts import all_sentences
from regioscan.models import Theme
from regioscan.reports import Draft, Identity
from regioscan.reports.chapters import Chapter, build_chapters
from regioscan.reports.front import SUMMARY
from regioscan.reports.inside import INSIDE
from regioscan.reports.receipts import RECEIPTS
from regioscan.reports.themes import THEMES
from tests.province import make_province

pytestmark = pytest.mark.django_db
IDENTITY = Identity("0f3c2b1a-0000-4000-8000-000000000000", datetime(2026, 3, 1, 12, tzinfo=UTC))


def printed(code: str, *chapters: Chapter) -> str:
    draft = Draft(region_scan(frames.get_region(code)), IDENTITY)
    built = build_chapters(chapters, draft)
    context = {"scan": draft.scan, "region": draft.scan.region, "identity": IDENTITY, "built": built, "until": 2024}
    return render_to_string("regioscan/print/report.html", context)


def test_the_appendix_has_every_sentence_with_its_test_and_its_values():
    region = make_province(n_municipalities=6)
    html = printed("GM9001", RECEIPTS)
    chapters = [chapter for chapter in all_sentences(region_scan(region)) if chapter.is_printed]
    sentences = [finding for chapter in chapters for finding in chapter.findings]
    assert [finding.text for finding in sentences if finding.text not in html] == []
    assert html.count('class="receipt-sentence"') == len(sentences)
    assert "Geen toets: alleen de plaats onder de andere regio’s. Plaats: lager in" in html
    assert ".." not in html
    assert "(levering " in html


def test_what_a_person_wrote_is_marked_and_stands_with_its_theme():
    region = make_province()
    write_annotation(region=region, theme=None, text="Over alles.\n\n<b>Vet</b>", by="Adri Adviseur")
    write_annotation(region=region, theme=Theme.objects.get(code="arbeid"), text="Over arbeid.", by="Adri Adviseur")
    summary, themes = printed("GM9001", SUMMARY), printed("GM9001", THEMES)
    assert ["Over alles." in html for html in (summary, themes)] == [True, False]
    assert ["Over arbeid." in html for html in (summary, themes)] == [False, True]
    assert "&lt;b&gt;Vet&lt;/b&gt;" in summary
    assert "Duiding van Adri Adviseur, " in summary
    assert "niet berekend" in summary


def test_without_enough_neighbourhoods_there_is_no_chapter_about_them():
    make_province()
    assert "Achter het gemiddelde" not in printed("GM9001", INSIDE)
