"""Counting and sampling on this machine, with the kernel itself."""

from __future__ import annotations

import ctypes
import gc
import itertools
import mmap
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

import _perf
import perf
import perf_live

TRACEFS = Path("/sys/kernel/tracing/events")
WRITES = "syscalls:sys_enter_write"


def may_sample_all() -> bool:
    """Tell whether this user may watch whole CPUs."""
    try:
        with counting("cpu-clock"):
            return True
    except PermissionError:
        return False


@contextmanager
def counting(text: str, *maps: object) -> Iterator[perf.evlist]:
    evlist = perf.parse_events(text, *maps)  # type: ignore[arg-type]
    for evsel in evlist:
        evsel.read_format = perf.FORMAT_TOTAL_TIME_ENABLED | perf.FORMAT_TOTAL_TIME_RUNNING
    evlist.open()
    try:
        yield evlist
    finally:
        evlist.close()


all_cpus = pytest.mark.skipif("not may_sample_all()", reason="whole CPUs may not be watched")
tracepoints = pytest.mark.skipif(
    not (TRACEFS / "syscalls/sys_enter_write/id").exists(), reason="tracefs cannot be read"
)


def spin(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(1000))


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_counts_are_those_since_the_read_before() -> None:
    mine = perf.thread_map(-1, threading.get_native_id())
    with counting("task-clock:u,page-faults", None, mine) as evlist:
        clock, faults = evlist
        (cpu,), (thread,) = clock.cpus(), clock.threads()
        assert (cpu, thread) == (-1, threading.get_native_id())
        clock.read(cpu, thread)
        begin = time.thread_time_ns()
        spin(0.05)
        spent = time.thread_time_ns() - begin
        counts = clock.read(cpu, thread)
        assert counts.val == pytest.approx(spent, rel=0.2)
        assert counts.ena == counts.run
        assert clock.read(cpu, thread).val < counts.val / 2
        faults.read(cpu, thread)
        pages = 100
        with mmap.mmap(-1, pages * 4096) as memory:
            memory[::4096] = bytes(pages)
        assert pages <= faults.read(cpu, thread).val <= 3 * pages


def test_what_is_not_open_there_is_not_read() -> None:
    with counting("task-clock", None, perf.thread_map(-1, 0)) as evlist:
        evsel = evlist[0]
        with pytest.raises(TypeError, match="CPU 77 is not part of evsel's CPUs"):
            evsel.read(77, 0)
        with pytest.raises(TypeError, match="Thread 1 is not part of evsel's threads"):
            evsel.read(-1, 1)


@tracepoints
def test_tracepoints_are_counted_exactly() -> None:
    mine = perf.thread_map(-1, threading.get_native_id())
    with counting(WRITES, None, mine) as evlist, open("/dev/null", "wb", buffering=0) as sink:
        evlist.disable()
        evlist[0].read(-1, mine[0])
        evlist.enable()
        for _ in range(1234):
            sink.write(b"x")
        evlist.disable()
        assert evlist[0].read(-1, mine[0]).val == 1234


@tracepoints
@all_cpus
def test_fields_and_names_of_a_live_tracepoint() -> None:
    seen = []
    evlist = perf.parse_events(WRITES, perf.cpu_map(), perf.thread_map(-1))
    evlist[0].tracking = False
    evlist.config()
    evlist.open()
    evlist.mmap()
    evlist.enable()
    with open("/dev/null", "wb", buffering=0) as sink:
        sink.write(b"seven..")
        number = sink.fileno()
    evlist.disable()
    for cpu in perf.cpu_map():
        while (event := evlist.read_on_cpu(cpu)) is not None:
            if isinstance(event, perf.sample_event) and event.sample_pid == os.getpid():
                seen.append((event.fd, event.count, event.evsel == evlist[0]))
    evlist.close()
    assert (number, 7, True) in seen
    with pytest.raises(TypeError, match="Unknown CPU '4711'"):
        evlist.read_on_cpu(4711)


