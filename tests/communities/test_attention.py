"""What needs attention today, and the one next step: rules on counts."""

from dataclasses import fields

import pytest

from communities.analysis.attention import (
    QUIET_DAYS,
    Attention,
    NextStep,
    Pulse,
    attentions,
    missing_sectors,
    next_step,
)

EVERYTHING = Pulse(
    n_requests=2,
    request_days=4,
    n_late=3,
    quiet_days=QUIET_DAYS,
    missing=("wonen en bouwen", "zorg en welzijn"),
    n_stakeholders=5,
    n_overdue=1,
    n_consents_open=2,
    n_objections=1,
    n_unconfirmed=1,
    n_one_sided=2,
    n_letters_failed=1,
    n_moderation=1,
)


def kinds(pulse: Pulse) -> list[str]:
    """The kinds of attention, in order."""
    return [one.kind for one in attentions(pulse)]


def test_a_quiet_pulse_asks_for_nothing():
    assert attentions(Pulse()) == []


def test_who_waits_goes_before_what_slips_and_that_before_what_lacks():
    assert kinds(EVERYTHING) == [
        "aanvragen", "moderatie", "bezwaar", "te-laat", "stappen", "mails",
        "ambitie", "afspraken", "stil", "kaart", "lenzen",
    ]  # fmt: skip


@pytest.mark.parametrize("name", [one.name for one in fields(Pulse) if one.name.startswith("n_")])
def test_every_count_but_that_of_stakeholders_asks_for_attention_by_itself(name):
    found = attentions(Pulse(**{name: 1}))
    assert len(found) == (0 if name == "n_stakeholders" else 1)


@pytest.mark.parametrize(("days", "expected"), [(QUIET_DAYS - 1, []), (QUIET_DAYS, ["stil"])])
def test_a_community_is_quiet_after_fourteen_days(days, expected):
    assert kinds(Pulse(quiet_days=days)) == expected


@pytest.mark.parametrize(
    ("pulse", "title"),
    [
        (Pulse(n_requests=1), "Iemand wil lid worden"),
        (Pulse(n_requests=3), "3 mensen willen lid worden"),
        (Pulse(n_late=1), "Eén toezegging is te laat"),
        (Pulse(n_overdue=2), "2 stappen hadden al klaar moeten zijn"),
        (Pulse(n_consents_open=1), "De ambitie wacht op één partner"),
        (Pulse(n_unconfirmed=4), "De afspraken wachten op 4 partners"),
        (Pulse(n_moderation=1), "Eén bericht, melding of bezwaar wacht op u"),
        (Pulse(missing=("wonen",), n_stakeholders=1), "Niemand uit wonen wil nog"),
        (Pulse(missing=("wonen", "zorg"), n_stakeholders=1), "In 2 sectoren wil nog niemand"),
        (Pulse(missing=("wonen", "zorg")), "De krachtenkaart is nog leeg"),
    ],
)
def test_a_title_counts_in_plain_dutch(pulse, title):
    assert attentions(pulse)[0].title == title


def test_a_request_says_how_long_it_waits():
    texts = [attentions(Pulse(n_requests=1, request_days=days))[0].text for days in (0, 1, 5)]
    assert texts == [
        "Sinds vandaag.",
        "Het langst wachten is één dag. Antwoord binnen drie werkdagen.",
        "Het langst wachten is 5 dagen. Antwoord binnen drie werkdagen.",
    ]


def test_what_blocks_goes_before_the_first_open_step():
    blocking = Attention("moderatie", "Er wacht iets", "Uitleg.", blocks=True)
    quiet = Attention("lenzen", "Eenzijdig", "Uitleg.")
    step = ("Kernteam vormen", "Vraag vijf mensen.")
    assert next_step([quiet, blocking], step, "Willen") == NextStep("moderatie", "Er wacht iets", "Uitleg.")
    assert next_step([quiet], step, "Willen") == NextStep("stap", *step)


def test_without_open_steps_the_next_phase_is_the_next_step_and_after_the_last_there_is_none():
    assert next_step([], None, "Willen").title == "Ga naar de fase willen"
    assert next_step([], None, "").kind == "klaar"


def test_a_sector_is_missing_while_nobody_in_it_wants():
    counts = {("zorg", "onbekend"): 4, ("zorg", "geinformeerd"): 2, ("wonen", "wil"): 1, ("natuur", "doet"): 0}
    assert missing_sectors(["overheid", "wonen", "zorg", "natuur"], counts) == ["overheid", "zorg", "natuur"]


@pytest.mark.parametrize("engagement", ["wil", "koploper", "doet"])
def test_one_who_wants_or_does_more_is_enough(engagement):
    assert missing_sectors(["zorg"], {("zorg", engagement): 1}) == []
