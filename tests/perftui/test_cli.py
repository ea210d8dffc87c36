"""The command line as a user types it."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version


def test_version() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "perftui", "--version"], capture_output=True, text=True, check=False
    )
    assert done.stdout == f"perftui {version('perftui')}\n"
    assert done.returncode == 0


def test_wrong_usage_is_status_2() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "perftui", "--no-such-option"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
