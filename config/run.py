"""The ways of running: what `bin/dev`, `bin/manage`, `bin/test` and `bin/bench` do once the environment is there."""

import argparse
import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from signal import SIGHUP, SIGINT, SIGTERM
from typing import IO

import psycopg
from dotenv import dotenv_values

from communities.example_people import PASSWORD, PEOPLE
from lib.processes import Crew, is_ours, stop_group
from lib.service_home import ServiceError
from lib.services import services, throwaway_services

PROJECT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, "manage.py"]
FIRST_PORT = 8000
READY_WITHIN = 60.0  # seconds
# Celery warns at length about root; on one's own machine that is as it is.
ROOT_WARNING = "ignore:You're running the worker with superuser"


def say(text: str) -> None:
    """Tell what is being done, apart from a command's own output."""
    print(text, file=sys.stderr, flush=True)


def given_settings() -> dict[str, str]:
    """What the environment and `.env` say; the environment wins, as in the settings."""
    noted = {key: value for key, value in dotenv_values(PROJECT / ".env").items() if value is not None}
    return noted | dict(os.environ)


def state_folder(given: dict[str, str]) -> Path:
    """Where this clone keeps its database, files and keys."""
    state = (PROJECT / given.get("STATE_DIR", ".state")).resolve()
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    return state


def own_secret(state: Path) -> str:
    """The key that signs sessions: made once, kept in a file that only we can read."""
    kept = state / "secret_key"
    if not kept.exists():
        half = state / f"secret_key.{os.getpid()}"
        half.touch(mode=0o600)
        half.write_text(secrets.token_urlsafe(50))
        half.rename(kept)
    return kept.read_text()


def mail_folder(state: Path) -> Path:
    """Where the letters lie that the site would have sent, each in a file."""
    return state / "mail"


def house_settings(state: Path, given: dict[str, str], urls: dict[str, str], address: str) -> dict[str, str]:
    """Every setting for running on this machine: ours, unless given."""
    ours = {
        "SECRET_KEY": given.get("SECRET_KEY") or own_secret(state),
        "SITE_URL": address,
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "EXAMPLE_FIGURES": "1",
        "COMPRESS_STATIC": "0",
        # Letters carry pictures: on the console they would push everything else out of sight.
        "EMAIL_URL": f"file:///{mail_folder(state)}",
    }
    return with_bytecode(ours | given | urls | {"STATE_DIR": str(state)})


