"""A PostgreSQL server of Debian for tests: its own folder, a port on loopback, PostGIS."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

HOST = "127.0.0.1"
OWNER = "atlas"
SECRET = "s3cret/ü"


@dataclass(frozen=True)
class Cluster:
    """A running server."""

    folder: Path
    port: int

    def admin(self, statement: str, database: str = "postgres") -> None:
        address = f"host={self.folder} port={self.port} dbname={database} user=postgres"
        with psycopg.connect(address, autocommit=True) as conn:
            conn.execute(statement)

    @contextlib.contextmanager
    def database(self, *, postgis: bool = False) -> Iterator[str]:
        """A new database; its address, with the password of its owner."""
        name = f"atlas_{os.urandom(4).hex()}"
        self.admin(f"CREATE DATABASE {name} OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0")
        if postgis:
            self.admin("CREATE EXTENSION postgis", name)
        yield self.address(name)
        self.admin(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self, name: str, user: str = OWNER) -> str:
        return f"postgresql://{user}:s3cret%2F%C3%BC@{HOST}:{self.port}/{name}"


def absent(why: str) -> None:
    """Skip; where everything must be tested, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


@contextlib.contextmanager
def cluster() -> Iterator[Cluster]:
    """A new server, ended and removed afterwards."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        absent("PostgreSQL is not installed: apt-get install postgresql postgresql-15-postgis-3")
    bin = found[-1].parent
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o711)
    as_other = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_other = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"

    def run(*command: object) -> None:
        told = [*as_other, *map(str, command)]
        subprocess.run(told, check=True, capture_output=True, cwd=folder)

    users = ("--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--auth-local=trust")
    run(bin / "initdb", *users, "--auth-host=scram-sha-256", "--no-sync", "-D", data)
    options = f"-c listen_addresses={HOST} -c port={port} -c fsync=off "
    options += f"-c unix_socket_directories={folder}"
    run(bin / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
    try:
        made = Cluster(folder, port)
        for role in (OWNER, "desk", "public_reader"):
            made.admin(f"CREATE ROLE {role} LOGIN PASSWORD '{SECRET}'")
        yield made
    finally:
        run(bin / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
