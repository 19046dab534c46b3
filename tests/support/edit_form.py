"""The page "Edit", as somebody who fills it in."""

from __future__ import annotations

import re
from typing import Any

CLAIM = "show=ven-embassy-pyongyang"
SOURCE = "nk-news-2019-01-25"


class Form:
    """A reader at the form."""

    def __init__(self, reader: Any, query: str = CLAIM) -> None:
        self.reader, self.page = reader, reader.page
        self.page.goto(f"{reader.address}edit?{query}")
        self.page.wait_for_selector(".st-key-edit_form, .stAlert")
        self.reader.settle()
        self.reader.errors[:] = [one for one in reader.errors if "404 (Not Found)" not in one]

    def choose(self, label: str, text: str, nth: int = 0) -> Form:
        """Choose what is offered and has a text; what is not offered is typed."""
        # An open list hides all others from roles, not from selectors.
        form = self.page.locator(".st-key-edit_form")
        named = f"[aria-label*='{label}']:not([aria-label*='{label} of'])"
        box = form.locator(f"[role=combobox]{named}").nth(nth)
        box.click()
        if box.is_editable():
            box.fill(text)
        self.page.wait_for_timeout(300)
        offered = self.page.get_by_role("option").filter(has_not_text="Add:")
        begins = offered.filter(has_text=re.compile(rf"^\s*{re.escape(text)}"))
        holds = offered.filter(has_text=text)
        if begins.count():
            begins.first.click()
        elif holds.count():
            holds.first.click()
        else:
            box.press("Enter")
        self.page.keyboard.press("Tab")  # a list for several stays open
        self.page.wait_for_timeout(200)
        self.reader.settle()
        return self

    def write(self, label: str, text: str) -> Form:
        box = self.page.get_by_role("textbox", name=label, exact=True)
        box.fill(text)
        box.press("Tab")
        self.reader.settle()
        return self

    def press(self, name: str) -> Form:
        self.page.get_by_role("button", name=name).first.click()
        self.reader.settle()
        return self

    def more(self) -> Form:
        self.page.get_by_text("More about it").first.click()
        self.reader.settle()
        return self

    def side(self) -> str:
        return str(self.page.locator(".st-key-edit_side").inner_text())

    def form(self) -> str:
        return str(self.page.locator(".st-key-edit_form").inner_text())

    def type_and_enter(self, label: str, text: str) -> Form:
        """Type into a list and press Enter, as somebody who does not use the mouse."""
        form = self.page.locator(".st-key-edit_form")
        form.locator(f"[role=combobox][aria-label*='{label}']").first.click()
        self.page.keyboard.type(text)
        self.page.get_by_role("option").filter(has_text=text).first.wait_for()
        self.page.keyboard.press("Enter")
        self.reader.settle()
        return self

    def chosen(self, label: str) -> str:
        form = self.page.locator(".st-key-edit_form")
        return str(form.locator(f"[role=combobox][aria-label*='{label}']").first.input_value())

    def open(self, name: str, group: str = "") -> Form:
        """Open a record of the list, and its group where that is closed."""
        if group:
            self.page.locator(".st-key-edit_form summary").filter(has_text=group).click()
        return self.press(name)

    def do(self, act: str) -> Form:
        self.page.get_by_text(act).first.click()
        self.reader.settle()
        return self

    def claim(
        self, value: str = "Twelve diplomats", about: str = "staff", author: str = "A. Reader"
    ) -> Form:
        self.choose("Task", "Add a claim").choose("Property", about).write(
            "What the source says", value
        )
        self.choose("Source", SOURCE)
        return self.write("Your name", author) if author else self
