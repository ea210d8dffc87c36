#!/usr/bin/env python3
"""Measure how time and memory of a report grow with the recording.

    growth.py RECORDING RECORDING... [--json FILE]

For each recording, per million samples: seconds and megabytes of `report --stdio` with and without
call graphs. Medians of three.
"""

from __future__ import annotations

import argparse
from statistics import median

from common import circumstances, keep
from text import PERFTUI, measure

import perf

ROUNDS = 3
JOBS = {"graph": (), "flat": ("--no-children", "-g", "none")}


def samples_of(path: str) -> int:
    """Return how many samples a recording has."""
    count = 0

    def sample(_: perf.sample_event) -> None:
        nonlocal count
        count += 1

    perf.session(perf.data(path), sample=sample).process_events()
    return count


def grown(path: str) -> dict[str, float]:
    """Return what a report of this recording takes."""
    samples = samples_of(path)
    result: dict[str, float] = {"samples": samples}
    for name, options in JOBS.items():
        command = [PERFTUI, "report", "--stdio", *options, "-i", path]
        runs = [measure(command) for _ in range(ROUNDS)]
        seconds = median(run.seconds for run in runs)
        result[f"{name}_seconds"] = round(seconds, 3)
        result[f"{name}_seconds_per_million"] = round(seconds * 1e6 / samples, 3)
        result[f"{name}_megabytes"] = round(median(run.megabytes for run in runs))
        result[f"{name}_lines"] = runs[0].lines
    return result


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recordings", nargs="+")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    result = circumstances(options.recordings[-1])
    result["recordings"] = [grown(path) for path in options.recordings]
    keep(result, options.json)


if __name__ == "__main__":
    main()
