"""Files of exactly the selection, made when they are asked for."""

import base64
import contextlib
import logging
import re
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import streamlit as st
from streamlit import runtime
from streamlit.runtime.media_file_manager import MediaFileManager

from geo import dates, i18n
from geo.errors import AtlasError, EmptySelection, InvalidSelection
from geo.figures import COUNTS, PROJECTIONS, SIZES, TEMPLATES, alt_text, figure, table
from geo.i18n import Translator
from geo.render import Markup, render
from geo.selection import Selection
from geo.ui import errors, upload
from geo.ui.components import parts
from geo.ui.components.parts import fold
from geo.ui.jobs import Job
from geo.ui.shared import kept
from geo.ui.state import LANGUAGES, View

Make = Callable[..., bytes]
# Suffix and media type of a file, the help of its button, and what makes it
File = tuple[str, str, str, Callable[[], bytes]]
Offer = Callable[..., None]  # Draws the button for a file of the selection
FIGURES: Final = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
# Size that is shown -> class of the screens that show it, and dots an inch
_SCREENS: Final = {"page": ("ea-wide", 132), "column": ("ea-narrow", 216)}
_HTML: Final = "text/html"
CSV: Final = "text/csv"
_SITE: Final = "site"
_FIRST: Final = ("csv", "xlsx", "geojson", "gpkg")
_LONGEST: Final = 80
_JOBS: Final = "download_jobs"
_FRESH: Final = "download_fresh"
_STEP: Final = 0.25
_PATIENCE: Final = 90.0
_SOON: Final = 2.0
_STAY: Final = 30.0


class _TellsOthers(logging.Filter):
    """Keeps our own errors out of Streamlit's log, because the page shows them."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(getattr(error, "__cause__", None), AtlasError)


logging.getLogger("streamlit.runtime.backend_operation_handler").addFilter(_TellsOthers())
_clean = MediaFileManager.remove_orphaned_files


def _clean_seldom(manager: MediaFileManager) -> None:
    """Let a file stay for its browser: the ends of two runs, of any reader, would delete it."""
    now = time.monotonic()
    if now - getattr(manager, "cleaned", 0.0) > _STAY:
        manager.cleaned = now  # type: ignore[attr-defined]
        _clean(manager)


MediaFileManager.remove_orphaned_files = _clean_seldom  # type: ignore[method-assign, assignment]


def file_name(selection: Selection, suffix: str, what: str = "") -> str:
    """A file's name that says what is in it."""
    query = re.sub(r"[^A-Za-z0-9]+", "-", selection.but(as_of=None).to_query()).strip("-")
    day = dates.day_of(selection.as_of) if selection.as_of else dates.today()
    parts = ["embassy-atlas", what, query[:_LONGEST].strip("-"), day.isoformat()]
    return f"{'-'.join(part for part in parts if part)}.{suffix}"


@st.fragment
def draw(view: View, disabled: bool) -> None:
    """Draw the download buttons, and why the file last asked for could not be made."""
    from geo.dossier import dossier, embed, iframe, title
    from geo.exporters import DATASET

    tr = view.tr
    asked = view.atlas, view.selection
    spoken: dict[str, Any] = {"language": tr.language, "viewpoint": view.address.viewpoint}

    def offer(key: str, label: str, mime: str, make: Make, help: str, tells: str = "") -> None:
        suffix, what = {_HTML: ("html", key), CSV: ("csv", key.partition("_")[2])}.get(
            mime, ("zip", key) if key == _SITE else (key, "")
        )
        name = file_name(Selection() if key == DATASET else view.selection, suffix, what)
        key = key.replace(".", "_")
        button(key, label, (name, mime), make, help, tr, disabled=disabled, tells=tells)

    def embedding() -> None:
        st.caption(tr("page.file.embed_help"))
        offer("embed", tr("page.file.embed_file"), _HTML, partial(embed, *asked, **spoken), "")
        st.caption(tr("page.file.embed_how"))
        line = iframe(file_name(view.selection, "html", "embed"), title(asked[1], tr.language))
        st.code(line, language=None, wrap_lines=True)

    def publishing() -> None:
        from geo.site import archive

        st.caption(tr("page.file.site_help"))
        make = partial(archive, *asked)
        offer(_SITE, tr("page.file.site_file"), "application/zip", make, "", "progress")

    row = st.container(horizontal=True, key="downloads", vertical_alignment="center")
    layers = _formats(view, offer)
    options = _options(view, offer)
    with row:
        for suffix in _FIRST:
            _format(view, suffix, layers, offer)
        for format, mime in FIGURES.items():
            make = partial(figure, *asked, format=format, **options)
            offer(format, format.upper(), mime, make, tr("page.file.figure"), "remark")
        name, help = tr("page.file.dossier"), tr("page.file.dossier_help")
        offer("dossier", name, _HTML, partial(dossier, *asked, **spoken), help, "remark")
    if not disabled:
        fold(tr("page.file.embed"), "code", "embed", embedding)
        fold(tr("page.file.site"), "public", "site", publishing)
    told(tr)


