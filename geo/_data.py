"""Where the bundled data lies: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

__all__ = ["folder"]

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder of one part of the bundled data.

    Parameters
    ----------
    name
        ``"atlas"``, ``"basemap"`` or ``"gazetteer"``.

    Returns
    -------
    Path
        The folder: ``geo/data/<name>`` of a wheel, else ``data/<name>`` of the checkout.
    """
    inside = _PACKAGE / "data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / "data" / name
