"""Recordings made in the run with the machine's perf."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

PERF = os.environ.get("PERF", "perf")
PROGRAMS = Path(__file__).parent / "programs"

Run = Callable[..., str]
Record = Callable[..., Path]


def in_chroot() -> bool:
    """Tell whether the machine's own processes have another root than this one."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    try:
        return not os.path.samefile("/proc/1/root", "/")
    except PermissionError:
        return True


# perf enters the mount namespaces of recorded processes for their symbols: from a chroot those of
# the machine outside. Without sight of these processes it stays where the test is.
APART = ("unshare", "--pid", "--fork", "--mount-proc", "--propagation", "unchanged")


@pytest.fixture(scope="session")
def perf_output() -> Run:
    """Return a function that runs the machine's perf and returns what it prints."""
    if shutil.which(PERF) is None:
        assert not os.environ.get("CI"), "perf is missing"
        pytest.skip("perf is not installed")

    def run(*arguments: str | Path, cwd: Path | None = None) -> str:
        reads = arguments[0] in ("report", "script")
        command = [*(APART if reads and in_chroot() else ()), PERF, *map(str, arguments)]
        # What is recorded runs as it is, also when this interpreter has a sanitizer preloaded.
        plain = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
        done = subprocess.run(
            command, cwd=cwd, env=plain, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def built(folder: Path, name: str) -> str:
    """Build a program whose stacks are whole."""
    flags = ("-O1", "-fno-omit-frame-pointer", "-fno-optimize-sibling-calls")
    subprocess.run(["gcc", *flags, "-o", folder / name, PROGRAMS / f"{name}.c"], check=True)
    return str(folder / name)


@pytest.fixture(scope="session")
def sorter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Build the program that is recorded where a test asks for no other."""
    return built(tmp_path_factory.mktemp("programs"), "sorter")


@pytest.fixture(scope="session")
def walker(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Build a program that is mostly in the kernel."""
    return built(tmp_path_factory.mktemp("programs"), "walker")


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory, perf_output: Run, sorter: str) -> Record:
    """Return a function that records a small program, or the one given."""

    def make(name: str, *options: str, program: tuple[str, ...] = ()) -> Path:
        folder = tmp_path_factory.mktemp(name)
        command = program or (sorter,)
        perf_output("record", "-q", "-o", "perf.data", *options, "--", *command, cwd=folder)
        return folder / "perf.data"

    return make


@pytest.fixture(scope="session")
def recording(record: Record) -> Path:
    """One program with call graphs."""
    return record("graph", "-e", "cpu-clock", "-F", "2000", "-g")


@pytest.fixture(scope="session")
def two_events(record: Record) -> Path:
    """Two events without call graphs, with children and context switches."""
    shell = ("sh", "-c", "for i in 1 2 3; do ls / >/dev/null; done")
    events = ("-e", "cpu-clock", "-e", "page-faults", "-c", "1000", "--switch-events")
    return record("two", *events, program=shell)
