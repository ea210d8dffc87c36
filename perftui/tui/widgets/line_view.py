"""The base of every list: a cursor over any number of lines; only the visible ones are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

LEFT = 1  # the mouse's button


def joined(parts: Iterable[Segment]) -> list[Segment]:
    """Return the same text in fewer parts: each one costs Textual several copies."""
    fewer: list[Segment] = []
    plain = ""
    for part in parts:
        if part.style is None:
            plain += part.text
            continue
        if plain:
            fewer.append(Segment(plain))
            plain = ""
        fewer.append(part)
    if plain:
        fewer.append(Segment(plain))
    return fewer


def strip_of(
    parts: Iterable[Segment],
    cells: range,
    style: Style,
    *,
    fill: Style | None = None,
    bar: Style | None = None,
) -> Strip:
    """Return these cells of a line; what is behind its text in style `fill`.

    One more cell in style `bar` if that is given.
    """
    width = len(cells)
    segments = [
        Segment(text, style if own is None else style + own) for text, own, _ in joined(parts)
    ]
    length = sum(cell_len(text) for text, _, _ in segments)
    rest = style if fill is None else style + fill
    if cells.start == 0 and length <= width:
        segments += [Segment(" " * (width - length), rest)] * (length < width)
    else:
        segments = list(Strip(segments, length).crop_extend(cells.start, cells.stop, rest))
    if bar is None:
        return Strip(segments, width)
    segments.append(Segment(" ", bar))
    return Strip(segments, width + 1)


def thumb_of(count: int, top: int, page: int) -> range:
    """Return the lines of the screen where the scroll bar's thumb is; none when all lines fit."""
    if count <= page:
        return range(0)
    size = max(1, page * page // count)
    begin = round(top * (page - size) / (count - page))
    return range(begin, begin + size)


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws lines that a subclass makes, below headings that stay; moves a cursor over them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--cursor",
        "line--heading",
        "line--match",
        "line--hot",
        "line--warm",
        "line--dim",
        "line--bar",
        "line--thumb",
    }
    DEFAULT_CSS = """
    LineView {
        scrollbar-size: 0 0;
        & > .line--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .line--heading { background: $panel; color: $foreground; text-style: bold; }
        & > .line--match { background: $warning; color: $background; }
        & > .line--hot { color: $text-error; }
        & > .line--warm { color: $text-success; }
        & > .line--dim { color: $text-muted; }
        & > .line--bar { background: $scrollbar-background; }
        & > .line--thumb { background: $scrollbar; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("pagedown,space,ctrl+f", "page(1)", show=False),
        Binding("home", "move_to(0)", show=False),
        Binding("end", "move_to(-1)", show=False),
        Binding("ctrl+left", "shift(-8)", show=False),
        Binding("ctrl+right", "shift(8)", show=False),
    ]

    class Chosen(Message):
        """A line was chosen, with Enter or a click on the line of the cursor."""

        def __init__(self, view: LineView, line: int) -> None:
            """Note the line."""
            super().__init__()
            self.view = view
            self.line = line

        @property
        def control(self) -> LineView:
            """The view that has the line."""
            return self.view

    def __init__(self, *, id: str | None = None) -> None:
        """Begin without lines."""
        super().__init__(id=id)
        self.cursor = 0
        self.headings = 1
        self._styles: dict[str, Style] = {}

    # What a subclass says.

    def line_count(self) -> int:
        """Return how many lines there are."""
        raise NotImplementedError

    def line_width(self) -> int:
        """Return the width of the widest line."""
        raise NotImplementedError

    def heading(self, number: int) -> list[Segment]:
        """Make a line of the heading."""
        raise NotImplementedError

    def line(self, number: int) -> list[Segment]:
        """Make a line."""
        raise NotImplementedError

    # Drawing.

    def style(self, name: str) -> Style:
        """Return the style of a component class; kept until the theme changes."""
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"line--{name}", partial=True)
        return self._styles[name]

    @property
    def plain(self) -> Style:
        """The style of a line; kept likewise, as Textual computes it anew each time."""
        if "" not in self._styles:
            self._styles[""] = self.rich_style
        return self._styles[""]

    def notify_style_update(self) -> None:
        """Forget styles: the theme has changed."""
        self._styles.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines of a region of the widget.

        Textual would make ten strips of each, for borders, opacity and colours that are not here,
        and as many of its own scroll bar.
        """
        strips = [self.render_line(y) for y in crop.line_range]
        background = self.background_colors[1]
        for filter in self.get_line_filters():
            if not isinstance(filter, ANSIToTruecolor):  # the colours of CSS are that already
                strips = [strip.apply_filter(filter, background) for strip in strips]
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget."""
        left, top = self.scroll_offset
        width = self.size.width
        count = self.line_count()
        if y < self.headings:
            return strip_of(
                self.heading(y), range(left, left + width), self.plain + self.style("heading")
            )
        thumb = thumb_of(count, top, self.page)
        bar = None
        if thumb:
            width -= 1
            bar = self.plain + self.style("thumb" if y - self.headings in thumb else "bar")
        number = top + y - self.headings
        if number >= count:
            return strip_of([], range(width), self.plain, bar=bar)
        parts, cells = self.line(number), range(left, left + width)
        if number != self.cursor:
            return strip_of(parts, cells, self.plain, bar=bar)
        fill = self.style("cursor") if self.fills_cursor else None
        return strip_of(self.with_cursor(parts), cells, self.plain, fill=fill, bar=bar)

    fills_cursor: ClassVar[bool] = True  # the cursor is a whole line

    def with_cursor(self, parts: list[Segment]) -> list[Segment]:
        """Return the line of the cursor as it is drawn."""
        return [Segment(part.text, self.style("cursor")) for part in parts]

    def reload(self, cursor: int | None = None) -> None:
        """Draw everything anew: there are other lines now."""
        if cursor is not None:
            self.cursor = cursor
        self.cursor = max(0, min(self.cursor, self.line_count() - 1))
        self.virtual_size = Size(self.line_width(), self.line_count() + self.headings)
        self.show_cursor()
        self.refresh()

    def on_resize(self, _: events.Resize) -> None:
        """Keep the line of the cursor on screen."""
        self.show_cursor()

    # Moving.

    @property
    def page(self) -> int:
        """The number of lines on screen."""
        return max(1, self.size.height - self.headings)

    def move_cursor(self, line: int) -> None:
        """Put the cursor on a line; only the two lines that change are drawn."""
        line = max(0, min(line, self.line_count() - 1))
        if line == self.cursor:
            return
        previous, self.cursor = self.cursor, line
        top = self.scroll_offset.y
        self.show_cursor()
        if self.scroll_offset.y == top:
            self._refresh_line(previous)
            self._refresh_line(line)
        else:
            self.refresh()

    def show_cursor(self) -> None:
        """Scroll so that the line of the cursor is on screen."""
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + self.page:
            self.scroll_to(y=self.cursor - self.page + 1, animate=False, immediate=True)

    def _refresh_line(self, line: int) -> None:
        y = line - self.scroll_offset.y + self.headings
        if self.headings <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        self.move_cursor(self.cursor + lines)

    def action_page(self, pages: int) -> None:
        """Move the cursor by screens."""
        self.move_cursor(self.cursor + pages * self.page)

    def action_move_to(self, line: int) -> None:
        """Move to a line; -1 is the last."""
        self.move_cursor(line if line >= 0 else self.line_count() - 1)

    def action_shift(self, cells: int) -> None:
        """Scroll sideways."""
        self.scroll_to(x=max(0, self.scroll_offset.x + cells), animate=False, immediate=True)

    def _is_on_bar(self, event: events.MouseEvent) -> bool:
        many = self.line_count() > self.page
        return many and event.x == self.size.width - 1 and event.y >= self.headings

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scroll bar."""
        if self._is_on_bar(event):
            self.capture_mouse()
            self._scroll_to_bar(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Scroll with the bar while it is held."""
        if self.app.mouse_captured is self:
            self._scroll_to_bar(event.y)

    def on_mouse_up(self) -> None:
        """Let go of the scroll bar."""
        self.release_mouse()

    def _scroll_to_bar(self, y: int) -> None:
        share = (y - self.headings) / max(1, self.page - 1)
        top = round(share * (self.line_count() - self.page))
        self.scroll_to(y=max(0, top), animate=False, immediate=True)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to where the mouse points; on the cursor's own line, choose it."""
        if self._is_on_bar(event) or event.button != LEFT:
            return
        y = event.y - self.headings
        if y < 0:
            self.heading_clicked(event.x + self.scroll_offset.x)
            return
        line = y + self.scroll_offset.y
        if line >= self.line_count():
            return
        if line == self.cursor:
            self.post_message(self.Chosen(self, line))
        self.move_cursor(line)

    def heading_clicked(self, x: int) -> None:
        """Take a click on the heading."""
