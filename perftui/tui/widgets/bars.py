"""One-line bars of words that can be clicked: the events above, the keys below."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from perftui.tui.widgets.cells import shortened
from perftui.views.escape import escape


class EventBar(Widget):
    """The names of the events; the shown one stands out."""

    DEFAULT_CSS = "EventBar { height: 1; background: $panel; color: $text-muted; }"

    def __init__(self, names: list[str]) -> None:
        """Begin with the first event."""
        super().__init__()
        self._names = names
        self._shown = 0

    def show(self, event: int) -> None:
        """Mark another event."""
        if event != self._shown:
            self._shown = event
            self.refresh()

    def render(self) -> Text:
        """Draw the names."""
        text = Text(no_wrap=True, overflow="ellipsis")
        names = [shortened(escape(name)) for name in self._names]
        for number in range(self._first(names), len(names)):
            style = Style(reverse=number == self._shown, bold=number == self._shown)
            click = Style(meta={"@click": f"screen.event_number({number})"})
            text.append(f" {names[number]} ", style + click).append(" ")
        return text

    def _first(self, names: list[str]) -> int:
        """Return the first event for which there is room before the shown one."""
        left = self.size.width
        for number in range(self._shown, -1, -1):
            left -= len(names[number]) + 3
            if left < 0:
                return min(number + 1, self._shown)
        return 0


class KeyBar(Widget):
    """What the most useful keys do; a click does it too."""

    DEFAULT_CSS = "KeyBar { height: 1; background: $panel; color: $text-muted; }"

    def __init__(self, keys: list[tuple[str, str, str]]) -> None:
        """Note key, word and action of each."""
        super().__init__()
        self._keys = keys

    def render(self) -> Text:
        """Draw keys and words."""
        text = Text(" ", no_wrap=True, overflow="ellipsis")
        for key, word, action in self._keys:
            click = Style(meta={"@click": action})
            text.append(key, Style(bold=True) + click).append(f" {word}  ", click)
        return text
