"""Several of the page's servers behind one address: a reader stays with one of them, by a cookie.

The proxy listens on this machine only, as its servers do, and passes headers on unchanged: what
the page tells from them (another proxy, a host, an origin) holds as with one server.
"""

import asyncio
import contextlib
import logging
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from geo.errors import PageFailed
from geo.server import HOST, Server

_LOG: Final = logging.getLogger("geo.workers")
_END: Final = b"\r\n\r\n"
_LONGEST_HEAD: Final = 65_536
_CHUNK: Final = 65_536
_HEAD_S: Final = 30.0
_STEP_S: Final = 0.1
_PATIENCE_S: Final = 300.0
_MOST_FAILURES: Final = 5
"""How often in turn a server may end before it answers, until all are given up."""

_NONE: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
    b"Connection: close\r\n\r\n"
)
_CONNECTION: Final = re.compile(rb"\r\n(?:connection|keep-alive|proxy-connection):[^\r\n]*", re.I)
_UPGRADE: Final = re.compile(rb"\r\nupgrade:[ \t]*websocket", re.I)
_PAGE: Final = re.compile(rb"\r\naccept:[^\r\n]*text/html", re.I)


@dataclass(eq=False)
class _Worker:
    number: int
    server: Server
    ready: bool = False
    failures: int = 0
    sockets: int = 0  # Sessions that are open
    readers: int = 0  # Readers that were ever sent here

    def look(self) -> None:
        """See whether a server that was started answers by now."""
        with (
            contextlib.suppress(OSError),
            socket.create_connection((HOST, self.server.port), _STEP_S),
        ):
            self.ready, self.failures = True, 0


class Workers:
    """Servers and the proxy before them, running until :meth:`end`.

    Parameters
    ----------
    make
        Starts a server of a number, from 0, on a free port.
    number
        How many servers.
    port
        The port on 127.0.0.1 where the page is.
    """

    def __init__(self, make: Callable[[int], Server], number: int, port: int) -> None:
        self.port = port
        self._make, self._stopped = make, threading.Event()
        self._cookie = f"atlas-worker-{port}".encode()
        self._chosen = re.compile(
            rb"\r\ncookie:(?:[^\r\n]*[; ])?" + self._cookie + rb"=([0-9]{1,3})(?=[;\r])", re.I
        )
        self._socket = socket.create_server((HOST, port))
        self._tasks: set[asyncio.Task[None] | None] = set()  # asyncio itself may lose them
        self._workers = [_Worker(place, make(place)) for place in range(number)]
        self._proxy = threading.Thread(target=lambda: asyncio.run(self._listen()), daemon=True)
        self._proxy.start()

    @property
    def address(self) -> str:
        """Where the page is, with a slash at its end."""
        return f"http://{HOST}:{self.port}/"

    def answers(self) -> bool:
        """Wait until all servers answer."""
        until = time.monotonic() + _PATIENCE_S
        while not self._stopped.wait(_STEP_S):
            self._tend()
            if all(worker.ready for worker in self._workers):
                return True
            if time.monotonic() > until:
                raise PageFailed(f"The page does not answer after {_PATIENCE_S:.0f} seconds.")
        return False

    def wait(self) -> int:
        """Replace servers that end, until told to end."""
        while not self._stopped.wait(_STEP_S):
            self._tend()
        return 0

    def terminate(self) -> None:
        """Let :meth:`wait` return."""
        self._stopped.set()

    def end(self) -> None:
        """End the servers and the proxy."""
        self._stopped.set()
        for worker in self._workers:
            worker.server.process.terminate()
        for worker in self._workers:
            worker.server.end()
        self._proxy.join()

    def _tend(self) -> None:
        for worker in self._workers:
            code = worker.server.process.poll()
            if code is None:
                if not worker.ready:
                    worker.look()
                continue
            worker.failures += 0 if worker.ready else 1
            if worker.failures >= _MOST_FAILURES:
                raise PageFailed(
                    f"Server {worker.number + 1} ended {worker.failures} times before it "
                    f"answered, code {code}. The cause is printed above."
                )
            _LOG.warning("Server %d ended, code %d; started again.", worker.number + 1, code)
            worker.server.end()
            worker.ready, worker.server = False, self._make(worker.number)

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._serve, sock=self._socket, limit=_LONGEST_HEAD)
        try:
            while not self._stopped.is_set():
                await asyncio.sleep(_STEP_S)
        finally:  # connections that are open do not hold it up
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection: one request, or one session."""
        self._tasks.add(task := asyncio.current_task())
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            try:
                head = await asyncio.wait_for(reader.readuntil(_END), _HEAD_S)
                await self._pass_on(head, reader, writer)
            finally:
                writer.close()
                self._tasks.discard(task)

    async def _pass_on(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        found = self._chosen.search(head)
        wanted = int(found[1]) if found else None
        page, session = bool(_PAGE.search(head)), bool(_UPGRADE.search(head))
        if not session:  # the next request on this connection might be another reader's
            head = _CONNECTION.sub(b"", head[: -len(_END)]) + b"\r\nConnection: close" + _END
        while worker := self._choose(wanted, page):
            try:
                down, up = await asyncio.open_connection(
                    HOST, worker.server.port, limit=_LONGEST_HEAD
                )
                break
            except ConnectionError:
                worker.ready = False
        else:
            writer.write(_NONE)
            return
        worker.sockets += session
        up.write(head)
        sending = asyncio.create_task(_copy(reader, up))
        try:
            answer = await down.readuntil(_END)
            if wanted != worker.number and (found or page):
                worker.readers += 1
                own = b"%s=%d; Path=/; HttpOnly; SameSite=Lax" % (self._cookie, worker.number)
                answer = answer[: -len(_END)] + b"\r\nSet-Cookie: " + own + _END
            writer.write(answer)
            await _copy(down, writer)
        finally:
            worker.sockets -= session
            sending.cancel()
            up.close()

    def _choose(self, wanted: int | None, page: bool) -> _Worker | None:
        """The server that a reader had, else the least busy; the first without any cookie."""
        ready = [worker for worker in self._workers if worker.ready]
        if wanted is None and not page:
            return next(iter(ready), None)
        had = [worker for worker in ready if worker.number == wanted]
        return min(had or ready, key=lambda one: (one.sockets, one.readers), default=None)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy what comes, until it ends."""
    with contextlib.suppress(OSError):
        try:
            while data := await reader.read(_CHUNK):
                writer.write(data)
                await writer.drain()
        finally:
            if writer.can_write_eof() and not writer.is_closing():
                writer.write_eof()
