"""Readers at once: sessions that speak Streamlit's protocol and change a filter every second or so.

    python tests/bench/load.py DATASET [--readers 1,5,10,20,50] [--seconds 30] [--workers 1]
    python tests/bench/load.py DATASET --sessions 200

Each reader opens the map, then changes a filter (states, types, statuses, a date, a text), another
one each time. A change lasts until the run of the page for it has ended and all of it has arrived.
The server is `embassy-atlas serve`; processor time and memory (proportional) are those of all its
processes, the client's own not counted. With ``--sessions`` that many readers come one after the
other, change a filter twice and leave; it prints the memory after the first 20 and at the end, and
exits with 1 where it grew by more than 5 %. With readers it exits with 1 on any error.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120.0
SETTLED = 20
LEFT_S = 3.0
MOST_GROWTH = 0.05
TEXTS = ("Havana", "Paris", "consulate", "London embassy", "Nairobi", "Geneva")
LISTS = ("kinds", "sending", "receiving", "statuses")


class Server:
    """`embassy-atlas serve` with all its processes."""

    def __init__(self, dataset: str, port: int, workers: int, cache: str) -> None:
        words = ["serve", dataset, "--no-browser", "--port", str(port)]
        words += ["--workers", str(workers)] if workers > 1 else []
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "geo.cli", *words],
            env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": cache},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert f":{port}/" in self.process.stdout.readline()

    def processes(self) -> list[int]:
        """The process and its descendants."""
        found = [self.process.pid]
        for pid in found:
            for file in Path(f"/proc/{pid}/task").glob("*/children"):
                found += map(int, file.read_text().split())
        return found

    @property
    def worked(self) -> float:
        """Seconds of processor of all processes."""
        ticks = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Megabytes of all processes, what they share counted once."""
        rolls = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.processes())
        return sum(int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) for text in rolls) / 1024  # type: ignore[index]

    def end(self) -> None:
        """End the server as a service manager does."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Reader:
    """One session: what a browser keeps of the page, as far as the server asks for it."""

    def __init__(self, port: int, number: int) -> None:
        self.port, self.choice = port, random.Random(number)
        self.widgets: dict[str, Any] = {}
        self.query, self.page = "view=all", ""
        self.held: list[set[str]] = [set(), set()]
        self.received = 0
        self.turn = number

    async def __aenter__(self) -> Reader:
        cookies = await asyncio.to_thread(self._cookies)
        self.stream = await websockets.connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": cookies},
            max_size=None,
            open_timeout=PATIENCE_S,
            ping_interval=None,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stream.close()

    def _cookies(self) -> str:
        link = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        link.request("GET", "/", headers={"Accept": "text/html"})
        answer = link.getresponse()
        answer.read()
        link.close()
        given = answer.headers.get_all("Set-Cookie") or ()
        return "; ".join(one.partition(";")[0] for one in given)

    async def run(self) -> float:
        """Ask for a run of the page with the widgets as they are; seconds until all has come."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self.query, self.page
        asked.context_info.locale = "en"
        asked.context_info.url = f"http://127.0.0.1:{self.port}/?{self.query}"
        asked.cached_message_hashes.extend({*self.held[0], *self.held[1]})
        for id, (field, value) in self.widgets.items():
            state = asked.widget_states.widgets.add(id=id)
            if field == "string_array_value":
                state.string_array_value.data.extend(value)
            else:
                setattr(state, field, value)
        self.held = [self.held[1], set()]
        begun = time.perf_counter()
        await self.stream.send(message.SerializeToString())
        while not self._takes(await asyncio.wait_for(self.stream.recv(), PATIENCE_S)):
            pass
        return time.perf_counter() - begun

    def _takes(self, data: Any) -> bool:
        """Keep what a message says; whether it is the last one of a run."""
        self.received += len(data)
        message = ForwardMsg.FromString(data)
        what = message.WhichOneof("type")
        if message.metadata.cacheable or what == "ref_hash":
            self.held[1].add(message.ref_hash or message.hash)
        if what == "new_session":
            self.page = message.new_session.page_script_hash
        elif what == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif what == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._sees(message.delta.new_element)
        elif what == "script_finished":
            assert not message.script_finished, f"the run ended with {message.script_finished}"
            return True
        return False

    def _sees(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        assert kind != "exception", element.exception.message
        assert kind != "alert" or "could not be shown" not in element.alert.body
        one = getattr(element, kind)
        if kind == "multiselect" and (one.set_value or one.id not in self.widgets):
            self.widgets[one.id] = ("string_array_value", [*one.raw_values])
            if one.options:
                self.widgets[one.id][1].extend(one.options[at] for at in one.default)
                setattr(self, f"{one.id.rpartition('-')[2]}_offered", [*one.options])
        elif kind == "text_input" and (one.set_value or one.id not in self.widgets):
            self.widgets[one.id] = ("string_value", one.value if one.set_value else one.default)
        elif kind == "selectbox" and one.set_value:
            self.widgets[one.id] = ("string_value", one.raw_value)

    def change(self) -> str:
        """Change a filter as by hand, a list taken back before the next; the key it has."""
        self.turn += 1
        for id, (field, _) in self.widgets.items():
            if field == "string_array_value" or id.endswith(("-text", "-as_of")):
                self.widgets[id] = (field, [] if field == "string_array_value" else "")
        key = (*LISTS, "text", "as_of")[self.turn % 6]
        id = next(id for id in self.widgets if id.endswith(f"-{key}"))
        if key in LISTS:
            offered = getattr(self, f"{key}_offered")
            value: Any = self.choice.sample(offered, min(len(offered), self.choice.randint(1, 3)))
        else:
            value = (
                self.choice.choice(TEXTS) if key == "text" else str(self.choice.randint(1950, 2022))
            )
        self.widgets[id] = (self.widgets[id][0], value)
        return key


async def _reads(port: int, number: int, until: float, pause: float, found: dict[str, Any]) -> None:
    reader = Reader(port, number)
    try:
        async with reader:
            await reader.run()
            found["opened"] += 1
            while found["opened"] < found["wanted"]:
                await asyncio.sleep(0.1)
            found["ready"].set()
            await asyncio.sleep(reader.choice.uniform(0, pause))
            before = reader.received
            found["end"] = found["end"] or time.monotonic() + until
            while time.monotonic() < found["end"]:
                reader.change()
                query = reader.query
                found["times"].append(await reader.run())
                found["unchanged"] += reader.query == query
                await asyncio.sleep(reader.choice.uniform(0.7, 1.3) * pause)
            found["bytes"] += reader.received - before
    except Exception as error:  # counted, and the first of them shown
        found["errors"].append(f"{type(error).__name__}: {error}"[:200])
        found["opened"] += 1


async def _together(server: Server, readers: int, asked: argparse.Namespace) -> bool:
    found: dict[str, Any] = {
        **{"opened": 0, "wanted": readers, "end": 0.0, "times": [], "errors": []},
        **{"bytes": 0, "unchanged": 0, "ready": asyncio.Event()},
    }
    tasks = [
        asyncio.create_task(_reads(server.port, n, asked.seconds, asked.pause, found))
        for n in range(readers)
    ]
    await asyncio.wait(
        [asyncio.create_task(found["ready"].wait()), *tasks], return_when="FIRST_COMPLETED"
    )
    worked, begun = server.worked, time.monotonic()
    await asyncio.gather(*tasks)
    worked, lasted, times = server.worked - worked, time.monotonic() - begun, found["times"]
    memory = server.memory
    if len(times) > 1:
        p95 = statistics.quantiles(times, n=20)[-1]
        print(
            f"{readers:3} readers: median {statistics.median(times):.2f} s, p95 {p95:.2f} s, "
            f"{len(times) / lasted:.1f} changes a second, {worked / len(times):.3f} s of processor "
            f"and {found['bytes'] / len(times) / 1000:.0f} kB a change, {memory:.0f} MB, "
            f"{len(found['errors'])} errors, {found['unchanged']} without effect; "
            f"load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    for error in found["errors"][:3]:
        print("   ", error)
    return not found["errors"]


async def _one_after_another(server: Server, sessions: int) -> bool:
    async def comes(number: int) -> None:
        async with Reader(server.port, number) as reader:
            await reader.run()
            for _ in range(2):
                reader.change()
                await reader.run()

    first = 0.0
    for number in range(sessions):
        await comes(number)
        if number + 1 in (SETTLED, sessions) or not (number + 1) % 20:
            await asyncio.sleep(LEFT_S)
            memory = server.memory
            first = first or memory
            print(
                f"{number + 1:4} sessions: {memory:.0f} MB, {memory / first - 1:+.1%}", flush=True
            )
    return server.memory / first - 1 <= MOST_GROWTH


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", metavar="DATASET")
    parser.add_argument("--readers", default="1,5,10,20,50")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two changes")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--sessions", type=int, default=0)
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from geo.server import free_port

    held = True
    with tempfile.TemporaryDirectory() as cache:
        server = Server(asked.dataset, free_port(), asked.workers, cache)
        try:
            if asked.sessions:
                return 0 if asyncio.run(_one_after_another(server, asked.sessions)) else 1
            for readers in map(int, asked.readers.split(",")):
                held = asyncio.run(_together(server, readers, asked)) and held
        finally:
            server.end()
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
