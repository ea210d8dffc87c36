"""What every page with lines shares: a search with next and previous."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from perftui.tui.screens.dialogs import Prompt


def compiled(text: str) -> re.Pattern[str] | None:
    """Return the regular expression, ignoring case unless it has capitals; None when it is none."""
    try:
        return re.compile(text, re.IGNORECASE if text == text.lower() else 0)
    except re.error:
        return None


class SearchingScreen(Screen[None]):
    """A screen with a searchable widget."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="search"),
        Binding("n", "search_next", show=False, id="search.next"),
        Binding("N", "search_previous", show=False, id="search.previous"),
    ]

    pattern: re.Pattern[str] | None = None

    def search(self, pattern: re.Pattern[str], *, forward: bool, again: bool) -> None:
        """Move to what matches, or call no_match."""
        raise NotImplementedError

    def action_search(self) -> None:
        """Ask what to search for."""

        def begin(text: str | None) -> None:
            if not text:
                return
            self.pattern = compiled(text)
            if self.pattern is None:
                self.notify(f"not a regular expression: {text}", severity="error", markup=False)
            else:
                self._go(forward=True, again=False)

        self.app.push_screen(Prompt("Search (regular expression)"), begin)

    def action_search_next(self) -> None:
        """Move to the next match."""
        self._go(forward=True, again=True)

    def action_search_previous(self) -> None:
        """Move to the previous match."""
        self._go(forward=False, again=True)

    def _go(self, *, forward: bool, again: bool) -> None:
        if self.pattern is None:
            self.notify("nothing to search for yet: /", severity="warning")
        else:
            self.search(self.pattern, forward=forward, again=again)

    def no_match(self) -> None:
        """Say that nothing matches."""
        if self.pattern is not None:
            self.notify(f"no match: {self.pattern.pattern}", severity="warning", markup=False)
