"""Files of exactly the selection, made when they are asked for."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import streamlit as st

from geo import dates, i18n
from geo.errors import AtlasError, EmptySelection, InvalidSelection
from geo.figures import COUNTS, PROJECTIONS, SIZES, TEMPLATES, alt_text, figure, table
from geo.i18n import Translator
from geo.selection import Selection
from geo.ui import errors
from geo.ui.state import View

File = tuple[str, str, str, Callable[[], bytes]]
"""Suffix and media type of a file, the help of its button, and what makes it."""

_LOG: Final = logging.getLogger("geo.ui")
_FIGURES: Final = {
    "png": ("PNG", "image/png"),
    "svg": ("SVG", "image/svg+xml"),
    "pdf": ("PDF", "application/pdf"),
}
_HTML: Final = "text/html"
_CSV: Final = "text/csv"
_MISSIONS: Final = "missions"
_SITE: Final = "site"
_FIRST: Final = ("csv", "xlsx", "geojson", "gpkg")
_LONGEST: Final = 80
_JOBS: Final = "download_jobs"
_ASKED: Final = "download_asked"
_STEP: Final = 0.2
_PATIENCE: Final = 90.0


@dataclass
class Job:
    """The making of one file, in the browser's request; the page waits to hear how it went."""

    make: Callable[[], bytes]  # Makes the file's bytes
    tr: Translator = i18n.ENGLISH
    problem: str = ""
    remarks: list[str] = field(default_factory=list)
    begun: bool = False
    step: str = ""  # What of it is being made now; blank where that is not told
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> bytes:
        """Make the file."""
        self.begun = True
        try:
            return self.make()
        except AtlasError as error:
            self.problem = self.tr("page.file.failed", why=errors.told(error, self.tr))
            raise
        except Exception:
            _LOG.exception("a file could not be made")
            self.problem = self.tr("page.calm.file")
            raise
        finally:
            self.over.set()


class _TellsOthers(logging.Filter):
    """Keeps our own errors out of Streamlit's log, because the page shows them."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(getattr(error, "__cause__", None), AtlasError)


logging.getLogger("streamlit.runtime.backend_operation_handler").addFilter(_TellsOthers())


def file_name(selection: Selection, suffix: str, what: str = "") -> str:
    """A file's name that says what is in it."""
    query = re.sub(r"[^A-Za-z0-9]+", "-", selection.but(as_of=None).to_query()).strip("-")
    day = dates.day_of(selection.as_of) if selection.as_of else dates.today()
    parts = ["embassy-atlas", what, query[:_LONGEST].strip("-"), day.isoformat()]
    return f"{'-'.join(part for part in parts if part)}.{suffix}"


def _exported(view: View, suffix: str, layers: Sequence[str], content: str) -> bytes:
    from geo.exporters import FORMATS, Frames

    frames = Frames(view.atlas, view.selection, view.tr.language)
    held = FORMATS[suffix].held(layers) if content == _MISSIONS else (content,)
    return FORMATS[suffix].made(frames, held, content)


def _spoken(view: View) -> dict[str, Any]:
    return {"language": view.tr.language, "viewpoint": view.address.viewpoint}


@st.fragment
def draw(view: View, disabled: bool) -> None:
    """Draw the download buttons, and why the file last asked for could not be made."""
    from geo.dossier import dossier
    from geo.exporters import DATASET

    before = asked()
    tr = view.tr
    made: dict[str, Job] = {}

    def offer(
        key: str,
        label: str,
        mime: str,
        make: Callable[..., bytes],
        help: str,
        remarks: list[str] | None = None,
    ) -> None:
        suffix, what = {_HTML: ("html", key), _CSV: ("csv", key.partition("_")[2])}.get(
            mime, ("zip", key) if key == _SITE else (key, "")
        )
        key = key.replace(".", "_")
        shown = Selection() if key == DATASET else view.selection
        name = file_name(shown, suffix, what)
        maker = make if remarks is None else partial(make, remark=remarks.append)
        job = made[key] = button(key, label, (name, mime), maker, help, tr, disabled)
        if remarks is not None:
            job.remarks = remarks
        if key == _SITE:
            job.make = partial(make, progress=partial(_step, job))

    row = st.container(horizontal=True, key="downloads", vertical_alignment="center")
    layers = _formats(view, offer)
    options = _options(view, offer)
    with row:
        for suffix in _FIRST:
            _format(view, suffix, layers, offer)
        for format, (label, mime) in _FIGURES.items():
            make = partial(figure, view.atlas, view.selection, format=format, **options)
            offer(format, label, mime, make, tr("page.file.figure"), [])
        name = tr("page.file.dossier")
        help = tr("page.file.dossier_help")
        make = partial(dossier, view.atlas, view.selection, **_spoken(view))
        offer("dossier", name, _HTML, make, help, [])
    if not disabled:
        _embedding(view, offer)
        _publishing(view, offer)
    told(before, tr, made)


