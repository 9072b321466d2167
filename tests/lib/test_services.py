import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from lib import service_home
from lib.processes import is_ours, stop, wait_until
from lib.service_home import Home, ServiceError
from lib.services import Postgres, Valkey, services, throwaway_services

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands over to another account")


@pytest.fixture
def state():
    """A state folder that every account can reach; what still runs below it is stopped."""
    folder = Path(tempfile.mkdtemp(prefix="test-services-")).resolve()
    folder.chmod(0o711)
    yield folder
    for used in folder.rglob("services.users"):
        kill(used.parent, signal.SIGKILL)
    shutil.rmtree(folder)


def ask(urls: dict[str, str], query: str):
    """The first cell of the answer."""
    with psycopg.connect(urls["DATABASE_URL"]) as connection:
        return connection.execute(query).fetchone()[0]


def make_table(urls: dict[str, str]) -> None:
    """A table `kept` with one row."""
    with psycopg.connect(urls["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")


def pids(state: Path) -> list[int]:
    """The process numbers of PostgreSQL and Valkey; 0 for what does not run."""
    home = Home(state)
    return [Postgres(home, durable=False).pid(), Valkey(home, durable=False).pid()]


def kill(state: Path, number: int) -> None:
    """Send a signal to what runs, and wait until it is gone."""
    for pid in filter(None, pids(state)):
        os.kill(pid, number)
    assert wait_until(lambda: pids(state) == [0, 0], 10)


def run_and_die(state: Path) -> None:
    """Start the services in a program that is then killed, so that nobody stops them."""
    code = f"""
import os
from pathlib import Path
from lib.services import services
with services(Path({str(state)!r}), {{}}, durable=False):
    os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", code], check=False)


def test_both_answer_and_only_on_sockets_in_a_private_folder(state):
    with services(state, {}, durable=False) as urls:
        assert ask(urls, "SHOW listen_addresses") == ""
        assert Redis.from_url(urls["REDIS_URL"]).config_get("port") == {"port": "0"}
        assert Home(state).sockets.stat().st_mode & 0o777 == 0o700
        assert (Home(state).folder / "postgresql").stat().st_mode & 0o777 == 0o700


def test_a_second_command_shares_what_runs_and_the_last_one_stops_it(state):
    with services(state, {}, durable=False) as first:
        running = pids(state)
        with services(state, {}, durable=False) as second:
            assert second == first
        assert pids(state) == running
        assert 0 not in running
    assert pids(state) == [0, 0]
    assert list(Home(state).sockets.iterdir()) == []


def test_what_a_killed_command_left_running_is_used_again_and_then_stopped(state):
    run_and_die(state)
    orphans = pids(state)
    assert 0 not in orphans
    with services(state, {}, durable=False):
        assert pids(state) == orphans
    assert pids(state) == [0, 0]


def test_after_kill_9_of_everything_the_next_start_has_every_committed_row(state):
    with services(state, {}) as urls:
        make_table(urls)
        kill(state, signal.SIGKILL)
    with services(state, {}) as urls:
        assert ask(urls, "SELECT answer FROM kept") == 42


def test_a_stale_process_number_that_is_now_another_program_stops_nobody(state):
    with services(state, {}, durable=False):
        left = Home(state).folder / "postgresql" / "postmaster.pid"
        lines = left.read_text().splitlines()
    left.write_text("\n".join([str(os.getpid()), *lines[1:], ""]))
    (Home(state).folder / "valkey.pid").write_text(str(os.getpid()))
    with services(state, {}, durable=False) as urls:
        assert ask(urls, "SELECT 1") == 1
        assert os.getpid() not in pids(state)


def test_two_folders_run_beside_each_other_and_keep_their_rows_apart(state):
    with services(state / "one", {}, durable=False) as one, services(state / "two", {}, durable=False) as two:
        make_table(one)
        assert ask(one, "SELECT count(*) FROM kept") == 1
        assert ask(two, "SELECT to_regclass('kept')") is None


def test_what_is_given_is_used_and_nothing_is_started_for_it(state):
    given = {"DATABASE_URL": "postgres://elsewhere/x", "REDIS_URL": "redis://elsewhere"}
    with services(state, given) as urls:
        assert urls == given
        assert pids(state) == [0, 0]


def test_too_long_a_path_gives_short_sockets_that_a_second_start_finds_again(state):
    deep = state / ("d" * 100)
    with services(deep, {}, durable=False) as first:
        assert ask(first, "SELECT 1") == 1
        sockets = Home(deep).sockets
    with services(deep, {}, durable=False) as second:
        assert second == first
    Home(deep).remove()
    assert not sockets.exists()


def test_data_of_another_version_is_refused_and_left_alone(state):
    with services(state, {}, durable=False):
        version = Home(state).folder / "postgresql" / "PG_VERSION"
    version.write_text("9\n")
    with pytest.raises(ServiceError, match="made by PostgreSQL 9"), services(state, {}, durable=False):
        pass
    assert version.exists()


@AS_ROOT
def test_root_hands_over_to_an_account_that_can_enter_only_its_own_folders(state):
    with services(state, {}, durable=False):
        assert all(Path(f"/proc/{pid}").stat().st_uid != 0 for pid in pids(state))
    assert Home(state).may("-x", state)
    assert not Home(state).may("-r", state)
    assert not Home(state).may("-w", Home(state).folder)


@AS_ROOT
def test_below_a_folder_closed_to_that_account_the_services_live_elsewhere(state, monkeypatch):
    closed = state / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(service_home, "ELSEWHERE", state / "elsewhere")
    with services(closed / "state", {}, durable=False) as urls:
        assert ask(urls, "SHOW data_directory").startswith(f"{state}/elsewhere/")
    assert pids(closed / "state") == [0, 0]


@AS_ROOT
def test_programs_that_the_account_cannot_run_are_copied_once(state):
    hidden = state / "hidden"
    hidden.mkdir(mode=0o700)
    shutil.copy("/bin/true", hidden / "true")
    home = Home(state)
    first = home.executable(hidden / "true", hidden)
    assert first != hidden / "true"
    assert home.may("-x", first)
    assert home.executable(hidden / "true", hidden) == first


def test_throwaway_services_leave_no_process_and_no_file():
    with throwaway_services({}) as urls:
        state = Path(urls["STATE_DIR"])
        running = [(pid, str(state)) for pid in pids(state)]
        assert all(is_ours(*process) for process in running)
    assert not any(is_ours(*process) for process in running)
    assert not state.exists()


def test_a_process_that_is_not_ours_is_not_stopped():
    with subprocess.Popen(["sleep", "30"]) as stranger:
        assert wait_until(lambda: is_ours(stranger.pid, "sleep"), 5)
        stop(stranger.pid, "/some/state/folder", [(signal.SIGKILL, 1)])
        assert stranger.poll() is None
        stop(stranger.pid, "sleep", [(signal.SIGTERM, 5)])
        assert stranger.wait() == -signal.SIGTERM
