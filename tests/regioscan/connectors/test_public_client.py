"""The office's public client is content with our stand-in, so what we test against it holds for the real one."""

import json

import cbsodata
import pytest
import requests

from tests.regioscan.connectors.conftest import kwb_table
from tests.regioscan.statistics_server import Table


@pytest.fixture
def client(office, monkeypatch):
    """The public client, pointed at the stand-in."""
    monkeypatch.setattr(cbsodata.cbsodata3, "CBSOPENDATA", office.base_url.removeprefix("http://"))
    monkeypatch.setattr(cbsodata.options, "use_https", False)
    return cbsodata


def _recorded(folder):
    """The recorded replies of a table as entity sets; the office always has the two forms of the figures."""
    sets = {"TypedDataSet": [], "UntypedDataSet": []}
    for path in sorted(folder.glob("*.json")):
        page = json.loads(path.read_text())
        if path.stem != "service":
            sets.setdefault(path.stem.split(".")[0], []).extend(page["value"])
    return sets


def test_the_public_client_reads_an_invented_table(office, client):
    office.v3["84799NED"] = kwb_table()
    rows = client.get_data("84799NED")
    assert [row["AantalInwoners_5"] for row in rows] == [1000, 1001, 1002, 1003, 1004]
    assert rows[1]["WijkenEnBuurten"] == "Plek 1"


def test_the_public_client_reads_its_description(office, client):
    office.v3["84799NED"] = kwb_table()
    assert client.get_info("84799NED")["Title"] == "Kerncijfers wijken en buurten 2020"


def test_the_public_client_meets_a_404_for_an_unknown_table(office, client):
    with pytest.raises(requests.HTTPError, match="404"):
        client.get_data("99999NED")


@pytest.mark.real_files
def test_the_public_client_reads_a_recorded_table(office, client, real_files):
    office.v3["80137ned"] = Table(_recorded(real_files / "odata-v3" / "80137ned"))
    rows = client.get_data("80137ned")
    assert len(rows) == 675
    assert rows[0]["Totaal_1"] == 8811.0


@pytest.mark.real_files
def test_the_public_client_follows_the_recorded_two_pages(office, client, real_files):
    rows = _recorded(real_files / "odata-v3" / "83599NED")["UntypedDataSet"]
    properties = [{"odata.type": "Cbs.OData.Topic", "ID": 0, "Key": "OpenstaandeVacatures_1", "Type": "Topic"}]
    sets = {"TypedDataSet": rows, "UntypedDataSet": rows, "DataProperties": properties}
    office.v3["83599NED"] = Table(sets, page_size=10_000)
    read = client.get_data("83599NED")
    assert (len(read), read[-1]["ID"]) == (15_504, 15_503)
    assert len(office.asked("TypedDataSet")) == 2
