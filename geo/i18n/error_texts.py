"""Errors in the reader's language."""

from geo.errors import AmbiguousState, AtlasError
from geo.i18n.translation import ENGLISH, Translator


def told(error: AtlasError, tr: Translator) -> str:
    """What an error says, in the reader's language where the catalogue has it."""
    if tr.language == ENGLISH.language or not error.key:
        return str(error)
    values = {name: _value(value, tr) for name, value in error.values.items()}
    if isinstance(error, AmbiguousState):
        named = [f"{code} ({tr.party(code)})" for code in error.candidates]
        values["candidates"] = ", ".join(named)
    return tr(error.key, **values)


def _value(value: object, tr: Translator) -> object:
    if isinstance(value, AtlasError):
        return tr.capital(told(value, tr))
    return tr.listed(value, "or") if isinstance(value, tuple) else value
