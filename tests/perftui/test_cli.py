"""The command line as a user types it."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from commands import PERFTUI

from perftui.cli.messages import FAILED, guarded


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


def test_too_little_memory_is_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signal.signal", lambda *_: None)

    def work() -> dict[str, object]:
        raise MemoryError

    assert guarded(work) == FAILED
    assert capsys.readouterr().err == "perftui: there is not enough memory\n"


@pytest.mark.parametrize("command", [("list", "--stdio"), ("list", "--json")])
def test_a_full_disk_is_told(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PERFTUI, *command], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr == "perftui: No space left on device\n"
