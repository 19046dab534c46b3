"""Queries a live service: politely, within bounds, and so that a rerun goes on where it stopped.

An answer found sound is kept for :data:`KEPT_HOURS`; an empty one is named and not kept. What fails
is asked again after a time that doubles, or that the service names; a service that fails several
queries running is left alone.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import hashlib
import json
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo import dates
from geo._data import caches
from geo.dataset import write_atomic
from geo.errors import InvalidSelection, MissingDependency, ServiceFailed, WriteFailed, quoted

if TYPE_CHECKING:
    import httpx

KEPT_HOURS: Final = 24
"""Hours for which an answer is kept."""

_AGAIN: Final = (408, 425, 429, 500, 502, 503, 504)
_RUNNING: Final = 3
_NAMED: Final = 10
_DIGEST: Final = 16
_SECONDS_PER_HOUR: Final = 3_600


class Unsound(ValueError):
    """An answer that cannot be one; the text says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a service."""

    key: str
    name: str
    form: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A sound answer."""

    day: str
    data: bytes  # Its bytes


@dataclass(slots=True)
class FetchReport:
    """What was asked, got and not got, in numbers and names of queries.

    ``kept``: answered by a run before this one; ``failed``: name -> why; ``left``: not asked,
    because the service was left alone; ``nothing``: those with an empty answer.
    """

    asked: int = 0
    got: int = 0
    kept: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    left: int = 0
    nothing: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, object]:
        """The account as a plain mapping, for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        said = f"queries: {self.asked:,} sent, {self.got:,} answered, {self.kept:,} answered before"
        said += f", {len(self.failed):,} failed"
        said += f", {self.left:,} not sent" if self.left else ""
        if not self.nothing:
            return said
        named = ", ".join(self.nothing[:_NAMED])
        more = len(self.nothing) - _NAMED
        return f"{said}; nothing found for {named}" + (f" and {more:,} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class RequestPolicy:
    """How a service is queried; ``contact`` is a mail address or page for its operators.

    ``wait_s`` before a query is repeated doubles each time, up to ``longest_s``; ``answer_s`` and
    ``most_bytes`` limit one answer.
    """

    contact: str
    pause_s: float = 1.0
    tries: int = 5
    wait_s: float = 5.0
    longest_s: float = 300.0
    answer_s: float = 120.0
    most_bytes: int = 64 * 1024 * 1024


class _Leave(Exception):
    """The service is to be left alone; the text says why."""


def ask(
    service: str,
    questions: Sequence[Question],
    manners: RequestPolicy,
    sound: Callable[[Question, bytes], None],
    *,
    folder: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> tuple[dict[str, Answer], FetchReport]:
    """Ask a service all questions, one after the other."""
    try:
        import httpx
    except ModuleNotFoundError as error:
        raise MissingDependency(
            "a live service needs httpx, which is not installed. "
            "Install embassy-atlas again, completely."
        ) from error
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+", manners.contact):
        raise InvalidSelection(
            "The operators of a live service need a contact. Give a "
            "mail address or the address of a page with --contact."
        )
    keeper = _Keeper(service, folder)
    account = FetchReport(asked=len(questions))
    answers: dict[str, Answer] = {}
    seen: dict[str, str] = {}
    running = 0
    headers = {"User-Agent": _user_agent(manners.contact, httpx.__version__)}
    timeout = httpx.Timeout(min(30.0, manners.answer_s))
    with httpx.Client(headers=headers, timeout=timeout, follow_redirects=False) as client:
        for number, question in enumerate(questions):
            if progress is not None:
                progress(number, len(questions), question.name)
            kept = keeper.kept(question)
            if kept is not None:
                answers[question.key] = kept
                seen[hashlib.sha256(kept.data).hexdigest()] = question.name
                account.kept += 1
                continue
            if account.got or account.failed:
                time.sleep(manners.pause_s)
            try:
                data = _answer(client, service, question, manners, sound, seen)
            except _Leave as error:
                account.failed[question.name] = str(error)
                running = _RUNNING
            except ServiceFailed as error:
                account.failed[question.name] = str(error)
                running += 1
            else:
                running = 0
                account.got += 1
                if _is_nothing(data):
                    account.nothing.append(question.name)
                    answers[question.key] = Answer(dates.today().isoformat(), data)
                else:
                    answers[question.key] = keeper.keep(question, data)
            if running >= _RUNNING:
                account.left = len(questions) - number - 1
                break
    if account.failed:
        raise _failure(service, account)
    return answers, account


def _user_agent(contact: str, version: str) -> str:
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    try:
        own = version_of("embassy-atlas")
    except PackageNotFoundError:
        own = "0"
    return f"embassy-atlas/{own} (missions of states; contact: {contact}) httpx/{version}"


def _failure(service: str, account: FetchReport) -> ServiceFailed:
    told = "\n".join(f"  {name}: {why}" for name, why in [*account.failed.items()][:10])
    more = len(account.failed) - 10
    rest = f"\n  … and {more:,} more" if more > 0 else ""
    return ServiceFailed(
        f"{quoted(service)} did not answer all queries ({account}):\n{told}{rest}\n"
        f"Answers received are kept for {KEPT_HOURS} hours: run the same command again to fetch "
        "the rest. "
        "No dataset was changed."
    )


def _answer(
    client: httpx.Client,
    service: str,
    question: Question,
    manners: RequestPolicy,
    sound: Callable[[Question, bytes], None],
    seen: dict[str, str],
) -> bytes:
    """The answer to a question, asked again where that may help."""
    import httpx

    why = ""
    for attempt in range(manners.tries):
        wait = manners.wait_s * 2**attempt * random.uniform(0.8, 1.2)  # noqa: S311
        try:
            status, given, data = _once(client, service, question, manners)
        except httpx.TimeoutException:
            why = "it did not answer in time"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            why = f"the connection failed: {error or type(error).__name__}"
        except Unsound as error:
            why = str(error)
        else:
            if status == httpx.codes.OK:
                try:
                    sound(question, data)
                    _not_the_same(question, data, seen)
                except Unsound as error:
                    why = str(error)
                else:
                    return data
            else:
                why = f"it answered {status} {httpx.codes.get_reason_phrase(status)}".strip()
                if status not in _AGAIN:
                    raise ServiceFailed(why)
                wait = max(wait, given) if given is not None else wait
                if wait > manners.longest_s:
                    until = dt.datetime.now() + dt.timedelta(seconds=wait)
                    raise _Leave(f"{why} and asks to wait until {until:%H:%M}")
        if attempt + 1 < manners.tries:
            time.sleep(min(wait, manners.longest_s))
    times = "time" if manners.tries == 1 else "times"
    raise ServiceFailed(f"{why}, asked {manners.tries} {times}")


def _once(
    client: httpx.Client, service: str, question: Question, manners: RequestPolicy
) -> tuple[int, float | None, bytes]:
    """Status, seconds that the service wants to be left alone for, and body."""
    ends = time.monotonic() + manners.answer_s
    accept = {"Accept": "application/sparql-results+json, application/json"}
    with client.stream("POST", service, data=dict(question.form), headers=accept) as response:
        data = bytearray()
        for part in response.iter_bytes():
            data += part
            if len(data) > manners.most_bytes:
                raise Unsound(f"its answer has more than {manners.most_bytes:,} bytes")
            if time.monotonic() > ends:
                raise Unsound(f"its answer was incomplete after {manners.answer_s:,.0f} s")
        return response.status_code, _retry_after(response.headers.get("Retry-After")), bytes(data)


def _retry_after(text: str | None) -> float | None:
    """Seconds that a Retry-After header (RFC 9110) names."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    now = dt.datetime.now(when.tzinfo or dt.UTC)
    return max(0.0, (when.replace(tzinfo=when.tzinfo or dt.UTC) - now).total_seconds())


