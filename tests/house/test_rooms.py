"""The rooms keep their order, and the check that says so sees a breach."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TREES = ("src", "swig", "_perf", "perf", "perf_live", "perftui")


def check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / "check_rooms.py"), str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_rooms_keep_their_order() -> None:
    done = check(ROOT)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("path", "line", "sentence"),
    [
        ("src/base/planted.h", '#include "session/session.h"', "base may not know session"),
        ("src/syscalls/planted.cpp", '# include "config/config.h"', "may not know config"),
        ("src/file/planted.cpp", '#include "live/ring.h"', "file may not know live"),
        ("src/report/planted.cpp", "#include <Python.h>", "the core knows no Python"),
        ("src/attic/planted.h", "", "attic is no room"),
        ("swig/planted.i", '%include "session/session.h"', "the binding may not know session"),
        ("_perf/planted.py", "import perf", "_perf may not import perf"),
        ("perf/planted.py", "def f():\n    from perftui import cli", "perf may not import perftui"),
        ("perftui/views/planted.py", "from textual.app import App", "may not import textual"),
        ("perftui/views/planted.py", "from perftui import tui", "may not import perftui.tui"),
    ],
)
def test_a_planted_breach_is_seen(tmp_path: Path, path: str, line: str, sentence: str) -> None:
    for tree in TREES:
        if (ROOT / tree).exists():
            shutil.copytree(ROOT / tree, tmp_path / tree)
    planted = tmp_path / path
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_text(f"{line}\n", encoding="utf-8")
    done = check(tmp_path)
    assert done.returncode == 1
    (found,) = [entry for entry in done.stderr.splitlines() if entry.startswith(f"{path}:")][:1]
    assert sentence in found
