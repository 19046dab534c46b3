"""The commands. Each parses, makes one call and prints; slow modules are imported only then."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.cli import network_commands as networks
from geo.cli.edit.add_command import NOUNS, group
from geo.cli.edit.history_commands import copy, diff, edits, undo
from geo.cli.export_command import Print, Telling, What, write_dossier, write_figure
from geo.cli.import_lists_command import importing
from geo.cli.measure_commands import scorecard, totals
from geo.cli.options import (
    TYPER,
    Json,
    Language,
    PublicUrl,
    ReadDataset,
    Shown,
    argument,
    chosen_dataset,
    dataset_argument,
    dataset_option,
    option,
    spread,
)
from geo.cli.publish_command import Publishing
from geo.cli.screenshot_command import Look, write_screenshot
from geo.cli.serve_command import Backdrop, Operation
from geo.cli.share_commands import pull, push
from geo.cli.timeline_command import Drawn, show_timelines

app = typer.Typer(
    name="embassy-atlas",
    help="Show, search, check and edit data on diplomatic missions, with the sources of each "
    "value. Exit codes: 0 success, 1 errors in the data or nothing found, 2 wrong use.\n\n"
    "Example: embassy-atlas list --among VEN,PRK",
    epilog="embassy-atlas --version prints the version.",
    no_args_is_help=True,
    **TYPER,
)

app.add_typer(importing)
for _noun in NOUNS:
    app.add_typer(group(_noun))

DatasetArgument = Annotated[
    Path | None,
    dataset_argument("DATASET", "Folder or URL of the dataset. Default: the bundled one."),
]
DatasetOption = Annotated[
    Path | None, dataset_option("--dataset", "FOLDER|URL", "Same as the argument.")
]


@app.command()
@spread
def check(
    dataset: DatasetArgument = None,
    dataset_option: DatasetOption = None,
    fix: Annotated[bool, option("--fix", None, "Put the files into canonical form first.")] = False,
    strict: Annotated[
        bool, option("--strict", None, "Exit with 1 if there are warnings, too.")
    ] = False,
    stale_years: Annotated[
        int, option("--stale-years", "N", "Years after which evidence is old.", min=0)
    ] = 5,
    every: Annotated[
        bool, option("--all", None, "Print all warnings, not the first ten of each type.")
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
        list[Path], dataset_argument("DATASET...", "Folders of the datasets to merge.")
    ],
    into: Annotated[
        Path, dataset_option("--into", "DATASET", "Folder of the target; created if missing.")
    ],
    candidate_matches: Annotated[
        Path | None,
        option("--candidates", "FILE", "Write pairs that may be one mission to this CSV."),
    ] = None,
    decisions: Annotated[
        list[Path] | None,
        option("--decisions", "FILE", "Read that table, with same or different filled in."),
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


for _command in (undo, edits, diff, copy, push, pull, scorecard, totals):
    app.command()(_command)
for _command in (networks.rank, networks.compare, networks.matrix, networks.reciprocity):
    app.command()(spread(_command))
for _command in (networks.state, networks.pair, networks.city):
    app.command()(spread(_command))
app.command(context_settings={"ignore_unknown_options": True})(spread(networks.nearest))


@app.command("list")
@spread
def list_missions(
    shown: Shown,
    absent: Annotated[
        bool,
        option(
            "--absent",
            None,
            "List states without a mission: no mission (confirmed), non-resident, no data.",
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
        list[str], argument("WORDS...", "Match all of these; the last may be incomplete.")
    ],
    limit: Annotated[int, option("--limit", "N", "Print at most N results.", min=1)] = 25,
    language: Language = "en",
    dataset_option: ReadDataset = None,
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
    from geo.cli.list_commands import show_found

    raise typer.Exit(
        show_found(Atlas.open(dataset_option), " ".join(word), limit, language, as_json)
    )


@app.command()
@spread
def show(
    mission: Annotated[
        list[str] | None, argument("MISSION", "Ids of missions, lines, places or sources.")
    ] = None,
    *,
    shown: Shown,
    language: Annotated[str, option("--language", "en|es", "Language of the card.")] = "en",
    claims: Annotated[bool, option("--claims", None, "Print all claims to each value.")] = False,
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
        bool, option("--all", None, "Print all statements to a value, not the first 25.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List conflicting sources: properties with several values.

    Each value with its sources, ranks, reasons and grades, and the number of its origins; copies
    count once. A rank decides, or else the later origin; never the number of sources, never a
    grade. > marks the value in use, = values of equal rank.

    Example: embassy-atlas conflicts --among VEN,PRK
    """
    from geo.cli.list_commands import show_conflicts

    show_conflicts(shown, language, every, as_json)


