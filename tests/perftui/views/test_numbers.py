from __future__ import annotations

import pytest

from perftui.views.numbers import percent, short, size


def test_percent() -> None:
    assert percent(1, 3) == "33.33%"
    assert percent(5, 0) == "0.00%"


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (999, "999"), (1000, "1K"), (3_307_722, "3.31M"), (137_821_642_112, "138G")],
)
def test_short(number: int, shown: str) -> None:
    assert short(number) == shown


@pytest.mark.parametrize(
    ("count", "shown"), [(12, "12 B"), (58_200_000, "58.2 MB"), (3.4e12, "3400.0 GB")]
)
def test_size(count: float, shown: str) -> None:
    assert size(count) == shown
