"""Somebody who asks the open interface, and a small province to ask about: with margins, peers and a method."""

import json
from typing import Any

from django.test import Client

from regioscan.models import (
    Calculation,
    Indicator,
    Margin,
    MethodVersion,
    Observation,
    Peer,
    PeerSet,
    Region,
    Snapshot,
)
from regioscan.models.observations import Status
from tests.province import make_province

API = "/api/v1"


def make_province_to_ask_about(n_municipalities: int = 3, n_indicators: int = 3) -> Region:
    """Three municipalities of three figures in five years, and all that can stand beside a value."""
    region = make_province(n_municipalities, n_indicators)
    one, snapshot = Indicator.objects.get(code="cijfer-0"), Snapshot.objects.get()
    key = {"indicator": one, "region": region, "period": 2024}
    Margin.objects.create(**key, snapshot=snapshot, low=41.5, high=43.25)
    Observation.objects.filter(indicator=one, region__code="PV90", period=2024).update(status=Status.CALCULATED)
    Calculation.objects.create(
        indicator=one, region=Region.objects.get(code="PV90"), period=2024, share=0.9, n_parts=3, n_known=2
    )
    make_peers(region)
    MethodVersion.objects.create(
        code="vitaliteit-1",
        name="Vitaliteitsindex 1",
        content={"themes": ["arbeid"]},
        sha256="a" * 64,
        frozen_by="beheer@example.org",
    )
    return region


def make_peers(region: Region) -> PeerSet:
    """The other municipalities as neighbours of this one."""
    variables = [{"code": "inwoners", "name": "Inwoners", "weight": 1.0, "period": 2024}]
    facts = {"kind": "gemeente", "period": 2024, "variables": variables, "n_nearest": 2, "far": 2.0, "made_by": "test"}
    peer_set = PeerSet.objects.create(**facts)
    for position, other in enumerate(Region.objects.filter(kind="gemeente").exclude(pk=region.pk).order_by("code"), 1):
        Peer.objects.create(
            peer_set=peer_set,
            region=region,
            peer=other,
            position=position,
            distance=position / 2,
            differences=[{"code": "inwoners", "name": "Inwoners", "z": -0.5 * position}],
        )
    return peer_set


class Asker:
    """Somebody without an account who asks the interface."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **headers: str) -> Any:
        """The whole answer; `_` in the name of a header stands for `-`."""
        return self.client.get(API + path, headers={name.replace("_", "-"): one for name, one in headers.items()})

    def read(self, path: str) -> Any:
        """The body of an answer that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def text(self, path: str) -> str:
        """The text of a file that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        return (answer.getvalue() if answer.streaming else answer.content).decode("utf-8-sig")

    def wrong(self, path: str) -> dict[str, str]:
        """What is wrong with a question, per parameter."""
        answer = self.get(path)
        assert answer.status_code == 400, answer.content
        return {one["location"]["name"]: one["code"] for one in json.loads(answer.content)["errors"]}
