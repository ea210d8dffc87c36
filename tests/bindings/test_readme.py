"""The README's lines of Python run as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def outputs() -> list[str]:
    """Run each piece of Python; return what they print."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    printed = []
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        assert len(code.splitlines()) <= 11
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        printed.append(done.stdout)
    return printed


def test_the_readme_s_lines_run() -> None:
    report, live = outputs()
    assert live == ""
    first, *rows = report.splitlines()
    assert "evlist([cpu-clock:u])" in first
    shares = [float(row.split("%")[0]) for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert 99 < sum(shares) < 101
