"""Why a number moved since a report: held against the figures of now, each movement with its causes.

A record is what `regioscan.reports.plain.scan_as_dict` gives. Nothing is guessed: a cause is named when what it rests
on (year, delivery, definition, borders, group, method) differs between the two. Where more than one of them changed,
all are named, and an amount is only given where the parts add up to the whole.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from lib.text import number
from regioscan.analysis.movements import NO_FIGURE, ORDER, STATUS_WORDS, Because, Cause, Movement, State

Record = Mapping[str, Any]
Years = Mapping[int, float | None]
"""What is known now of earlier years; a reason is None."""

OTHERS_REVISED = "De eigen cijfers zijn gelijk, maar cijfers van andere regio’s over hetzelfde jaar zijn herzien."
NOT_KNOWN = "Waardoor dit anders is, is niet vast te stellen: geen cijfer waar het uit bestaat is veranderd."
SAME = 1e-9
"""Calculated values may differ in the last bits without anything having changed."""


def compare_records(before: Record, after: Record, present: Mapping[str, Years] | None = None) -> list[Movement]:
    """Every number of `before` and `after` that moved, each with at least one cause; figures first, in order.

    `present` is per indicator what is known now of earlier years: with it, a newer year and a revision of the old one
    are told apart, and their parts add up to the difference. Identical records give an empty list.
    """
    changed = _Circumstances(before, after)
    old, new = _by_code(before, "indicators"), _by_code(after, "indicators")
    figures = [
        movement
        for code in [*new, *(code for code in old if code not in new)]
        if (movement := _figure(code, old.get(code), new.get(code), changed, (present or {}).get(code)))
    ]
    return [*figures, *_themes(before, after, figures, changed), *_index(before, after, figures)]


def notices(before: Record, after: Record) -> list[str]:
    """What holds for the whole region, in sentences: its borders, its end, the comparison and the method."""
    changed = _Circumstances(before, after)
    ended = after["region"].get("valid_to")
    found = [changed.borders, changed.peers, changed.method, changed.index_method]
    if ended and not before["region"].get("valid_to"):
        found.insert(0, f"Deze regio bestaat sinds {ended} niet meer.")
    return [sentence for sentence in found if sentence]


class _Circumstances:
    """What changed around the figures, each as a sentence; "" where it did not, or where that cannot be known."""

    def __init__(self, before: Record, after: Record) -> None:
        self.borders = _borders(before["region"], after["region"])
        self.peers = _peers(before.get("benchmark"), after.get("benchmark"))
        self.method = _differs(
            before.get("method"), after.get("method"), "version", "De methode is versie {} geworden."
        )
        self.index_method = _differs(
            before.get("index"), after.get("index"), "sha256", "De index is met een andere methode gemaakt."
        )


def _differs(old: Record | None, new: Record | None, key: str, sentence: str) -> str:
    then, now = (old or {}).get(key), (new or {}).get(key)
    return sentence.format(now) if then is not None and now is not None and then != now else ""


def _borders(old: Record, new: Record) -> str:
    if old["code"] != new["code"]:
        return f"Het gebied is een ander: toen {old['name']}, nu {new['name']}."
    if old.get("composition") != new.get("composition") and old.get("composition") is not None:
        return f"De regio bestaat uit andere delen: toen samenstelling {old['composition']}, nu {new['composition']}."
    if old["valid_from"] != new["valid_from"]:
        return f"De grenzen van {new['name']} zijn sinds {new['valid_from']} anders."
    return ""


def _peers(old: Record | None, new: Record | None) -> str:
    if (old or {}).get("code") != (new or {}).get("code"):
        then, now = (one["name"] if one else "niets" for one in (old, new))
        return f"Toen vergeleken met {then}, nu met {now}."
    then_peers, now_peers = ((one or {}).get("peers") or {} for one in (old, new))
    if not then_peers or not now_peers or then_peers["sha256"] == now_peers["sha256"]:
        return ""
    if then_peers.get("codes") is None or now_peers.get("codes") is None:
        return f"De groep om mee te vergelijken veranderde: toen {then_peers['n']} regio’s, nu {now_peers['n']}."
    gained, lost = (set(a["codes"]) - set(b["codes"]) for a, b in ((now_peers, then_peers), (then_peers, now_peers)))
    return f"De groep om mee te vergelijken veranderde: {len(gained)} regio’s erbij, {len(lost)} eraf."


def _by_code(record: Record, key: str) -> dict[str, Record]:
    return {one["code"]: one for one in record.get(key, [])}


def _figure(
    code: str,
    old: Record | None,
    new: Record | None,
    changed: _Circumstances,
    present: Years | None,
) -> Movement | None:
    """The movement of one figure; None where nothing about it moved."""
    causes = list(_causes(old, new, changed, present)) if old and new else [_appeared(new is not None)]
    if not causes:
        return None
    name = (new or old or {})["name"]
    return Movement("cijfer", code, name, _state(old), _state(new), tuple(_with_amounts(causes, old, new, present)))


def _appeared(is_there_now: bool) -> Because:
    words = "kwam erbij in de regioscan" if is_there_now else "is uit de regioscan gehaald"
    return Because(Cause.DEFINITION, f"Dit cijfer {words}.")


def _causes(old: Record, new: Record, changed: _Circumstances, present: Years | None) -> Iterator[Because]:
    moved, placed = _has_moved(old, new), _has_another_place(old, new)
    if moved and _is_newer(old, new):
        yield Because(Cause.REAL, _newer_words(old, new))
    redefined = _differs(old, new, "definition", "De omschrijving of berekening van dit cijfer is aangepast.")
    around = bool(redefined or (moved and changed.borders))
    if moved and (revision := _revision(old, new, present, is_explained=around)):
        yield Because(Cause.REVISION, revision)
    if redefined:
        yield Because(Cause.DEFINITION, redefined)
    if moved and changed.borders:
        yield Because(Cause.BORDERS, changed.borders)
    if placed and changed.peers:
        yield Because(Cause.PEERS, changed.peers)
    if changed.method and (placed or (moved and "calculated" in (old["status"], new["status"]))):
        yield Because(Cause.METHOD, changed.method)
    if placed and not (moved or redefined or changed.peers or changed.method):
        yield Because(Cause.REVISION, OTHERS_REVISED)


def _has_moved(old: Record, new: Record) -> bool:
    facts = ("period", "status")
    return any(old[name] != new[name] for name in facts) or not _same(old["value"], new["value"])


def _has_another_place(old: Record, new: Record) -> bool:
    then, now = ({one["code"]: one["value"] for one in record.get("benchmarks", [])} for record in (old, new))
    around = then.keys() != now.keys() or any(not _same(then[code], now[code]) for code in then)
    return around or old.get("standing") != new.get("standing")


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=SAME, abs_tol=SAME * SAME)


def _is_newer(old: Record, new: Record) -> bool:
    return new["period"] is not None and (old["period"] is None or new["period"] > old["period"])


def _newer_words(old: Record, new: Record) -> str:
    if old["period"] is None:
        return f"Er was nog geen cijfer geladen; nu is er een over {new['period']}."
    return f"Het nieuwste jaar is nu {new['period']}; in het rapport was dat {old['period']}."


def _revision(old: Record, new: Record, present: Years | None, *, is_explained: bool) -> str:
    """How the figure over the same year was replaced; "" where it was not.

    Where a definition or border changed as well, the same year counts as revised only if it came in another delivery.
    """
    if _is_newer(old, new):
        return _revision_of_the_old_year(old, present)
    if old["period"] != new["period"]:
        return f"Het cijfer over {old['period']} is er niet meer."
    has_other_delivery = _delivery(old) != _delivery(new)
    return _replaced_words(old, new) if has_other_delivery or not is_explained else ""


def _delivery(figure: Record) -> object:
    return (figure.get("snapshot") or {}).get("id")


def _replaced_words(old: Record, new: Record) -> str:
    then, now = _state_of(old), _state_of(new)
    if _same(old["value"], new["value"]) and old["value"] is not None:
        words = [STATUS_WORDS.get(one["status"], one["status"]) for one in (old, new)]
        return f"Over {old['period']} bleef het getal gelijk; het was {words[0]} en is nu {words[1]}."
    if then.text == now.text:
        return f"Over {old['period']} is het cijfer iets anders geworden, minder dan de afronding laat zien."
    return f"Over {old['period']} was het {then.text}; de bron geeft nu {now.text}."


def _revision_of_the_old_year(old: Record, present: Years | None) -> str:
    period = old["period"]
    if present is None or period is None:
        return ""
    if period not in present:
        return f"Het cijfer over {period} is er niet meer."
    now = present[period]
    if _same(now, old["value"]):
        return ""
    then_text = _state_of(old).text
    now_text = NO_FIGURE if now is None else number(now, old.get("decimals", 1))
    if then_text == now_text:
        return f"Ook over {period} is het cijfer iets anders geworden, minder dan de afronding laat zien."
    return f"Ook over {period} is het herzien: van {then_text} naar {now_text}."


def _with_amounts(
    causes: Sequence[Because], old: Record | None, new: Record | None, present: Years | None
) -> list[Because]:
    """The causes with their parts, where these are known and add up."""
    if old is None or new is None or old["value"] is None or new["value"] is None:
        return list(causes)
    total, kinds = new["value"] - old["value"], [one.cause for one in causes]
    if len(kinds) == 1:
        return [Because(causes[0].cause, causes[0].explanation, total if _has_moved(old, new) else None)]
    revised = (present or {}).get(old["period"])
    if kinds != [Cause.REAL, Cause.REVISION] or revised is None:
        return list(causes)
    parts = [new["value"] - revised, revised - old["value"]]
    return [Because(one.cause, one.explanation, part) for one, part in zip(causes, parts, strict=True)]


def _state(figure: Record | None) -> State | None:
    return _state_of(figure) if figure else None


def _state_of(figure: Record) -> State:
    return State(
        figure["period"],
        figure["value"],
        figure["status"],
        figure.get("verdict") or "",
        figure.get("decimals", 1),
        figure["unit"],
    )


def _themes(before: Record, after: Record, figures: Sequence[Movement], changed: _Circumstances) -> Iterator[Movement]:
    """Scores of themes: the causes are those of the figures in it, or that one of them became too old to count."""
    old, new = _by_code(before, "themes"), _by_code(after, "themes")
    members = {one["code"]: one["theme"] for one in [*before["indicators"], *after["indicators"]]}
    for code in (code for code in new if code in old):
        then, now = old[code]["score"], new[code]["score"]
        if not _same(then, now):
            inside = [one for one in figures if members.get(one.code) == code]
            aged = [one for one in _aged(before, after) if members.get(one["code"]) == code]
            kinds = {one.cause for movement in inside for one in movement.causes}
            causes = _inherited(kinds, _too_old(aged), changed.method, "een of meer cijfers in dit thema")
            yield Movement("thema", code, new[code]["name"], _score(then), _score(now), causes)


def _aged(before: Record, after: Record) -> list[Record]:
    """The figures that are too old for a score now, and were not."""
    old = _by_code(before, "indicators")
    return [
        one
        for code, one in _by_code(after, "indicators").items()
        if one.get("is_too_old") and code in old and old[code].get("is_too_old") is False
    ]


def _too_old(figures: Sequence[Record]) -> list[Because]:
    return [
        Because(Cause.AGE, f"«{one['name']}» van {one['period']} is te oud en telt niet meer mee.") for one in figures
    ]


def _index(before: Record, after: Record, figures: Sequence[Movement]) -> Iterator[Movement]:
    """The index: the causes are those of the figures that count in it otherwise than they did.

    With whom the region is compared plays no part in an index. A record of before its figures were written down is held
    against the figures that are in it now.
    """
    old, new = before.get("index"), after.get("index")
    if not old or not new or _same(old.get("score"), new.get("score")):
        return
    other = _differs(old, new, "sha256", "De index is met een andere methode gemaakt.")
    then, now = _by_code(old, "figures"), _by_code(new, "figures")
    codes = {code for code in now if not then or not _counts_alike(then.get(code), now[code])}
    kinds = {one.cause for movement in figures if movement.code in codes for one in movement.causes}
    left = [one for code, one in now.items() if code in codes and _has_left(then.get(code), one)]
    words = [f"«{one['name']}» telt niet meer mee. {one['reason'] or ''}".strip() for one in left]
    gone = [Because(Cause.AGE, sentence) for sentence in words]
    causes = _inherited(kinds - {Cause.PEERS}, gone, other, "een of meer cijfers in de index")
    yield Movement("index", "index", "Vitaliteitsindex", _index_score(old), _index_score(new), causes)


def _counts_alike(old: Record | None, new: Record) -> bool:
    """Whether a figure counts in the index with the same year and value, or in neither."""
    return old is not None and old["period"] == new["period"] and _same(old["value"], new["value"])


def _has_left(old: Record | None, new: Record) -> bool:
    return old is not None and old["period"] is not None and new["period"] is None


def _index_score(index: Record) -> State:
    score = index.get("score")
    status = "final" if score is not None else "missing"
    return State(index.get("year"), score, status, index.get("place") or "", 1, "score van 0 tot 100")


def _inherited(kinds: Collection[Cause], aged: Sequence[Because], method: str, where: str) -> tuple[Because, ...]:
    """The causes of what a score was made of; where there is none, that is said and nothing is guessed."""
    own = [cause for cause in ORDER if cause in kinds and cause != Cause.METHOD]
    found = [Because(cause, f"{cause.value.capitalize()} bij {where}.") for cause in own]
    found += aged
    if method:
        found.append(Because(Cause.METHOD, method))
    return tuple(found) or (Because(Cause.UNKNOWN, NOT_KNOWN),)


def _score(value: float | None) -> State:
    return State(None, value, "final" if value is not None else "missing", "", 0, "score van 0 tot 100")
