"""Text in a number of cells, where some characters take two and some none."""

from __future__ import annotations

from rich.cells import set_cell_size


def fit(text: str, width: int) -> str:
    """Return the text cut or padded to a width."""
    return text[:width].ljust(width) if text.isascii() else set_cell_size(text, width)
