"""All commands by name. Their help is in commands.toml."""

from collections.abc import Callable
from typing import Final

from geo.cli import import_command as imports
from geo.cli import list_commands as lists
from geo.cli import measure_commands as measures
from geo.cli import network_commands as networks
from geo.cli.check_command import check
from geo.cli.diff_command import diff
from geo.cli.edit import add_command, history_commands
from geo.cli.export_command import dossier, export, figure
from geo.cli.import_table_command import table
from geo.cli.merge_command import merge_datasets
from geo.cli.options import add, group
from geo.cli.publish_command import publish
from geo.cli.screenshot_command import take_screenshot
from geo.cli.serve_command import serve
from geo.cli.share_commands import pull, push
from geo.cli.timeline_command import timeline
from geo.package_files import toml

_COMMANDS: Final[dict[str, Callable[..., None]]] = {
    "check": check,
    "merge": merge_datasets,
    "undo": history_commands.undo,
    "edits": history_commands.edits,
    "diff": diff,
    "copy": history_commands.copy,
    "push": push,
    "pull": pull,
    "scorecard": measures.scorecard,
    "totals": measures.totals,
    "rank": networks.rank,
    "compare": networks.compare,
    "matrix": networks.matrix,
    "reciprocity": networks.reciprocity,
    "state": networks.state,
    "pair": networks.pair,
    "city": networks.city,
    "nearest": networks.nearest,
    "list": lists.list_missions,
    "find": lists.find,
    "show": lists.show_cards,
    "conflicts": lists.list_conflicts,
    "cite": lists.cite,
    "timeline": timeline,
    "export": export,
    "figure": figure,
    "dossier": dossier,
    "publish": publish,
    "verify": lists.verify,
    "screenshot": take_screenshot,
    "serve": serve,
}
_NEGATIVE: Final = {"ignore_unknown_options": True}  # A latitude may begin with a minus

_LISTS: Final = toml("importers/official/lists.toml")
_IMPORTS: Final[dict[str, Callable[..., None]]] = {
    "wikidata": imports.wikidata,
    "osm": imports.osm,
    "table": table,
    **{name: imports.official(name, "key" in about) for name, about in _LISTS.items()},
    "dyads": imports.dyads,
    "world": imports.world,
}

app = group("embassy-atlas", epilog="embassy-atlas --version prints the version.")
for _name, _run in _COMMANDS.items():
    add(app, _name, _run, context_settings=_NEGATIVE if _name == "nearest" else None)
app.add_typer(importing := group("import", cls=imports.Importers))
for _name, _run in _IMPORTS.items():
    add(importing, f"import {_name}", _run, help=_LISTS.get(_name, {}).get("help", ""))
for _noun in add_command.NOUNS:
    app.add_typer(add_command.group(_noun))