def test_the_kernel_modules_script_for_tasks() -> None:
    """What twatch.py does: an evsel of its own attribute, opened before it is in a list."""
    mine = perf.thread_map(-1, threading.get_native_id())
    evsel = perf.evsel(
        type=perf.TYPE_SOFTWARE,
        config=perf.COUNT_SW_DUMMY,
        task=1,
        comm=1,
        mmap=0,
        freq=0,
        wakeup_events=1,
        watermark=1,
        sample_id_all=1,
        context_switch=0,
        sample_type=perf.SAMPLE_PERIOD | perf.SAMPLE_TID | perf.SAMPLE_CPU,
    )
    evsel.open(cpus=perf.cpu_map(), threads=mine)
    evlist = perf.evlist(perf.cpu_map(), mine)
    assert evlist.add(evsel) == 1
    evlist.mmap()
    subprocess.run(["true"], check=True)
    evlist.poll(timeout=1000)
    events: list[perf.event] = []
    for cpu in perf.cpu_map():
        while (event := evlist.read_on_cpu(cpu)) is not None:
            events.append(event)
    forks = [e for e in events if isinstance(e, perf.task_event) and e.type == perf.RECORD_FORK]
    assert any(fork.ppid == os.getpid() for fork in forks)
    assert all(event.evsel == evsel for event in events)


def test_a_subclass_with_a_constructor_of_its_own() -> None:
    class tracepoint(perf.evsel):
        def __init__(self, system: str, name: str) -> None:
            number = max(perf.tracepoint(system, name), 0)
            perf.evsel.__init__(self, type=perf.TYPE_TRACEPOINT, config=number, sample_period=1)

    point = tracepoint("sched", "sched_switch")
    assert point.type == perf.TYPE_TRACEPOINT
    assert not point.freq
    with pytest.raises(ValueError, match="not both"):
        perf.evsel(sample_period=1, sample_freq=1)
    assert perf.evsel(sample_freq=2**40).sample_period == 2**40


def test_samples_of_this_process_have_names() -> None:
    worker = threading.Thread(target=spin, args=(0.4,))
    worker.start()
    mine = perf.thread_map(os.getpid())
    opts = perf.record_opts(freq=1000, call_graph="fp")
    seen: list[perf.sample_event] = []
    live = perf.LiveSession("cpu-clock:u", seen.append, threads=mine, opts=opts, timeout=0.4)
    live.run()
    worker.join()
    assert len(seen) > 50
    times = [event.sample_time for event in seen]
    assert times == sorted(times)
    assert len([event for event in seen if event.dso is not None]) > len(seen) / 2
    assert {event.sample_pid for event in seen} == {os.getpid()}
    assert all(event.callchain is not None for event in seen)


def test_samples_of_a_program_have_names(sorter: str) -> None:
    program = subprocess.Popen([sorter])
    seen: list[perf.sample_event] = []
    opts = perf.record_opts(freq=1000, call_graph="fp")
    threads = perf.thread_map(program.pid)
    perf.LiveSession("cpu-clock:u", seen.append, threads=threads, opts=opts, timeout=3).run()
    program.wait()
    assert len(seen) > 50
    named = [
        event for event in seen if event.symbol in {"compare", "split", "swap", "sort", "make"}
    ]
    assert len(named) > len(seen) * 0.9
    callers = [event.callchain for event in named if event.callchain is not None]
    assert any("main" in {node.symbol for node in chain} for chain in callers)


def test_a_weak_group_is_broken_up_where_the_kernel_refuses_it() -> None:
    pinned = "{cpu-clock:u,page-faults:uD}"  # only a leader may be pinned
    strong = perf.parse_events(pinned, None, threads_of_me())
    with pytest.raises(OSError, match="not in this group"):
        strong.open()
    weak = perf.parse_events(f"{pinned}:W,dummy:u", None, threads_of_me())
    weak.config()
    weak.open()
    weak.enable()
    assert [event.leader for event in weak] == [0, 1, 2]
    spin(0.05)
    assert weak[0].read(-1, threads_of_me()[0]).val > 0
    weak.close()


def test_the_time_is_over_also_for_slow_callbacks() -> None:
    begin = time.monotonic()
    opts = perf.record_opts(freq=4000)
    seen = 0

    def slow(_: perf.sample_event) -> None:
        nonlocal seen
        seen += 1
        time.sleep(0.01)

    worker = threading.Thread(target=spin, args=(1.0,))
    worker.start()
    mine = perf.thread_map(os.getpid())
    live = perf.LiveSession("cpu-clock:u", slow, threads=mine, opts=opts, pages=1, timeout=0.3)
    live.run()
    assert seen > 0
    assert time.monotonic() - begin < 5
    worker.join()