@app.command()
@spread
def cite(
    id: Annotated[
        list[str] | None, argument("ID", "Ids of missions, lines, places or sources.")
    ] = None,
    *,
    shown: Shown,
    form: Annotated[str, option("--form", "text|bibtex|csl", "Form of the citation.")] = "text",
    language: Language = "en",
    public_url: PublicUrl = "",
) -> None:
    """Cite missions, sources, lines or places, or a filtered view.

    Prints text, BibTeX (biblatex, UTF-8) or CSL-JSON; several ids make one bibliography. Without
    an id: cites the view that the filters select, with its dates and the version of the dataset.

    Example: embassy-atlas cite prk-embassy-caracas --form bibtex
    """
    from geo.cli.list_commands import print_citations

    print_citations(shown, id or [], form, language, public_url)


@app.command()
@spread
def timeline(
    mission: Annotated[
        list[str] | None, argument("MISSION", "Ids of missions, or of two states: pair:PRK-VEN.")
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
        Path, argument("OUT.SUFFIX", "File to write; - for GeoJSON on standard output.")
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
    out: Annotated[Path, argument("OUT.png|svg|pdf", "File to write; its suffix is the format.")],
    *,
    shown: Shown,
    paper: Print,
    as_json: Json = False,
) -> None:
    """Draw the missions that the filters match as a figure.

    --among A,B draws the route from embassy to embassy; many missions, their region or the world.
    The figure names its dates, sources, licences and boundaries. The same input gives the same
    bytes.

    Example: embassy-atlas figure pair.pdf --among VEN,PRK --beside
    """
    write_figure(shown, out, paper, as_json)


@app.command()
@spread
def dossier(
    out: Annotated[Path, argument("OUT.html", "File to write.")],
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
def publish(
    site: Annotated[Path, argument("SITE", "Folder of the site: new, empty, or one published.")],
    *,
    shown: Shown,
    how: Publishing,
    as_json: Json = False,
) -> None:
    """Publish a site of static files, for any web host or a disk.

    The map with its search, pages of missions, states, pairs, cities, places, sources and
    conflicts in English and Spanish, downloads, and JSON files for programs. Publishing again
    writes only what changed; the same input gives the same bytes.

    Example: embassy-atlas publish site --base-url https://example.org/atlas/
    """
    from geo.cli.publish_command import write_site

    write_site(shown, site, how, as_json)


@app.command()
@spread
def verify(
    file: Annotated[Path, argument("FILE", "File that this program made.")],
    dataset_option: Annotated[
        Path | None,
        dataset_option("--dataset", "FOLDER|URL", "Compare with this dataset."),
    ] = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Check where a file comes from, and whether it was edited.

    For figures (PNG, SVG, PDF), GeoJSON, dossiers and tables. Says from which dataset, version,
    filters and dates it was made, whether it was edited since, and what the dataset gives today.
    Exit code 0: the same; 1: edited, or something else today; 2: not made by Embassy
    Atlas.

    Example: embassy-atlas verify pair.pdf
    """
    from geo.cli.list_commands import verify_file

    raise typer.Exit(verify_file(file, dataset_option, language, as_json))


@app.command()
@spread
def screenshot(
    out: Annotated[Path, argument("OUT.png", "File to write.")],
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
    port: Annotated[int, option("--port", None, "Port on 127.0.0.1.", min=1, max=65535)] = 8501,
    browser: Annotated[
        bool, typer.Option(help="Open the page in a browser, if there is a screen.")
    ] = True,
    backdrop: Backdrop,
    operation: Operation,
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
    code = run(
        folder,
        selection,
        port=port,
        browser=browser,
        backdrop=backdrop,
        operation=operation,
    )
    raise typer.Exit(code)
