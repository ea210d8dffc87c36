"""The top line: what is shown, how far it is read, and how far it can be trusted."""

from __future__ import annotations

from rich.text import Text
from textual.message import Message
from textual.widget import Widget

from perftui.views.escape import escape
from perftui.views.numbers import percent, short, size
from perftui.views.source import Progress, Query, View

_BAR = 20


def trust(progress: Progress) -> str:
    """Return what a reader must know before believing the numbers."""
    parts = []
    if progress.lost:
        parts.append(f"{short(progress.lost)} lost")
    if progress.unresolved:
        parts.append(f"{percent(progress.unresolved, progress.samples)} unresolved")
    if progress.damaged:
        places = "place" if progress.damaged == 1 else "places"
        parts.append(f"{short(progress.damaged)} damaged {places} (D)")
    if progress.truncated:
        parts.append(f"{percent(progress.truncated, progress.samples)} stacks cut")
    return " · ".join(parts)


def reading(progress: Progress) -> str:
    """Return how far a recording is read and how fast; empty when all is read."""
    if progress.error:
        return escape(progress.error)
    if progress.state:
        return progress.state
    if progress.done:
        return "" if progress.read >= progress.size else f"stopped at {100 * progress.share:.0f}%"
    filled = round(_BAR * progress.share)
    rate = progress.read / progress.seconds if progress.seconds else 0
    return f"{'█' * filled}{'░' * (_BAR - filled)} {100 * progress.share:3.0f}% {size(rate)}/s"


class Title(Widget):
    """One line of text about the recording and the view."""

    class Clicked(Message):
        """The line was clicked."""

    DEFAULT_CSS = "Title { height: 1; background: $primary; color: $text; }"

    def __init__(self, path: str) -> None:
        """Begin with the file's name."""
        super().__init__()
        self._path = path
        self._text = escape(path)

    def show(self, event: str, query: Query, view: View | None, progress: Progress) -> None:
        """Show the state; the screen is touched only when the line has changed."""
        parts = [f"{escape(event)}{' (inverted)' if query.inverted else ''}"]
        if view is not None:
            parts.append(f"{short(view.samples)} samples")
            parts.append(f"count {short(view.passed)}")
            if view.passed != view.total:
                parts.append(f"{percent(view.passed, view.total)} of all")
        parts += [part for part in (trust(progress), reading(progress), escape(self._path)) if part]
        text = " · ".join(parts)
        if text != self._text:
            self._text = text
            self.refresh()

    def on_click(self) -> None:
        """Tell the screen, which may know more than fits here."""
        self.post_message(self.Clicked())

    def render(self) -> Text:
        """Draw the line."""
        return Text(" " + self._text, no_wrap=True, overflow="ellipsis")
