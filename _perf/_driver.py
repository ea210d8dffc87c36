"""The session that Python sees: it owns the callbacks, which the C++ session never holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from _perf._data import data
from _perf._events import event
from _perf._evlist import evlist
from _perf._header import header
from _perf._session import process, session_core, thread

# Which records a callback gets, by the name of its keyword.
RECORD_TYPES: dict[str, tuple[int, ...]] = {
    "mmap": (1,),
    "lost": (2,),
    "comm": (3,),
    "exit": (4,),
    "throttle": (5,),
    "unthrottle": (6,),
    "fork": (7,),
    "read": (8,),
    "sample": (9,),
    "mmap2": (10,),
    "aux": (11,),
    "itrace_start": (12,),
    "lost_samples": (13,),
    "context_switch": (14, 15),
    "namespaces": (16,),
    "ksymbol": (17,),
    "bpf_event": (18,),
    "cgroup": (19,),
    "text_poke": (20,),
    "aux_output_hw_id": (21,),
    "callchain_deferred": (22,),
    "attr": (64,),
    "event_type": (65,),
    "tracing_data": (66,),
    "build_id": (67,),
    "id_index": (69,),
    "auxtrace_info": (70,),
    "auxtrace": (71,),
    "auxtrace_error": (72,),
    "thread_map": (73,),
    "cpu_map": (74,),
    "stat_config": (75,),
    "stat": (76, 77),
    "event_update": (78,),
    "time_conv": (79,),
    "feature": (80,),
    "finished_init": (82,),
    "bpf_metadata": (84,),
    "schedstat_cpu": (85,),
    "schedstat_domain": (86,),
}


def _with_name(stat: Callable[[Any, str | None], object]) -> Callable[[Any], object]:
    def call(record: event) -> None:
        evsel = record.evsel
        stat(record, None if evsel is None else evsel.name)

    return call


class session:
    """A recording being read.

    Iterate over it for every record in order of time, or give callbacks and call process_events().
    """

    __slots__ = ("__weakref__", "_callbacks", "_core", "_running")

    def __init__(
        self,
        data: data,
        sample: Callable[[Any], object] | None = None,
        stat: Callable[..., object] | None = None,
        **callbacks: Callable[[Any], object] | None,
    ) -> None:
        """Read the file once; each callback gets the records of its name (RECORD_TYPES).

        `stat` gets the event's name, too: None with the rounds that the counts come in.
        """
        if stat is not None and not callable(stat):
            raise TypeError("stat must be callable")
        with_name = None if stat is None else _with_name(stat)
        by_type: dict[int, Callable[[Any], object]] = {}
        for name, callback in {"sample": sample, "stat": with_name, **callbacks}.items():
            if name not in RECORD_TYPES:
                raise TypeError(f"session has no callback {name!r}")
            if callback is None:
                continue
            if not callable(callback):
                raise TypeError(f"{name} must be callable")
            by_type.update(dict.fromkeys(RECORD_TYPES[name], callback))
        self._core = session_core(data)
        self._callbacks = by_type
        self._running = False

    def __getattr__(self, name: str) -> NoReturn:
        """Tell of a session whose __init__ did not run; other names do not exist."""
        if name in session.__slots__:
            raise ValueError("session not initialized")
        raise AttributeError(f"'session' object has no attribute {name!r}")

    def process_events(self) -> None:
        """Hand every record to its callback, in order of time. An exception ends the run."""
        if self._running:
            raise RuntimeError("process_events is already running")
        self._running = True
        try:
            process(self._core, self._callbacks)
        finally:
            self._running = False

    def __iter__(self) -> Iterator[event]:
        """Go through every record in order of time."""
        return self._core.events()

    def find_thread(self, pid: int, tid: int = -1) -> thread:
        """Return the thread `tid`, or the main thread of `pid`; TypeError when there is none."""
        return self._core.find_thread(pid, tid)

    def read_trace(self, position: int, size: int) -> bytes:
        """Return what an auxtrace_event tells of, or a part of it; fewer bytes at the end."""
        return self._core.read_trace(position, size)

    @property
    def evlist(self) -> evlist:
        """The recording's events."""
        return self._core.evlist()

    @property
    def header(self) -> header:
        """The features of the file's header: who recorded what, where and how."""
        return self._core.header

    @property
    def lost(self) -> int:
        """How many records the kernel lost; lost_samples may count the same losses."""
        return self._core.lost

    @property
    def lost_samples(self) -> int:
        """How many samples the kernel lost."""
        return self._core.lost_samples

    @property
    def damage(self) -> list[tuple[str, int, int]]:
        """What could not be read: a sentence, the offset in the file, the bytes skipped."""
        return self._core.damage

    @property
    def e_machine(self) -> int:
        """The ELF machine of the recording, 0 unknown."""
        return self._core.e_machine

    @property
    def is_64_bit(self) -> bool:
        """Whether the recording's machine has 64 bits."""
        return self._core.is_64_bit

    @property
    def is_finished(self) -> bool:
        """False while more may be written to the recording; of a pipe nobody knows."""
        return self._core.is_finished
