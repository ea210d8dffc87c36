"""Numbers as a reader wants them: short, aligned, honest."""

from __future__ import annotations

_UNITS = ((1_000_000_000_000, "T"), (1_000_000_000, "G"), (1_000_000, "M"), (1_000, "K"))


def number_in(text: str, least: float, most: float) -> float | None:
    """Return the number that a user has typed, with or without a unit; None when it is none."""
    try:
        number = float(text.strip().rstrip("s% "))
    except ValueError:
        return None
    return number if least <= number <= most else None


def percent(part: int, whole: int) -> str:
    """Return "12.34%"; of nothing it is 0."""
    return f"{100 * part / whole if whole else 0:.2f}%"


def short(number: float) -> str:
    """Return 1234567 as "1.23M"."""
    for size, unit in _UNITS:
        if number >= size:
            return (
                f"{number / size:.3g}{unit}"
                if number < 1000 * size
                else f"{number / size:.0f}{unit}"
            )
    return f"{number:.0f}"


def size(count: float) -> str:
    """Return a number of bytes as "336.2 MB"."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":  # noqa: PLR2004
            break
        count /= 1000
    return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
