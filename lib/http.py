"""HTTP as a careful guest: time-outs, retries with growing pauses, size limits, and pages that can be resumed."""

import hashlib
import json
import random
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
import urllib3

from lib.files import write_whole

Checked = TypeVar("Checked")
USER_AGENT = "Regiokracht/0.1 (regional statistics for communities)"
CHUNK = 65_536
MAX_REDIRECTS = 5
TOO_MANY_RECORDS = re.compile(rb"more than \d+ records", re.IGNORECASE)


class FetchError(Exception):
    """What could not be fetched. The message is Dutch, says what is wrong and what to do, and is shown as it is."""


class PassingError(FetchError):
    """A fault that may be gone at the next try: a reset, a time-out, a 5xx, half a body, a page of HTML."""

    def __init__(self, message: str, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Limits:
    """How long, how often and how much. Times in seconds; bytes are counted after decompression."""

    connect: float = 10.0
    silence: float = 60.0
    whole_answer: float = 600.0
    attempts: int = 5
    first_pause: float = 1.0
    longest_pause: float = 60.0
    answer_bytes: int = 150_000_000
    total_bytes: int = 2_000_000_000


def read_json(content: bytes) -> Any:
    """JSON as Python values; raises ValueError with a Dutch message for whatever came in its place.

    Recognised: an empty body, a page of HTML, a body that was cut off, another encoding than UTF-8, and the
    numbers NaN and Infinity, which JSON does not have.
    """
    if not content.strip():
        raise ValueError("Het antwoord is leeg.")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise ValueError("Er kwam een webpagina (HTML) of XML, en geen JSON.")
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise ValueError(f"De tekst is geen UTF-8 (byte {error.start}).") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"De JSON is afgekapt of beschadigd bij regel {error.lineno}, teken {error.colno}.") from error
    except RecursionError as error:
        raise ValueError("De JSON is te diep genest.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"De JSON bevat {name}; dat is geen getal.")


class Fetcher:
    """Fetches from one host, and from no other.

    `base_url` names the host; links to one of `also_known_as` are followed at the host of `base_url` instead, for
    statistics offices write their own absolute address in their answers. `sleep` and `jitter` can be replaced in tests.
    """

    def __init__(
        self,
        base_url: str,
        *,
        also_known_as: frozenset[str] = frozenset(),
        limits: Limits = Limits(),
        session: requests.Session | None = None,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._base = urlsplit(self.base_url)
        if self._base.scheme not in {"http", "https"} or not self._base.netloc:
            raise FetchError(f"«{base_url}» is geen webadres. Geef een adres dat met https:// begint.")
        self._also_known_as = also_known_as
        self._limits = limits
        self._session = session or requests.Session()
        self._sleep = sleep
        self._jitter = jitter
        self.received_bytes = 0

    def local(self, url: str) -> str:
        """The same address at our host; raises FetchError for an address of anyone else."""
        parts = urlsplit(urljoin(self.base_url + "/", url))
        if parts.netloc != self._base.netloc and parts.hostname not in self._also_known_as:
            raise FetchError(f"Het antwoord verwijst naar een andere website: {url}. Dat adres is niet gevolgd.")
        return urlunsplit((self._base.scheme, self._base.netloc, parts.path, parts.query, ""))

    def get(self, url: str, params: Mapping[str, str] | None = None) -> bytes:
        """The body of `url`; raises FetchError after the last try."""
        return self._try(lambda: self._get_once(url, params))

    def get_json(self, url: str, params: Mapping[str, str] | None = None) -> tuple[bytes, Any]:
        """The body of `url` as received, and what it says; a body that is not whole JSON is asked for again."""
        return self._try(lambda: self._get_json_once(url, params))

    def _try(self, once: Callable[[], Checked]) -> Checked:
        attempts = self._limits.attempts
        for attempt in range(1, attempts):
            try:
                return once()
            except PassingError as error:
                self._sleep(self._pause(attempt, error.retry_after))
        try:
            return once()
        except PassingError as error:
            raise FetchError(f"{error} Na {attempts} pogingen gestopt. Probeer het later opnieuw.") from error

    def _pause(self, attempt: int, retry_after: float) -> float:
        """Twice as long each time, and never the same for two workers at once."""
        growing = self._limits.first_pause * 2.0 ** (attempt - 1) * (0.5 + self._jitter())
        return min(max(growing, retry_after), self._limits.longest_pause)

    def _get_json_once(self, url: str, params: Mapping[str, str] | None) -> tuple[bytes, Any]:
        content = self._get_once(url, params)
        try:
            return content, read_json(content)
        except ValueError as error:
            raise PassingError(f"{error} Adres: {url}.") from error

    def _get_once(self, url: str, params: Mapping[str, str] | None) -> bytes:
        address = self.local(url)
        try:
            for _ in range(MAX_REDIRECTS):
                with self._ask(address, params) as response:
                    if not response.is_redirect:
                        _refuse_status(response)
                        return self._read_body(response)
                    address, params = self.local(urljoin(address, response.headers["Location"])), None
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise PassingError(_in_words(error, address)) from error
        raise FetchError(f"{url} verwijst telkens door naar een ander adres.")

    def _ask(self, address: str, params: Mapping[str, str] | None) -> requests.Response:
        return self._session.get(
            address,
            params=params,
            headers={"User-Agent": USER_AGENT, "Accept": "application/json, */*;q=0.5"},
            timeout=(self._limits.connect, self._limits.silence),
            stream=True,
            allow_redirects=False,
        )

    def _read_body(self, response: requests.Response) -> bytes:
        """All bytes, counted while they come in, so that a bomb is dropped and not unpacked."""
        deadline = time.monotonic() + self._limits.whole_answer
        body = bytearray()
        for chunk in response.iter_content(CHUNK):
            body += chunk
            self.received_bytes += len(chunk)
            if len(body) > self._limits.answer_bytes:
                raise FetchError(f"Het antwoord van {response.url} is groter dan {_size(self._limits.answer_bytes)}.")
            if self.received_bytes > self._limits.total_bytes:
                raise FetchError(f"De bron stuurt in totaal meer dan {_size(self._limits.total_bytes)}; gestopt.")
            if time.monotonic() > deadline:
                raise PassingError(
                    f"Het antwoord van {response.url} duurde langer dan {self._limits.whole_answer:.0f} s."
                )
        if not body:
            raise PassingError(f"De bron gaf een leeg antwoord op {response.url}.")
        return bytes(body)


def _refuse_status(response: requests.Response) -> None:
    """Raise for every status but 2xx: at once where asking again cannot help."""
    status = response.status_code
    if status < 300:
        return
    if status == 404:
        raise FetchError(f"De bron kent dit adres niet (404): {response.url}. Controleer de tabel en het jaar.")
    if status == 429 or status >= 500:
        if TOO_MANY_RECORDS.search(response.raw.read(2_000, decode_content=True)):
            raise FetchError(f"De bron geeft niet zoveel rijen in één keer: {response.url}. Gebruik de ODataFeed.")
        raise PassingError(f"De bron heeft een storing ({status}) op {response.url}.", _retry_after(response))
    raise FetchError(f"De bron weigert het verzoek ({status}): {response.url}.")


def _retry_after(response: requests.Response) -> float:
    seconds = response.headers.get("Retry-After", "")
    return float(seconds) if seconds.isdigit() else 0.0


def _in_words(error: Exception, address: str) -> str:
    if isinstance(error, requests.Timeout):
        return f"De bron gaf niet op tijd antwoord op {address}."
    if isinstance(error, requests.exceptions.SSLError):
        return f"De beveiligde verbinding met {address} kwam niet tot stand."
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return f"Het antwoord van {address} brak halverwege af."
    return f"De verbinding met {address} werd verbroken of geweigerd."


def _size(size: int) -> str:
    return f"{size // 1_000_000} MB"


class PageStore:
    """Pages already fetched, on disk, so that a run that was broken off goes on where it stopped."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, url: str) -> bytes | None:
        """The page of `url`, if an earlier run fetched it."""
        path = self._path(url)
        return path.read_bytes() if path.is_file() else None

    def write(self, url: str, content: bytes) -> None:
        """Keep a page that was received whole."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self._path(url), content)

    def clear(self) -> None:
        """Forget all pages: the table is complete."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.page"


def fetch_pages(
    fetcher: Fetcher,
    url: str,
    params: Mapping[str, str] | None,
    next_link: Callable[[Any], str | None],
    store: PageStore | None = None,
) -> Iterator[tuple[bytes, Any]]:
    """Each page as received and as read, from `url` on, as long as `next_link` finds a link in the page.

    A page that fails is asked for again by itself. With a `store`, pages of an earlier run are taken from disk; the
    caller clears the store once everything is in. A link is followed as it is, without adding parameters to it.
    """
    address: str | None = requests.Request("GET", fetcher.local(url), params=params).prepare().url
    seen: set[str] = set()
    while address:
        if address in seen:
            raise FetchError(f"De bron verwijst in een kring: {address} kwam al eerder voor.")
        seen.add(address)
        content = store.read(address) if store else None
        if content is None:
            content, page = fetcher.get_json(address)
            if store:
                store.write(address, content)
        else:
            page = read_json(content)
        yield content, page
        link = next_link(page)
        address = fetcher.local(link) if link else None
