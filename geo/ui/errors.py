"""Errors as the page shows them: in the reader's language, never a traceback, inputs kept."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from geo import i18n
from geo.dataset import shown
from geo.errors import AtlasError, DatasetFaulty, DatasetMissing, quoted
from geo.i18n import Translator
from geo.ui import open_atlas, state

LONGEST: Final = 2_000  # Most characters of a message, or of a line of one
_LOG: Final = logging.getLogger("geo.ui")
_MOST_FAULTS: Final = 10
told: Final = i18n.told


def show(error: AtlasError, tr: Translator) -> None:
    """Show an error of the atlas: value, error and remedy, line by line."""
    if isinstance(error, DatasetFaulty) and error.problems:
        _problems(error, tr)
        return
    text = told(error, tr)
    if isinstance(error, DatasetMissing):
        text += f"\n{open_atlas.origin(tr=tr)}"
    lines = [i18n.markdown(line, LONGEST) for line in text.splitlines() if line.strip()]
    st.error(tr.capital("  \n".join(lines)))


def in_full(error: AtlasError, tr: Translator) -> str:
    """An error as Markdown, beginning with a capital letter."""
    return i18n.markdown(tr.capital(told(error, tr)), LONGEST)


def listed(problems: Iterable[object], limit: int) -> str:
    """Errors as items of a list in Markdown."""
    return "".join(f"\n- {i18n.markdown(problem, limit)}" for problem in problems)


def _problems(error: DatasetFaulty, tr: Translator) -> None:
    number, path = len(error.problems), open_atlas.dataset_path()
    folder = quoted(shown(path)) if path else tr("page.pack.bundled")
    first = tr("page.pack.faults", count=number, folder=folder, origin=open_atlas.origin(tr=tr))
    more = max(0, number - _MOST_FAULTS)
    if more:
        first += f" {tr('page.pack.first', number=_MOST_FAULTS)}"
    text = i18n.markdown(first, LONGEST) + listed(error.problems[:_MOST_FAULTS], 400)
    rest = tr("page.pack.rest", number=more) if more else tr("page.pack.again")
    command = f"embassy-atlas check {shown(path)}" if path else "embassy-atlas check"
    st.error(f"{text}\n\n{rest}")
    st.code(i18n.plain(command, LONGEST), language=None)
    st.caption(tr("page.pack.mend"))


def problems(messages: Iterable[str]) -> None:
    """Show what of the reader's input is not used, and why."""
    for message in messages:
        st.warning(i18n.markdown(message, LONGEST))


@contextmanager
def guarded() -> Iterator[None]:
    """Transition whatever fails within into a message on the page; the log keeps the rest."""
    try:
        yield
    except AtlasError as error:
        show(error, state.tr())
    except Exception:
        _LOG.exception("the page failed")
        st.error(state.tr()("page.calm.page"))