@tracepoints
def test_samples_in_columns_are_those_read_one_by_one() -> None:
    mine = threads_of_me()
    columns: list[perf.sample_columns] = []
    for _ in range(2):
        evlist = perf.parse_events(f"{WRITES},dummy", None, mine)
        evlist.config()
        evlist.open()
        evlist.mmap(64)
        evlist.enable()
        with open("/dev/null", "wb", buffering=0) as sink:
            for _ in range(100):
                sink.write(b"x")
        evlist.disable()
        if columns:
            seen = []
            while (event := evlist.read_on_cpu(-1)) is not None:
                if event.type == perf.RECORD_SAMPLE:
                    seen.append(event)
            assert len(seen) == len(columns[0])
            assert {event.sample_tid for event in seen} == set(columns[0].tid)
        else:
            columns.append(evlist.read_samples())
            assert len(evlist.read_samples()) == 0
        evlist.close()
    (read,) = columns
    assert len(read) >= 100
    assert set(read.pid) == {os.getpid()}
    assert set(read.event) == {0}
    assert list(read.time) == sorted(read.time)
    assert set(read.period) == {1}
    assert max(read.cpu) < (os.cpu_count() or 1)


def test_a_session_is_stopped_from_another_thread() -> None:
    live = perf_live.LiveSession("dummy", lambda _: None, threads=perf.thread_map(os.getpid()))
    threading.Timer(0.1, live.stop).start()
    begin = time.monotonic()
    live.run()
    assert 0.05 < time.monotonic() - begin < 2


def test_what_a_callback_raises_comes_out() -> None:
    def callback(_: object) -> None:
        raise TypeError("the callback's own")

    worker = threading.Thread(target=spin, args=(0.2,))
    worker.start()
    mine = perf.thread_map(os.getpid())
    live = perf.LiveSession("cpu-clock:u", callback, threads=mine)
    with pytest.raises(TypeError, match="the callback's own"):
        live.run()
    worker.join()


def test_a_session_ends_with_its_threads() -> None:
    child = subprocess.Popen(["sleep", "0.3"])
    live = perf.LiveSession("dummy", threads=perf.thread_map(child.pid), callbacks={})
    begin = time.monotonic()
    list(live)
    child.wait()
    assert time.monotonic() - begin < 5


def test_the_interpreter_runs_while_a_thread_polls() -> None:
    mine = perf.thread_map(os.getpid())
    evlist = perf.parse_events("dummy", None, mine)
    evlist.config()
    evlist.open()
    evlist.mmap(1)
    waiting = threading.Thread(target=evlist.poll, args=(300,))
    begin = time.monotonic()
    waiting.start()
    spin(0.01)
    assert time.monotonic() - begin < 0.25
    waiting.join()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("cycels", "column 1: 'cycels' is no event; did you mean 'cycles'?"),
        ("cpu-clock:q", "column 11: 'q' is no modifier"),
        ("{cpu-clock", "column 1: this '{' has no '}'"),
        ("", "column 1: an event is missing here"),
    ],
)
def test_a_bad_event_string_says_where(text: str, sentence: str) -> None:
    with pytest.raises(OSError, match="event string, column") as raised:
        perf.parse_events(text)
    assert sentence in (raised.value.strerror or "")


def test_what_cannot_be_opened_says_why() -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    threads = perf.thread_map(-1, gone.pid)
    with pytest.raises(ProcessLookupError, match="no such thread"):
        perf.parse_events("cpu-clock", None, threads).open()
    with pytest.raises(OSError, match="offline"):
        perf.parse_events("cpu-clock", perf.cpu_map("4095"), None).open()
    with (
        pytest.raises(ValueError, match="open"),
        counting("dummy", None, threads_of_me()) as evlist,
    ):
        evlist[0].config = 3


def threads_of_me() -> perf.thread_map:
    return perf.thread_map(-1, threading.get_native_id())


def test_events_of_a_recording_are_only_looked_at(recording: Path) -> None:
    evlist = _perf.session(_perf.data(str(recording))).evlist
    for refused in (
        evlist.open,
        lambda: evlist.config_sampling([]),
        evlist[0].enable,
        lambda: evlist.add(evlist[0]),
        lambda: evlist[0].read(0, 0),
    ):
        with pytest.raises(ValueError, match="recording"):
            refused()
    with pytest.raises(TypeError, match="Unknown CPU"):
        perf.parse_events("dummy").read_on_cpu(0)


def test_nothing_is_left_of_a_thousand_failures() -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    threads = perf.thread_map(-1, gone.pid)
    gc.collect()
    before = open_files()
    for _ in range(1000):
        with pytest.raises(ProcessLookupError):
            perf.parse_events("dummy,cpu-clock", None, threads).open()
    gc.collect()
    assert open_files() == before


