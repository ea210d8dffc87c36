"""Options of `perftui report`: each changes what it prints; wrong ones end with a sentence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import run

Record = Callable[..., Path]


@pytest.fixture(scope="session")
def system(record: Record) -> Path:
    """A recording of the whole machine."""
    shell = "ls -R /usr/share/doc /usr/lib/python3 | sort > /dev/null"
    return record(
        "options", "-a", "-e", "cpu-clock", "-F", "4000", "-g", program=("sh", "-c", shell)
    )


CHANGES = [
    ("-s", "dso"),
    ("-s", "+cpu"),
    ("-s", "pid"),
    ("-s", "time", "--time-quantum", "10ms"),
    ("-F", "overhead,comm"),
    ("--no-children",),
    ("-g", "none"),
    ("-g", "flat"),
    ("-g", "folded"),
    ("-g", "fractal"),
    ("-g", "callee"),
    ("-g", "graph,5"),
    ("-g", "graph,0.5,1"),
    ("-g", "count"),
    ("--no-call-graph",),
    ("--percent-limit", "5"),
    ("--max-stack", "2"),
    ("-c", "sort"),
    ("-d", "[kernel.kallsyms]"),
    ("-U",),
    ("--pid", "0"),
    ("--tid", "0"),
    ("-C", "0"),
    ("--time", "0%-50%"),
    ("-n",),
    ("--show-total-period",),
    ("-H",),
    ("--group",),
    ("--header",),
    ("--header-only",),
    ("--stats",),
    ("--tasks",),
    ("--mmaps",),
    ("--symfs", "/nowhere"),
    ("--kallsyms", "/dev/null"),
    ("-k", "/dev/null"),
    ("-t", ";"),
    ("-w", "30,30,30"),
    ("-v",),
    ("-q",),
    ("--json",),
]


@pytest.mark.parametrize("options", CHANGES, ids=" ".join)
def test_an_option_changes_the_text(system: Path, options: tuple[str, ...]) -> None:
    plain = run("report", "--stdio", "-i", system)
    changed = run("report", "--stdio", "-i", system, *options)
    assert changed.returncode == 0, changed.stderr
    assert changed.stdout
    assert changed.stdout != plain.stdout


def test_inverted_graphs(system: Path) -> None:
    plain = run("report", "--stdio", "--no-children", "-i", system)
    assert run("report", "--stdio", "--no-children", "-G", "-i", system).stdout != plain.stdout


def test_relative_percentages(system: Path) -> None:
    part = ("report", "--stdio", "-c", "sort", "-i", system)
    relative = run(*part, "--percentage", "relative")
    assert relative.stdout != run(*part, "--percentage", "absolute").stdout


def test_full_header(system: Path) -> None:
    part = ("report", "--header-only", "-i", system)
    assert len(run(*part, "-I").stdout) > len(run(*part).stdout)


def test_one_thread_prints_the_same(system: Path) -> None:
    part = ("report", "--stdio", "-i", system, "--jobs")
    assert run(*part, "1").stdout == run(*part, "2").stdout


@pytest.mark.parametrize(
    "options",
    [("-s", "nonsense"), ("-g", "nonsense"), ("--time", "nonsense"), ("-C", "x"), ("--no-such",)],
    ids=" ".join,
)
def test_wrong_usage_is_one_sentence(system: Path, options: tuple[str, ...]) -> None:
    done = run("report", "--stdio", "-i", system, *options)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "nonsense" in done.stderr or "'x'" in done.stderr or "--no-such" in done.stderr


def test_bad_files(tmp_path: Path, system: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    foreign = tmp_path / "foreign"
    foreign.write_text("not a profile\n" * 20, encoding="utf-8")
    for path in (empty, foreign, tmp_path, tmp_path / "missing"):
        done = run("report", "--stdio", "-i", path)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert str(path) in done.stderr


def test_a_cut_recording_keeps_what_is_there(tmp_path: Path, system: Path) -> None:
    whole = system.read_bytes()
    cut = tmp_path / "cut.data"
    cut.write_bytes(whole[: len(whole) // 2])
    done = run("report", "--stdio", "-i", cut)
    assert done.returncode == 3
    assert "Samples:" in done.stdout
    assert "offset 0x" in done.stderr


def test_a_closed_pipe_is_silent(system: Path) -> None:
    command = f"{sys.executable} -P -m perftui script -i {system} | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
