"""The source of an import: who published it, under which licence, when, and its fingerprint."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final, Self

from geo import package_files
from geo.errors import SourceFaulty

_SHA256: Final = re.compile(r"SHA-256 ([0-9a-f]{64})")
_SHORT: Final = 8


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence, as a Data Package names it."""

    name: str
    title: str
    path: str

    def as_dict(self) -> dict[str, str]:
        """The licence as ``datapackage.json`` has it."""
        return {key: text for key, text in asdict(self).items() if text}


# Name of a licence, in lower case -> the licence
LICENCES: Final = {
    name.lower(): Licence(name, **about)
    for name, about in package_files.toml("importers/licences.toml").items()
}
_KNOWN: Final = package_files.toml("importers/sources.toml")


@dataclass(frozen=True, slots=True)
class Origin:
    """What is recorded of the source of an import."""

    name: str
    publisher: str
    title: str
    url: str
    date: str  # The day or span of the data (EDTF)
    licence: Licence | None  # Its licence; None where not known
    sha256: str  # Fingerprint of the bytes that were read
    note: str = ""

    @classmethod
    def known(cls, name: str, date: str, sha256: str) -> Self:
        """That of a source with an importer of its own."""
        about = dict(_KNOWN[name])
        title = f"{about.pop('title')}, data of {date}"
        licence = LICENCES[about.pop("licence").lower()]
        return cls(name, title=title, date=date, licence=licence, sha256=sha256, **about)

    @property
    def key_property(self) -> str:
        """Property of the claims that hold the source's own ids of missions."""
        return f"{self.name}-id"

    @staticmethod
    def fingerprint(data: bytes) -> str:
        """SHA-256 of what was read, in hexadecimal digits."""
        return hashlib.sha256(data).hexdigest()

    def id_among(self, sources: Sequence[Mapping[str, str]]) -> str:
        """The id of the source in a dataset: that of the same file, else a free one."""
        if known := self._recorded(sources):
            return known["id"]
        plain = "-".join(re.findall(r"[a-z0-9]+", f"{self.name}-{self.date}".lower()))
        taken = plain in {row["id"] for row in sources}
        return f"{plain}-{self.sha256[:_SHORT]}" if taken else plain

    def agree(self, file: str, sources: Sequence[Mapping[str, str]]) -> None:
        """Check that the same file, imported before, is recorded as it is described now."""
        known = self._recorded(sources)
        if known is None:
            return
        before = f"{file} is already in the dataset, as source {known['id']},"
        if known["published"] != self.date:
            day, wrong = known["published"], "if that day is wrong, import it into a new dataset"
            told = f"{before} with data of {day}, not of {self.date}"
            raise SourceFaulty(f"{told}. Give --date {day}; {wrong}.")
        licence = self.licence.name if self.licence else ""
        if licence and known["licence"] != licence:
            said = f"under {known['licence']}" if known["licence"] else "without a licence"
            remedy = "Correct column licence of sources.csv, or leave out what differs."
            raise SourceFaulty(f"{before} {said}, not under {licence}. {remedy}")

    def _recorded(self, sources: Sequence[Mapping[str, str]]) -> Mapping[str, str] | None:
        """The source of the same publisher whose file had the same bytes."""
        for row in sources:
            found = _SHA256.search(row["note"])
            if found and found[1] == self.sha256 and row["id"].startswith(self.name):
                return row
        return None

    def record(self, source_id: str) -> dict[str, str]:
        """The cells of its row in the table ``sources``."""
        return {
            "id": source_id,
            "publisher": self.publisher,
            "title": self.title,
            "published": self.date,
            "url": self.url,
            "language": "mul",
            "kind": "database",
            "licence": self.licence.name if self.licence else "",
            "seen": "data",
            "note": f"{self.note} SHA-256 {self.sha256}".strip(),
        }
