"""``datapackage.json``: the Data Package (v2) description, generated from the models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel

from geo.dataset.models import MODELS, Ref
from geo.dataset.presentation import KEY

_OWN = (*("name", "title", "description", "version", "homepage", "licenses", "contributors"), KEY)
_PLAIN: dict[str, Any] = {
    "name": "atlas",
    "title": "Diplomatic missions",
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
}


def refs(model: type[BaseModel]) -> dict[str, Ref]:
    """The columns of a table that hold ids of another."""
    found: dict[str, Ref] = {}
    for name, info in model.model_fields.items():
        marks = [*info.metadata, *get_args(info.annotation)]
        for mark in marks:
            if isinstance(mark, Ref):
                found[name] = mark
    return found


def describe(own: Mapping[str, Any] | None = None, *, history: bool = False) -> bytes:
    """The description of a dataset, as bytes of ``datapackage.json``."""
    kept = {key: (own or {})[key] for key in _OWN if key in (own or {})}
    document = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        **(_PLAIN | kept),
        "resources": [
            *(_table(name, model) for name, model in MODELS.items()),
            _places(),
            *([_history()] if history else []),
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def licences_of(own: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The licences that a description names; none where it names them in another form."""
    told = own.get("licenses")
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _table(name: str, model: type[BaseModel]) -> dict[str, Any]:
    fields = []
    for column, info in model.model_fields.items():
        entry: dict[str, Any] = {"name": column, "type": "string", "description": info.description}
        if column == "id":
            entry["constraints"] = {"required": True, "unique": True}
        fields.append(entry)
    schema: dict[str, Any] = {"fields": fields, "primaryKey": ["id"], "missingValues": [""]}
    keys = [
        {"fields": [column], "reference": {"resource": ref.table, "fields": ["id"]}}
        for column, ref in refs(model).items()
        if not ref.many and ref.table in MODELS
    ]
    if keys:
        schema["foreignKeys"] = keys
    doc = (model.__doc__ or "").strip()
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "description": doc,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _places() -> dict[str, Any]:
    return {
        "name": "places",
        "path": "places.geojson",
        "description": "Places of missions; CRS84, longitude first.",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
    }


def _history() -> dict[str, Any]:
    return {
        "name": "edits",
        "path": "edits.jsonl",
        "description": "History of edits: author, time, reason and changes; one edit per line, "
        "the latest last.",
        "format": "jsonl",
        "mediatype": "application/jsonl",
        "encoding": "utf-8",
    }
