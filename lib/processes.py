"""Programs that this project starts: recognising them again later, and stopping them without touching others."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

PROC = Path("/proc")


def command_line(pid: int) -> str:
    """The command line of a running process; "" when there is none or it has ended."""
    if PROC.joinpath("self").exists():
        try:
            return PROC.joinpath(str(pid), "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    found = subprocess.run(  # noqa: S603
        ["ps", "-ww", "-o", "command=", "-p", str(pid)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout


def is_ours(pid: int, marker: str) -> bool:
    """Whether `pid` runs with `marker` on its command line: a number alone may by now belong to another program."""
    return pid > 0 and marker in command_line(pid)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Look every 20 ms whether the condition holds, for at most so many seconds; gives whether it came to hold."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def stop(pid: int, marker: str, steps: Sequence[tuple[int, float]]) -> None:
    """Send each (signal, seconds of patience) in turn until the process is gone. Leaves a process of another alone."""
    for number, patience in steps:
        if not is_ours(pid, marker):
            return
        os.kill(pid, number)
        if wait_until(lambda: not is_ours(pid, marker), patience):
            return


def stop_group(pid: int, marker: str, patience: float = 15) -> None:
    """End a program and everything it started: first politely, after `patience` seconds by force."""
    stop(pid, marker, [(signal.SIGTERM, patience)])
    if is_ours(pid, marker):
        os.killpg(pid, signal.SIGKILL)


class Crew:
    """Programs that live and end together. Leaving the `with` block stops all of them.

    Each is its own process group, so that Ctrl-C in the terminal reaches us alone and we stop them in order.
    """

    def __init__(self) -> None:
        self.members: dict[str, subprocess.Popen[bytes]] = {}

    def start(
        self, name: str, command: Sequence[str], env: Mapping[str, str], cwd: Path, pass_fds: Sequence[int] = ()
    ) -> None:
        """Start a program; its output goes where ours goes."""
        self.members[name] = subprocess.Popen(  # noqa: S603
            command, env=env, cwd=cwd, pass_fds=pass_fds, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def ended(self) -> str:
        """The name of a program that has ended by itself; "" while all run."""
        return next((name for name, member in self.members.items() if member.poll() is not None), "")

    def stop(self, patience: float = 15) -> None:
        """Stop all: at once asked, then waited for, after `patience` seconds by force."""
        running = [member for member in self.members.values() if member.poll() is None]
        for member in running:
            member.terminate()
        end = time.monotonic() + patience
        for member in running:
            try:
                member.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(member.pid, signal.SIGKILL)
                member.wait()

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
