"""What takes long is computed once: by one thread, also without the shared cache, and never read by other code."""

from threading import Event, Thread

import pytest
from django.core.cache import cache

from config.cache import circuit
from regioscan import frames
from regioscan.figures import keeping
from regioscan.figures.index import national, robustness, warm
from regioscan.figures.index_matrix import get_frame
from regioscan.figures.keeping import Held, held, is_kept, keep, key_of
from regioscan.models import Composition, PeerSet
from tests import factories
from tests.regioscan.index_scene import freeze, make_figures

REFUSED = "redis://127.0.0.1:1/0"


class Renamed:
    """Something that is kept, and renamed in the next release."""


@pytest.fixture
def key() -> str:
    """A key that nothing is kept under yet."""
    cache.delete(key_of("test", "keeping"))
    return key_of("test", "keeping")


@pytest.fixture
def cache_away(settings):
    """Redis refuses."""
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["default"] | {"LOCATION": REFUSED}}
    circuit.reset()
    yield
    circuit.reset()


def test_nothing_is_an_answer_too_and_is_kept(key):
    asked = []
    for _ in range(2):
        assert keep(key, lambda: asked.append(1), is_held=False) is None
    assert (len(asked), is_kept(key)) == (1, True)


def test_without_the_shared_cache_the_process_remembers_the_last_few(cache_away, key):
    asked = []
    for _ in range(3):
        keep(key, lambda: asked.append(1))
    assert len(asked) == 1


@pytest.mark.usefixtures("cache_away", "db")
def test_without_the_shared_cache_an_index_is_simulated_once(monkeypatch):
    make_figures()
    freeze()
    warm()
    monkeypatch.setattr("regioscan.figures.index.simulate", lambda *_, **__: 1 / 0)
    frame = get_frame()
    assert robustness(national(frame, frame.newest)).n_ranked == 7


def test_the_memory_never_grows_beyond_its_bound_and_drops_what_was_asked_longest_ago():
    few = Held(2)
    few.set("a", (1,))
    few.set("b", (2,))
    few.get("a")
    few.set("c", (3,))
    assert (few.get("a"), few.get("b"), few.get("c")) == ((1,), None, (3,))


def test_threads_that_ask_the_same_wait_for_the_one_that_makes_it(key):
    may_end, made, answers = Event(), [], []

    def make():
        made.append(1)
        may_end.wait(5)
        return "answer"

    threads = [Thread(target=lambda: answers.append(keep(key, make))) for _ in range(4)]
    for thread in threads:
        thread.start()
    may_end.set()
    for thread in threads:
        thread.join(5)
    assert (len(made), answers) == (1, ["answer"] * 4)


def test_what_is_made_may_keep_something_itself(key):
    assert keep(key, lambda: keep(f"{key}-inner", lambda: 3, is_held=False) + 1) == 4


def test_a_class_that_was_renamed_counts_as_absent(key, monkeypatch):
    keep(key, Renamed)
    held.clear()
    monkeypatch.delattr("tests.regioscan.test_keeping.Renamed")
    assert keep(key, lambda: "made anew") == "made anew"


def test_other_code_never_reads_what_this_code_kept(monkeypatch):
    before = key_of("test", 1)
    monkeypatch.setattr(keeping, "code_mark", lambda: "another release")
    assert key_of("test", 1) != before


@pytest.mark.django_db
def test_the_state_of_the_figures_is_not_that_of_what_people_write_about_them():
    region, before = factories.make_region("GM0001"), frames.figures_version()
    written = frames.published_version()
    PeerSet.objects.create(kind="gemeente", period=2024, variables=[], n_nearest=1, far=1.0, made_by="test")
    assert (frames.figures_version(), frames.published_version() != written) == (before, True)
    Composition.objects.create(region=region, version=1, reason="proef", made_by="test")
    composed = frames.figures_version()
    factories.make_snapshot()
    assert len({before, composed, frames.figures_version()}) == 3
