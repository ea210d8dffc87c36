#!/usr/bin/env python3
"""Run clang-tidy over the core, two files at a time: tidy.py BUILD_DIR [SOURCE...].

A file that was clean is not looked at again until it, a header of the project or the rules change.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JOBS = 2


def compiler_headers() -> str:
    """Return where the compiler's own headers are; clang-tidy's wheel brings none."""
    command = ["c++", "-print-file-name=include"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def core_sources(build: Path) -> list[Path]:
    """Return the core's files of the build's compile_commands.json."""
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    files = {Path(command["directory"], command["file"]) for command in commands}
    return sorted(path for path in files if path.is_relative_to(ROOT / "src"))


def rules() -> bytes:
    """Return a hash of what every result depends on: the rules and the headers."""
    total = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for header in sorted((ROOT / "src").rglob("*.h")):
        total.update(header.read_bytes())
    return total.digest()


def main() -> int:
    """Check the files and print what clang-tidy found."""
    build = Path(sys.argv[1]).resolve()
    files = [Path(name).resolve() for name in sys.argv[2:]] or core_sources(build)
    clean = build / "tidy"
    clean.mkdir(exist_ok=True)
    common = rules()
    extra = f"--extra-arg=-isystem{compiler_headers()}"

    def check(path: Path) -> bool:
        stamp = clean / hashlib.sha256(common + path.read_bytes()).hexdigest()
        if stamp.exists():
            return True
        command = ["clang-tidy", "--quiet", "-p", str(build), extra, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            stamp.touch()
        else:
            print(done.stdout, end="", flush=True)
        return done.returncode == 0

    with ThreadPoolExecutor(JOBS) as pool:
        results = list(pool.map(check, files))
    print(f"clang-tidy: {results.count(True)} of {len(files)} files clean")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
