#!/usr/bin/env python3
"""Measure how long the browser's core takes to group a recording anew, with its file deleted.

    regroup.py RECORDING [--json FILE]

Each figure is the median of five; a grouping is never asked for twice in a row.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable

from common import circumstances, keep

from _perf import _text
from _perf._report import Report, ReportView

ROUNDS = 5
KEYS = "comm,dso,sym"


def loaded(path: str) -> Report:
    """Return a report that has read everything and has lost its file."""
    with tempfile.NamedTemporaryFile() as copy:
        shutil.copyfile(path, copy.name)
        report = Report(copy.name, "", "", "")
        while not report.progress()[8]:
            time.sleep(0.05)
    return report


def jobs(report: Report) -> dict[str, Callable[[], ReportView]]:
    """Return what a user may ask for."""

    def view(keys: str, *filters: str, inverted: bool = False) -> Callable[[], ReportView]:
        return lambda: report.view(0, keys, filters, True, inverted, 0.0)

    return {
        KEYS: view(KEYS),
        "dso": view("dso"),
        "sym": view("sym"),
        "pid,sym": view("pid,sym"),
        "cpu": view("cpu"),
        "inverted": view(KEYS, inverted=True),
        "one command": view(KEYS, "+comm=cc1"),
        "without an object": view(KEYS, "-dso=cc1"),
        "including stacks": view(KEYS, "+frames=page_fault"),
        "excluding stacks": view(KEYS, "-frames=^do_.*read"),
    }


def median_ms(job: Callable[[], ReportView], between: Callable[[], ReportView]) -> float:
    """Return how long a job takes that follows another."""
    times = []
    for _ in range(ROUNDS):
        between()
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return round(statistics.median(times) * 1000, 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recording")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    _text.keep_memory()  # as the program does
    report = loaded(options.recording)
    wanted = jobs(report)
    wanted[KEYS]()
    other = wanted["dso"]
    result = circumstances(options.recording)
    result["samples"] = report.progress()[2]
    for name, job in wanted.items():
        between = wanted[KEYS] if name in {"dso", "inverted"} else other
        result[f"{name} ms"] = median_ms(job, between)
    keep(result, options.json)


if __name__ == "__main__":
    main()
