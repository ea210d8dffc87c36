"""What every figure is worth nothing without: the commit and the machine."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from pathlib import Path


def circumstances(recording: str) -> dict[str, object]:
    """Return them, and the recording's size."""
    git = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(
        git, cwd=Path(__file__).parent, capture_output=True, text=True, check=False
    )
    return {
        "commit": commit.stdout.strip(),
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs, Linux {platform.release()}",
        "python": platform.python_version(),
        "recording_megabytes": round(Path(recording).stat().st_size / 1e6),
    }


def keep(figures: dict[str, object], path: str | None) -> None:
    """Print the figures, and write them to a file where one is named."""
    text = json.dumps(figures, indent=1)
    print(text)
    if path:
        Path(path).write_text(text + "\n", encoding="utf-8")
