"""Objects in the wrong hands: wrong types, no initialisation, no session left, many threads."""

from __future__ import annotations

import gc
import os
import random
import resource
import shutil
import signal
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import pytest

import _perf

TYPES = sorted(
    (
        t
        for t in (getattr(_perf, name) for name in _perf.__all__)
        if isinstance(t, type) and not issubclass(t, dict) and not is_dataclass(t)
    ),
    key=lambda t: t.__name__,
)
# What SWIG gives every wrapper, and nobody is to see.
SWIG = {"acquire", "append", "disown", "next", "own", "this", "thisown"}
WRONG = [None, 3, "x", b"x", [], object(), 2**70, -1.5]


def attributes_of(thing: object) -> Iterator[object]:
    """Read every attribute that the thing's own class declares."""
    for name in dir(thing):
        if not name.startswith("_"):
            yield getattr(thing, name)


def things(path: Path) -> list[object]:
    """Return objects of every kind that a recording gives."""
    session = _perf.session(_perf.data(str(path)))
    events = list(session)
    chains = [e.callchain for e in events if isinstance(e, _perf.sample_event)]
    nodes = [node for chain in chains if chain is not None for node in chain]
    kept: list[object] = [*events, *chains, *nodes, session, session.evlist, *session.evlist]
    return [*kept, session.find_thread(0), iter(session), _perf.cpu_map(), _perf.stat_event()]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_an_object_that_was_never_initialised_raises(kind: type) -> None:
    try:
        thing: Any = kind.__new__(kind)  # type: ignore[call-overload]
    except TypeError:
        return  # only handed out
    refused = (TypeError, ValueError, AttributeError)

    def use(name: str) -> None:
        value = getattr(thing, name)
        if callable(value):
            value()

    for name in dir(kind):
        if not name.startswith("_"):
            with pytest.raises(refused):
                use(name)
    if hasattr(kind, "__len__"):
        with pytest.raises(refused):
            len(thing)
    if hasattr(kind, "__getitem__"):
        with pytest.raises(refused):
            thing[0]
    repr(thing)


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_wrong_arguments_raise(kind: type, wrong: object) -> None:
    allowed = (TypeError, ValueError, OverflowError, OSError)
    for arguments in ((wrong,), (wrong, wrong), (wrong,) * 7):
        try:
            kind(*arguments)
        except allowed:
            continue
        assert kind in {_perf.cpu_map, _perf.thread_map, _perf.evlist, _perf.evsel}