def _formats(view: View, offer: Offer) -> list[str]:
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
                    make, label = _export(view, "csv", (), content), f"page.file.content_{content}"
                    about = tr(f"page.file.about_{content}")
                    offer(f"csv_{content}", tr(label), CSV, make, about)
                make = partial(dictionary_of, layers or ["missions"])
                offer("csv_columns", tr("page.file.columns"), CSV, make, "")
    return layers


def _format(view: View, suffix: str, layers: Sequence[str], offer: Offer) -> None:
    from geo.exporters import FORMATS

    format, make = FORMATS[suffix], _export(view, suffix, layers, "missions")
    label = view.tr("page.file.dataset") if suffix == "zip" else format.label
    offer(suffix, label, format.media, make, view.tr(f"page.file.{suffix.replace('.', '_')}"))


def _export(view: View, suffix: str, layers: Sequence[str], content: str) -> Callable[[], bytes]:
    from geo.exporters import exported

    words: dict[str, Any] = {"layers": tuple(layers), "language": view.tr.language}
    return partial(exported, view.atlas, view.selection, suffix, content=content, **words)


def choose(
    tr: Translator, name: str, words: Sequence[str], first: str = "", at: str = "figure", **how: Any
) -> str:
    """Draw the choice of one property of a figure."""
    told = {one: tr(f"page.file.{name}_{one.replace('-', '_') or 'auto'}") for one in words}
    label, index = tr(f"page.file.{name}"), words.index(first)
    return parts.choose(label, told, f"{at}_{name}", index=index, **how)


def _options(view: View, offer: Offer) -> dict[str, Any]:
    """The choices for a figure, with what it shows in words to copy and as a table."""
    tr = view.tr
    with st.expander(
        tr("page.file.options"), icon=":material/tune:", key="figure_options", on_change="rerun"
    ) as opened:
        template = choose(tr, "template", ("", *TEMPLATES))
        count = choose(tr, "count", ("", *COUNTS), help=tr("page.file.count_help"))
        size = choose(tr, "size", tuple(SIZES), "page")
        key, at = f"figure_language_{tr.language}", i18n.LANGUAGES.index(tr.language)
        label = tr("page.file.language")
        language = parts.radio(label, LANGUAGES, key, index=at, horizontal=True) or tr.language
        projection = choose(tr, "projection", ("", *PROJECTIONS))
        dark = st.checkbox(tr("page.file.dark"), key="figure_dark")
        words = {"language": language, "count": count, "template": template}
        with contextlib.suppress(EmptySelection, InvalidSelection):
            if opened.open:
                text = alt_text(view.atlas, view.selection, **words)
                st.caption(tr("page.file.alt_text"))
                st.code(text, language=None, wrap_lines=True)
                make = partial(table, view.atlas, view.selection, **words)
                offer("csv_figure", tr("page.file.table"), CSV, make, "")
    drawn = {"size": size, "projection": projection, "dark": dark}
    return {**words, **drawn, "viewpoint": view.address.viewpoint}


def button(
    key: str, label: str, file: tuple[str, str], make: Make, help: str, tr: Translator, **how: Any
) -> None:
    """Draw a button that makes a file, ``here`` for one that is worth no process."""
    disabled = how.pop("disabled", False)
    job = _job(make, tr, key, label=label, reader=upload.session(), long=key == _SITE, **how)
    words: Any = {"on_click": _ask, "args": (job,), "disabled": disabled, "help": help or None}
    st.download_button(label, job.run, *file, key=f"download_{key}", **words)


