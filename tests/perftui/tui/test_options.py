"""What `perftui report` is asked for on a terminal is what its browser shows first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands import run
from terminal import Screen, shown

EXAMPLE = Path(__file__).parents[3] / "share/example"


def text_of(screen: Screen, *texts: bytes) -> bytes:
    """Return what is drawn, once all of these are."""
    for text in texts:
        screen.wait_for(text)
    return screen.text


def test_rows_are_chosen_and_grouped(recording: Path) -> None:
    with shown("report", "-s", "dso", "-c", "sorter,none", "-S", "split", recording) as screen:
        drawn = text_of(screen, b"comm = sorter,none", b"symbol = split", b"Shared Object", b"%")
    assert b"Command" not in drawn


def test_the_first_filters_are_undone(recording: Path) -> None:
    with shown("report", "-g", "callee", "-c", "none", "-S", "split", recording) as screen:
        text_of(screen, b"(inverted)", b"symbol = split", b"0.00% of all")
        os.write(screen.terminal, b"uu")
        drawn = text_of(screen, b"main")
    assert b"] main" in drawn


def test_a_process_and_a_thread_are_chosen(recording: Path) -> None:
    with shown("report", "--no-children", "--pid", "1", "--tid", "1", recording) as screen:
        drawn = text_of(screen, b"pid = 1", b"tid = 1", b"Self")
    assert b"Children" not in drawn


def test_only_a_part_is_read(recording: Path) -> None:
    with shown("report", "-C", "77", "--time", "0%-50%", recording) as screen:
        drawn = text_of(screen, b"CPU 77, time 0%-50% of ")
    assert b"CPU 77, time 0%-50% of " in drawn


@pytest.mark.parametrize(
    "options", [("-t", "|"), ("-w", "9"), ("-H",), ("-g", "flat"), ("-T",), ("-s", "trace")]
)
def test_what_only_text_shows_is_text(recording: Path, options: tuple[str, ...]) -> None:
    with shown("report", *options, recording) as screen:
        screen.wait_for(b"(nothing more)")
        assert screen.process.wait(20) == 0
    assert b"Samples:" in screen.text or b"|" in screen.text
    assert b"\x1b[" not in screen.text


def test_what_is_not_known_is_told_before_a_screen_is_drawn(recording: Path) -> None:
    with shown("report", "--tui", "-s", "nonsense", recording) as screen:
        screen.wait_for(b"nonsense")
        assert screen.process.wait(20) == 2
    assert run("report", "--tui", "--pid", "x", recording).returncode == 2


def test_functions_of_the_bundled_recording_have_names() -> None:
    with shown("report", "--symfs", EXAMPLE / "symfs", EXAMPLE / "example.data") as screen:
        drawn = text_of(screen, b"median")
    assert b"median" in drawn
