"""`--time`: perf's ranges of time, from text to nanoseconds."""

from __future__ import annotations

from perftui.cli.messages import UsageError

END = 2**64 - 1
_DIGITS = 9  # of a nanosecond
_WHOLE = 100.0  # per cent


def _seconds(text: str) -> int:
    """Turn "12.5" into nanoseconds."""
    whole, _, fraction = text.partition(".")
    if not (whole + fraction).isdigit() or len(fraction) > _DIGITS:
        msg = f"'{text}' is not a time in seconds"
        raise UsageError(msg)
    return int(whole or 0) * 1_000_000_000 + int(fraction.ljust(_DIGITS, "0") or 0)


def _percent(text: str) -> float:
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = -1.0
    if not text.endswith("%") or not 0 <= value <= _WHOLE:
        msg = f"'{text}' is not a percentage"
        raise UsageError(msg)
    return value / _WHOLE


def _part(text: str, first: int, last: int) -> tuple[int, int]:
    """Resolve "10%/2" (the second tenth) or "0%-10%"."""
    span = last - first
    if "/" in text:
        share, _, number = text.partition("/")
        if not number.isdigit() or number == "0":
            msg = f"'{text}' names no part of the time"
            raise UsageError(msg)
        size = _percent(share)
        begin, end = size * (int(number) - 1), min(1.0, size * int(number))
    elif "-" in text:
        low, _, high = text.partition("-")
        begin, end = _percent(low), _percent(high)
    else:
        begin, end = 0.0, _percent(text)
    return first + round(begin * span), first + round(end * span)


def parse_times(text: str, sample_time: tuple[int, int] | None) -> list[tuple[int, int]]:
    """Resolve `--time`; `sample_time` is the header's first and last, for percentages."""
    if "%" in text:
        if sample_time is None:
            msg = "percentages of time need a recording that notes its first and last sample"
            raise UsageError(msg)
        return [_part(part, *sample_time) for part in text.split(",")]
    ranges = []
    for part in text.split():
        begin, comma, end = part.partition(",")
        if not comma:
            end = begin
        ranges.append((_seconds(begin) if begin else 0, _seconds(end) if end else END))
    return ranges