def _not_the_same(question: Question, data: bytes, seen: dict[str, str]) -> None:
    """Refuse an answer that another question had already, unless both found nothing."""
    digest = hashlib.sha256(data).hexdigest()
    other = seen.setdefault(digest, question.name)
    if other != question.name and not _is_nothing(data):
        raise Unsound(f"it gives the same answer as for {other}")


def _is_nothing(data: bytes) -> bool:
    document = json.loads(data)
    results = document.get("results")
    rows = results.get("bindings") if isinstance(results, dict) else document.get("elements")
    return not rows


class _Keeper:
    """Answers on the disk, each in a file that names its day and its fingerprint."""

    def __init__(self, service: str, folder: Path | None) -> None:
        digest = hashlib.sha256(service.encode()).hexdigest()[:_DIGEST]
        self._folder = (caches("fetched") if folder is None else folder) / digest
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteFailed(
                f"the folder {quoted(self._folder)} for fetched answers cannot be made "
                f"({error.strerror}). Make it writable, or set XDG_CACHE_HOME to one that is."
            ) from error

    def _file(self, question: Question) -> Path:
        asked = json.dumps(dict(question.form), sort_keys=True).encode()
        name = re.sub(r"[^A-Za-z0-9]", "", question.key) or "question"
        return self._folder / f"{name}-{hashlib.sha256(asked).hexdigest()[:_DIGEST]}"

    def kept(self, question: Question) -> Answer | None:
        """The answer that was kept within :data:`KEPT_HOURS`."""
        try:
            head, _, data = self._file(question).read_bytes().partition(b"\n")
            day, seconds, digest = head.decode("ascii").split(" ")
            age = time.time() - int(seconds)
        except (OSError, ValueError):
            return None
        fresh = 0 <= age < KEPT_HOURS * _SECONDS_PER_HOUR
        if not fresh or digest != hashlib.sha256(data).hexdigest() or _is_nothing(data):
            return None
        return Answer(day, data)

    def keep(self, question: Question, data: bytes) -> Answer:
        """Keep an answer."""
        day = dates.today().isoformat()
        head = f"{day} {int(time.time())} {hashlib.sha256(data).hexdigest()}\n".encode()
        write_atomic(self._file(question), head + data)
        return Answer(day, data)
