"""How the browser ends: the terminal is as it was, and the shell sees what ended it."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest
from terminal import shown

ALTERNATE, BACK = b"\x1b[?1049h", b"\x1b[?1049l"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_leaves_the_terminal_as_it_was(recording: Path, number: signal.Signals) -> None:
    with shown("report", "--tui", recording) as screen:
        screen.wait_for(b"samples")
        screen.process.send_signal(number)
        screen.wait_for(BACK)
        assert screen.process.wait(10) == -number
        screen.wait_for(b"(nothing more)")
        assert screen.text.count(ALTERNATE) == screen.text.count(BACK) == 1
        assert b"Traceback" not in screen.text


def test_it_ends_with_its_terminal(recording: Path) -> None:
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(
            sys.executable,
            [sys.executable, "-P", "-m", "perftui", "report", "--tui", str(recording)],
            {**os.environ, "TERM": "xterm-256color"},
        )
    text, end = b"", time.monotonic() + 20
    while b"samples" not in text and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            text += os.read(terminal, 1 << 16)
    os.close(terminal)
    while time.monotonic() < end:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            assert os.waitstatus_to_exitcode(status) == -signal.SIGHUP
            return
        time.sleep(0.01)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    pytest.fail("it goes on without a terminal")


def hears_ctrl_c(pid: int) -> bool:
    """Tell whether the interpreter makes an exception of it; proc_pid_status(5)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    (caught,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) & 1 << signal.SIGINT - 1)


def test_ctrl_c_before_the_screen_is_there_is_quiet(recording: Path) -> None:
    with shown("report", "--tui", recording) as screen:
        pid, end = screen.process.pid, time.monotonic() + 10
        for wanted in (True, False):
            while hears_ctrl_c(pid) != wanted:
                assert time.monotonic() < end
                time.sleep(0.001)
        screen.process.send_signal(signal.SIGINT)
        assert screen.process.wait(10) == -signal.SIGINT
        screen.wait_for(BACK)
        assert b"Traceback" not in screen.text
