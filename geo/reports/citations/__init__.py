"""Citations: of a mission, a source, a line, a place, or of a selection; in three forms."""

import datetime as dt
from collections.abc import Sequence

from geo import dates, i18n
from geo.atlas import Atlas
from geo.errors import InvalidSelection, quoted
from geo.reports.citations.forms import FORMS
from geo.reports.citations.items import (
    ATLAS,
    PUBLIC_URL,
    TEAM,
    Desk,
    checked,
    described,
    public_url,
    reachable,
)
from geo.selection import Selection

__all__ = ["ATLAS", "FORMS", "PUBLIC_URL", "TEAM", "checked", "citation", "described", "public_url"]


def citation(
    atlas: Atlas,
    ids: Sequence[str] = (),
    selection: Selection | None = None,
    form: str = "text",
    *,
    language: str = "en",
    address: str = "",
    public: str = "",
    accessed: dt.date | None = None,
) -> str:
    """A citation, or a bibliography of several.

    Parameters
    ----------
    atlas
        The atlas.
    ids
        Ids of missions, lines, places or sources, each named once; none for the view.
    selection
        The selection: the view, and the days on which all else is cited.
    form
        ``text``, ``bibtex`` (biblatex, UTF-8) or ``csl`` (CSL-JSON 1.0.2, with ``edtf`` as in
        its current schema).
    language
        Language of what is around the data, one of :data:`geo.i18n.LANGUAGES`.
    address
        Address of the page that shows it, without its query; it is cited unless only this
        machine or its own network can open it: the query then is alone.
    public
        Public address of the page, as :func:`public_url` gives it; cited before ``address``.
    accessed
        The day on which it is looked at; today by default.

    Returns
    -------
    str
        Text ends with a line break; a line, a record or an object a thing. Control characters
        and those that turn the reading direction are written out.

    Raises
    ------
    UnknownMission
        Nothing in the dataset has an id.
    InvalidSelection
        There is no such form or language.

    Examples
    --------
    >>> import geo
    >>> atlas = geo.Atlas.open()
    >>> text = geo.citation(atlas, ["prk-embassy-caracas"])
    >>> 'Embassy Atlas' in text
    True
    """
    if form not in FORMS:
        raise InvalidSelection(
            f"Unknown form of citation {quoted(form)}. Choose text, bibtex or csl."
        )
    desk = Desk(
        atlas=atlas,
        selection=Selection() if selection is None else selection,
        tr=i18n.tr(language),
        address=public or reachable(address),
        accessed=dates.today() if accessed is None else accessed,
    )
    items = [desk.item(id) for id in dict.fromkeys(ids)] if ids else [desk.view()]
    return FORMS[form](items, desk.tr)
