"""The commands. Each parses, makes one call and prints; heavy rooms are entered only then."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.cli.dossier_command import Telling, write_dossier
from geo.cli.edit.add_command import groups
from geo.cli.edit.edit_flow import Saving, copy_dataset, show_diff, show_edits, take_back
from geo.cli.figure_command import Print, write_figure
from geo.cli.import_command import importing
from geo.cli.options import Json, Language, Shown, chosen_dataset, spread
from geo.cli.screenshot_command import Look, write_screenshot
from geo.cli.serve_command import Backdrop
from geo.cli.timeline_command import Drawn, show_timelines

app = typer.Typer(
    name="embassy-atlas",
    help="Diplomatic missions and the relations between the states that keep them, each with "
    "its sources. Exit codes: 0 well, 1 faults in the data or nothing found, 2 wrong use.",
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

PackArgument = Annotated[
    Path | None, typer.Argument(metavar="PACK", help="Folder of a pack; else the bundled one.")
]
PackOption = Annotated[
    Path | None, typer.Option("--dataset", metavar="FOLDER", help="The same as the argument.")
]


@app.command()
@spread
def check(
    dataset: PackArgument = None,
    dataset_option: PackOption = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="First put the files into canonical form.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 where there are remarks, too.")
    ] = False,
    stale_years: Annotated[
        int,
        typer.Option(
            "--stale-years", min=0, metavar="N", help="Years after which evidence is old."
        ),
    ] = 5,
    every: Annotated[
        bool, typer.Option("--all", help="Print all remarks, not the first of each kind.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check a dataset and say all its faults at once, and what is worth a second look.

    Faults with file, row, column, value, rule and remedy. Remarks with file, row, value and a
    suggestion: shared points, dates of 1 January, possible duplicates, missing places, old
    evidence, names of the other Korea, Congo or Guinea; a dataset that has them is sound. A point
    outside its state is a fault, with a remark on what may have gone wrong.
    """
    from geo.cli.check_command import check_dataset

    folder = chosen_dataset(dataset, dataset_option)
    raise typer.Exit(check_dataset(folder, fix, strict, stale_years, every, as_json))


