#!/usr/bin/env python3
"""Measure the text commands on a recording, against perf on the same file in the same run.

    text.py RECORDING [--perf PERF] [--json FILE]

Each figure is the median of three interleaved pairs on a warm cache. What both print is compared as
far as it can be without reading it into memory: by the number of lines.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from common import circumstances, keep

ROUNDS = 3
PERFTUI = str(Path(sys.executable).with_name("perftui"))  # of this environment

JOBS: dict[str, tuple[str, ...]] = {
    "report": ("report", "--stdio"),
    "report-flat": ("report", "--stdio", "--no-children", "-g", "none"),
    "script-ip-sym-dso": ("script", "-F", "ip,sym,dso", "-G"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command, as a whole process."""

    seconds: float
    megabytes: float
    lines: int


def measure(command: list[str]) -> Run:
    """Run a command with its output in a file; take time and the peak of its memory."""
    with tempfile.NamedTemporaryFile() as output:
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        with Path(output.name).open("rb") as text:
            lines = sum(chunk.count(b"\n") for chunk in iter(lambda: text.read(1 << 20), b""))
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024, lines)


def compare(job: tuple[str, ...], path: str, perf: str) -> dict[str, float]:
    """Run perf and perftui in turn; return the medians and their ratios."""
    ours = [PERFTUI, *job, "-i", path]
    theirs = [perf, *job, "-i", path]
    pairs = [(measure(theirs), measure(ours)) for _ in range(ROUNDS)]
    perf_seconds = statistics.median(a.seconds for a, _ in pairs)
    seconds = statistics.median(b.seconds for _, b in pairs)
    perf_megabytes = max(a.megabytes for a, _ in pairs)
    megabytes = max(b.megabytes for _, b in pairs)
    return {
        "perf_seconds": round(perf_seconds, 3),
        "seconds": round(seconds, 3),
        "times_faster": round(statistics.median(a.seconds / b.seconds for a, b in pairs), 1),
        "perf_megabytes": round(perf_megabytes),
        "megabytes": round(megabytes),
        "memory_share": round(megabytes / perf_megabytes, 2),
        "perf_lines": pairs[0][0].lines,
        "lines": pairs[0][1].lines,
    }


def one_core(path: str) -> dict[str, float]:
    """Compare one thread with two: the same text in more time."""
    job = [PERFTUI, "report", "--stdio", "-i", path, "--jobs"]
    pairs = [(measure([*job, "1"]), measure([*job, "2"])) for _ in range(ROUNDS)]
    return {
        "one_thread_seconds": round(statistics.median(a.seconds for a, _ in pairs), 3),
        "two_threads_seconds": round(statistics.median(b.seconds for _, b in pairs), 3),
        "times_faster": round(statistics.median(a.seconds / b.seconds for a, b in pairs), 2),
    }


def main() -> int:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recording")
    parser.add_argument("--perf", default=os.environ.get("PERF", "perf"))
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    version = subprocess.run([options.perf, "version"], capture_output=True, text=True, check=True)
    figures = circumstances(options.recording) | {"perf": version.stdout.strip()}
    for name, job in JOBS.items():
        figures[name] = compare(job, options.recording, options.perf)
        print(name, json.dumps(figures[name]), flush=True)
    figures["threads"] = one_core(options.recording)
    print("threads", json.dumps(figures["threads"]), flush=True)
    keep(figures, options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
