"""The stubs say what the built modules are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ALLOWLIST = Path(__file__).with_name("stubtest_allowlist.txt")


def test_stubs_fit_the_modules(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mypy.stubtest", "_perf", "perf", "--concise"]
    options = ["--allowlist", str(ALLOWLIST), "--ignore-unused-allowlist"]
    done = subprocess.run(
        [*command, *options], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