@app.command()
def merge(
    dataset: Annotated[
        list[Path], typer.Argument(metavar="PACK...", help="Folders of the packs to merge.")
    ],
    into: Annotated[
        Path, typer.Option("--into", metavar="PACK", help="Folder of the target; made if need be.")
    ],
    candidate_matches: Annotated[
        Path | None,
        typer.Option(
            "--doubts", metavar="FILE", help="Write what may be one mission to this CSV table."
        ),
    ] = None,
    decisions: Annotated[
        list[Path] | None,
        typer.Option(
            "--decisions", metavar="FILE", help="That table, with same or different filled in."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Merge datasets into another, which is written whole or not at all.

    Missions are one by their Wikidata id, else by sending and receiving state, kind and city.
    What is doubtful is asked at a terminal, or written to a table and read from it; until then
    both stand. All that either dataset says is kept. Merging again changes nothing.
    """
    from geo.cli.merge_command import merge_datasets

    merge_datasets(dataset, into, candidate_matches, decisions or [], as_json)


EditedPack = Annotated[Path, typer.Argument(metavar="PACK", help="Folder of the pack.")]


@app.command()
@spread
def undo(
    dataset: EditedPack,
    edit: Annotated[
        str, typer.Argument(metavar="EDIT", help="Id of the edit; else the last that stands.")
    ] = "",
    *,
    saving: Saving,
) -> None:
    """Undo an edit of a dataset.

    Its rows are again as they were before, where nobody has changed them since. The last edit,
    where it is another's, is undone by its id. Undoing is an edit itself, and can be undone by
    its id.
    """
    take_back(dataset, edit, saving)


@app.command()
def edits(
    dataset: EditedPack,
    edit: Annotated[
        str, typer.Argument(metavar="EDIT", help="Id of an edit, to see its rows.")
    ] = "",
    as_json: Json = False,
) -> None:
    """List what was edited in a dataset: when, by whom, why, and how many rows."""
    show_edits(dataset, edit, as_json)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder of a pack.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Folder of another.")],
    as_json: Json = False,
) -> None:
    """Tell what differs between two datasets, row by row and cell by cell."""
    show_diff(old, new, as_json)


@app.command()
def copy(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder.")],
    dataset_option: Annotated[
        Path | None,
        typer.Option("--dataset", metavar="FOLDER", help="Copy this pack, not the bundled one."),
    ] = None,
) -> None:
    """Copy a dataset into a new folder, to edit it there."""
    copy_dataset(folder, dataset_option)


@app.command("list")
@spread
def list_missions(
    shown: Shown,
    absent: Annotated[
        bool,
        typer.Option(
            "--absent", help="Who has no mission: known to have none, covered, or not known."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """List missions, or who has none.

    A table on a terminal; columns separated by tabs where it is piped on. With --absent, and
    states named: the pairs of which no mission is shown. Missing is not absent: unknown says
    that the dataset does not say.
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
        typer.Argument(metavar="WORDS...", help="All must match; the last may be incomplete."),
    ],
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="Print at most N results.")
    ] = 25,
    language: Language = "en",
    dataset_option: Annotated[
        Path | None,
        typer.Option(
            "--dataset", metavar="FOLDER", help="Read this pack instead of the bundled one."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Find missions, states, places, cities, people, addresses, events, claims and sources.

    Results whose name matches come first. Case, accents and punctuation do not matter. Names of
    states and cities match in many languages, demonyms in English and Spanish. Exit code 0:
    results; 1: none, and suggestions are printed.
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
        bool, typer.Option("--claims", help="With all claims to each value, whoever makes them.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show the card of a mission, every value with its sources.

    Timeline, position, heads, accreditations, relations, disagreements. Ids of lines
    (pair:PRK-VEN), places and sources have cards too; that of a source tells what rests on
    it. Without an id: the cards of all missions that the selection shows.
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
        bool, typer.Option("--all", help="All statements to a value, not the first 25.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List where sources disagree: every property with more than one value.

    Each value with its sources, ranks, reasons and grades, and how many origins stand behind it:
    copies count once. What settles it is said: ranks, else the later origin; never numbers of
    sources, never grades. > is followed, = is level.
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
) -> None:
    """Cite missions, sources, lines or places, or what is shown.

    Printed on standard output; several ids make one bibliography, as text, BibTeX (biblatex,
    UTF-8) or CSL-JSON. Without an id: the view that the options select, with its days and the
    content of the dataset.
    """
    from geo.cli.cite_command import print_citations

    print_citations(shown, id or [], form, language)


@app.command()
@spread
def course(
    mission: Annotated[
        list[str] | None,
        typer.Argument(metavar="MISSION", help="Ids of missions, or of two states: pair:PRK-VEN."),
    ] = None,
    *,
    shown: Shown,
    drawn: Drawn,
    as_json: Json = False,
) -> None:
    """Tell the course of a mission, a pair or all that is shown.

    What happened, by date, and apart from it what was expected and what came of it. With --out
    as a picture (PNG, SVG or PDF) or as a table (CSV). Without an id: all missions that the
    selection shows.
    """
    show_timelines(shown, mission or [], drawn, as_json)


@app.command()
@spread
def export(
    out: Annotated[
        Path, typer.Argument(metavar="OUT.geojson", help="File to write; - for standard output.")
    ],
    *,
    shown: Shown,
    as_json: Json = False,
) -> None:
    """Write what is shown as GeoJSON.

    After RFC 7946: missions, their regions, lines and places, with sources.
    """
    from geo.cli.export_command import write_geojson

    write_geojson(shown, out, as_json)


@app.command()
@spread
def figure(
    out: Annotated[
        Path, typer.Argument(metavar="OUT.png|svg|pdf", help="File to write; its suffix says what.")
    ],
    *,
    shown: Shown,
    title: Annotated[
        str | None, typer.Option("--title", help="Title instead of the one made of the selection.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="A note below the figure.")] = None,
    credit: Annotated[
        str | None, typer.Option("--credit", help="Who made it, beside the sources.")
    ] = None,
    paper: Print,
    as_json: Json = False,
) -> None:
    """Draw what is shown as a figure.

    With --among A,B: the route from embassy to embassy. Many missions: their region or the
    world. It states its days, sources, licences and boundaries, and is the same bytes each time.
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
    """Write what is shown as one file to hand in.

    Map, figure, table, courses of events, cards, disagreements and sources in one HTML file
    that opens without a network, prints, and asks nobody for anything.
    """
    write_dossier(shown, out, telling, as_json)


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

    By an installed Chrome, Edge or Chromium, from the page itself, served on this machine
    for as long as it takes. Nothing is fetched from outside.
    """
    write_screenshot(shown, out, look, as_json)


@app.command()
@spread
def serve(
    dataset: PackArgument = None,
    *,
    shown: Shown,
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="Port on 127.0.0.1.")
    ] = 8501,
    browser: Annotated[
        bool, typer.Option(help="Open the page in a browser, where there is a screen.")
    ] = True,
    backdrop: Backdrop,
    edit: Annotated[
        bool, typer.Option("--edit", help="Offer a page that changes PACK, on this machine only.")
    ] = False,
) -> None:
    """Serve the map on this machine.

    It listens on 127.0.0.1 only and sends nothing outside; a reader may choose tiles that
    are online as the background, unless it is --offline. The selection is what the page
    opens with. With --edit there is a page to add to PACK. Ctrl+C ends it.
    """
    from geo.cli.serve_command import serve as run

    folder = chosen_dataset(dataset, shown.dataset_option)
    selection = shown.selection()
    raise typer.Exit(
        run(folder, selection, port=port, browser=browser, backdrop=backdrop, edit=edit)
    )
