"""Files that come out of packages: found under fixed names, made once, and small."""

import re
from io import StringIO

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from fontTools.ttLib import TTFont

from config import assets


@pytest.fixture(scope="module")
def fonts():
    return {name: TTFont(font.build()) for name, font in (("sans", assets.SANS), ("serif", assets.SERIF))}


@pytest.mark.parametrize("name", sorted(assets.PACKAGED))
def test_every_packaged_file_is_found(name):
    assert finders.find(name) == str(assets.PACKAGED[name]())


def test_what_we_do_not_offer_is_not_found():
    assert assets.PackageFinder().find("vendor/jquery.js") == []


@pytest.mark.parametrize("name", ["sans", "serif"])
def test_the_letters_have_all_that_dutch_needs(fonts, name):
    letters = fonts[name].getBestCmap()

    assert [sign for sign in "áéëïóöüčşłœ’“”–−€→←≥½\u202f" if ord(sign) not in letters] == []


@pytest.mark.parametrize("name", ["sans", "serif"])
def test_figures_can_stand_in_columns(fonts, name):
    font = fonts[name]
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    widths = {font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}

    assert "tnum" in features or len(widths) == 1


@pytest.mark.parametrize(("font", "limit"), [(assets.SANS, 60_000), (assets.SERIF, 130_000)])
def test_the_letters_are_light(font, limit):
    assert font.build().stat().st_size < limit


def test_letters_are_packed_once(tmp_path, settings, monkeypatch):
    settings.STATE_DIR = tmp_path
    packed = []
    monkeypatch.setattr(assets.Font, "_packed", lambda font: packed.append(font) or b"woff2")

    assert [assets.SANS.build().read_bytes() for _ in range(2)] == [b"woff2", b"woff2"]
    assert packed == [assets.SANS]


def test_a_failed_write_leaves_no_half_file(tmp_path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("vol")))

    with pytest.raises(OSError, match="vol"):
        assets.write_whole(tmp_path / "x.css", b"half")

    assert not (tmp_path / "x.css").exists()


def test_the_stylesheet_holds_every_part_in_the_order_of_the_layers():
    content = assets.build_stylesheet().read_text()
    places = [content.index(part.read_text().strip()) for part in assets.stylesheet_parts()]

    assert places == sorted(places)
    assert "@layer tokens, base, layout, components, print;" in content


def test_colour_codes_stand_in_tokens_only():
    code = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
    parts = [part for part in assets.stylesheet_parts() if part.name != "tokens.css"]

    assert [part.name for part in parts if code.search(part.read_text())] == []


def test_the_command_says_what_it_made():
    out = StringIO()

    call_command("build_assets", stdout=out)

    assert [line.split("  ")[0] for line in out.getvalue().splitlines()] == list(assets.PACKAGED)
