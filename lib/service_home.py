"""Where embedded services keep their files, and as whom they run."""

import os
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path
from pwd import getpwnam
from typing import IO

LONGEST_SOCKET_PATH = 100  # bytes; the system allows 103 to 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"
ELSEWHERE = Path("/var/lib/embedded-services")


class ServiceError(Exception):
    """A service cannot be started; the message says why and what can be done."""


class Home:
    """The home of one state folder's services: `folder` for files, `sockets`, for root the `account` (uid, gid).

    PostgreSQL refuses to run as root. So for root the services run as `nobody`, or as whoever owns their files already,
    and live elsewhere when that account cannot reach the state folder (a clone below root's home).
    """

    def __init__(self, state: Path) -> None:
        self.folder = state / "services"
        self.account = self._account() if os.geteuid() == 0 else None
        self._let_pass(state)
        if self.account and not self.may("-x", state):
            ELSEWHERE.mkdir(exist_ok=True)
            ELSEWHERE.chmod(0o711)
            self.folder = ELSEWHERE / sha256(os.fsencode(state)).hexdigest()[:16]
            self.account = self._account()
        self._let_pass(self.folder)
        self.sockets = self._sockets()

    def _account(self) -> tuple[int, int]:
        """Whose the files are that are there already; else nobody."""
        made = self.folder / "postgresql"
        if made.exists() and made.stat().st_uid != 0:
            return made.stat().st_uid, made.stat().st_gid
        try:
            nobody = getpwnam("nobody")
        except KeyError:
            return 65534, 65534
        return nobody.pw_uid, nobody.pw_gid

    def _let_pass(self, folder: Path) -> None:
        """Make a folder of ours that the account can pass through to its own, but not look around or write in."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.account:
            os.chown(folder, -1, self.account[1])
            folder.chmod(0o710)

    def own(self, folder: Path) -> None:
        """Make a folder that only the account can enter."""
        folder.mkdir(exist_ok=True, mode=0o700)
        if self.account:
            os.chown(folder, *self.account)

    def _sockets(self) -> Path:
        """A private folder for the sockets; a short one elsewhere when our own's path is too long."""
        near = self.folder / "sockets"
        if len(os.fsencode(near / LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            self.own(near)
            return near
        note = self.folder / "sockets-folder"
        noted = Path(note.read_text()) if note.exists() else None
        if noted and self._is_private(noted):
            return noted
        short = Path(tempfile.mkdtemp(prefix="sockets-"))
        self.own(short)
        note.write_text(str(short))
        return short

    def _is_private(self, folder: Path) -> bool:
        try:
            status = folder.lstat()
        except FileNotFoundError:
            return False
        account = self.account[0] if self.account else os.geteuid()
        return folder.is_dir() and not folder.is_symlink() and status.st_uid == account and not status.st_mode & 0o077

    def start(self, command: list[str], log: IO[bytes] | int) -> subprocess.Popen[bytes]:
        """Start a program as the services' account, detached from this terminal."""
        uid, gid = self.account or (None, None)
        try:
            return subprocess.Popen(  # noqa: S603
                command,
                user=uid,
                group=gid,
                extra_groups=[] if self.account else None,
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except PermissionError as error:
            raise ServiceError(f"{command[0]} cannot be started ({error}); give DATABASE_URL and REDIS_URL.") from error

    def run(self, name: str, command: list[str]) -> None:
        """Run a program to its end; ServiceError with its output when it fails."""
        log = self.folder / f"{name}.log"
        with log.open("wb") as output:
            code = self.start(command, output).wait()
        if code:
            raise ServiceError(f"{command[0]} failed:\n{tail(log)}")

    def may(self, right: str, path: Path) -> bool:
        """Whether the services' account has this right (as in `test -x`), tried as that account itself."""
        return self.start(["test", right, str(path)], subprocess.DEVNULL).wait() == 0

    def executable(self, program: Path, tree: Path) -> Path:
        """The program, or where the account cannot run it, its copy: made once, with the tree it belongs to."""
        if self.account is None or self.may("-x", program):
            return program
        status = program.stat()
        version = sha256(f"{program}{status.st_mtime_ns}{status.st_size}".encode()).hexdigest()[:12]
        copy = self.folder / f"{tree.name}-{version}"
        if not copy.exists():
            half = copy.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            shutil.copytree(tree, half, symlinks=True)
            half.chmod(0o755)
            half.rename(copy)
        return copy / program.relative_to(tree)

    def remove(self) -> None:
        """Take away everything that the services left behind."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
