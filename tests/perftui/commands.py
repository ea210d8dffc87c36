"""perftui's commands, as a shell would run them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import perf

PERFTUI = (sys.executable, "-P", "-m", "perftui")


def may_open(event: str) -> bool:
    """Tell whether this user may watch it on whole CPUs."""
    try:
        evlist = perf.parse_events(event)
        evlist.open()
    except OSError:
        return False
    evlist.close()
    return True


all_cpus = pytest.mark.skipif(not may_open("dummy"), reason="whole CPUs may not be watched")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command and return what came of it."""
    command = [*PERFTUI, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def printed(*arguments: str | Path, statuses: tuple[int, ...] = (0,)) -> str:
    """Return what a command prints; its exit status must be one of these."""
    done = run(*arguments)
    assert done.returncode in statuses, done.stderr
    return done.stdout
