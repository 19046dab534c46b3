"""The commands. Each parses, makes one call and prints; slow modules are imported only then."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.cli.dossier_command import Telling, write_dossier
from geo.cli.edit.add_command import groups
from geo.cli.edit.history_commands import copy, diff, edits, undo
from geo.cli.export_command import What
from geo.cli.figure_command import Print, write_figure
from geo.cli.import_command import importing
from geo.cli.measure_commands import scorecard, totals
from geo.cli.options import Json, Language, Shown, chosen_dataset, spread
from geo.cli.screenshot_command import Look, write_screenshot
from geo.cli.serve_command import Backdrop
from geo.cli.timeline_command import Drawn, show_timelines

app = typer.Typer(
    name="embassy-atlas",
    help="Show, search, check and edit data on diplomatic missions, with the sources of each "
    "value. Exit codes: 0 success, 1 errors in the data or nothing found, 2 wrong use.\n\n"
    "Example: embassy-atlas list --among VEN,PRK",
    epilog="embassy-atlas --version prints the version.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)

app.add_typer(importing)
for _group in groups():
    app.add_typer(_group)

DatasetArgument = Annotated[
    Path | None,
    typer.Argument(metavar="DATASET", help="Folder of the dataset. Default: the bundled one."),
]
DatasetOption = Annotated[
    Path | None, typer.Option("--dataset", metavar="FOLDER", help="Same as the argument.")
]


@app.command()
@spread
def check(
    dataset: DatasetArgument = None,
    dataset_option: DatasetOption = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Put the files into canonical form first.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if there are warnings, too.")
    ] = False,
    stale_years: Annotated[
        int,
        typer.Option(
            "--stale-years", min=0, metavar="N", help="Years after which evidence is old."
        ),
    ] = 5,
    every: Annotated[
        bool, typer.Option("--all", help="Print all warnings, not the first ten of each type.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check a dataset: list all errors and warnings.

    An error names file, row, column, value, rule and remedy. A warning names file, row and value
    and makes a suggestion: shared points, dates of 1 January, possible duplicates, missing places,
    old evidence, names of the other Korea, Congo or Guinea. A dataset with warnings is valid. A
    point outside its state is an error; a suggestion follows.

    Example: embassy-atlas check my-atlas --fix
    """
    from geo.cli.check_command import check_dataset

    folder = chosen_dataset(dataset, dataset_option)
    raise typer.Exit(check_dataset(folder, fix, strict, stale_years, every, as_json))


