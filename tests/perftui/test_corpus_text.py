"""perf's own text of recordings of every kind, against ours; reasons where they differ."""

from __future__ import annotations

import re
from collections.abc import Callable

import commands
import pytest
from corpus import CORPUS, EXPECTED

Run = Callable[..., str]

FILES = sorted(EXPECTED["files"])

MODES = {
    "header": ("report", "--header-only", "-I"),
    "stats": ("report", "--stats"),
    "script": ("script", "--show-task-events", "--show-mmap-events"),
}
# Of the files that perf reads: where it is right to say something else.
UNPADDED = "perf takes strings for padded to 64 bytes and then misses the cores behind them"
UNWOUND = "perf unwinds stacks by DWARF"
UNSWAPPED = "perf leaves the protection of mappings in the other byte order"
FORMATS = "perf lets libtraceevent read the formats of any file; we print their fields ourselves"
DAMAGED = "perf stops, or prints what the header promised; we read what is there"
REASONS = {
    ("header", "autofdo/ro_sample.perf"): UNPADDED,
    ("header", "quipper/perf.data.weight_struct"): UNPADDED,
    ("header", "chromiumos/perf.data.piped.production"): "perf gives up in a list of strings",
    ("header", "made/future-attr-160-zero.data"): "perf drops all features behind a longer attr",
    ("header", "made/truncated-mid-record.data"): DAMAGED,
    ("header", "made/unfinished-size0.data"): DAMAGED,
    ("header", "made/header-only.data"): "there are no records that could be reported",
    ("header", "self/hostile-names.data"): "control characters are escaped",
    ("stats", "chromiumos/perf.data.piped.production"): "perf stops in the middle",
    ("script", "hotspot/perf.data.PerfFormatLost"): UNWOUND,
    ("script", "perfparser/contentsize.data"): UNWOUND,
    ("script", "perfparser/vector_static_gcc.perf.data.zstd"): UNWOUND,
    ("script", "self/dwarf.data"): UNWOUND,
    ("script", "wild/covlizer-lbr.perf.data"): "perf puts branch records into call chains",
    ("script", "quipper/perf.data.intel_pt-4.14"): "perf decodes the processor trace",
    ("script", "self/stat.data"): "perf prints counts in a table of their own",
    ("script", "self/hostile-names.data"): "control characters are escaped",
    ("script", "LinuxTracepoints/perf.data"): FORMATS,
    ("script", "perfparser/probe.data.file"): FORMATS,
    ("script", "quipper/perf.data.hybrid_topology"): "perf prints a CPU that was not recorded",
    ("script", "simpleperf/generated_by_linux_perf.data"): "perf calls a module [honeevent]",
    ("script", "simpleperf/perf_with_jit_symbol.data"): "perf loses a kernel at all addresses",
    ("script", "made/perf.data.group_desc-4.14.be"): UNSWAPPED,
    ("script", "made/self-identifier.be.data"): UNSWAPPED,
}
# Events whose PMU or tracepoint perf looks up on the machine that reads, not on the recording's.
ELSEWHERE = {
    "LinuxTracepoints/perf.data",
    "autofdo/perf-vmlinux.data",
    "perfparser/probe.data.file",
    "quipper/perf.data.branch_stack_hw_index",
    "quipper/perf.data.intel_pt-4.14",
}
NEWEST = (6, 12)


@pytest.fixture(scope="module")
def perf_version(perf_output: Run) -> tuple[int, int]:
    found = re.search(r"(\d+)\.(\d+)", perf_output("version"))
    assert found
    return int(found[1]), int(found[2])


def without_symbol(line: str) -> str:
    """A frame without its name: perf takes one of this machine's files whose path is the same."""
    return re.sub(r"\b([0-9a-f]+) \S.* (\([^()]*\))$", r"\1 \2", line)


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def ours(mode: str, name: str) -> list[str]:
    return lines(commands.printed(*MODES[mode], "-i", CORPUS / name, statuses=(0, 3)))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", FILES)
def test_facts_are_told_as_perf_tells_them(
    mode: str, name: str, perf_output: Run, perf_version: tuple[int, int]
) -> None:
    if reason := REASONS.get((mode, name)):
        pytest.skip(reason)
    if mode == "script" and perf_version < NEWEST:
        pytest.skip("the lines of an older perf are compared on recordings of today")
    try:
        theirs = lines(perf_output(*MODES[mode], "-f", "-i", CORPUS / name))
    except AssertionError:
        pytest.skip("perf does not read it")
    if not theirs or "# arch : (null)" in theirs:
        pytest.skip("perf reads no further than the header")
    mine = ours(mode, name)
    if mode == "header" and (name in ELSEWHERE or perf_version < NEWEST):
        mine = [line for line in mine if not line.startswith("# event : ")]
        theirs = [line for line in theirs if not line.startswith("# event : ")]
    if perf_version < NEWEST:  # it names events that have no recorded name in another way
        mine = [line for line in mine if not line.endswith(" stats:")]
        theirs = [line for line in theirs if not line.endswith(" stats:")]
    if mode == "script":
        mine, theirs = list(map(without_symbol, mine)), list(map(without_symbol, theirs))
    assert mine == theirs
