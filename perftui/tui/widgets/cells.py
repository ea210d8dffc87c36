"""Text in a number of cells, where some characters take two and some none."""

from __future__ import annotations

from rich.cells import set_cell_size

MOST_OF_NAME = 40  # cells of an event's name, beside others and above rows


def shortened(name: str) -> str:
    """Return an event's name, cut if it is so long that it would hide what stands beside it."""
    return name if len(name) <= MOST_OF_NAME else name[: MOST_OF_NAME - 1] + "…"


def fit(text: str, width: int) -> str:
    """Return the text cut or padded to a width."""
    return text[:width].ljust(width) if text.isascii() else set_cell_size(text, width)