def with_bytecode(env: dict[str, str]) -> dict[str, str]:
    """Let Python keep what it compiles, inside the environment where it may not do so beside the code.

    Without that each program that we start compiles half a million lines anew, which takes longer than all the rest.
    """
    if "PYTHONDONTWRITEBYTECODE" not in env:
        return env
    kept = {"PYTHONPYCACHEPREFIX": str(PROJECT / ".venv" / "bytecode")}
    return {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"} | kept


def is_on(value: str) -> bool:
    """Whether a yes-or-no setting says yes."""
    return value.lower() in {"1", "true", "yes", "on"}


def fingerprint() -> str:
    """Changes when anything changes that preparing looks at: migrations, declared data, static files, packages."""
    found = sha256()
    for pattern in ("*/migrations/*.py", "*/data/*.toml", "static/**/*.*", "config/*.py", "requirements.txt"):
        for path in sorted(PROJECT.glob(pattern)):
            status = path.stat()
            found.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return found.hexdigest()


def prepare_once(env: dict[str, str], state: Path) -> None:
    """Prepare, unless that was done for exactly this code and this database: looking takes longer than all the rest."""
    note, now = state / "prepared", fingerprint()
    if note.exists() and note.read_text() == now and not is_empty(env["DATABASE_URL"]):
        return
    prepare(env)
    note.write_text(now)


def prepare(env: dict[str, str]) -> None:
    """Bring database and static files in step with the code; ServiceError when that fails."""
    quiet = {"LOG_LEVEL": "WARNING"} | env
    if subprocess.run([*MANAGE, "prepare"], cwd=PROJECT, env=quiet, stdout=sys.stderr, check=False).returncode:  # noqa: S603
        raise ServiceError("The site could not be prepared; the lines above say why.")


# ── bin/dev ───────────────────────────────────────────────────────────────────────────────────────────────────────


def read_run(state: Path) -> dict[str, str]:
    """Address and process numbers of the last run of bin/dev, which may be over."""
    try:
        noted: dict[str, str] = json.loads((state / "dev.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return noted


def note_run(crew: Crew, state: Path, address: str) -> None:
    """Lay down what runs now, for who looks for it and for who has to stop it after a kill."""
    programs = " ".join(str(member.pid) for member in crew.members.values())
    (state / "dev.json").write_text(json.dumps({"address": address, "programs": programs}))


def only_run(state: Path) -> IO[str] | None:
    """The right to be the one bin/dev of this clone for as long as the file is open; None when another has it."""
    lock = (state / "dev.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def stop_left_behind(state: Path) -> None:
    """Stop the programs of a run that was killed before it could stop them itself."""
    for pid in map(int, read_run(state).get("programs", "").split()):
        if is_ours(pid, str(state)):
            say(f"Stopping process {pid} of a run that was killed.")
            stop_group(pid, str(state))
    (state / "dev.json").unlink(missing_ok=True)


def listen(port: int) -> socket.socket:
    """A listening socket on the first free port from `port` on."""
    for candidate in range(port, port + 200):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind(("127.0.0.1", candidate))
        except OSError:
            line.close()
            continue
        line.listen(128)
        return line
    raise ServiceError(f"No free port from {port} to {port + 199}.")


def start_web(crew: Crew, line: socket.socket, env: dict[str, str], state: Path, reload: bool) -> None:
    """Start the web server; the state folder on its command line is how we know it again."""
    web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"fd://{line.fileno()}", "--threads", "4"]
    web += ["--workers", "1" if reload else "2", "--pid", str(state / "web.pid"), "--log-level", "warning"]
    web += ["--timeout", "60", "--graceful-timeout", "5", "--no-control-socket", "--limit-request-line", "8190"]
    crew.start("web", [*web, "--reload" if reload else "--preload"], env, PROJECT, [line.fileno()])


def start_worker(crew: Crew, env: dict[str, str], state: Path) -> None:
    """Start the worker, and with it the clock; the state folder on its command line is how we know it again."""
    worker = [sys.executable, "-W", ROOT_WARNING, "-m", "celery", "--quiet", "--skip-checks", "--app", "config"]
    worker += ["worker", "--beat", "--schedule", str(state / "celerybeat-schedule"), "--concurrency", "2"]
    crew.start("worker", worker, env, PROJECT)


def wait_for_site(crew: Crew, address: str) -> None:
    """Wait until the site gives its first answer. The port is ours already, so one question waits for it."""
    end = time.monotonic() + READY_WITHIN
    while not crew.ended() and time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=READY_WITHIN):  # noqa: S310
            return
        time.sleep(0.1)
    raise ServiceError(f"The site at {address} did not answer; the lines above say why.")


def announce(address: str, env: dict[str, str]) -> None:
    """Print where the site is and who can log in."""
    lines = [f"  {address}", ""]
    if is_on(env["EXAMPLE_FIGURES"]):
        lines += [f"  {person.email:26} {person.name}, {person.role}" for person in PEOPLE]
        lines += ["", f"  The password of each is {PASSWORD}", ""]
    if "EMAIL_URL" not in given_settings():
        lines += [f"  Letters that it sends lie in {mail_folder(Path(env['STATE_DIR']))}", ""]
    print("\n".join(["", *lines, "  Ctrl-C stops it."]), flush=True)


@contextmanager
def interruptible() -> Iterator[None]:
    """Make every polite way of being stopped end the block in order, stopping what it started; once is enough."""
    signals = (SIGINT, SIGTERM, SIGHUP)

    def interrupt(*_: object) -> None:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in signals:
        signal.signal(number, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        say("Stopped.")


def dev(arguments: Sequence[str]) -> int:
    """Run the whole site until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="bin/dev", description="Run the whole site on this machine.")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="the first port to try")
    parser.add_argument("--reload", action="store_true", help="show changed code at once, and errors in the browser")
    options = parser.parse_args(arguments)
    given = given_settings()
    state = state_folder(given)
    lock = only_run(state)
    if lock is None:
        say(f"It already runs: {read_run(state).get('address', 'starting, ask again in a moment')}")
        return 0
    with lock, interruptible():
        stop_left_behind(state)
        with services(state, given) as urls, listen(options.port) as line:
            return run_site(state, given, urls, line, options.reload)
    return 0


def run_site(state: Path, given: dict[str, str], urls: dict[str, str], line: socket.socket, reload: bool) -> int:
    """Fill the database, start the programs and watch over them; gives the exit code when one of them ends."""
    address = f"http://localhost:{line.getsockname()[1]}"
    env = house_settings(state, given, urls, address) | ({"DEBUG": "1"} if reload else {})
    prepare_once(env, state)
    with Crew() as crew:
        start_web(crew, line, env, state, reload)
        note_run(crew, state, address)
        wait_for_site(crew, address)
        # Nobody needs it before there is a page to ask from, and till then each would slow the other down.
        start_worker(crew, env, state)
        note_run(crew, state, address)
        announce(address, env)
        while not crew.ended():
            time.sleep(0.3)
        say(f"The {crew.ended()} ended by itself; stopping the rest.")
    return 1


# ── bin/manage, bin/test and bin/bench ────────────────────────────────────────────────────────────────────────────


def call(command: Sequence[str], env: dict[str, str]) -> int:
    """Run a program in the foreground; when we are asked to stop, it is the program that decides when it has ended."""
    with subprocess.Popen(command, cwd=PROJECT, env=env) as program:  # noqa: S603
        before = {number: signal.signal(number, lambda *_: program.terminate()) for number in (SIGTERM, SIGHUP)}
        while program.returncode is None:
            # Ctrl-C goes to the program as well.
            with suppress(KeyboardInterrupt):
                program.wait()
    for number, handler in before.items():
        signal.signal(number, handler)
    return program.returncode if program.returncode >= 0 else 128 - program.returncode


def is_empty(database_url: str) -> bool:
    """Whether nothing was ever put in this database."""
    with psycopg.connect(database_url) as connection:
        found = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    return found == (None,)


def manage(arguments: Sequence[str]) -> int:
    """Run a management command; where nothing was ever prepared, prepare it first."""
    given = given_settings()
    state = state_folder(given)
    address = read_run(state).get("address", f"http://localhost:{FIRST_PORT}")
    with services(state, given) as urls:
        env = house_settings(state, given, urls, address)
        if "DATABASE_URL" not in given and is_empty(urls["DATABASE_URL"]):
            say("Filling the database for the first time …")
            prepare(env)
        return call([*MANAGE, *arguments], env)


def test_settings(urls: dict[str, str]) -> dict[str, str]:
    """Settings of the tests: whatever stands in `.env` must not change their outcome."""
    ours = {"SECRET_KEY": "for-tests-only", "DEBUG": "1", "ENV_FILE": os.devnull, "PYTEST_PLUGINS": "tests.workers"}
    return with_bytecode(dict(os.environ) | urls | ours)


def test(arguments: Sequence[str]) -> int:
    """Run pytest on services of its own, on all cores: a worker more than those, for one that waits for a browser."""
    n_workers = 1 + (os.cpu_count() or 1)
    spread = [] if "no:xdist" in arguments else ["-n", f"{n_workers}", "--dist", "loadfile", "--no-loadscope-reorder"]
    with throwaway_services(os.environ) as urls:
        (Path(urls["STATE_DIR"]) / "static").mkdir()
        return call([sys.executable, "-m", "pytest", *spread, *arguments], test_settings(urls))


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks on services of their own that write to disk as the real ones do."""
    with throwaway_services(os.environ, durable=True) as urls:
        ours = {
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "STATEMENT_TIMEOUT_MS": "0",
            "LOG_LEVEL": "WARNING",
        }
        return call([sys.executable, "-m", "bench", *arguments], test_settings(urls) | ours)


def main() -> int:
    """Run one of the ways."""
    ways = {"dev": dev, "manage": manage, "test": test, "bench": bench}
    os.chdir(PROJECT)
    try:
        return ways[sys.argv[1]](sys.argv[2:])
    except ServiceError as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
