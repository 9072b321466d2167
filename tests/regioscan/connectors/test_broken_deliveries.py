"""Deliveries that were damaged at random: cells and outlines that keep the contract, or a refusal in words."""

import copy
import json
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regioscan.connectors import registry
from regioscan.connectors.base import SUPPRESSED, Cells, Key, SourceError
from tests.regioscan.connectors.conftest import PROPERTIES, kwb_rows
from tests.regioscan.connectors.shapes import deliver
from tests.regioscan.connectors.test_boundaries import _feature
from tests.regioscan.connectors.test_cbs_files import DUMP, STATLINE
from tests.regioscan.connectors.test_cbs_odata_v4 import _observation, _table
from tests.regioscan.connectors.test_cbs_regions import HIERARCHY, MUNICIPALITIES

KEYS = [Key("inwoners", "Bevolking > Aantal inwoners"), Key("score", "Gemiddelde score")]
V4 = _table(_observation(0, "T001036", "GM0308", 5), _observation(1, "T001036", "NL00", None, "Impossible")).sets
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [5.0, 52.0]},
    "arcs": [[[0, 0], [10, 0], [0, 10], [-10, -10]]],
    "objects": {"gm": {"geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"code": "GM0308"}}]}},
}
DOCUMENTS = {
    "v3": ("cijfers", {"data": {"value": kwb_rows()}, "properties": {"value": PROPERTIES}}),
    "v4": ("cijfers", {f"{name}.json": {"@odata.context": f"x#{name}", "value": rows} for name, rows in V4.items()}),
    "geojson": ("grenzen", {"a": {"type": "FeatureCollection", "features": [_feature("GM0308")]}}),
    "topojson": ("grenzen", {"a": TOPOLOGY}),
    "regions": ("regios", {"a": {"value": [{"Key": "GM0308    ", "Title": "Baarn", "Municipality": "GM0308"}]}}),
}
TEXTS = {
    "dump": ("cijfers", DUMP),
    "statline": ("cijfers", STATLINE),
    "hierarchy": ("regios", HIERARCHY),
    "municipalities": ("regios", MUNICIPALITIES),
}
ANYTHING = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=4)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=3), inner, max_size=2)),
    max_leaves=4,
)


def _places(value, path=()):
    """The way to every value within a document."""
    yield path
    if isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            yield from _places(inner, (*path, step))


def _damaged(document, path, replacement):
    """The document with another value in one place; without a place, the other value itself."""
    if not path:
        return replacement
    whole = copy.deepcopy(document)
    at = whole
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = replacement
    return whole


def _read(delivers, delivery):
    """Whatever comes out keeps the contract; a refusal has words."""
    try:
        result = registry.tidy("cbs-kwb", delivers, delivery, KEYS, 2023)
    except SourceError as error:
        return str(error)
    if isinstance(result, Cells):
        has_value = ~np.isnan(result.value)
        assert (has_value == (result.status < SUPPRESSED)).all()
        assert np.isfinite(result.value[has_value]).all()
        assert (result.region < len(result.region_codes)).all()
    return result


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_whole_document_is_read(name):
    delivers, files = DOCUMENTS[name]
    assert not isinstance(_read(delivers, deliver(**files)), str)


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_document_with_anything_in_any_place_is_read_or_refused(name, data):
    delivers, files = DOCUMENTS[name]
    file = data.draw(st.sampled_from(sorted(files)))
    path = data.draw(st.sampled_from(list(_places(files[file]))))
    damaged = _damaged(files[file], path, data.draw(ANYTHING))
    assert _read(delivers, deliver(**{**files, file: json.dumps(damaged)})) is not None


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_text_with_any_bytes_in_any_place_is_read_or_refused(name, data):
    delivers, text = TEXTS[name]
    content = text.encode()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 20)))
    patch = data.draw(
        st.one_of(st.binary(max_size=8), st.sampled_from([b'"', b";", b"\n", b",", b'";"', b"\r", b"\x00"]))
    )
    assert _read(delivers, deliver(f=content[:start] + patch + content[end:])) is not None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_cut_off_at_any_byte_is_refused(name):
    delivers, files = DOCUMENTS[name]
    file = min(files)
    content = json.dumps(files[file]).encode()
    read = partial(_read, delivers)
    for length in range(1, len(content), max(1, len(content) // 64)):
        assert isinstance(read(deliver(**{**files, file: content[:length]})), str)
