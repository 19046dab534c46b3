"""Queries a live service with pauses and limits; a rerun continues where the last run stopped.

A valid answer is stored for :data:`KEPT_HOURS`; an empty one is reported and not stored. A failed
query is repeated after a wait that doubles, or that the service gives. After several failures in
succession no more queries are sent. stamina repeats queries; hishel's store holds the answers. Its
HTTP cache is not used: it stores no answers to POST, and none that a service marks as not to store.
"""

import datetime as dt
import email.utils
import hashlib
import json
import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geo import dates
from geo.errors import InvalidSelection, ServiceFailed, WriteFailed, quoted
from geo.package_files import caches
from geo.provenance import version

if TYPE_CHECKING:
    import hishel
    import httpx

KEPT_HOURS: Final = 24  # Hours for which an answer is kept
_AGAIN: Final = (408, 425, 429, 500, 502, 503, 504)
_RUNNING: Final = 3
_NAMED: Final = 10
_SECONDS_PER_HOUR: Final = 3_600
_DAY: Final = "X-Day"
# Called, if given, with the number of the query, how many there are, and its name
Progress = Callable[[int, int, str], None] | None


class Unsound(ValueError):
    """An answer that cannot be one; the text says why."""


class Question(NamedTuple):
    """One query to a service: its form is posted, or its own address is fetched."""

    key: str
    name: str
    form: Mapping[str, str]
    url: str = ""


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
        left = f", {self.left:,} not sent" if self.left else ""
        nothing = f"; nothing found for {_first(self.nothing, ', ', '')}" if self.nothing else ""
        return f"{said}, {len(self.failed):,} failed{left}{nothing}"


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