def test_callbacks_must_be_callable(recording: Path) -> None:
    data = _perf.data(str(recording))
    with pytest.raises(TypeError, match="sample must be callable"):
        _perf.session(data, sample=3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no callback 'nonsense'"):
        _perf.session(data, nonsense=print)
    _perf.session(data, sample=None).process_events()


class Stop(Exception):
    pass


@pytest.mark.parametrize("kind", [Stop, StopIteration, KeyboardInterrupt, SystemExit, TypeError])
def test_a_callback_s_exception_ends_the_run_unchanged(
    recording: Path, kind: type[BaseException]
) -> None:
    raised = kind("mine")
    calls = []

    def callback(event: _perf.sample_event) -> None:
        calls.append(event)
        if len(calls) == 3:
            raise raised

    session = _perf.session(_perf.data(str(recording)), sample=callback)
    with pytest.raises(kind) as seen:
        session.process_events()
    assert seen.value is raised
    assert len(calls) == 3
    session.process_events()  # a new run begins at the start
    assert len(calls) > 6


def test_a_run_within_a_run_is_refused(recording: Path) -> None:
    def callback(_: _perf.sample_event) -> None:
        session.find_thread(0)
        session.process_events()

    session = _perf.session(_perf.data(str(recording)), sample=callback)
    with pytest.raises(RuntimeError, match="already running"):
        session.process_events()


def test_a_session_in_a_cycle_with_its_callback_is_collected(recording: Path) -> None:
    class Tool:
        def __init__(self) -> None:
            self.session = _perf.session(_perf.data(str(recording)), sample=self.sample)

        def sample(self, event: _perf.sample_event) -> None:
            self.last = event

    tool = Tool()
    tool.session.process_events()
    gone = weakref.ref(tool)
    del tool
    gc.collect()
    assert gone() is None


def test_everything_outlives_the_session(recording: Path) -> None:
    kept = things(recording)
    expected = [list(map(repr, attributes_of(e))) for e in kept if isinstance(e, _perf.event)][:50]
    events = [e for e in kept if isinstance(e, _perf.event)][:50]
    del kept
    gc.collect()

    def told(event: _perf.event) -> list[str]:
        return list(map(repr, attributes_of(event)))

    def plain(lines: list[str]) -> list[str]:
        return [line for line in lines if " at 0x" not in line]

    assert [plain(told(event)) for event in events] == [plain(lines) for lines in expected]


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_no_file_stays_open(recording: Path) -> None:
    before = open_files()
    kept = [event for _ in range(20) for event in _perf.session(_perf.data(str(recording)))]
    assert len(kept) > 20
    assert open_files() == before
    with pytest.raises(OSError, match=r"perf\.data file"):
        _perf.session(_perf.data("/etc/passwd"))
    assert open_files() == before


def in_threads(count: int, work: Callable[[int], None]) -> None:
    failures: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            work(number)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_dropped_in_random_order_from_four_threads(recording: Path) -> None:
    def work(number: int) -> None:
        chance = random.Random(number)
        pool: list[object] = []
        while len(pool) < 1000:
            pool += things(recording)
        chance.shuffle(pool)
        shared[number] = pool
        while pool:
            pool.pop(chance.randrange(len(pool)))
            other = shared.get((number + 1) % 4)
            for thing in list(other[:2]) if other else ():
                list(attributes_of(thing))

    shared: dict[int, list[object]] = {}
    in_threads(4, work)


@pytest.mark.skipif("LD_PRELOAD" in os.environ, reason="the sanitizer keeps what was freed")
def test_memory_stays_flat(recording: Path) -> None:
    def rounds(count: int) -> int:
        for _ in range(count):
            for event in _perf.session(_perf.data(str(recording))):
                list(attributes_of(event))
        gc.collect()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    warm = rounds(5)
    assert rounds(30) - warm < 4096  # KiB


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_no_object_shows_the_machinery(kind: type) -> None:
    assert not SWIG & set(dir(kind))


def test_a_subclass_has_attributes_of_its_own_and_a_class_of_ours_has_not() -> None:
    class Named(_perf.evsel):
        count = 0

        def __init__(self, name: str) -> None:
            super().__init__(type=1, config=0)
            self.label = name

    Named.count += 1
    assert (Named("clock").label, Named.count) == ("clock", 1)
    with pytest.raises(AttributeError):
        _perf.counts_values().label = "none"  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        _perf.evsel.label = "none"  # type: ignore[attr-defined]


def test_names_are_any_bytes_but_nul(tmp_path: Path, recording: Path) -> None:
    odd = os.fsdecode(bytes(tmp_path) + b"/\xff.data")
    shutil.copy(recording, odd)
    assert str(_perf.data(odd)) == odd
    with pytest.raises(ValueError, match="null character"):
        _perf.data(f"{recording}\0")
    with pytest.raises(ValueError, match="path must be '-'"):
        _perf.data(odd, fd=0)


def in_child(work: Callable[[], object]) -> int:
    """Return how a child that is forked ends: 0 when the work raises RuntimeError."""
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        try:
            work()
        except RuntimeError:
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_forked_child_is_told_that_it_has_no_thread_and_no_buffers(recording: Path) -> None:
    records = iter(_perf.session(_perf.data(str(recording))))
    next(records)
    assert in_child(lambda: list(records)) == 0
    evlist = _perf.parse_events("dummy", None, _perf.thread_map(os.getpid()))
    evlist.config()
    evlist.open()
    evlist.mmap(1)
    for read in (lambda: evlist.read_on_cpu(-1), evlist.read_in_order, evlist.read_samples):
        assert in_child(read) == 0
    evlist.close()