def _formats(view: View, offer: Callable[..., None]) -> list[str]:
    """The layers to choose, with the formats that are asked for less often; the layers chosen."""
    from geo.exporters import CONTENTS, FORMATS, LAYERS, dictionary_of

    tr = view.tr
    with st.expander(
        tr("page.file.formats"), icon=":material/folder_zip:", key="formats", on_change="rerun"
    ) as opened:
        layers = st.multiselect(
            tr("page.file.layers"),
            tuple(LAYERS),
            placeholder=tr("page.file.layers_default"),
            format_func=lambda one: tr(f"page.file.layer_{one}"),
            key="export_layers",
            help=tr("page.file.layers_help"),
        )
        if opened.open:
            usual = {format: suffix for suffix, format in reversed(FORMATS.items())}
            with st.container(horizontal=True, key="formats_row"):
                for suffix in FORMATS:
                    if suffix not in _FIRST and suffix in usual.values():
                        _format(view, suffix, layers, offer)
            st.caption(tr("page.file.tables"))
            with st.container(horizontal=True, key="contents_row"):
                for content in CONTENTS:
                    make = partial(_exported, view, "csv", (), content)
                    label = tr(f"page.file.content_{content}")
                    offer(f"csv_{content}", label, _CSV, make, tr(f"page.file.about_{content}"))
                make = partial(dictionary_of, layers or [_MISSIONS])
                offer("csv_columns", tr("page.file.columns"), _CSV, make, "")
    return layers


def _format(view: View, suffix: str, layers: Sequence[str], offer: Callable[..., None]) -> None:
    from geo.exporters import FORMATS

    format = FORMATS[suffix]
    make = partial(_exported, view, suffix, layers, _MISSIONS)
    key = f"page.file.{suffix.replace('.', '_')}"
    label = view.tr("page.file.dataset") if suffix == "zip" else format.label
    offer(suffix, label, format.media, make, view.tr(key))


def choose(
    tr: Translator,
    name: str,
    options: Sequence[str],
    first: str = "",
    key: str = "figure",
    help: str | None = None,
) -> str:
    """Draw the choice of one property of a figure."""
    return st.selectbox(
        tr(f"page.file.{name}"),
        options,
        index=options.index(first),
        format_func=lambda one: tr(f"page.file.{name}_{one.replace('-', '_') or 'auto'}"),
        key=f"{key}_{name}",
        help=help,
        filter_mode=None,
    )


def _options(view: View, offer: Callable[..., None]) -> dict[str, Any]:
    """The choices for a figure, with what it shows in words and as a table."""
    tr = view.tr
    with st.expander(
        tr("page.file.options"), icon=":material/tune:", key="figure_options", on_change="rerun"
    ) as opened:
        template = choose(tr, "template", ("", *TEMPLATES))
        count = choose(tr, "count", ("", *COUNTS), help=tr("page.file.count_help"))
        size = choose(tr, "size", tuple(SIZES), "page")
        st.radio(
            tr("page.file.language"),
            i18n.LANGUAGES,
            index=i18n.LANGUAGES.index(tr.language),
            format_func=lambda one: {"en": "English", "es": "Español"}.get(one, one),
            key=f"figure_language_{tr.language}",
            horizontal=True,
        )
        projection = choose(tr, "projection", ("", *PROJECTIONS))
        dark = st.checkbox(tr("page.file.dark"), key="figure_dark")
        language = st.session_state.get(f"figure_language_{tr.language}") or tr.language
        if opened.open:
            _beside(view, {"language": language, "count": count, "template": template}, offer)
    words = {"template": template, "count": count, "size": size, "projection": projection}
    return {**words, "dark": dark, "language": language, "viewpoint": view.address.viewpoint}


