"""One line that shows how busy each CPU is."""

from __future__ import annotations

import time

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

BLOCKS = " ▁▂▃▄▅▆▇█"
NAMED = 8  # so many CPUs have their shares told
HOT = 0.9
_HOT = Style(color="red")
_BUSY = Style(color="yellow")
_CALM = Style(color="green")


def style_of(share: float) -> Style:
    """Return the colour of a share."""
    return _HOT if share >= HOT else _BUSY if share >= HOT / 2 else _CALM


class CpuStrip(Widget):
    """A block for each CPU, as high as its share of the samples that it could have had."""

    DEFAULT_CSS = "CpuStrip { height: 1; padding: 0 1; background: $surface; }"

    def __init__(self, frequency: int) -> None:
        """Note how many samples a second a busy CPU has, 0 when nobody knows."""
        super().__init__()
        self._frequency = frequency
        self._before: tuple[float, list[int]] = (time.monotonic(), [])
        self.shares: list[float] = []

    def show(self, samples: list[int], limit: int = 0) -> None:
        """Show what was sampled since the last time, at most `limit` a second if not 0."""
        now = time.monotonic()
        then, before = self._before
        before = before + [0] * (len(samples) - len(before))
        deltas = [max(0, new - old) for new, old in zip(samples, before, strict=False)]
        frequency = min(self._frequency, limit or self._frequency)
        full = max([*deltas, frequency * (now - then), 1])
        self.shares = [delta / full for delta in deltas]
        self._before = (now, list(samples))
        self.refresh()

    def render(self) -> Text:
        """Draw the blocks."""
        text = Text("CPU ", no_wrap=True, overflow="ellipsis")
        for cpu, share in enumerate(self.shares):
            block = BLOCKS[min(len(BLOCKS) - 1, round(share * (len(BLOCKS) - 1)))]
            if len(self.shares) <= NAMED:
                text.append(f" {cpu} ")
            text.append(block, style_of(share))
            if len(self.shares) <= NAMED:
                text.append(f" {100 * share:3.0f}% ")
        return text
