import os
import socket
import subprocess
import sys

import pytest

from config import run
from lib.processes import is_ours, wait_until


def test_a_second_run_of_the_same_clone_is_refused_until_the_first_ends(tmp_path):
    first = run.only_run(tmp_path)
    assert run.only_run(tmp_path) is None
    first.close()
    assert run.only_run(tmp_path) is not None


def test_a_taken_port_is_passed_over():
    with run.listen(18_700) as first, run.listen(first.getsockname()[1]) as second:
        assert second.getsockname()[1] > first.getsockname()[1]
        with socket.create_connection(second.getsockname(), timeout=1):
            pass


def test_the_secret_is_made_once_and_only_we_can_read_it(tmp_path):
    secret = run.own_secret(tmp_path)
    assert len(secret) >= 50
    assert run.own_secret(tmp_path) == secret
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_what_is_given_goes_before_what_we_would_choose(tmp_path):
    given = {"SECRET_KEY": "given", "EXAMPLE_FIGURES": "0", "SITE_URL": "https://example.org"}
    env = run.house_settings(tmp_path, given, {"REDIS_URL": "redis://x"}, "http://localhost:8000")
    assert env == given | {
        "REDIS_URL": "redis://x",
        "STATE_DIR": str(tmp_path),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "COMPRESS_STATIC": "0",
        "EMAIL_URL": f"file:///{tmp_path}/mail",
    }


def test_programs_of_a_killed_run_are_stopped_and_others_are_not(tmp_path):
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    with (
        subprocess.Popen([*sleep, str(tmp_path)], start_new_session=True) as ours,
        subprocess.Popen(sleep, start_new_session=True) as stranger,
    ):
        assert wait_until(lambda: is_ours(ours.pid, str(tmp_path)), 5)
        (tmp_path / "dev.json").write_text(f'{{"address": "x", "programs": "{ours.pid} {stranger.pid}"}}')
        run.stop_left_behind(tmp_path)
        assert ours.wait() != 0
        assert stranger.poll() is None
        assert run.read_run(tmp_path) == {}
        stranger.kill()


@pytest.mark.parametrize(("script", "code"), [("raise SystemExit(3)", 3), ("import os; os.kill(os.getpid(), 15)", 143)])
def test_the_exit_code_of_a_command_is_passed_on(script, code):
    assert run.call([sys.executable, "-c", script], dict(os.environ)) == code
