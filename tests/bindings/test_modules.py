"""Each extension module stands on its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import _perf

MODULES = sorted(path.name.split(".")[0] for path in Path(_perf.__path__[0]).glob("_*.so"))


def test_there_are_modules() -> None:
    assert "_syscalls" in MODULES


@pytest.mark.parametrize("module", MODULES)
def test_imports_alone_in_a_fresh_interpreter(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import _perf.{module}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0


LISTED = """
import _perf
listed = set(dir(_perf))
assert set(_perf.__all__) <= listed
exec("from _perf import *")
assert set(_perf.__all__) <= set(globals())
"""


def test_names_that_are_loaded_when_asked_for_are_listed_before() -> None:
    done = subprocess.run([sys.executable, "-P", "-c", LISTED], capture_output=True, check=False)
    assert done.stderr == b""


# Everything that a recording gives, after the import of nothing but what was named.
READ = """
import sys
import _perf
assert not [name for name in sys.modules if name.startswith("_perf.")]
session = _perf.session(_perf.data(sys.argv[1]))
sample = next(event for event in session if type(event).__name__ == "sample_event")
assert session.header["cmdline"] and sample.evsel in list(session.evlist)
assert [node.symbol for node in sample.callchain] and sample.brstack is None
assert session.find_thread(sample.sample_tid).comm()
assert isinstance(sample, _perf.event) and isinstance(sample.callchain, _perf.callchain)
"""


def test_what_is_not_named_is_not_loaded_and_not_missed() -> None:
    example = Path(__file__).parents[2] / "share/example/example.data"
    done = subprocess.run(
        [sys.executable, "-P", "-c", READ, example], capture_output=True, check=False
    )
    assert done.stderr == b""


def test_record_names() -> None:
    assert _perf.record_name(10) == "MMAP2"
    assert _perf.record_name(68) == "FINISHED_ROUND"
    assert _perf.record_name(50) is None