def json_answer(data: bytes, what: str = "JSON") -> dict[str, Any]:
    """An answer that is a JSON object; anything else is unsound."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        page = data.lstrip()[:1] == b"<"
        given = "a web page or XML" if page else "an incomplete or empty answer"
        raise Unsound(f"it gave {given} instead of {what}") from error
    if not isinstance(found, dict):
        raise Unsound(f"it gave JSON of another kind instead of {what}")
    return found


def one_file(document: Mapping[str, Any]) -> bytes:
    """Answers as one file in JSON."""
    return f"{json.dumps(document, ensure_ascii=False, separators=(',', ':'))}\n".encode()


class _Leave(Exception):
    """No further queries may be sent; the text is the reason."""


class _Busy(Exception):
    """The service may answer later: the reason, and seconds to wait if it names them."""


@dataclass(slots=True)
class Asker:
    """Sends queries to a service, and further queries that follow from its answers."""

    service: str
    policy: RequestPolicy
    # Whether an answer has any content; raises Unsound if it is not an answer
    sound: Callable[[Question, bytes], bool]
    progress: Progress = None
    secret: Mapping[str, str] = field(default_factory=dict)  # Sent with each form, and never kept
    differ: bool = True  # Whether no two answers may be the same
    report: FetchReport = field(default_factory=FetchReport)
    days: set[str] = field(default_factory=set)
    _seen: dict[bytes, str] = field(default_factory=dict)

    def __call__(self, questions: Sequence[Question]) -> dict[str, Any]:
        """Send the queries one after the other: key of a query -> its answer, parsed JSON."""
        told = self.report
        told.asked += len(questions)
        answers: dict[str, Any] = {}
        running = 0
        with _client(self.policy) as client, _store() as store:
            for number, question in enumerate(questions):
                if self.progress is not None:
                    self.progress(number, len(questions), question.name)
                asked = json.dumps([self.service, question.url, {**question.form}], sort_keys=True)
                key = hashlib.sha256(asked.encode()).hexdigest()
                if answer := _kept(store, key):
                    day, data = answer
                    self._seen[data] = question.name
                    told.kept += 1
                else:
                    if told.got or told.failed:
                        time.sleep(self.policy.pause_s)
                    try:
                        data, holds = self._repeated(partial(self._checked, client, question))
                    except (_Leave, ServiceFailed) as error:
                        told.failed[question.name] = str(error)
                        running += 1
                        if running == _RUNNING or isinstance(error, _Leave):
                            told.left = len(questions) - number - 1
                            break
                        continue
                    running, day = 0, dates.today().isoformat()
                    told.got += 1
                    if holds:
                        _keep(store, key, day, data)
                    else:
                        told.nothing.append(question.name)
                answers[question.key] = json.loads(data)
                self.days.add(day)
        if told.failed:
            failed = [f"  {name}: {why}" for name, why in told.failed.items()]
            failures = _first(failed, "\n", "\n  …")
            what = f"{quoted(self.service)} did not answer all queries ({told}):\n{failures}"
            rest = "run the same command again to fetch the rest. No dataset was changed."
            kept = f"Answers received are kept for {KEPT_HOURS} hours"
            raise ServiceFailed(f"{what}\n{kept}: {rest}")
        return answers

    def pages(
        self, question: Callable[[list[Any]], Question], more: Callable[[list[Any]], object]
    ) -> dict[str, Any]:
        """The answers to questions that each follow from the pages before, to the last page."""
        answers: dict[str, Any] = {}
        while not answers or more([*answers.values()]):
            answers |= self([question([*answers.values()])])
        return answers

    def _checked(self, client: "httpx.Client", question: Question) -> tuple[bytes, bool]:
        """A valid answer, and whether it has any content."""
        data = self._once(client, question)
        holds = self.sound(question, data)
        other = self._seen.setdefault(data, question.name)
        if self.differ and holds and other != question.name:
            raise Unsound(f"it gives the same answer as for {other}")
        return data, holds

    def _repeated(self, once: Callable[[], tuple[bytes, bool]]) -> tuple[bytes, bool]:
        """The result of ``once``, which is repeated after errors that may be temporary."""
        import httpx
        import stamina

        policy = self.policy
        logging.getLogger("stamina").addHandler(logging.NullHandler())  # It logs each repeat

        def again(error: Exception) -> bool | float:
            if isinstance(error, _Busy) and error.args[1]:
                return max(float(error.args[1]), policy.wait_s)
            return isinstance(error, _Busy | Unsound | httpx.HTTPError)

        try:
            for attempt in stamina.retry_context(
                again,
                attempts=policy.tries,
                timeout=None,
                wait_initial=policy.wait_s,
                wait_max=policy.longest_s,
                wait_jitter=policy.wait_s / 5,
            ):
                with attempt:
                    return once()
        except httpx.TimeoutException:
            why = "it did not answer in time"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            why = f"the connection failed: {error or type(error).__name__}"
        except (_Busy, Unsound) as error:
            why = error.args[0]
        raise ServiceFailed(f"{why}, tries: {policy.tries}")

    def _once(self, client: "httpx.Client", question: Question) -> bytes:
        import httpx

        ends = time.monotonic() + self.policy.answer_s
        form, data = {**question.form, **self.secret}, bytearray()
        if question.url:
            answer = client.stream("GET", httpx.URL(question.url).copy_merge_params(form))
        else:
            answer = client.stream("POST", self.service, data=form)
        with answer as response:
            for part in response.iter_bytes():
                data += part
                if len(data) > self.policy.most_bytes:
                    raise Unsound(f"its answer has more than {self.policy.most_bytes:,} bytes")
                if time.monotonic() > ends:
                    late = f"{self.policy.answer_s:,.0f} s"
                    raise Unsound(f"its answer was incomplete after {late}")
        if response.status_code == 200:
            return bytes(data)
        why = f"it answered {response.status_code} {response.reason_phrase}".strip()
        if response.status_code not in _AGAIN:
            raise ServiceFailed(why)
        after = _retry_after(response.headers.get("Retry-After"))
        if after is not None and after > self.policy.longest_s:
            until = dt.datetime.now() + dt.timedelta(seconds=after)
            raise _Leave(f"{why} and asks to wait until {until:%H:%M}")
        raise _Busy(why, after)


def _first(named: Sequence[str], between: str, rest: str) -> str:
    more = len(named) - _NAMED
    return between.join(named[:_NAMED]) + (f"{rest} and {more:,} more" if more > 0 else "")


def _client(policy: RequestPolicy) -> "httpx.Client":
    import httpx

    known = re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+", policy.contact)
    if not known or not policy.contact.isascii():
        remedy = "Give a mail address or the address of a page with --contact."
        raise InvalidSelection(f"The operators of a live service need a contact. {remedy}")
    agent = f"embassy-atlas/{version() or '0'} (missions of states; contact: {policy.contact}) "
    headers = {
        "User-Agent": f"{agent}httpx/{httpx.__version__}",
        "Accept": "application/sparql-results+json, application/json",
    }
    return httpx.Client(headers=headers, timeout=min(30.0, policy.answer_s))


def _retry_after(text: str | None) -> float | None:
    if text and text.strip().isdigit():
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text or "")
    except (TypeError, ValueError):
        return None
    when = when.replace(tzinfo=when.tzinfo or dt.UTC)
    return max(0.0, (when - dt.datetime.now(dt.UTC)).total_seconds())


@contextmanager
def _store() -> Iterator["hishel.SqliteStorage"]:
    import sqlite3

    import hishel

    file = caches("fetched") / "answers.db"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file)) as probe:  # hishel would store nothing
            probe.execute("PRAGMA schema_version")
    except (OSError, sqlite3.Error) as error:
        told = f"fetched answers cannot be saved in {quoted(file)} ({error})"
        remedy = "Delete this file, or set XDG_CACHE_HOME to a folder that is writable."
        raise WriteFailed(f"{told}. {remedy}") from error
    kept_s = KEPT_HOURS * _SECONDS_PER_HOUR
    with closing(hishel.SqliteStorage(database_path=file, default_ttl=kept_s)) as store:
        yield store


def _kept(store: "hishel.SqliteStorage", key: str) -> tuple[str, bytes] | None:
    """The date and the bytes of an answer stored in the last :data:`KEPT_HOURS` hours."""
    for entry in store.get_entries(key):
        data = b"".join(entry.response.stream)  # type: ignore[arg-type]
        if day := entry.response.headers.get(_DAY):
            return day, data
    return None


def _keep(store: "hishel.SqliteStorage", key: str, day: str, data: bytes) -> None:
    from hishel import Headers, Request, Response

    given = Response(200, Headers({_DAY: day}), iter((data,)))
    entry = store.create_entry(Request("POST", ""), given, key)
    for _ in entry.response.stream:  # type: ignore[union-attr]
        pass  # the entry is written as it is read
