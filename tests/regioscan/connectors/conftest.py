"""The stand-in office, and small invented tables for it to serve."""

import pytest

from tests.regioscan.statistics_server import Office, Table, statistics_server

PROPERTIES = [
    {"odata.type": "Cbs.OData.GeoDetail", "ID": 0, "ParentID": None, "Type": "GeoDetail", "Key": "WijkenEnBuurten",
     "Title": "Wijken en buurten"},
    {"odata.type": "Cbs.OData.TopicGroup", "ID": 1, "ParentID": None, "Type": "TopicGroup", "Key": "",
     "Title": "Bevolking"},
    {"odata.type": "Cbs.OData.Topic", "ID": 2, "ParentID": 1, "Type": "Topic", "Key": "AantalInwoners_5",
     "Title": "Aantal inwoners", "Datatype": "Long", "Unit": "aantal", "Decimals": 0},
    {"odata.type": "Cbs.OData.TopicGroup", "ID": 3, "ParentID": None, "Type": "TopicGroup", "Key": "",
     "Title": "Energie"},
    {"odata.type": "Cbs.OData.TopicGroup", "ID": 4, "ParentID": 3, "Type": "TopicGroup", "Key": "",
     "Title": "Elektriciteit"},
    {"odata.type": "Cbs.OData.Topic", "ID": 5, "ParentID": 4, "Type": "Topic", "Key": "Appartement_48",
     "Title": "Appartement", "Datatype": "Long", "Unit": "kWh", "Decimals": 0},
    {"odata.type": "Cbs.OData.TopicGroup", "ID": 6, "ParentID": 3, "Type": "TopicGroup", "Key": "", "Title": "Gas"},
    {"odata.type": "Cbs.OData.Topic", "ID": 7, "ParentID": 6, "Type": "Topic", "Key": "Appartement_56",
     "Title": "Appartement ", "Datatype": "Double", "Unit": "m³", "Decimals": 1},
    {"odata.type": "Cbs.OData.Topic", "ID": 8, "ParentID": 1, "Type": "Topic", "Key": "Gemeentenaam_1",
     "Title": "Gemeentenaam", "Datatype": "String", "Unit": "naam", "Decimals": 0},
]  # fmt: skip
PLACES = ["NL00      ", "GM0308    ", "WK030801  ", "BU03080101", "BU0363AF01"]


def kwb_rows(places: list[str] = PLACES) -> list[dict]:
    """Rows as they come over the wire: padded codes, null for whatever there is not."""
    return [
        {"ID": number, "WijkenEnBuurten": place, "Gemeentenaam_1": "Baarn     ", "AantalInwoners_5": 1000 + number,
         "Appartement_48": None if number == 2 else 2500, "Appartement_56": 7888.2001953125}
        for number, place in enumerate(places)
    ]  # fmt: skip


def kwb_table(n_rows: int | None = None, *, page_size: int = 2) -> Table:
    """A table of key figures; with `n_rows` as long as asked."""
    places = PLACES if n_rows is None else [f"BU{number:08}" for number in range(n_rows)]
    rows = kwb_rows(places)
    return Table(
        {
            "TableInfos": [{"ID": 0, "Title": "Kerncijfers wijken en buurten 2020", "ShortTitle": "KWB 2020",
                            "Identifier": "84799NED", "Modified": "2021-03-01T02:00:00"}],
            "UntypedDataSet": [],
            "TypedDataSet": rows,
            "DataProperties": PROPERTIES,
            "CategoryGroups": [],
            "WijkenEnBuurten": [
                {"Key": row["WijkenEnBuurten"], "Title": f"Plek {row['ID']}", "Description": None,
                 "Municipality": "GM0308", "DetailRegionCode": row["WijkenEnBuurten"].strip()}
                for row in rows
            ],
        },
        page_size=page_size,
    )  # fmt: skip


@pytest.fixture
def office() -> Office:
    """An office without tables; tests put in what they need."""
    with statistics_server() as office:
        yield office
