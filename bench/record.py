#!/usr/bin/env python3
"""Record the whole machine at mixed work, as the benchmarks want it: Python, a compiler, C++.

    record.py FILE [--seconds 50] [--perf PERF]

Two busy CPUs give about 48,000 samples a second.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "work.cpp"

PYTHON = """
import ast, glob, json, os, random, re
files = glob.glob(os.path.join(os.path.dirname(ast.__file__), "*.py"))
while True:
    text = open(random.choice(files), encoding="utf-8").read()
    ast.dump(ast.parse(text))
    json.loads(json.dumps([(n, random.random()) for n in range(2000)]))
    re.findall(r"(\\w+)\\s*=\\s*(\\w+)", text)
"""
# Each runs until the shell ends them all.
WORK = """
(while true; do timeout 5 {python} {folder}/work.py; done) &
(while true; do g++ -std=c++20 -O2 -o {folder}/scratch {source}; done) &
{folder}/work &
sleep {seconds}
kill 0
"""


def main() -> int:
    """Build the C++ program and record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--seconds", type=int, default=50)
    parser.add_argument("--perf", default=os.environ.get("PERF", "perf"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        flags = ("-std=c++20", "-O2", "-fno-omit-frame-pointer")
        build = ["g++", *flags, "-o", f"{folder}/work", SOURCE]
        subprocess.run(build, check=True)
        Path(folder, "work.py").write_text(PYTHON, encoding="utf-8")
        work = WORK.format(
            python=sys.executable, folder=folder, source=SOURCE, seconds=options.seconds
        )
        record = [options.perf, "record", "-q", "-F", "24000", "-e", "cpu-clock", "-a", "-g"]
        command = [*record, "-o", options.file, "--", "setsid", "sh", "-c", work]
        subprocess.run(command, check=False)
    print(f"{options.file}: {options.file.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
