"""`perftui stat`: how often events happen, of a command, processes, CPUs or all."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, TextIO

from perftui.cli.control import Control, add_begin, begin_of
from perftui.cli.counting import Counting, level_of
from perftui.cli.messages import UsageError, explained
from perftui.cli.signals import Stop
from perftui.cli.target import Target, add_target, add_workload, command_words
from perftui.views.counts import Line, Metric, metric
from perftui.views.stat_text import Style, ending, lines_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from _perf._recorder import workload

LOOK = 0.02  # seconds between looks at whether a process has ended


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options, under perf's letters."""
    add = parser.add_argument
    add_target(parser)
    add("-e", "--event", action="append", metavar="EVENTS", help="as perf list names them")
    add("-d", "--detailed", action="count", default=0, help="with events of the caches")
    add("-I", "--interval-print", type=int, metavar="MS", help="print counts every so often")
    add("--interval-count", type=int, metavar="N", help="end after so many times")
    add("--timeout", type=int, metavar="MS", help="end after so long")
    add("-r", "--repeat", type=int, default=1, metavar="N", help="run the command so many times")
    add_begin(parser)
    add("-x", "--field-separator", metavar="C", help="columns for programs")
    add("-j", "--json", action="store_true", help="a JSON object a line")
    add("-o", "--output", metavar="FILE", help="write the counts there")
    add("--append", action="store_true", help="behind what is there")
    add("-A", "--no-aggr", action="store_true", help="each CPU on its own")
    for level in ("socket", "die", "core", "node", "thread"):
        add(f"--per-{level}", action="store_true", help=f"each {level} on its own")
    add("-n", "--null", action="store_true", help="count nothing but the time")
    add("--no-big-num", action="store_true", help="digits without groups")
    add_workload(parser)


def _seconds_of_children() -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime, used.ru_stime


