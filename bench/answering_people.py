"""People who fill in a questionnaire, for locust: each with cookies of their own, all at once.

Run by bench/bench_answering.py, which says in the environment who they are and what they do: `JOURNEY` walks through a
questionnaire, `FLOOR` asks as many times for the health check. Writes the seconds of each person to TIMES_FILE.
"""

import json
import logging
import os
import re
import time
from pathlib import Path

from gevent.event import Event
from locust import FastHttpUser, events, task
from locust.exception import StopUser

TOKENS = json.loads(Path(os.environ["TOKENS_FILE"]).read_text())
CODES = json.loads(os.environ["CODES"])
IS_JOURNEY = os.environ["WALK"] == "JOURNEY"
TIMES_FILE = Path(os.environ["TIMES_FILE"])
N_REQUESTS = 5
"""Of a whole journey: the link, the page behind it, the check, sending, and the receipt."""

logger = logging.getLogger(__name__)
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
all_are_there = Event()
waiting: list[int] = []
taken: list[float] = []


class Person(FastHttpUser):
    """Somebody with a link of their own."""

    wait_time = None
    network_timeout = connection_timeout = 600.0

    @task
    def answer(self) -> None:
        """Wait for the others, do it once, and go."""
        waiting.append(len(waiting))
        token = TOKENS[waiting[-1]]
        if len(waiting) == len(TOKENS):
            all_are_there.set()
        all_are_there.wait()
        begin = time.perf_counter()
        try:
            self._walk(token)
        except Exception:
            # One who does not come through ends it for all: a time without that person would say nothing.
            logger.exception("somebody did not come through")
            self.environment.process_exit_code = 1
            self.environment.runner.quit()
        taken.append(time.perf_counter() - begin)
        if len(taken) == len(TOKENS):
            self.environment.runner.quit()
        raise StopUser

    def _walk(self, token: str) -> None:
        if IS_JOURNEY:
            return self._fill_in(token)
        for _ in range(N_REQUESTS):
            self._expect("GET", "/healthz", 200)
        return None

    def _fill_in(self, token: str) -> None:
        page = self._expect("GET", f"/vragenlijst/{token}/", 303).headers["Location"]
        asked = self._expect("GET", page, 200).text
        filled = {"csrfmiddlewaretoken": CSRF.findall(asked)[-1], "g-rol": "inwoner", "q-OPEN1": "Het gaat goed."}
        filled |= {f"q-{code}": "4" for code in CODES}
        self._expect("POST", page, 200, filled | {"stap": "controle"})
        receipt = self._expect("POST", page, 303, filled | {"stap": "verstuur"}).headers["Location"]
        self._expect("GET", receipt, 200)

    def _expect(self, method: str, path: str, status: int, sent: dict[str, str] | None = None):
        answer = self.client.request(method, path, data=sent, allow_redirects=False)
        if answer.status_code != status:
            raise RuntimeError(f"{method} {path} gave {answer.status_code}, not {status}")
        return answer


@events.quitting.add_listener
def write_down(**_: object) -> None:
    """Tell the benchmark how long each person took."""
    TIMES_FILE.write_text(json.dumps(taken))
