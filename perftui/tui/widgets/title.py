"""The top line: what is shown, how far it is read, and how far it can be trusted."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.message import Message
from textual.widget import Widget

from perftui.tui.widgets.cells import shortened
from perftui.views.escape import escape
from perftui.views.numbers import percent, short, size
from perftui.views.source import Progress, Query, View

_BAR = 20
LEAST_PATH = 12  # cells of the path, however long all else is


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
        whole = progress.read >= progress.size
        return "" if whole else f"stopped at {100 * progress.read / progress.size:.0f}%"
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

    def show(
        self,
        event: str,
        query: Query,
        view: View | None,
        progress: Progress,
        *,
        waiting: bool = False,
    ) -> None:
        """Show the state; the screen is touched only when the line has changed.

        `waiting`: what is shown below is not yet what was asked for.
        """
        parts = [f"{shortened(escape(event))}{' (inverted)' if query.inverted else ''}"]
        if waiting:
            parts.append("working …")
        if view is not None:
            parts.append(f"{short(view.samples)} samples")
            parts.append(f"count {short(view.passed)}")
            if view.passed != view.total:
                parts.append(f"{percent(view.passed, view.total)} of all")
        parts += [part for part in (trust(progress), reading(progress)) if part]
        text = " · ".join(parts)
        # What is left for the path shows its end, which tells more.
        path = escape(self._path)
        left = max(LEAST_PATH, self.size.width - cell_len(text) - 4)
        if len(path) > left:
            path = "…" + path[1 - left :]
        text += f" · {path}"
        if text != self._text:
            self._text = text
            self.refresh()

    def on_click(self) -> None:
        """Tell the screen, which may know more than fits here."""
        self.post_message(self.Clicked())

    def render(self) -> Text:
        """Draw the line."""
        text, width = " " + self._text, self.size.width
        if cell_len(text) > width:  # Text would cut at a space, and leave a mark that parts nothing
            text = set_cell_size(text, max(0, width - 1)) + "…"
        return Text(text, no_wrap=True)
