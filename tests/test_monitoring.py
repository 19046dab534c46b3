"""What an operator may know: alive, ready, numbers, a log without readers' data, a clean end."""

from __future__ import annotations

import json
import logging
import shutil
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample
from support.served import free_port, serving
from websockets.sync.client import connect

import geo
from geo.cli import serve_command
from geo.cli.options import Shown
from geo.errors import AtlasError
from geo.ui import monitoring

ROOT = Path(__file__).resolve().parent.parent


def got(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def numbers_of(own: str) -> dict[str, Sample]:
    families = text_string_to_metric_families(got(f"{own}/metrics")[1])
    return {sample.name: sample for family in families for sample in family.samples}


def test_a_server_answers_its_operator_and_ends_cleanly(tmp_path: Path, atlas: geo.Atlas) -> None:
    folder, port = tmp_path / "dataset", free_port()
    shutil.copytree(ROOT / "data" / "atlas", folder)
    own = f"http://127.0.0.1:{port}"
    words = (str(folder), "--monitor", str(port), "--log-json")
    with serving(tmp_path / "cache", *words) as (process, address, log):
        assert got(f"{own}/live")[0] == 200
        assert json.loads(got(f"{own}/ready")[1])["status"] == "ok"
        with connect(f"{address.replace('http', 'ws')}_stcore/stream"):
            while (numbers := numbers_of(own))["embassy_atlas_sessions"].value != 1:
                time.sleep(0.1)
        assert numbers["embassy_atlas_dataset_info"].labels["sha256"] == atlas.dataset.sha256
        assert numbers["embassy_atlas_jobs_waiting"].value == 0
        assert numbers["embassy_atlas_rerun_seconds_count"].value == 0
        assert got(f"{own}/elsewhere")[0] == 404
        for path in ("live", "ready", "metrics"):
            assert "embassy_atlas" not in got(f"{address}{path}")[1], "not where readers are"

        (folder / "missions.csv").write_text("faulty")
        code, said = got(f"{own}/ready")
        assert (code, json.loads(said)["status"]) == (503, "DatasetFaulty")
        assert got(f"{own}/live")[0] == 200

        process.terminate()
        assert process.wait() == 0
        lines = log.read_text().splitlines()
        told = [json.loads(line) for line in lines if line.startswith("{")]
        assert any(line["message"] == "dataset opened" for line in told)
        assert "Traceback" not in log.read_text()


def test_the_log_has_no_reader_also_after_a_configuration_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit reads its files again; its server then wrote addresses and queries of readers."""
    monkeypatch.setenv("HOME", str(tmp_path))
    with serving(tmp_path / "cache") as (_, address, log):
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit" / "config.toml").write_text("[server]\nenableCORS = false\n")
        while "[server]" not in log.read_text():
            time.sleep(0.1)
        assert got(f"{address}?q=secret")[0] == 200
        with connect(f"{address.replace('http', 'ws')}_stcore/stream?q=secret"):
            pass
        asked = urllib.request.Request(address, headers={"Origin": "https://elsewhere.example"})
        with urllib.request.urlopen(asked) as answer:
            assert "Access-Control-Allow-Origin" not in answer.headers
        time.sleep(0.5)
        assert "secret" not in log.read_text()
        assert "GET /" not in log.read_text()


def test_lines_of_the_log_hold_nothing_that_a_reader_has_typed() -> None:
    def line(name: str, message: str, *values: object, **more: object) -> dict[str, object]:
        made = logging.getLogger(name).makeRecord(
            name, logging.ERROR, "x.py", 1, message, values, None, extra=more
        )
        try:
            raise ValueError("secret")
        except ValueError as error:
            made.exc_info = (type(error), error, error.__traceback__)
        found: dict[str, object] = json.loads(monitoring.Json().format(made))
        return found

    theirs = line("streamlit", "cannot open %s\n", "secret", told={"query": "secret"})
    assert theirs["message"] == "cannot open %s\n"
    assert theirs["error"] == "ValueError"
    assert "test_monitoring.py" in str(theirs["at"])
    assert "secret" not in json.dumps(theirs)
    assert line("geo.ui.jobs", "job", told={"kind": "png"})["kind"] == "png"


def test_nothing_listens_where_it_was_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMBASSY_ATLAS_MONITOR", raising=False)
    monkeypatch.setattr(monitoring, "make_server", None)
    monitoring.answer(lambda: "")


@pytest.mark.parametrize(("monitor", "workers"), [(8_598, 3), (65_535, 2)])
def test_each_port_of_an_operator_is_looked_at_before(monitor: int, workers: int) -> None:
    given = {"port": 8_599, "browser": False, "monitor": monitor, "workers": workers}
    with pytest.raises(AtlasError, match="--monitor"):
        serve_command.serve(None, shown=Shown(), **given)
