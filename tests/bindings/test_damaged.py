"""Damaged recordings: a clear refusal or what can be read, never a crash."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import _perf

EXAMPLE = Path(__file__).resolve().parents[2] / "share" / "example" / "example.data"


def read(path: Path) -> int:
    """Read everything that the file gives and return the number of records; 0 when refused."""
    try:
        session = _perf.session(_perf.data(str(path)))
    except (OSError, ValueError):
        return 0
    count = 0
    for event in session:
        count += 1
        repr(event)
        if isinstance(event, _perf.sample_event):
            _ = event.symbol, event.fields, [node.symbol for node in event.callchain or ()]
    assert isinstance(session.header, dict)
    assert all(isinstance(text, str) and size >= 0 for text, _, size in session.damage)
    return count


def test_cut_off_anywhere(tmp_path: Path) -> None:
    whole = EXAMPLE.read_bytes()
    path = tmp_path / "cut.data"
    counts = []
    for size in range(0, len(whole), len(whole) // 150):
        path.write_bytes(whole[:size])
        counts.append(read(path))
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert counts[-1] == read(EXAMPLE)


@pytest.mark.parametrize("seed", range(150))
def test_bytes_changed_at_random(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(EXAMPLE.read_bytes())
    limit = len(damaged) if seed % 2 else 1024  # every second one in the header
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(limit)] = chance.choice((0, 0xFF, chance.randrange(256)))
    path = tmp_path / "damaged.data"
    path.write_bytes(damaged)
    read(path)
