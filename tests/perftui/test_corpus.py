"""Recordings of every kind, from many machines and writers, against what is known of them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import commands
import pytest
from corpus import CORPUS, EXPECTED, Facts

import _perf
from _perf import _text
from perftui.views.escape import escape

FILES: dict[str, Facts] = EXPECTED["files"]
READABLE = sorted(name for name, facts in FILES.items() if facts.get("must") != "clean error")
HOPELESS = sorted(set(FILES) - set(READABLE))

# Which of ours are which of theirs, by the offset and a word of the sentence.
DAMAGE = {
    "quipper/perf.data.piped.corrupted.zero_size_sample-3.2": [(0xBFD0, "of 0 bytes")],
    "made/unfinished-size0.data": [(48, "not finished")],
    "made/truncated-mid-record.data": [(0x1138, "too early")],
}
SAMPLE_READ = 1 << 4
TWINS = {
    "made/perf.data.group_desc-4.14.be": "quipper/perf.data.group_desc-4.14",
    "made/self-identifier.be.data": "self/identifier.data",
}


def told(what: str, name: str) -> tuple[str, Facts]:
    """Return a text of facts and its notes."""
    with tempfile.TemporaryFile() as file:
        notes = _text.write_facts(str(CORPUS / name), file.fileno(), what)
        file.seek(0)
        return file.read().decode(), notes


def printed(*arguments: str | Path) -> str:
    """Return what a command prints, of whole recordings and damaged ones."""
    return commands.printed(*arguments, statuses=(0, 3))


def records_of(facts: Facts) -> Counter[str]:
    """Count records by type, in a directory over all of its files."""
    parts = facts["files"].values() if "files" in facts else [facts]
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part["records"])
    return counts


@pytest.fixture(scope="module", params=READABLE)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def session(name: str) -> _perf.session:
    return _perf.session(_perf.data(str(CORPUS / name)))


@pytest.mark.parametrize("name", HOPELESS)
def test_what_is_no_recording_is_refused_in_one_sentence(name: str) -> None:
    command = [sys.executable, "-m", "perftui", "report", "--stdio", "-i", str(CORPUS / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_records_by_type_and_damage(name: str) -> None:
    text, notes = told("stats", name)
    aggregated = re.split(r" stats:.*\n", text)[1]
    counts = Counter({kind: int(n) for kind, n in re.findall(r"(\S+) events:\s+(\d+)", aggregated)})
    total = counts.pop("TOTAL")
    assert total == counts.total()
    counts["HEADER_ATTR"] = counts.pop("ATTR", 0)
    assert +counts == records_of(FILES[name])
    found = notes["damage"]
    wanted = DAMAGE.get(name, [])
    assert bool(wanted) == bool(FILES[name].get("damage"))
    assert len(found) == len(wanted)
    for sentence, (offset, words) in zip(found, wanted, strict=True):
        assert f"offset {offset:#x}: " in sentence
        assert words in sentence


def test_events(name: str, session: _perf.session) -> None:
    fields = ("type", "config", "sample_type", "read_format")
    found = [
        {field: getattr(event, field) for field in fields} | {"n_ids": len(event.ids)}
        for event in session.evlist
    ]
    assert found == FILES[name].get("attrs", found)
    sizes = FILES[name].get("attr_size", [])
    assert {event.size for event in session.evlist} <= {*sizes} or not sizes


def test_samples(name: str, session: _perf.session) -> None:
    facts = FILES[name]
    events = list(session.evlist)
    samples: Counter[str] = Counter()
    periods: Counter[str] = Counter()
    times = []
    for event in session:
        if not isinstance(event, _perf.sample_event):
            continue
        number = str(next(i for i, one in enumerate(events) if one == event.evsel))
        samples[number] += 1
        periods[number] += event.sample_period
        times.append(event.sample_time)
    assert samples.total() == facts["n_samples"]
    assert samples == +Counter(facts.get("samples_by_attr", samples))
    assert +periods == +Counter(facts.get("period_sum_by_attr", periods))
    times = [time for time in times if time < 2**64 - 1]
    assert (min(times, default=None), max(times, default=None)) == (
        facts["first_ns"],
        facts["last_ns"],
    )


def test_header(name: str, session: _perf.session) -> None:
    header = session.header
    for field, value in FILES[name].get("header", {}).items():
        if field == "events":
            # The list was made of perf's text, which parts events and terms by the same comma.
            names = [re.sub(r",.*", "", event.name) for event in session.evlist]
            assert names == [re.sub(r",.*", "", text) for text in value]
        elif field == "cmdline":
            words = header["cmdline"]
            assert isinstance(words, list)
            assert " ".join(words).split("\n")[0] == value
        else:
            assert str(dict(header)[field]) == value


def test_every_known_feature_is_in_the_header(session: _perf.session) -> None:
    # Flags have nothing to tell, and traces and topologies of domains are told elsewhere.
    keys = {
        "TRACING_DATA": None,
        "BUILD_ID": "build_ids",
        "NRCPUS": "nrcpus_online",
        "TOTAL_MEM": "total_mem_kib",
        "EVENT_DESC": "events",
        "BRANCH_STACK": None,
        "GROUP_DESC": "groups",
        "AUXTRACE": None,
        "STAT": None,
        "CACHE": "caches",
        "SAMPLE_TIME": "first_sample_time",
        "MEM_TOPOLOGY": "memory_nodes",
        "CLOCKID": "clockid_resolution",
        "BPF_PROG_INFO": "bpf_programs",
        "CPU_PMU_CAPS": "pmu_caps",
    }
    damaged = any("feature" in sentence for sentence, _, _ in session.damage)
    header = session.header
    for feature in header["features"]:
        key = keys.get(feature, feature.lower())
        assert key is None or key in header or damaged or feature.isdigit(), feature


def test_lost(name: str, session: _perf.session) -> None:
    assert session.lost == FILES[name].get("lost_in_LOST_records", 0)
    assert session.lost_samples == FILES[name].get("lost_in_LOST_SAMPLES_records", 0)


def reported(name: str) -> Counter[str]:
    """Count samples by command as a report does."""
    report = json.loads(printed("report", "--json", "-s", "comm", "-n", "-i", CORPUS / name))
    samples: Counter[str] = Counter()
    for event in report["events"]:
        for row in event["rows"]:
            samples[row["comm"]] += row["samples"]
    return samples


def iterated(session: _perf.session) -> Counter[str]:
    """Count them record by record: a report has one for each counter that a sample read."""
    events = (event for event in session if isinstance(event, _perf.sample_event))
    return Counter(escape(event.comm or f":{event.sample_tid}") for event in events)


def test_comms(name: str, session: _perf.session) -> None:
    with_counts = any(attr["sample_type"] & SAMPLE_READ for attr in FILES[name].get("attrs", []))
    samples = iterated(session) if with_counts else reported(name)
    top = FILES[name].get("top_comms", [])
    assert [count for _, count in samples.most_common(len(top))] == [count for _, count in top]
    for comm, count in top:
        assert samples[escape(comm)] == count


def test_names_of_events(name: str) -> None:
    """Each event has as many samples, under the name that perf prints."""
    facts = FILES[name]
    wanted = facts.get("samples_by_event_perf_script")
    if not wanted or "note" in facts:  # of group members and AUX data perf makes more samples
        pytest.skip("perf does not tell, or counts otherwise")
    text, _ = told("stats", name)
    found: Counter[str] = Counter()
    for event, count in re.findall(r"^(.*) stats:\n +SAMPLE events: +(\d+)", text, re.MULTILINE):
        found[event] += int(count)
    assert found == wanted


@pytest.mark.parametrize("foreign", TWINS)
def test_byte_orders(foreign: str) -> None:
    """The twin in the other byte order says the same."""
    options = ("-F", "+brstack", "--show-task-events", "--show-mmap-events", "-i")
    assert printed("script", *options, CORPUS / foreign) == printed(
        "script", *options, CORPUS / TWINS[foreign]
    )
    assert told("stats", foreign)[0] == told("stats", TWINS[foreign])[0]


def attributes(event: object) -> dict[str, object]:
    """All that an event says, each by what it looks like."""
    names = [name for name in dir(event) if not name.startswith("_")]
    told: dict[str, object] = {}
    for name in names:
        value = getattr(event, name)
        if callable(value):
            continue
        if isinstance(value, (_perf.callchain, _perf.branch_stack)):
            value = [attributes(item) for item in value]
        told[name] = value if isinstance(value, list) else repr(value)
    return told


@pytest.mark.parametrize("foreign", TWINS)
def test_byte_orders_in_python(foreign: str) -> None:
    names = (foreign, TWINS[foreign])
    ours, theirs = (_perf.session(_perf.data(str(CORPUS / name))) for name in names)
    for mine, other in zip(ours.evlist, theirs.evlist, strict=True):
        assert attributes(mine) == attributes(other)
    events = list(ours)
    for event, twin in zip(events, theirs, strict=True):
        assert attributes(event) == attributes(twin)
    assert len(events) > 10
    told_less = {"features", "cpu_topology"}  # who made the twin left some of the header out
    header, other_header = dict(ours.header), dict(theirs.header)
    for key in header.keys() - told_less:
        assert header[key] == other_header[key]


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.mark.parametrize(
    "command",
    [
        ("report", "--stdio"),
        ("report", "--json"),
        ("report", "--stats"),
        ("report", "--tasks"),
        ("report", "--mmaps"),
        ("script", "--show-task-events", "--show-mmap-events"),
        ("header", "-I"),
    ],
)
def test_hostile_names_reach_no_terminal(command: tuple[str, ...]) -> None:
    text = printed(*command, "-i", CORPUS / "self" / "hostile-names.data")
    assert len(text.splitlines()) > 1
    assert not CONTROL.search(text)


def test_a_pipe_says_the_same_as_the_file() -> None:
    """A recording that cannot be read twice, whatever its mode."""
    for name in ("self/pipe.data", "self/fp.data", "self/zstd.data"):
        path = CORPUS / name
        command = [sys.executable, "-m", "perftui", "script", "-i", "-"]
        done = subprocess.run(command, input=path.read_bytes(), capture_output=True, check=True)
        assert done.stdout.decode() == printed("script", "-i", path)


def test_a_fifo_and_a_descriptor(tmp_path: Path) -> None:
    path = CORPUS / "self" / "pipe.data"
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    writer = subprocess.Popen(["sh", "-c", 'cat "$0" > "$1"', path, fifo])
    assert sum(1 for _ in _perf.session(_perf.data(str(fifo)))) > 45
    assert writer.wait() == 0
    with path.open("rb") as file:
        whole = sum(1 for _ in _perf.session(_perf.data("-", file.fileno())))
    assert whole == sum(1 for _ in _perf.session(_perf.data(str(path))))


@pytest.mark.parametrize("name", EXPECTED["fuzz"]["files"])
def test_reproducers_of_others(name: str) -> None:
    """Files that crashed another reader."""
    path = CORPUS / EXPECTED["fuzz"]["dir"] / name
    for command in ("report", "script"):
        arguments = [sys.executable, "-m", "perftui", command, "-i", str(path)]
        if command == "report":
            arguments.append("--stdio")
        done = subprocess.run(arguments, capture_output=True, check=False, timeout=20)
        assert done.returncode in (0, 1, 3)
        assert b"Traceback" not in done.stderr


def test_a_recording_of_nothing_but_losses_says_so() -> None:
    done = commands.run("report", "--stdio", "-i", CORPUS / "self" / "lost.data")
    assert done.returncode == 0
    lost = FILES["self/lost.data"]["lost_in_LOST_SAMPLES_records"]
    assert f"there are no samples: {lost} were lost" in done.stderr
    assert f"# Total Lost Samples: {lost}" in done.stdout
