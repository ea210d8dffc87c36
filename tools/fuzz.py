#!/usr/bin/env python3
"""Run the fuzz targets, two at a time: fuzz.py [--seconds N] [TARGET...].

They are built with the preset fuzzers. Each starts from the seeds, from what earlier runs found
worth keeping in build/fuzz/corpus, and from the inputs in tests/data/fuzz that once did harm. An
input that does harm (a crash, undefined behaviour, a leak, 10 seconds, a gigabyte) is kept in
build/fuzz/findings, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fuzz_seeds import write_seeds

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "build" / "asan" / "fuzz"
KEPT = ROOT / "build" / "fuzz"
REGRESSIONS = ROOT / "tests" / "data" / "fuzz"
JOBS = 2
LIMITS = ("-timeout=10", "-rss_limit_mb=1024", "-max_len=131072")
# Choosing inputs by their rarest features takes three quarters of the time, with so many features.
HOW = ("-entropic=0", "-print_final_stats=1")


def targets() -> list[str]:
    """Return the names of the targets that are built."""
    return sorted(path.name.removeprefix("fuzz_") for path in PROGRAMS.glob("fuzz_*[a-z]"))


def run(target: str, seconds: int) -> bool:
    """Run one target and print a line about it; False when an input did harm."""
    folders = [KEPT / "corpus" / target, KEPT / "seeds" / target, REGRESSIONS / target]
    findings = KEPT / "findings" / target
    for folder in (folders[0], findings):
        folder.mkdir(parents=True, exist_ok=True)
    program = PROGRAMS / f"fuzz_{target}"
    options = (*LIMITS, *HOW, f"-max_total_time={seconds}", f"-artifact_prefix={findings}/")
    command: list[str | Path] = [program, *options]
    command += [folder for folder in folders if folder.exists()]
    environment = {"UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1", **os.environ}
    start = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    said = done.stderr.decode(errors="replace")
    count = re.search(r"number_of_executed_units: (\d+)", said)
    inputs = f"{count[1]} inputs" if count else "no count of inputs"
    if done.returncode == 0:
        took = time.monotonic() - start
        print(f"{target}: {inputs} in {took:.0f} s, none does harm", flush=True)
        return True
    kept = re.search(r"Test unit written to (\S+)", said)
    print(f"{target}: after {inputs} one does harm: {kept[1] if kept else 'not kept'}", flush=True)
    print(said[-8000:], file=sys.stderr, flush=True)
    return False


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    options = parser.parse_args()
    built = targets()
    missing = sorted(set(options.targets) - set(built))
    if missing or not built:
        names = ", ".join(missing) or "any target"
        parser.error(f"not built: {names} (cmake --build --preset fuzzers)")
    write_seeds(KEPT / "seeds")
    with ThreadPoolExecutor(JOBS) as pool:
        fine = list(pool.map(lambda target: run(target, options.seconds), options.targets or built))
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