def picture(
    view: View, asked: Hashable, make: Make, text: Callable[[], str], short: str = ""
) -> Markup:
    """The picture that ``make`` draws, as HTML; ``text`` tells it to a reader who cannot see it."""
    dark = st.context.theme.type == "dark"

    def drawn() -> tuple[list[tuple[str, str]], str]:
        sizes = [
            partial(make, size=size, dpi=dpi, dark=dark) for size, (_, dpi) in _SCREENS.items()
        ]
        made = [base64.b64encode(data).decode() for data in _waited(sizes, view.tr)]
        return [(one, data) for (one, _), data in zip(_SCREENS.values(), made, strict=True)], text()

    key = "picture", asked, view.selection, view.selection.as_of_day, view.tr, dark
    images, told = kept(view.atlas, key, drawn)
    short = f"{short} {told.partition('. ')[0]}.".strip()
    return render("ui/timeline", images=images, short=short, text=told, tr=view.tr)


def _waited(asked: Sequence[Make], tr: Translator) -> list[bytes]:
    """Files that the page shows itself; a reader who moves on cancels them."""
    jobs, place = [_job(make, tr, "picture") for make in asked], st.empty()
    try:
        for job in jobs:
            job.begin()
        for job in jobs:
            while job.apart and not job.over.wait(_STEP):
                place.caption(job.said())
        return [job.run() for job in jobs]
    finally:
        for job in jobs:
            job.cancel()
        place.empty()


def _job(make: Make, tr: Translator, kind: str, **words: Any) -> Job:
    if (brought := upload.brought()) is not None:
        words["own"] = brought.data
    return Job(make, tr, kind, left=partial(_left, upload.session()), **words)


def _left(reader: str) -> bool:
    return runtime.exists() and not runtime.get_instance().is_active_session(reader)


@st.fragment
def draw_one(
    view: View, what: str, make: Make, help: str, disabled: bool, more: Mapping[str, File]
) -> None:
    """Draw the download of one table, as CSV, and why it could not be made."""
    tr = view.tr
    with st.container(horizontal=True, key="downloads", vertical_alignment="center"):
        st.caption(tr("page.file.head"), width="content")
        file = file_name(view.selection, "csv", what), CSV
        button(what, "CSV", file, make, help, tr, disabled=disabled, here=True)
        for label, (suffix, mime, said, maker) in more.items():
            file = file_name(view.selection, suffix, what), mime
            how = {"disabled": disabled, "here": suffix not in FIGURES}
            button(f"{what}_{suffix}", label, file, maker, said, tr, **how)
    told(tr)


def _ask(job: Job) -> None:
    st.session_state[_JOBS] = [*st.session_state.get(_JOBS, ()), job.begin()]
    st.session_state[_FRESH] = True


def told(tr: Translator) -> None:
    """Say of the files that were asked for how far they are, and why one cannot be made."""
    found: list[Job] = st.session_state.get(_JOBS, [])
    if st.session_state.pop(_FRESH, False):
        _wait(found, tr, _SOON if found[-1].apart else _PATIENCE)
    if any(job.apart and not job.over.is_set() for job in found):
        st.fragment(_meanwhile, run_every=1.0)(found, tr)  # the rest of the page does not wait
        return
    for job in found:
        if job.made.remarks:
            st.warning(i18n.markdown(" ".join(job.made.remarks), errors.LONGEST))
        if job.made.problem:
            st.error(i18n.markdown(job.made.problem, errors.LONGEST))
    st.session_state[_JOBS] = []


def _wait(found: Sequence[Job], tr: Translator, seconds: float) -> None:
    place, until = st.empty(), time.monotonic() + seconds
    for job in found:
        while not job.over.wait(_STEP) and time.monotonic() < until:
            place.caption(tr("page.file.making"))
    place.empty()


def _meanwhile(found: Sequence[Job], tr: Translator) -> None:
    """How far files are, each with a button that cancels it."""
    pending = [job for job in found if not job.over.is_set()]
    if not pending:
        time.sleep(_STEP)  # a run that begins drops an answer that is on its way to the browser
        st.rerun()
    for number, job in enumerate(pending):
        label = tr("page.file.cancel", file=job.label)
        with st.container(horizontal=True, vertical_alignment="center", key=f"job_{number}"):
            st.caption(i18n.markdown(f"{job.label}: {job.said()}"), width="content")
            parts.button(label, f"cancel_{number}", _cancel, job)


def _cancel(job: Job) -> None:
    job.cancel()
    job.over.wait(_SOON)
