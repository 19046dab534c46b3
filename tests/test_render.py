"""Templates: what comes from data is inert in every one of them."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from geo.render import Markup
from geo.render.engine import _environment

HOSTILE = "<script>alert(1)</script>\"'`${x}\\\u202e"


def made(text: str, **values: object) -> str:
    return _environment().from_string(text).render(values)


def test_a_value_is_escaped_as_everywhere_and_html_made_here_is_not() -> None:
    told = made("<b title='{{ it }}'>{{ it }}</b>{{ own }}", it=HOSTILE, own=Markup("<i>x</i>"))
    assert "<script" not in told
    assert "`" not in told
    assert "[U+202E]" in told
    assert told.endswith("<i>x</i>")


def test_a_value_may_be_cut_or_linked() -> None:
    assert made("{{ it|shown(3) }}", it="<abcdef").startswith("&lt;ab… ")
    assert made("{{ it|linked(99) }}", it="javascript:alert(1)") == "javascript:alert(1)"
    assert '<a href="https://example.org/"' in made(
        "{{ it|linked(99) }}", it="https://example.org/"
    )


def test_a_value_that_was_not_given_is_an_error_not_a_blank() -> None:
    with pytest.raises(UndefinedError):
        made("{{ it }}")
