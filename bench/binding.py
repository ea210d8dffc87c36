#!/usr/bin/env python3
"""Measure the binding on a recording, against perf's own Python scripting on the same file.

    binding.py RECORDING [--json FILE]

Each figure is the median of three; the counters must agree.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from common import circumstances, keep

import perf

Result = TypeVar("Result")
ROUNDS = 3
PERF = os.environ.get("PERF", "perf")

# The same counter under perf script -s.
SCRIPT = """
counter = {}
def process_event(event):
    symbol = event.get("symbol")
    counter[symbol] = counter.get(symbol, 0) + 1
def trace_end():
    print(sum(counter.values()), len(counter))
"""


def read_three(path: str) -> int:
    """Go through the file and read three attributes of every record."""
    count = 0
    for event in perf.session(perf.data(path)):
        _ = event.type, event.sample_pid, event.sample_time
        count += 1
    return count


def count_symbols(path: str) -> tuple[int, int]:
    """Count samples by symbol in a callback."""
    counter: dict[str | None, int] = {}

    def sample(event: perf.sample_event) -> None:
        symbol = event.symbol
        counter[symbol] = counter.get(symbol, 0) + 1

    perf.session(perf.data(path), sample=sample).process_events()
    return sum(counter.values()), len(counter)


def count_symbols_in_perf(path: str) -> tuple[int, int]:
    """Count samples by symbol in a script that perf runs."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "count.py")
        script.write_text(SCRIPT, encoding="utf-8")
        command = [PERF, "script", "-i", path, "-s", str(script)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    total, names = done.stdout.split()[-2:]
    return int(total), int(names)


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return how long a call took and what it gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main() -> int:
    """Run the measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recording")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    path = options.recording
    loops, ours, theirs = [], [], []
    for _ in range(ROUNDS):
        seconds, records = timed(lambda: read_three(path))
        loops.append(seconds / records * 1e9)
        seconds, counted = timed(lambda: count_symbols(path))
        ours.append(seconds)
        seconds, counted_by_perf = timed(lambda: count_symbols_in_perf(path))
        theirs.append(seconds)
        if counted[0] != counted_by_perf[0]:
            print(f"counts differ: {counted} and {counted_by_perf}", file=sys.stderr)
            return 1
    result = circumstances(path) | {
        "records": records,
        "samples": counted[0],
        "loop_with_three_attributes_ns": round(statistics.median(loops)),
        "callback_seconds": round(statistics.median(ours), 3),
        "perf_script_seconds": round(statistics.median(theirs), 3),
        "callback_ratio": round(statistics.median(theirs) / statistics.median(ours), 1),
        "perf": subprocess.run(
            [PERF, "version"], capture_output=True, text=True, check=True
        ).stdout.strip(),
    }
    keep(result, options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
