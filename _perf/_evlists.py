"""The evlist that Python sees: the core's, and the metrics that its events were opened for."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from _perf._evlist import evlist as core_evlist
from _perf._evsel import evsel
from _perf._maps import cpu_map, thread_map
from _perf._metric_expression import Expression
from _perf._metrics import TIMES, event_string, named
from _perf._record_opts import record_opts

Place = tuple[str, int, int]  # a metric, a CPU and a thread


@dataclass(slots=True)
class Opened:
    """A metric, and the events of a list that its expression names."""

    expression: Expression
    events: dict[str, list[evsel]]
    computed: dict[tuple[int, int], float] = field(default_factory=dict)  # when, by place


class sample_columns:
    """Samples as columns of one length, each a memoryview of numbers.

    What is not recorded has all bits set, as in `sample_event`; ip and period are 0.
    """

    def __init__(self, columns: list[bytes]) -> None:
        """Take what evlist.read_samples() has read."""
        event, _, _, _, _, _, _ = columns
        self._columns = columns
        self._rows = len(event) // 4

    def __len__(self) -> int:
        """Return the number of samples."""
        return self._rows

    @cached_property
    def event(self) -> memoryview[int]:
        """Places of the samples' evsels in the list."""
        return self._column(0, "I")

    @cached_property
    def pid(self) -> memoryview[int]:
        """Processes."""
        return self._column(1, "i")

    @cached_property
    def tid(self) -> memoryview[int]:
        """Threads."""
        return self._column(2, "i")

    @cached_property
    def cpu(self) -> memoryview[int]:
        """CPUs."""
        return self._column(3, "I")

    @cached_property
    def time(self) -> memoryview[int]:
        """Times, in nanoseconds of the events' clock."""
        return self._column(4, "Q")

    @cached_property
    def ip(self) -> memoryview[int]:
        """Sampled addresses."""
        return self._column(5, "Q")

    @cached_property
    def period(self) -> memoryview[int]:
        """How much of the event each sample stands for."""
        return self._column(6, "Q")

    def _column(self, place: int, code: Literal["I", "i", "Q"]) -> memoryview[int]:
        return memoryview(self._columns[place]).cast(code)


class evlist(core_evlist):
    """Events of this machine that are opened, counted and sampled together.

    Without maps they count on every CPU for all threads, or for the threads on any CPU. The events
    of a recording are a list of the same kind (`session.evlist`).
    """

    __slots__ = ("_metrics",)

    def __init__(self, cpus: cpu_map | None = None, threads: thread_map | None = None) -> None:
        """Begin an empty list."""
        super().__init__(cpus, threads)
        self._metrics: dict[str, Opened] = {}

    def config(self, opts: record_opts | None = None) -> None:
        """Make the events record what sampling needs: ip, thread, time, CPU and what `opts` asks.

        The first event also records what happens to processes. They start disabled. ValueError for
        an option of a value that is none.
        """
        if opts is None:
            opts = record_opts()
        if not isinstance(opts, record_opts):
            raise TypeError("opts must be a perf.record_opts or None")
        self.config_sampling(opts.settings())

    def open(self, leave_out: bool = False, fall_back: bool = True) -> None:
        """Open all events, or none: OSError says what forbids it.

        `notes` tells what was opened in the place of events that this machine or the user's rights
        do not allow, unless there are metrics, which would mean something else then. With
        `leave_out` events that the machine has not, and their groups, stay closed instead.
        """
        super().open(leave_out, fall_back and not self._metrics)

    def mmap(self, pages: int = 128, overwrite: int = 0, *, names: bool = True) -> None:
        """Make the buffers for samples, of so many pages (a power of two).

        One for each CPU, or for each thread that counts on any CPU; whether they overwrite is told
        to config(). Without `names` the processes that run already are not looked at, and samples
        have no symbols: a recorder or a live report does that itself.
        """
        super().mmap(pages, overwrite)
        if names:
            self.add_running()

    def read_samples(self) -> sample_columns:
        """Take all samples out of the buffers, one buffer after the other; other records count.

        A list is read in this way, by read_on_cpu() or read_in_order().
        """
        return sample_columns(self.read_columns())

    def metrics(self) -> list[str]:
        """Return the names of the metrics that can be computed."""
        return list(self._metrics)

    def compute_metric(self, metric: str, cpu: int, thread: int) -> float:
        """Compute a metric from what its events counted there since the last time.

        0.0 when that says nothing, as of events that did not count. TypeError for another metric.
        """
        opened = self._metrics.get(metric)
        if opened is None:
            raise TypeError(f"Unknown metric '{metric}' for CPU '{cpu}' and thread '{thread}'")
        now = time.monotonic()
        since = opened.computed.get((cpu, thread), now)
        opened.computed[cpu, thread] = now
        values = dict.fromkeys(TIMES, now - since)
        for name, evsels in opened.events.items():
            values[name] = sum(_scaled(one, cpu, thread) for one in evsels)
        value = opened.expression.value(values)
        return value if math.isfinite(value) else 0.0

    def _add_metric(self, name: str, expression: Expression) -> None:
        events = {}
        for event in expression.events:
            if event not in TIMES:
                before = len(self)
                self.add_events(event_string(event))
                events[event] = [self[number] for number in range(before, len(self))]
        self._metrics[name] = Opened(expression, events)


def _scaled(event: evsel, cpu: int, thread: int) -> float:
    """Return what an event would have counted, had its counter run all the time."""
    counts = event.read(cpu, thread)
    share = counts.ena / counts.run if counts.run else 0.0
    return counts.val * share * event.scale


def parse_events(
    events: str, cpus: cpu_map | None = None, threads: thread_map | None = None
) -> evlist:
    """Return the events that a string names, as perf-list(1) has it, or libpfm4: "UNIT::NAME".

    Without maps they count on every CPU for all threads, or for the threads on any CPU. OSError
    says what is wrong, and in which column.
    """
    found = evlist(cpus, threads)
    found.add_events(events)
    return found


def parse_metrics(
    metrics: str,
    pmu: str | None = None,
    cpus: cpu_map | None = None,
    threads: thread_map | None = None,
) -> evlist:
    """Return the events that metrics need: names or groups, parted by commas.

    `pmu` restricts them to those of a unit. OSError when there is no such metric, or an event of it
    cannot be named.
    """
    if not isinstance(metrics, str):
        raise TypeError(f"a str is needed, not {type(metrics).__name__}")
    found = evlist(cpus, threads)
    for metric, expression in named(metrics, pmu):
        found._add_metric(metric["MetricName"], expression)
    found.config_counting()
    return found
