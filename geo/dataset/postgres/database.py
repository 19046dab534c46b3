"""A database that holds a dataset: its local copy, its one writer at a time, its news."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo import errors
from geo.dataset.files import write_atomic
from geo.dataset.postgres import layers
from geo.dataset.postgres.rows import Columns, read_file, write_tables
from geo.dataset.tables import FILES, HISTORY, contents
from geo.dataset.transaction import fingerprint, put_local
from geo.errors import DatasetMissing, WriteFailed, quoted
from geo.package_files import caches

if TYPE_CHECKING:
    from psycopg import Connection

SCHEMA: Final = "embassy_atlas"  # The schema of all tables, and the channel of notifications
_STATE: Final = ".version.json"
_TURN: Final = 0x45_4D_42_41  # Number of the advisory lock that writers wait for
_DRAWING: Final = _TURN + 1
_SERVED: Final = _TURN + 2
_WAIT_S: Final = 20
_OPTIONS: Final[dict[str, Any]] = {  # To notice a lost connection; seconds, the last in ms
    "application_name": "embassy-atlas",
    "connect_timeout": 5,
    **{"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3},
    "tcp_user_timeout": 20_000,
}
_WHERE: Final = ("user", "host", "port", "dbname", "hostaddr", "service", "options")
_QUIET_S: Final = 20.0
_RETRY_S: Final = 10.0
_LOG: Final = logging.getLogger("geo.dataset")


def driver() -> Any:
    """The library ``psycopg``."""
    try:
        import psycopg
    except ImportError as error:
        raise errors.MissingDependency(
            "A dataset in PostgreSQL needs psycopg. "
            'Install it with: pip install "embassy-atlas[postgres]".'
        ) from error
    return psycopg


class Database:
    """The database at an address; ``copy`` is the folder of its local copy.

    ``shown`` is the address without a password.
    """

    def __init__(self, address: str) -> None:
        psycopg = driver()
        try:
            told: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(address)
        except psycopg.Error:
            raise _unnamed() from None  # the text of the error can quote the password
        self.address = address
        self._password = told.get("password") or ""
        user, host, port, name = [str(told.get(one, "")) for one in _WHERE[:4]]
        if not name:
            raise _unnamed()
        at = "" if host.startswith("/") else host + (f":{port}" if port else "")
        self.shown = f"postgresql://{user}{'@' if user else ''}{at}/{name}"
        meant = {
            one.keyword.decode(): one.val.decode()
            for one in psycopg.pq.Conninfo.get_defaults()  # PGHOST, PGSERVICE and others
            if one.val
        }
        where = "\0".join(str((meant | told).get(one, "")) for one in _WHERE)
        key = hashlib.sha256(where.encode()).hexdigest()[:16]
        plain = re.sub(r"[^A-Za-z0-9_-]+", "-", name)
        self.copy = (caches("shared") / key / plain).resolve()
        self._options = _OPTIONS | told
        self._guard = threading.RLock()
        self._open: Connection[Any] | None = None
        self._columns: Columns | None = None
        self._listener: threading.Thread | None = None
        self._sound = b""  # The version that was found to be valid
        self._is_watched = self._is_closed = self._has_written = False

    def _connect(self) -> Connection[Any]:
        conn: Connection[Any] = driver().connect(**self._options, autocommit=True)
        conn.execute(f"SET search_path TO {SCHEMA}, public")
        return conn

    def close(self) -> None:
        """End the connection, and the thread that listens."""
        self._is_closed = True
        if self._open is not None:
            self._open.close()

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Connection[Any]]:
        """The connection of this process; made again where it was lost."""
        with self._guard, self._told_errors():
            if self._open is not None and not self._open.broken and not self._open.closed:
                with contextlib.suppress(driver().OperationalError):
                    self._open.execute("SELECT 1")
            if self._open is None or self._open.broken or self._open.closed:
                self._open = self._connect()
            yield self._open

    @contextlib.contextmanager
    def _told_errors(self) -> Iterator[None]:
        sql = driver().errors
        try:
            yield
        except (sql.UndefinedTable, sql.InvalidSchemaName) as error:
            raise self._without_dataset() from error
        except sql.InsufficientPrivilege as error:
            ask = "ask the owner of the database for the rights of an editor."
            raise WriteFailed(f"{self._told(error)}. Nothing was written: {ask}") from error
        except sql.LockNotAvailable as error:
            raise WriteFailed(
                f"{quoted(self.shown)} is being written by another program. Nothing was written: "
                "wait until that has ended, and try again."
            ) from error
        except sql.UniqueViolation as error:
            raise errors.DatasetChanged(f"{self._told(error)}. Try again.") from error
        except driver().OperationalError as error:
            told = f"The database {self._told(error, ' does not answer')}"
            look = "Check the address, and whether the database is running."
            raise errors.DatabaseLost(f"{told}. {look}") from error
        except driver().Error as error:
            mend = "run embassy-atlas check, and correct the dataset."
            raise WriteFailed(f"{self._told(error)}. Nothing was written: {mend}") from error

    def _told(self, error: Exception, what: str = "") -> str:
        line = next(iter(str(error).splitlines()), "").rstrip(".") or "the connection was lost"
        why = line.replace(self._password, "…") if self._password else line
        return f"{quoted(self.shown)}{what}: {why}"

    def _without_dataset(self) -> DatasetMissing:
        return DatasetMissing(
            f"{quoted(self.shown)} contains no dataset that its role may read. Put one there with "
            "embassy-atlas push, or give the role rights with push --readers."
        )

    def refreshed(self) -> Path:
        """The folder of the local copy, as new as the database."""
        if not self._is_watched:
            try:
                with self._connected() as conn:
                    self._refresh(conn)
            except errors.DatabaseLost:
                if self._listener is None or not self._state():
                    raise
                _LOG.warning("%s does not answer; the last version is shown", self.shown)
        return self.copy

    def is_blank(self) -> bool:
        """Whether its tables are prepared and contain no dataset yet."""
        with self._connected() as conn:
            return conn.execute("SELECT own IS NULL FROM dataset").fetchone() == (True,)

    def _refresh(self, conn: Connection[Any]) -> None:
        found = conn.execute("SELECT stamp::text, own IS NULL FROM dataset").fetchone()
        if found is None or found[1]:
            raise self._without_dataset()
        if self._state().get("stamp") == found[0]:
            return
        with self._locked():
            if self._state().get("stamp") == found[0]:
                return
            with conn.transaction():
                conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                self._take(conn)

    def _locked(self) -> contextlib.AbstractContextManager[None]:
        from geo.dataset.lock import locked

        self.copy.mkdir(parents=True, exist_ok=True)
        self.copy.chmod(0o700)
        return locked(self.copy)

    def _take(self, conn: Connection[Any]) -> int:
        """Read what is newer than the local copy, in a transaction; the version."""
        state = self._state()
        held: dict[str, str] = state.get("files", {})
        version, stamp, blank, history = conn.execute(
            "SELECT version, stamp::text, own IS NULL, has_history FROM dataset"
        ).fetchall()[0]
        if blank:
            (self.copy / _STATE).unlink(missing_ok=True)
            for name in FILES:
                (self.copy / name).unlink(missing_ok=True)
            return int(version)
        if state.get("stamp") == stamp:
            return int(version)
        files: dict[str, bytes] = {}
        stamps: dict[str, str] = {}
        query = (
            "SELECT name, stamp::text, CASE WHEN stamp::text <> ALL(%s) THEN exact END FROM files"
        )
        for name, mark, exact in conn.execute(query, [list(held.values())]).fetchall():
            if name == HISTORY and not history:
                continue
            stamps[name] = mark
            if held.get(name) != mark:
                files[name] = read_file(conn, self._typed(conn), name) if exact is None else exact
        if not history:
            (self.copy / HISTORY).unlink(missing_ok=True)
        put_local(self.copy, files)
        whole = fingerprint(contents(self.copy))
        state = {"version": version, "stamp": stamp, "files": stamps, "sha256": whole}
        write_atomic(self.copy / _STATE, json.dumps(state).encode())
        return int(version)

    def _state(self) -> dict[str, Any]:
        """What the local copy holds; empty where it is not whole."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            text = (self.copy / _STATE).read_bytes()
            state = dict(json.loads(text))
            if text == self._sound or state["sha256"] == fingerprint(contents(self.copy)):
                self._sound = text
                return state
        return {}

    def _typed(self, conn: Connection[Any]) -> Columns:
        if self._columns is None:
            self._columns = Columns(conn)
        return self._columns

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Keep all other writers out, first come, first served, until the connection ends."""
        with self._told_errors(), contextlib.closing(self._connect()) as conn:
            conn.execute(f"SET lock_timeout = '{_WAIT_S}s'")
            conn.execute("SELECT pg_advisory_lock(%s)", [_TURN])
            with self._connected() as own:
                if own.execute("SELECT own IS NULL FROM dataset").fetchall() == [(False,)]:
                    self._refresh(own)
            yield

    def put(self, files: Mapping[str, bytes], *, was: str | None, whole: bool = False) -> bool:
        """Write files in one transaction, all or none; ``whole``: there are no others."""
        mark = str(uuid.uuid4())
        try:
            with self._connected() as conn, self._locked(), conn.transaction():
                conn.execute(
                    "SELECT set_config('embassy_atlas.stamp', %s, true), "
                    "set_config('lock_timeout', %s, true)",
                    [mark, f"{_WAIT_S}s"],
                )
                conn.execute("SELECT version FROM dataset FOR UPDATE")
                changed = self._put(conn, files, was, whole)
        except errors.DatabaseLost as error:
            if not self._has(mark):
                raise WriteFailed(f"{error} Nothing was written.") from error
            changed = True
        self._has_written = self._has_written or changed
        with contextlib.suppress(errors.DatasetError):
            self._is_watched = self._is_watched and not changed
            self.refreshed()
        return changed

    def _put(
        self, conn: Connection[Any], files: Mapping[str, bytes], was: str | None, whole: bool
    ) -> bool:
        version = self._take(conn)
        before = contents(self.copy) if self._state() else {}
        mine = {name: before[name] for name in files if name in before}
        if was is not None and fingerprint(mine) != was:
            raise errors.DatasetChanged(
                f"{quoted(self.shown)} was changed by another program meanwhile. "
                "Nothing was written: try again."
            )
        surplus = whole and HISTORY in before and HISTORY not in files
        changed = {name: data for name, data in files.items() if before.get(name) != data}
        if not changed and not surplus:
            return False
        typed = self._typed(conn)
        write_tables(conn, typed, before, changed, version)
        if surplus:
            conn.execute("DELETE FROM edits")
        if surplus or HISTORY in changed:
            conn.execute("UPDATE dataset SET has_history = %s", [not surplus])
        for name, data in changed.items():
            conn.execute("SELECT bump(%s)", [name])
            exact = whole or name != HISTORY  # an editor only adds to the history
            if exact and read_file(conn, typed, name) != data:
                conn.execute("UPDATE files SET exact = %s WHERE name = %s", [data, name])
        return True

    def _has(self, mark: str) -> bool:
        """Whether a transaction was committed whose connection was lost."""
        until = time.monotonic() + _RETRY_S
        while True:
            try:
                with self._connected() as conn:
                    conn.execute("SELECT version FROM dataset FOR UPDATE")  # waits for its end
                    query = "SELECT FROM versions WHERE stamp = %s"
                    return conn.execute(query, [mark]).fetchone() is not None
            except errors.DatabaseLost as error:
                if time.monotonic() > until:
                    raise WriteFailed(
                        f"{error} Whether the edit was saved is not known: run embassy-atlas edits "
                        "to see, when the database answers again."
                    ) from error
                time.sleep(0.2)

    def prepare(self, readers: Sequence[str] = (), editors: Sequence[str] = ()) -> list[str]:
        """Bring the tables up to date and give rights to roles; the migrations that were run."""
        done: list[str] = []
        with self._connected() as conn, conn.transaction():
            if conn.execute("SHOW server_encoding").fetchone() != ("UTF8",):
                raise WriteFailed(
                    f"{quoted(self.shown)} is not a database in UTF-8. Create one with: "
                    "createdb --encoding UTF8 --template template0."
                )
            conn.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
            run = _applied(conn)
            files = resources.files("geo.dataset.postgres") / "migrations"
            for file in sorted(files.iterdir(), key=lambda one: one.name):
                if file.name.endswith(".sql") and file.name not in run:
                    conn.execute(file.read_text("utf-8").encode())
                    conn.execute("INSERT INTO migrations (name) VALUES (%s)", [file.name])
                    done.append(file.name)
            for grant, roles in (("reading", readers), ("editing", editors)):
                for role in roles:
                    conn.execute(f"SELECT grant_{grant}(%s)", [role])
        return done

    def can_draw(self) -> bool:
        """Whether the database has PostGIS; it is installed where this role may do that."""
        with self._connected() as conn, contextlib.suppress(driver().Error), conn.transaction():
            conn.execute("CREATE EXTENSION IF NOT EXISTS postgis SCHEMA public")
            return True
        return False

    def is_outdated(self) -> bool:
        """Whether it has map layers that show another state, or another day."""
        with self._connected() as conn:
            return layers.is_outdated(conn)

    def is_left_outdated(self) -> bool:
        """Whether this process has written, and no server is there to draw the map layers."""
        if not self._has_written:
            return False
        query = (
            "SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database "
            "WHERE locktype = 'advisory' AND objid = %s AND datname = current_database()"
        )
        with self._connected() as conn:
            served = conn.execute(query, [_SERVED]).fetchone() is not None
            return not served and layers.is_outdated(conn)

    def draw(self, made: Callable[[], Sequence[layers.Layer]], *, create: bool = False) -> bool:
        """Write the map layers of the newest state, unless another program is at it."""
        with self._told_errors(), contextlib.closing(self._connect()) as conn:
            free = conn.execute("SELECT pg_try_advisory_lock(%s)", [_DRAWING]).fetchone()
            if free != (True,):
                return False
            self.refreshed()
            stamp = self._state()["stamp"]
            drawn = made()
            with conn.transaction():
                if create:
                    layers.create_views(conn, drawn)
                layers.write_features(conn, drawn, stamp)
        return True

    def watch(self, changed: Callable[[], None] | None = None) -> None:
        """Keep the local copy up to date in a thread; ``changed`` is called each time."""
        with self._guard:
            if self._listener is None:
                self._listener = threading.Thread(target=self._listen, args=[changed], daemon=True)
                self._listener.start()

    def _listen(self, changed: Callable[[], None] | None) -> None:
        pause = 1.0
        while not self._is_closed:
            try:
                with self._told_errors(), contextlib.closing(self._connect()) as conn:
                    conn.execute(f"LISTEN {SCHEMA}")
                    conn.execute("SELECT pg_advisory_lock_shared(%s)", [_SERVED])
                    while not self._is_closed:
                        with self._connected() as own:
                            self._refresh(own)
                        self._is_watched, pause = True, 1.0
                        if changed is not None:
                            changed()
                        if not list(conn.notifies(timeout=_QUIET_S, stop_after=1)):
                            conn.execute("SELECT 1")
            except Exception as error:
                self._is_watched = False
                _LOG.warning("no news of %s: %s", self.shown, error)
                time.sleep(pause)
                pause = min(2 * pause, 30.0)


def _unnamed() -> DatasetMissing:
    return DatasetMissing(
        "The address of the database cannot be read, or names no database. Write it like "
        "postgresql://user@host:5432/atlas; the password is best kept in ~/.pgpass."
    )


def _applied(conn: Connection[Any]) -> set[str]:
    """The migrations that were run; the schema and their table are made where missing."""
    if conn.execute("SELECT to_regclass('embassy_atlas.migrations')").fetchone() == (None,):
        conn.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        conn.execute(
            "CREATE TABLE migrations (name text PRIMARY KEY, run timestamptz DEFAULT now())"
        )
    return {name for (name,) in conn.execute("SELECT name FROM migrations")}