def _beside(view: View, words: dict[str, Any], offer: Callable[..., None]) -> None:
    """What the figure shows, in words to copy beside it, and as a table."""
    try:
        text = alt_text(view.atlas, view.selection, **words)
    except (EmptySelection, InvalidSelection):
        return
    st.caption(view.tr("page.file.alt_text"))
    st.code(text, language=None, wrap_lines=True)
    make = partial(table, view.atlas, view.selection, **words)
    offer("csv_figure", view.tr("page.file.table"), _CSV, make, "")


def _embedding(view: View, offer: Callable[..., None]) -> None:
    """The embed: its file, and the line that puts it into an article."""
    tr = view.tr
    label = tr("page.file.embed")
    with st.expander(label, icon=":material/code:", key="embed", on_change="rerun") as opened:
        if not opened.open:
            return
        from geo.dossier import embed, iframe, title

        st.caption(tr("page.file.embed_help"))
        make = partial(embed, view.atlas, view.selection, **_spoken(view))
        offer("embed", tr("page.file.embed_file"), _HTML, make, "")
        st.caption(tr("page.file.embed_how"))
        name = file_name(view.selection, "html", "embed")
        line = iframe(name, title(view.selection, tr.language))
        st.code(line, language=None, wrap_lines=True)


def _publishing(view: View, offer: Callable[..., None]) -> None:
    """The selection as a site of static files, in a ZIP."""
    tr = view.tr
    label = tr("page.file.site")
    with st.expander(label, icon=":material/public:", key="site", on_change="rerun") as opened:
        if not opened.open:
            return
        from geo.site import archive

        st.caption(tr("page.file.site_help"))
        make = partial(archive, view.atlas, view.selection)
        offer(_SITE, tr("page.file.site_file"), "application/zip", make, "")


def _step(job: Job, step: str, done: int, total: int) -> None:
    """Note how far a site is, for the page that waits for it."""
    values = {"step": job.tr(f"page.file.site_{step}"), "done": done, "total": total}
    job.step = job.tr("page.file.site_making", **values)


def button(
    key: str,
    label: str,
    file: tuple[str, str],
    make: Callable[[], bytes],
    help: str,
    tr: Translator,
    disabled: bool = False,
) -> Job:
    """Draw a button that makes a file."""
    job = Job(make, tr)
    st.download_button(
        label,
        job.run,
        *file,
        key=f"download_{key}",
        on_click=_ask,
        args=(key,),
        disabled=disabled,
        help=help or None,
    )
    return job


@st.fragment
def draw_one(
    view: View,
    what: str,
    make: Callable[[], bytes],
    help: str,
    disabled: bool,
    more: Mapping[str, File] = MappingProxyType({}),
) -> None:
    """Draw the download of one table, as CSV, and why it could not be made."""
    before, tr = asked(), view.tr
    with st.container(horizontal=True, key="downloads", vertical_alignment="center"):
        st.caption(tr("page.file.head"), width="content")
        file = file_name(view.selection, "csv", what), _CSV
        made = {what: button(what, "CSV", file, make, help, tr, disabled)}
        for label, (suffix, mime, said, maker) in more.items():
            file = file_name(view.selection, suffix, what), mime
            key = f"{what}_{suffix}"
            made[key] = button(key, label, file, maker, said, tr, disabled)
    told(before, tr, made)


def _ask(key: str) -> None:
    st.session_state[_ASKED] = key


def asked() -> Job | None:
    """The making of the file that the last click asked for."""
    jobs: dict[str, Job] = st.session_state.get(_JOBS, {})
    return jobs.get(st.session_state.pop(_ASKED, ""))


def told(asked: Job | None, tr: Translator, made: dict[str, Job]) -> None:
    """Wait until the file that was asked for is made, and say so if it cannot be."""
    if asked is not None:
        place = st.empty()
        until = time.monotonic() + _PATIENCE
        while not asked.over.wait(_STEP) and (asked.begun or time.monotonic() < until):
            place.caption(asked.step or tr("page.file.making"))
        if asked.over.is_set():
            place.empty()
        if asked.remarks:
            st.warning(i18n.markdown(" ".join(asked.remarks), errors.LONGEST))
        if asked.problem:
            place.error(i18n.markdown(asked.problem, errors.LONGEST))
    st.session_state[_JOBS] = made
