"""Reports for screens against what the machine's perf prints."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from _perf._report import Report, ReportView

Run = Callable[..., str]

KEYS = "comm,dso,sym"


def loaded(path: Path) -> Report:
    """Return a report that has read everything."""
    report = Report(str(path), [])
    end = time.monotonic() + 60
    while not report.progress()[8]:
        assert time.monotonic() < end
        time.sleep(0.005)
    assert report.progress()[9] == ""
    return report


def view(report: Report, keys: str = KEYS, filters: tuple[str, ...] = ()) -> ReportView:
    return report.view(0, keys, filters, True, False, 0.0)


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%"


@pytest.fixture(scope="module")
def report(recording: Path) -> Report:
    return loaded(recording)


@pytest.mark.parametrize("keys", ["comm,dso,sym", "dso", "sym", "comm", "pid", "dso,comm"])
def test_rows_are_those_of_perf_report(
    report: Report, recording: Path, perf_output: Run, keys: str
) -> None:
    fields = f"overhead_children,overhead,sample,{keys}"
    text = perf_output(
        "report", "-i", recording, "--stdio", "--children", "-g", "none", "-t", "|", "-F", fields
    )
    lines = [line.split("|") for line in text.splitlines() if line and line[0] != "#"]
    theirs = sorted(
        [part.strip() for part in line] for line in lines if float(line[0].strip(" %")) >= 0.5
    )
    grouped = view(report, keys)
    ours = sorted(
        [share(children, grouped.total()), share(own, grouped.total()), str(samples)]
        + [text.strip() for text in texts]
        for _, children, own, samples, texts in grouped.rows(0, grouped.size())
        if 100 * children / grouped.total() >= 0.495
    )
    ours = [row for row in ours if float(row[0].strip("%")) >= 0.5]
    if keys == "sym":  # perf may show one unmapped address in several rows
        assert {row[3] for row in ours} == {row[3] for row in theirs}
        ours, theirs = ([row for row in rows if "0x0" not in row[3]] for rows in (ours, theirs))
    assert ours == theirs
    assert ours


def test_views_need_no_file(recording: Path, tmp_path: Path) -> None:
    copy = tmp_path / "perf.data"
    copy.write_bytes(recording.read_bytes())
    report = loaded(copy)
    before = view(report, "dso").rows(0, 100)
    copy.unlink()
    assert view(report, "dso").rows(0, 100) == before
    assert view(report, "sym").size() > len(before)


def test_windows_and_orders(report: Report) -> None:
    grouped = view(report)
    rows = grouped.rows(0, grouped.size())
    assert grouped.rows(3, 4) == rows[3:7]
    assert grouped.rows(grouped.size(), 5) == []
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
    by_self = grouped.sorted("self", True).rows(0, grouped.size())
    assert [row[2] for row in by_self] == sorted((row[2] for row in rows), reverse=True)
    by_dso = grouped.sorted("dso", False).rows(0, grouped.size())
    assert [row[4][1] for row in by_dso] == sorted(row[4][1] for row in rows)


def test_a_filter_of_frames_keeps_or_drops_whole_stacks(
    report: Report, recording: Path, perf_output: Run
) -> None:
    stacks = perf_output("script", "-i", recording, "-F", "ip,sym").strip().split("\n\n")
    names = [{line.strip().partition(" ")[2] for line in stack.splitlines()} for stack in stacks]
    pattern = "sort|compare"
    hits = sum(any(re.search(pattern, name, re.IGNORECASE) for name in stack) for stack in names)
    assert 0 < hits < len(stacks)
    assert view(report, KEYS, (f"+frames={pattern}",)).samples() == hits
    assert view(report, KEYS, (f"-frames={pattern}",)).samples() == len(stacks) - hits
    both = view(report, KEYS, (f"+frames={pattern}", f"-frames={pattern}"))
    assert both.samples() == 0
    assert both.total() == view(report).total()


def test_rows_are_ordered_by_the_names_that_are_shown(record: Callable[..., Path]) -> None:
    program = ("perl", "-e", "$i++ while $i < 3000000") if Path("/usr/bin/perl").exists() else ()
    report = loaded(record("names", "-e", "cpu-clock", "-F", "2000", program=program))
    grouped = view(report, "sym")
    names = [row[4][0][4:] for row in grouped.sorted("sym", False).rows(0, grouped.size())]
    named = [name for name in names if not name.startswith("0x")]
    assert named == sorted(named)


@pytest.mark.parametrize(
    ("pattern", "same"),
    [
        (r"\w+l\w+", "[a-zA-Z0-9_]+l[a-zA-Z0-9_]+"),
        (r"^[\w\d]+$", "^[a-zA-Z0-9_]+$"),
        (r"(?i)COMPARE", "compare"),
        (r"(?:split|swap)", "split|swap"),
        (r"\D{4}", "[^0-9]{4}"),
        (r"sp[]l]it", "split"),
    ],
)
def test_expressions_may_be_written_as_elsewhere(report: Report, pattern: str, same: str) -> None:
    passed = view(report, filters=(f"+frames={pattern}",)).passed()
    assert passed == view(report, filters=(f"+frames={same}",)).passed()
    assert passed > 0


def test_what_expressions_cannot_have_is_told(report: Report) -> None:
    with pytest.raises(ValueError, match="alone"):
        view(report, filters=("+frames=(?<=_)memcmp",))


def test_filters_of_tasks_and_objects(report: Report) -> None:
    by_dso = {row[4][0]: row[3] for row in view(report, "dso").rows(0, 1000)}
    for dso, samples in by_dso.items():
        assert view(report, KEYS, (f"+dso={dso}",)).samples() == samples
    by_comm = {row[4][0]: row[3] for row in view(report, "comm").rows(0, 1000)}
    for comm, samples in by_comm.items():
        assert view(report, KEYS, (f"+comm={comm}",)).samples() == samples
    by_cpu = {row[4][0]: row[3] for row in view(report, "cpu").rows(0, 1000)}
    for cpu, samples in by_cpu.items():
        assert view(report, KEYS, (f"+cpu={cpu}",)).samples() == samples
        rest = view(report, "cpu", (f"-cpu={cpu}",))
        assert {row[4][0] for row in rest.rows(0, 1000)} == by_cpu.keys() - {cpu}
    kernel = view(report, KEYS, ("+level=kernel",)).samples()
    assert kernel + view(report, KEYS, ("-level=kernel",)).samples() == view(report).samples()


def test_call_trees_share_out_what_they_come_from(report: Report) -> None:
    grouped = view(report, "sym")
    waiting = [(row[0], -1, row[1]) for row in grouped.rows(0, 50)]
    seen = 0
    while waiting and seen < 500:
        entry, node, period = waiting.pop()
        below = grouped.children(entry, node, 0)
        assert sum(one[1] for one in below) <= period
        waiting += [(entry, one[0], one[1]) for one in below if one[3]]
        seen += 1
    assert seen > 100
    entry = grouped.rows(0, 1)[0][0]
    top = grouped.children(entry, -1, 0)
    costly = grouped.children(entry, -1, top[0][1])
    assert [one[1:] for one in costly] == [one[1:] for one in top if one[1] == top[0][1]]


@pytest.mark.parametrize("inverted", [False, True])
def test_flame_boxes_stand_on_their_parents(report: Report, inverted: bool) -> None:
    grouped = report.view(0, "sym", (), True, inverted, 0.0)
    boxes = grouped.flame(-1, 120)
    assert boxes[0][1:4] == (0, 0, 120)
    by_depth: dict[int, list[tuple[int, int]]] = {}
    for _, depth, left, width, _, _ in boxes:
        by_depth.setdefault(depth, []).append((left, left + width))
    for depth, row in by_depth.items():
        row.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(row))
        if depth:
            above = by_depth[depth - 1]
            assert all(any(a <= left and right <= b for a, b in above) for left, right in row)
    zoomed = grouped.flame(boxes[1][0], 120)
    assert zoomed[0][3] == 120
    assert zoomed[0][5] == boxes[1][5]


def test_header_names_the_command(report: Report) -> None:
    assert "record" in report.header()
    assert report.events()[0].startswith("cpu-clock")


def test_stopping_ends_the_reading(recording: Path) -> None:
    report = Report(str(recording), [])
    report.stop()
    end = time.monotonic() + 10
    while not report.progress()[8]:
        assert time.monotonic() < end
    assert report.progress()[9] == ""


def test_views_outlive_their_report(recording: Path) -> None:
    grouped = view(loaded(recording))
    assert grouped.rows(0, 1)[0][4]
    assert grouped.flame(-1, 80)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((0, "nokey", (), True, False, 0.0), ValueError),
        ((0, "", (), True, False, 0.0), ValueError),
        ((0, KEYS, ("dso=x",), True, False, 0.0), ValueError),
        ((0, KEYS, ("+nofield=x",), True, False, 0.0), ValueError),
        ((0, KEYS, ("+cpu=x",), True, False, 0.0), ValueError),
        ((0, KEYS, ("+frames=(",), True, False, 0.0), ValueError),
        ((9, KEYS, (), True, False, 0.0), IndexError),
        ((0, KEYS, "+dso=x", True, False, 0.0), TypeError),
        ((0, KEYS, (3,), True, False, 0.0), TypeError),
        ((0, 5, (), True, False, 0.0), TypeError),
    ],
)
def test_wrong_questions(report: Report, arguments: tuple[object, ...], error: type) -> None:
    with pytest.raises(error):
        report.view(*arguments)  # type: ignore[arg-type]


def test_wrong_places(report: Report) -> None:
    grouped = view(report)
    with pytest.raises(IndexError):
        grouped.children(1 << 30, -1, 0)
    with pytest.raises(IndexError):
        grouped.children(0, 1 << 50, 0)
    with pytest.raises(IndexError):
        grouped.flame((1 << 40) + 5, 80)
    with pytest.raises(TypeError):
        ReportView()


def test_what_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Report(str(tmp_path / "none"), [])
    (tmp_path / "text").write_text("hello, this is no recording at all" * 9, encoding="utf-8")
    with pytest.raises(OSError, match=r"not a perf\.data"):
        Report(str(tmp_path / "text"), [])