def test_lists_that_threads_open_read_and_drop() -> None:
    """Two lists for each thread and one for all, in every order, for a little while."""
    shared = perf.parse_events("dummy,task-clock", None, perf.thread_map(os.getpid()))
    gc.collect()
    before = open_files()
    until = time.monotonic() + float(os.environ.get("PERFTUI_LIVE_SECONDS", "1"))
    failed: list[BaseException] = []

    def work(number: int) -> None:
        mine = threads_of_me()
        try:
            while time.monotonic() < until:
                evlist = perf.parse_events("task-clock,dummy", None, mine)
                evlist.config()
                evlist.open()
                if number % 2:
                    evlist.mmap(1)
                    evlist.enable()
                    evlist.poll(0)
                    evlist.read_on_cpu(-1)
                evsel = evlist[number % len(evlist)]
                if number % 3:
                    del evlist
                evsel.read(-1, mine[0])
                use_shared(number)
        except BaseException as error:
            failed.append(error)

    def use_shared(number: int) -> None:
        try:
            (shared.open, shared.close, shared.disable, lambda: list(shared))[number % 4]()
            shared[0].read(-1, os.getpid())
        except (OSError, TypeError):
            return  # another thread has closed it

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared.close()
    gc.collect()
    assert not failed
    assert open_files() <= before


def test_a_recorder_refuses_steps_out_of_order(tmp_path: Path) -> None:
    from _perf._recorder import recorder  # noqa: PLC0415

    evlist = perf.parse_events("dummy", None, threads_of_me())
    evlist.config()
    evlist.open()
    evlist.mmap(1)
    for steps in itertools.product(("begin", "run", "stop", "finish"), repeat=3):
        file = recorder(evlist, str(tmp_path / "perf.data"), ["x"], [])
        begun = finished = False
        for step in steps:
            arguments = (0,) if step == "run" else ()
            fits = not begun if step == "begin" else begun and not finished
            with nullcontext() if fits else pytest.raises(ValueError, match="begins once"):
                getattr(file, step)(*arguments)
            begun = begun or step == "begin"
            finished = finished or (step == "finish" and fits)
    assert file.samples == 0


def test_the_end_of_a_thread_wakes_all_who_wait() -> None:
    child = subprocess.Popen(["sleep", "0.3"])
    evlist = perf.parse_events("dummy", None, perf.thread_map(child.pid))
    evlist.config()
    evlist.open()
    evlist.mmap(1)

    def wait() -> None:
        while not evlist.ended:
            evlist.poll()
            evlist.read_samples()

    waiting = [threading.Thread(target=wait, daemon=True) for _ in range(4)]
    for thread in waiting:
        thread.start()
    child.wait()
    for thread in waiting:
        thread.join(timeout=5)
        assert not thread.is_alive()


@tracepoints
def test_threads_that_read_one_list_miss_nothing() -> None:
    """What each of them took, and what was lost, is what happened."""
    writes = 100_000
    program = f"read go; exec dd if=/dev/zero of=/dev/null bs=1 count={writes} status=none"
    alone = os.environ | {"LD_PRELOAD": ""}  # no sanitizer in other programs
    writer = subprocess.Popen(["sh", "-c", program], stdin=subprocess.PIPE, env=alone)
    evlist = perf.parse_events(WRITES, None, perf.thread_map(-1, writer.pid))
    evlist.config()
    evlist.open()
    evlist.mmap(64)
    evlist.enable()
    taken: list[int] = []

    def take_columns() -> int:
        evlist.poll(1)
        return len(evlist.read_samples())

    def take_one() -> int:
        return int(isinstance(evlist.read_on_cpu(-1), perf.sample_event))

    def read(take: Callable[[], int]) -> None:
        count = 0
        while not evlist.ended:
            count += take()
        taken.append(count)

    takers = (take_columns, take_one, take_columns, take_one)
    readers = [threading.Thread(target=read, args=(take,)) for take in takers]
    for reader in readers:
        reader.start()
    writer.communicate(b"\n")
    for reader in readers:
        reader.join()
    assert len(taken) == len(readers)
    rest = len(evlist.read_samples())
    lost = evlist[0].read(-1, writer.pid).lost or evlist.lost  # kernels before 6.0 tell the latter
    assert sum(taken) + rest + lost == writes


