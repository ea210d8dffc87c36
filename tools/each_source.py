#!/usr/bin/env python3
"""Run a command over every C++ file that git knows: each_source.py COMMAND ARGUMENT..."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the command once, all files after its arguments."""
    listing = ["git", "-C", str(ROOT), "ls-files", "*.cpp", "*.h"]
    files = subprocess.run(listing, capture_output=True, text=True, check=True).stdout.split()
    return subprocess.run([*sys.argv[1:], *files], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
