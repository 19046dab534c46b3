"""What is asked of the Wikidata Query Service: one bounded question a sending party."""

from collections.abc import Sequence
from string import Template
from typing import Final

from geo import package_files, parties
from geo.importers.items import PROPERTIES
from geo.importers.live import service
from geo.importers.live.service import (
    Asker,
    FetchReport,
    Progress,
    Question,
    RequestPolicy,
    Unsound,
)
from geo.importers.words import kinds_by_id
from geo.parties import State

SERVICE: Final = "https://query.wikidata.org/sparql"
# Most statements of one answer; an answer with as many may have been cut
MOST: Final = 60_000
_COLUMNS: Final = ("item", "property", "value", "valueLabel", "precision", "rank", "end")
_REFERENCE: Final = ("reference", "referenceLabel")


def senders() -> tuple[State, ...]:
    """The parties that are asked for: states, present and former, and listed entities."""
    return tuple(one for one in parties.parties() if one.qid and not (one.of and one.alpha2))


def question(sender: State) -> Question:
    """The query for one sending party: all statements of all its missions, closed ones too."""
    ids = " ".join(f"wd:{qid}" for qid in (sender.qid, *sender.qids))
    kinds = " ".join(f"wd:{qid}" for qid in kinds_by_id())
    statements = "\n    ".join(f"(wd:{p} p:{p} ps:{p} psv:{p})" for p in PROPERTIES)
    columns = " ".join(f"?{name}" for name in (*_COLUMNS, *_REFERENCE))
    text = Template(package_files.text("importers/live/missions.rq")).substitute(
        columns=columns, senders=ids, kinds=kinds, properties=statements, most=MOST
    )
    return Question(sender.code, sender.name, {"query": text, "format": "json"})


def fetch(
    parties: Sequence[State], policy: RequestPolicy, *, address: str = "", progress: Progress = None
) -> tuple[bytes, FetchReport]:
    """Ask for the missions of parties, and put the answers into one file."""
    asked = [question(one) for one in parties]
    ask = Asker(address or SERVICE, policy, _sound, progress)
    answers = ask(asked)
    rows = [row for one in asked for row in answers[one.key]["results"]["bindings"]]
    document = {
        "head": {"vars": [*_COLUMNS, *_REFERENCE]},
        "results": {"bindings": rows},
        "fetched": {"service": ask.service, "days": sorted(ask.days), "parties": sorted(answers)},
    }
    return service.one_file(document), ask.report


def _sound(asked: Question, data: bytes) -> bool:
    """Whether an answer, which is whole and one to this question, holds anything."""
    document = service.json_answer(data, "SPARQL results")
    try:
        names = document["head"]["vars"]
        rows = document["results"]["bindings"]
        senders_told = {
            row["value"]["value"].rpartition("/")[2]
            for row in rows
            if row["property"]["value"].endswith("/P137")
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise Unsound("it gave JSON of another kind instead of SPARQL results") from error
    if not set(_COLUMNS[:3]) <= set(names):
        raise Unsound("it answered another question: columns are missing")
    if len(rows) >= MOST:
        raise Unsound(f"its answer holds {MOST:,} statements and may have been cut")
    sender = parties.party_by_code(asked.key)
    if rows and senders_told.isdisjoint({sender.qid, *sender.qids}):
        raise Unsound("it answered another question: no mission is of this party")
    return bool(rows)