@app.command()
def merge(
    dataset: Annotated[
        list[Path], typer.Argument(metavar="DATASET...", help="Folders of the datasets to merge.")
    ],
    into: Annotated[
        Path,
        typer.Option("--into", metavar="DATASET", help="Folder of the target; created if missing."),
    ],
    candidate_matches: Annotated[
        Path | None,
        typer.Option(
            "--candidates", metavar="FILE", help="Write pairs that may be one mission to this CSV."
        ),
    ] = None,
    decisions: Annotated[
        list[Path] | None,
        typer.Option(
            "--decisions", metavar="FILE", help="Read that table, with same or different filled in."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Merge datasets into another one.

    Two rows are the same mission if they have the same Wikidata id, or else the same sending and
    receiving state, type and city. Where that is uncertain, the command asks at a terminal, or
    writes a table and reads the decisions from it; undecided pairs stay two missions. All values
    of all datasets are kept. Merging again changes nothing. The target is written completely or
    not at all.

    Example: embassy-atlas merge ours --into world --candidates pairs.csv
    """
    from geo.cli.merge_command import merge_datasets

    merge_datasets(dataset, into, candidate_matches, decisions or [], as_json)


for _command in (undo, edits, diff, copy, scorecard, totals):
    app.command()(_command)


@app.command("list")
@spread
def list_missions(
    shown: Shown,
    absent: Annotated[
        bool,
        typer.Option(
            "--absent",
            help="List states without a mission: no mission (confirmed), non-resident, no data.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """List missions, or the pairs of states without one.

    Prints a table on a terminal, and columns separated by tabs to a pipe. --absent needs a state
    and lists the pairs of states without a mission. unknown: the dataset has no data; a mission
    may exist.

    Example: embassy-atlas list --sending "North Korea" --status closed
    """
    from geo.cli.list_commands import show_absences, show_missions

    if absent:
        show_absences(shown, as_json)
    else:
        show_missions(shown, as_json)


@app.command()
@spread
def find(
    word: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help="Match all of these; the last may be incomplete."),
    ],
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="Print at most N results.")
    ] = 25,
    language: Language = "en",
    dataset_option: Annotated[
        Path | None,
        typer.Option("--dataset", metavar="FOLDER", help="Read this dataset, not the bundled one."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Search missions, states, places, people and sources.

    Searches cities, addresses, events and claims, too. Results whose name matches come first.
    Case, accents and punctuation do not matter. Names of states and cities match in many
    languages, demonyms in English and Spanish. Exit code 0: results; 1: none, and suggestions
    are printed.

    Example: embassy-atlas find embajada norcoreana
    """
    from geo.atlas import Atlas
    from geo.cli.find_command import show_found

    raise typer.Exit(
        show_found(Atlas.open(dataset_option), " ".join(word), limit, language, as_json)
    )


@app.command()
@spread
def show(
    mission: Annotated[
        list[str] | None,
        typer.Argument(metavar="MISSION", help="Ids of missions, lines, places or sources."),
    ] = None,
    *,
    shown: Shown,
    language: Annotated[
        str, typer.Option("--language", metavar="en|es", help="Language of the card.")
    ] = "en",
    claims: Annotated[
        bool, typer.Option("--claims", help="Print all claims to each value.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show the card of a mission, with the sources of each value.

    Timeline, position, heads, accreditations, relations, conflicting sources. Ids of lines
    (pair:PRK-VEN), places and sources have cards, too; the card of a source lists what is based
    on it. Without an id: the cards of all missions that the filters match.

    Example: embassy-atlas show prk-embassy-caracas
    """
    from geo.cli.list_commands import show_cards

    show_cards(shown, mission or [], as_json, language, claims)


@app.command()
@spread
def conflicts(
    *,
    shown: Shown,
    language: Language = "en",
    every: Annotated[
        bool, typer.Option("--all", help="Print all statements to a value, not the first 25.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List conflicting sources: properties with several values.

    Each value with its sources, ranks, reasons and grades, and the number of its origins; copies
    count once. A rank decides, or else the later origin; never the number of sources, never a
    grade. > marks the value in use, = values of equal rank.

    Example: embassy-atlas conflicts --among VEN,PRK
    """
    from geo.cli.conflicts_command import show_conflicts

    show_conflicts(shown, language, every, as_json)


@app.command()
@spread
def cite(
    id: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="Ids of missions, lines, places or sources."),
    ] = None,
    *,
    shown: Shown,
    form: Annotated[
        str, typer.Option("--form", metavar="text|bibtex|csl", help="Form of the citation.")
    ] = "text",
    language: Language = "en",
    public_url: Annotated[
        str,
        typer.Option(
            "--public-url",
            metavar="URL",
            envvar="EMBASSY_ATLAS_PUBLIC_URL",
            help="Public address of the page, for links in citations.",
        ),
    ] = "",
) -> None:
    """Cite missions, sources, lines or places, or a filtered view.

    Prints text, BibTeX (biblatex, UTF-8) or CSL-JSON; several ids make one bibliography. Without
    an id: cites the view that the filters select, with its dates and the version of the dataset.

    Example: embassy-atlas cite prk-embassy-caracas --form bibtex
    """
    from geo.cli.cite_command import print_citations

    print_citations(shown, id or [], form, language, public_url)


@app.command()
@spread
def timeline(
    mission: Annotated[
        list[str] | None,
        typer.Argument(metavar="MISSION", help="Ids of missions, or of two states: pair:PRK-VEN."),
    ] = None,
    *,
    shown: Shown,
    drawn: Drawn,
    as_json: Json = False,
) -> None:
    """Show the timeline of missions or of a pair of states.

    Events by date; apart from them, what was expected and its outcome. --out writes a picture
    (PNG, SVG or PDF) or a table (CSV). Without an id: all missions that the filters match.

    Example: embassy-atlas timeline pair:PRK-VEN --out timeline.svg
    """
    show_timelines(shown, mission or [], drawn, as_json)


@app.command()
@spread
def export(
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT.SUFFIX", help="File to write; - for GeoJSON on standard output."
        ),
    ],
    *,
    shown: Shown,
    what: What,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Export the missions that the filters match.

    The suffix is the format. Tables: csv, xlsx, parquet (GeoParquet 1.1), jsonl. Maps: geojson
    (RFC 7946), geojsonl, gpkg (GeoPackage, styled for QGIS), fgb (FlatGeobuf), kml and kmz (for
    viewing), shp.zip (Shapefile: names of ten characters, texts of 254 bytes). Networks of states:
    graphml, gexf. zip: the whole dataset. A file of columns and their meaning is written beside,
    unless the format holds it.

    Example: embassy-atlas export world.gpkg --kind embassy
    """
    from geo.cli.export_command import write_export

    write_export(shown, out, what, language, as_json)


@app.command()
@spread
def figure(
    out: Annotated[
        Path,
        typer.Argument(metavar="OUT.png|svg|pdf", help="File to write; its suffix is the format."),
    ],
    *,
    shown: Shown,
    title: Annotated[
        str | None, typer.Option("--title", help="Title instead of one made from the filters.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="Note below the figure.")] = None,
    credit: Annotated[
        str | None, typer.Option("--credit", help="Author of the figure, named beside the sources.")
    ] = None,
    paper: Print,
    as_json: Json = False,
) -> None:
    """Draw the missions that the filters match as a figure.

    --among A,B draws the route from embassy to embassy; many missions, their region or the world.
    The figure names its dates, sources, licences and boundaries. The same input gives the same
    bytes.

    Example: embassy-atlas figure pair.pdf --among VEN,PRK --beside
    """
    write_figure(shown, out, {"title": title, "note": note, "credit": credit}, paper, as_json)


@app.command()
@spread
def dossier(
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="File to write.")],
    *,
    shown: Shown,
    telling: Telling,
    as_json: Json = False,
) -> None:
    """Write a dossier: one HTML file that opens offline.

    Contains map, figure, table, timelines, cards, conflicting sources and sources. Opens and
    prints without a network.

    Example: embassy-atlas dossier pair.html --among VEN,PRK
    """
    write_dossier(shown, out, telling, as_json)


@app.command()
@spread
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File that this program made.")],
    dataset_option: Annotated[
        Path | None,
        typer.Option("--dataset", metavar="FOLDER", help="Compare with this dataset."),
    ] = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Verify a file made earlier: its origin, edits, data of today.

    For figures (PNG, SVG, PDF), GeoJSON, dossiers and tables. Says from which dataset, version,
    filters and dates it was made, whether it was edited since, and what the dataset gives today.
    Exit code 0: the same; 1: edited, or something else today; 2: no file of this program.

    Example: embassy-atlas verify pair.pdf
    """
    from geo.cli.verify_command import verify_file

    raise typer.Exit(verify_file(file, dataset_option, language, as_json))


@app.command()
@spread
def screenshot(
    out: Annotated[Path, typer.Argument(metavar="OUT.png", help="File to write.")],
    *,
    shown: Shown,
    look: Look,
    as_json: Json = False,
) -> None:
    """Take a picture of the page, or of its map.

    Uses an installed Chrome, Edge or Chromium and serves the page on this machine meanwhile.
    Loads nothing from outside.

    Example: embassy-atlas screenshot map.png --among VEN,PRK --map
    """
    write_screenshot(shown, out, look, as_json)


@app.command()
@spread
def serve(
    dataset: DatasetArgument = None,
    *,
    shown: Shown,
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="Port on 127.0.0.1.")
    ] = 8501,
    browser: Annotated[
        bool, typer.Option(help="Open the page in a browser, if there is a screen.")
    ] = True,
    backdrop: Backdrop,
    edit: Annotated[
        bool, typer.Option("--edit", help="Add a page that edits DATASET, for this machine only.")
    ] = False,
) -> None:
    """Serve the page on this machine.

    Listens on 127.0.0.1 only and sends nothing outside; a reader may choose online tiles as the
    background, unless --offline is given. The page opens with the filters given. --edit adds a
    page that edits DATASET. Stop it with Ctrl+C.

    Example: embassy-atlas serve my-atlas --edit
    """
    from geo.cli.serve_command import serve as run

    folder = chosen_dataset(dataset, shown.dataset_option)
    selection = shown.selection()
    raise typer.Exit(
        run(folder, selection, port=port, browser=browser, backdrop=backdrop, edit=edit)
    )
