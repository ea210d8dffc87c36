#!/usr/bin/env python3
"""Measure what watching and recording this machine costs, against perf in the same run.

    live.py [--seconds S] [--json FILE]

It needs the right to watch whole CPUs. Two CPUs are kept busy by a program with known stacks.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from common import circumstances, keep

import perf

PERF = os.environ.get("PERF", "perf")
PERFTUI = [sys.executable, "-P", "-m", "perftui"]
SORTER = Path(__file__).parent.parent / "tests" / "programs" / "sorter.c"
FORKS = 10_000
EVENT = "cpu-clock"


def used(command: list[str], seconds: float, folder: str) -> tuple[float, str]:
    """Run a command for so long; return the CPU seconds it took, and what it said."""
    with tempfile.TemporaryFile("w+", dir=folder) as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, cwd=folder)
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        said.seek(0)
        return usage.ru_utime + usage.ru_stime, said.read()


@contextmanager
def busy(folder: str, programs: int) -> Iterator[None]:
    """Keep so many CPUs busy."""
    program = str(Path(folder, "sorter"))
    subprocess.run(["gcc", "-O1", "-fno-omit-frame-pointer", "-o", program, SORTER], check=True)
    loop = ["sh", "-c", f"while true; do {program}; done"]
    running = [subprocess.Popen(loop, start_new_session=True) for _ in range(programs)]
    try:
        yield
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def one_by_one(evlist: perf.evlist) -> int:
    """Read what is in the buffer, an attribute of each record."""
    count = 0
    while (event := evlist.read_on_cpu(-1)) is not None:
        _ = event.sample_time
        count += 1
    return count


def in_columns(evlist: perf.evlist) -> int:
    """Read what is in the buffer in one go."""
    return len(evlist.read_samples())


def cost_of_reading(read: Callable[[perf.evlist], int]) -> float:
    """Return the nanoseconds that a record costs to be read: the median of buffers of 2,000."""
    evlist = perf.parse_events("raw_syscalls:sys_enter", None, perf.thread_map(-1, 0))
    evlist.config()
    evlist.open()
    evlist.mmap(128)
    costs = []
    with open("/dev/null", "wb", buffering=0) as sink:
        for _ in range(200):
            evlist.enable()
            for _ in range(2000):
                sink.write(b"x")
            evlist.disable()
            begin = time.perf_counter()
            count = read(evlist)
            costs.append((time.perf_counter() - begin) / count)
    evlist.close()
    return 1e9 * statistics.median(costs)


def events_cost() -> dict[str, float]:
    """Return what reading costs in both ways; the kernel's own extension takes 596 ns."""
    return {
        "read_on_cpu_ns": round(cost_of_reading(one_by_one)),
        "read_samples_ns": round(cost_of_reading(in_columns), 1),
    }


def top_cost(seconds: float, folder: str) -> dict[str, float]:
    """Return the CPU seconds of both tops with call graphs."""
    rate = ["-e", EVENT, "-F", "4000", "-g"]
    theirs, _ = used([PERF, "top", "--stdio", *rate], seconds, folder)
    ours, _ = used([*PERFTUI, "top", "--stdio", *rate], seconds, folder)
    return {
        "seconds": seconds,
        "perf_cpu_s": round(theirs, 2),
        "perftui_cpu_s": round(ours, 2),
        "ratio": round(theirs / ours, 1),
    }


def resident(pid: int) -> int:
    """Return the KiB of memory that a process has."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) if found else 0


def memory(folder: str) -> dict[str, int]:
    """Return the memory of a top before and after many forks and execs."""
    with open(os.devnull, "wb") as sink:
        process = subprocess.Popen(
            [*PERFTUI, "top", "--stdio", "-e", EVENT, "-F", "99", "-g"], stdout=sink, cwd=folder
        )
        time.sleep(2)
        work = "for i in $(seq 1 {}); do /bin/true; done"
        subprocess.run(["sh", "-c", work.format(FORKS // 10)], check=True)
        time.sleep(4)
        before = resident(process.pid)
        subprocess.run(["sh", "-c", work.format(FORKS)], check=True)
        time.sleep(4)
        after = resident(process.pid)
        process.send_signal(signal.SIGINT)
        process.wait()
    return {"forks": FORKS, "before_kib": before, "after_kib": after}


def recording(seconds: float, folder: str) -> dict[str, object]:
    """Return samples, losses and CPU seconds of both recorders at the highest frequency."""
    figures: dict[str, object] = {}
    rate = ["-a", "-e", EVENT, "-F", "max", "-g"]
    for name, command in (("perf", [PERF, "record"]), ("perftui", [*PERFTUI, "record"])):
        path = str(Path(folder, f"{name}.data"))
        spent, _ = used([*command, *rate, "-o", path], seconds, folder)
        session = perf.session(perf.data(path))
        samples = sum(event.type == perf.RECORD_SAMPLE for event in session)
        figures[name] = {"samples": samples, "lost": session.lost, "cpu_s": round(spent, 2)}
    return figures


def storm(folder: str) -> dict[str, int]:
    """Return what a recording of many tracepoints holds, and what it says was lost."""
    program = "import os\nf = os.open('/dev/null', 1)\nfor i in range(1000000): os.write(f, b'x')"
    path = str(Path(folder, "storm.data"))
    event = ["-e", "raw_syscalls:sys_enter", "-m", "16M"]
    command = [*PERFTUI, "record", "-q", *event, "-o", path, "--", sys.executable, "-c", program]
    begin = time.perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    took = time.perf_counter() - begin
    session = perf.session(perf.data(path))
    samples = sum(event.type == perf.RECORD_SAMPLE for event in session)
    return {
        "calls": 1_000_000,
        "samples": samples,
        "lost": session.lost,
        "per_s": round(1e6 / took),
    }


def first_rows(folder: str) -> float:
    """Return the seconds from the start of a top to its first rows as text."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [*PERFTUI, "top", "--stdio", "-d", "0.1", "-e", EVENT],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "%" in line[:10]:
            break
    took = time.perf_counter() - begin
    process.kill()
    process.communicate()
    return round(took, 2)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures: dict[str, object] = {**circumstances(__file__), "events": events_cost()}
        figures["storm"] = storm(folder)
        with busy(folder, 1):
            figures["top"] = top_cost(options.seconds, folder)
            figures["first_rows_s"] = first_rows(folder)
        with busy(folder, 2):
            figures["record"] = recording(options.seconds / 2, folder)
        figures["memory"] = memory(folder)
    keep(figures, options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
