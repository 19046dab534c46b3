"""What axe-core finds wrong with a page for readers who do not see it or use no mouse."""

from __future__ import annotations

from importlib import resources
from typing import Any, Final

__all__ = ["violations"]

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN: Final = """
    async ([tags, disabled, within]) => {
        const rules = Object.fromEntries(disabled.map(id => [id, { enabled: false }]));
        const runOnly = { type: 'tag', values: tags };
        const options = { runOnly, rules, resultTypes: ['violations'] };
        const found = await axe.run(within || document, options);
        return found.violations.flatMap(({ id, impact, help, nodes }) => nodes.map(node => {
            const why = [...node.any, ...node.all, ...node.none].map(one => one.message);
            return [id, impact, help, node.target.flat().join(' >> '), node.html, why.join('; ')];
        }));
    }
"""


def violations(
    page: Any, *, disable: tuple[str, ...] = (), within: str = "", tags: tuple[str, ...] = TAGS
) -> list[str]:
    """Every violation on a page and in its frames, one line each; empty where there is none."""
    source = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    for frame in page.frames:
        if not frame.is_detached() and frame.url != "about:blank":
            frame.evaluate(f"() => {{ if (!window.axe) {{ {source} }} }}")
    rows = page.evaluate(RUN, [list(tags), list(disable), within or None])
    return [
        f"{id} ({impact}): {help} | {target} | {html[:160]} | {why}"
        for id, impact, help, target, html, why in rows
    ]
