"""A shared dataset, timed on PostgreSQL of Debian: ``python tests/bench/postgres.py DATASET``."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import psycopg
from support.postgres import cluster

from geo import dataset
from geo.dataset import Row, addresses
from geo.editing import prepare, save
from geo.exporters import draw_layers

ROUNDS = 10


@contextmanager
def timed(what: str, times: int = 1) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{what}: {(time.perf_counter() - began) / times:.2f} s", flush=True)


def seen(address: str, work: str) -> list[float]:
    """Seconds from a change to the copy of another server, which listens."""
    os.environ["XDG_CACHE_HOME"] = f"{work}/c"
    addresses.forget()
    copy = dataset.dataset_path(address)
    dataset.watch(copy)
    file, found = copy / "missions.csv", []
    while not file.is_file():
        time.sleep(0.01)
    with psycopg.connect(address, autocommit=True) as conn:
        for number in range(ROUNDS):
            time.sleep(0.5)
            name = f"Bench {number}"
            conn.execute(
                "UPDATE embassy_atlas.missions SET name = %s WHERE id = "
                "(SELECT min(id) FROM embassy_atlas.missions)",
                [name],
            )
            began = time.perf_counter()
            while name.encode() not in file.read_bytes():
                time.sleep(0.005)
            found.append(time.perf_counter() - began)
    return found


def main(folder: str) -> None:
    with (
        tempfile.TemporaryDirectory() as work,
        cluster() as server,
        server.database(postgis=True) as address,
    ):
        os.environ["XDG_CACHE_HOME"] = f"{work}/a"
        with timed("push"):
            dataset.push(address, folder)
        with timed("draw all layers"):
            draw_layers(address, create=True)
        os.environ["XDG_CACHE_HOME"] = f"{work}/b"
        addresses.forget()
        with timed("first copy"):
            dataset.locate(address)
        with timed("pull"):
            dataset.pull(f"{work}/pulled", address)
        assert dataset.contents(Path(work, "pulled")) == dataset.contents(Path(folder))
        with timed("nothing new", 100):
            for _ in range(100):
                dataset.locate(address)
        one = next(iter(dataset.read(address).missions))
        source = next(iter(dataset.read(address).sources)).id
        took = []
        for number in range(ROUNDS):
            cells = {"subject": one.id, "property": "facade", "value": f"bench {number}"}
            draft = prepare(address, [Row("claims", {**cells, "source": source})], author="Bench")
            began = time.perf_counter()
            save(draft)
            took.append(time.perf_counter() - began)
        print(f"save: {median(took):.2f} s in the median, {max(took):.2f} s at most")
        print(f"seen by another server: {median(seen(address, work)):.2f} s after the edit")
        with timed("draw the layers again"):
            draw_layers(address)
        addresses.forget()


if __name__ == "__main__":
    main(sys.argv[1])