class Stat:
    """One command line: it counts, run by run, and prints."""

    def __init__(self, options: argparse.Namespace, out: TextIO) -> None:
        """Understand the options."""
        self.options = options
        self._out = out
        self.words = command_words(options)
        self.stop = Stop()
        self.control = Control(options.control, self.stop) if options.control else None
        self.style = Style(
            separator=(options.field_separator or "").replace("\\t", "\t"),
            json=options.json,
            big_numbers=not options.no_big_num,
            aggregate=level_of(options),
        )
        if options.repeat > 1 and not self.words:
            raise UsageError("-r runs a command again: one is needed")
        self.status = 0
        self._headed = False

    def say(self, text: str) -> None:
        """Write a line of counts."""
        print(text, file=self._out)

    def run(self) -> int:
        """Count and print; the exit status is the command's."""
        runs = [self._run_once() for _ in range(max(1, self.options.repeat))]
        if self.options.interval_print is None:
            self._print(runs)
        self._out.flush()
        return self.status

    def _run_once(self) -> tuple[list[Line], float, tuple[float, float]]:
        from _perf._recorder import workload  # noqa: PLC0415  (--help needs no core)

        options = self.options
        before = _seconds_of_children()
        command = workload(self.words) if self.words else None
        target = Target(options, command.pid if command else None)
        on_exec = command is not None and not target.is_system_wide and not options.delay
        counting = Counting(options, target, on_exec=on_exec)
        if self.control is not None:
            self.control.events = counting.evlist or ()
        begin = time.monotonic()
        if not on_exec and not options.delay:
            counting.enable()
        if command is not None:
            command.start()
        self._wait(counting, command, target, begin)
        seconds = time.monotonic() - begin
        lines = counting.lines()
        if options.interval_print is not None:
            self._print_interval(lines, seconds)
        counting.close()
        if command is not None:
            command.ended(True)
            self.status = os.waitstatus_to_exitcode(command.status) & 0xFF
        after = _seconds_of_children()
        return lines, seconds, (after[0] - before[0], after[1] - before[1])

    def _wait(
        self, counting: Counting, command: workload | None, target: Target, begin: float
    ) -> None:
        options = self.options
        ends = begin + options.timeout / 1000 if options.timeout else float("inf")
        enables = begin_of(options) if options.delay else float("inf")
        every = (options.interval_print or 0) / 1000
        prints, printed, last = begin + every, 0, begin
        while not self.stop.asked:
            now = time.monotonic()
            if now >= enables:
                counting.enable()
                enables = float("inf")
            if now >= ends or _has_ended(command, target):
                break
            if every and now >= prints:
                self._print_interval(counting.lines(), now - begin, now - last)
                prints, last, printed = prints + every, now, printed + 1
                if printed == options.interval_count:
                    break
            due = min(ends, enables, prints if every else float("inf")) - now
            self._sleep(command, min(due, LOOK if command is None else due))
        if command is not None and not command.ended():
            os.kill(command.pid, signal.SIGTERM)

    @staticmethod
    def _sleep(command: workload | None, seconds: float) -> None:
        """Sleep, but not beyond the end of the command."""
        if command is not None and seconds == float("inf"):
            command.ended(True)
        elif seconds > 0:
            time.sleep(min(seconds, LOOK))

    @staticmethod
    def _told(lines: list[Line], seconds: float) -> Iterator[tuple[Line, Metric | None]]:
        for line in lines:
            beside = [other for other in lines if other.label == line.label]
            yield line, metric(line, beside, seconds)

    def _print_interval(self, lines: list[Line], at: float, took: float | None = None) -> None:
        if not self.style.separator and not self.style.json and not self._headed:
            self.say("#           time             counts unit events")
            self._headed = True
        for text in lines_of(self._told(lines, took or at), self.style, at):
            self.say(text)

    def _print(self, runs: list[tuple[list[Line], float, tuple[float, float]]]) -> None:
        lines = runs[0][0]
        for others, _, _ in runs[1:]:
            for line, other in zip(lines, others, strict=False):
                line.readings += other.readings
        seconds = [took for _, took, _ in runs]
        mean = sum(seconds) / len(seconds)
        plain = not self.style.separator and not self.style.json
        if plain:
            self.say(f"\n Performance counter stats for {self._whom()}:\n")
        for text in lines_of(self._told(lines, mean), self.style):
            self.say(text)
        if plain:
            own = self.words and len(runs) == 1 and not self._elsewhere
            times = runs[0][2] if own else (None, None)
            for text in ending(seconds, *times):
                self.say(text)

    @property
    def _elsewhere(self) -> bool:
        """Whether something else than the command is measured."""
        options = self.options
        return bool(
            options.all_cpus
            or options.cpu
            or options.cgroup
            or options.pid
            or options.tid
            or options.uid
        )

    def _whom(self) -> str:
        options = self.options
        if options.pid or options.tid:
            return f"{'process' if options.pid else 'thread'} id '{options.pid or options.tid}'"
        if self.words and not self._elsewhere:
            runs = f" ({options.repeat} runs)" if options.repeat > 1 else ""
            return f"'{' '.join(self.words)}'{runs}"
        if options.cgroup:
            return f"cgroup '{options.cgroup}'"
        return f"'CPU(s) {options.cpu}'" if options.cpu else "'system wide'"


def _has_ended(command: workload | None, target: Target) -> bool:
    if command is not None:
        return command.ended()
    return bool(target.tids) and not any(map(_is_alive, target.tids or ()))


def _is_alive(tid: int) -> bool:
    """Tell whether a thread still runs; one that nobody has waited for is still known."""
    try:
        with open(f"/proc/{tid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except OSError:
        return False


def _output(options: argparse.Namespace) -> AbstractContextManager[TextIO]:
    if options.output:
        return open(options.output, "a" if options.append else "w", encoding="utf-8")
    return nullcontext(sys.stderr)


def run(options: argparse.Namespace) -> int:
    """Count until the end."""

    def count() -> int:
        with _output(options) as out:
            return Stat(options, out).run()

    return explained(count)