UNPRIVILEGED = """
import collections, os, threading
import perf
os.setgid(65534); os.setuid(65534)
counts = collections.Counter()
worker = threading.Thread(target=lambda: sum(i * i for i in range(3000000)))
worker.start()
live = perf.LiveSession("cpu-clock", lambda event: counts.update([event.symbol]),
                        threads=perf.thread_map(os.getpid()), timeout=0.5)
live.run()
worker.join()
assert sum(counts.values()) > 20, counts
print(live.evlist.notes, live.evlist)
try:
    perf.parse_events("cpu-clock").open()
except PermissionError as error:
    print(error.strerror)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_user_without_privileges_profiles_a_program_of_their_own() -> None:
    level = int(Path("/proc/sys/kernel/perf_event_paranoid").read_text(encoding="ascii"))
    if level < 1 or level > 2:
        pytest.skip(f"kernel.perf_event_paranoid is {level}")
    done = subprocess.run(
        [sys.executable, "-P", "-c", UNPRIVILEGED], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "perf_event_paranoid" in done.stdout
    assert "CAP_PERFMON" in done.stdout
    if level > 1:
        assert "evlist([cpu-clock:u])" in done.stdout


@contextmanager
def sampling_me() -> Iterator[perf.evlist]:
    evlist = perf.parse_events("cpu-clock", None, threads_of_me())
    evlist.config()
    evlist.open()
    evlist.mmap()
    evlist.enable()
    try:
        yield evlist
    finally:
        evlist.close()


def names_of_samples(
    evlist: perf.evlist, name: Callable[[perf.sample_event], str | None]
) -> set[str | None]:
    events = iter(lambda: evlist.read_on_cpu(-1), None)
    return {name(event) for event in events if isinstance(event, perf.sample_event)}


def test_a_thread_that_is_renamed_has_its_new_name_from_then_on() -> None:
    comm = Path("/proc/thread-self/comm")
    before = comm.read_text().strip()
    with sampling_me() as evlist:
        spin(0.05)
        assert names_of_samples(evlist, lambda event: event.comm) == {before}
        try:
            comm.write_text("renamed")
            spin(0.05)
        finally:
            comm.write_text(before)
        names = names_of_samples(evlist, lambda event: event.comm)
    assert "renamed" in names
    assert names <= {before, "renamed"}


# A function that counts down, as a compiler at run time would write it.
COUNTDOWN = {
    "x86_64": bytes((0x48, 0x89, 0xF8, 0x48, 0xFF, 0xC8, 0x75, 0xFB, 0xC3)),
    "aarch64": struct.pack("<3I", 0xF1000400, 0x54FFFFE1, 0xD65F03C0),
}


@pytest.mark.skipif(os.uname().machine not in COUNTDOWN, reason="no code for this machine")
def test_what_is_compiled_has_its_name_once_the_map_tells() -> None:
    code = COUNTDOWN[os.uname().machine]
    memory = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    run = ctypes.CFUNCTYPE(None, ctypes.c_uint64)(address)
    perf_map = Path(f"/tmp/perf-{os.getpid()}.map")
    with sampling_me() as evlist:
        run(200_000_000)
        assert "jitted" not in names_of_samples(evlist, lambda event: event.symbol)
        perf_map.write_text(f"{address:x} {len(code):x} jitted\n")
        try:
            end = time.monotonic() + 20
            names: set[str | None] = set()
            while "jitted" not in names and time.monotonic() < end:
                run(200_000_000)
                names = names_of_samples(evlist, lambda event: event.symbol)
        finally:
            perf_map.unlink()
    assert "jitted" in names


@tracepoints
def test_events_that_share_a_buffer_wake_whoever_polls() -> None:
    """The kernel wakes a buffer's readers once; each event of it must hear that."""
    names = f"{WRITES},syscalls:sys_exit_write"
    with open("/dev/null", "wb", buffering=0) as sink:
        evlist = perf.parse_events(names, None, threads_of_me())
        evlist.config()
        evlist.open()
        evlist.mmap(8)
        evlist.enable()
        for _ in range(20):
            sink.write(b"x")
            begin = time.monotonic()
            assert evlist.poll(2000) > 0
            assert time.monotonic() - begin < 1
            assert len(evlist.read_samples()) >= 1
        evlist.close()


@all_cpus
@pytest.mark.parametrize("ends", ["run", "poll"])
def test_ctrl_c_is_what_it_is_elsewhere(ends: str) -> None:
    """A session's run ends, as that of perf's module; a poll raises KeyboardInterrupt."""
    loops = {
        "run": "perf.LiveSession('dummy', print).run()",
        "poll": "evlist = perf.parse_events('dummy'); evlist.config(); evlist.open()\n"
        "evlist.mmap(1)\ntry:\n  evlist.poll(-1)\nexcept KeyboardInterrupt: pass",
    }
    program = f"import perf, sys\nprint('ready', flush=True)\n{loops[ends]}\nprint('summary')"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "summary\n"
    assert process.returncode == 0
