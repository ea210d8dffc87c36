"""`perftui stat`: how often events happen, of a command, processes, CPUs or all."""

from __future__ import annotations

import locale
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from perftui.cli.control import Control, add_control, add_delay
from perftui.cli.counting import Counting, level_of
from perftui.cli.filters import add_events
from perftui.cli.messages import UsageError, exit_status, explained
from perftui.cli.signals import Stop
from perftui.cli.target import Target, add_target, add_workload, command_words
from perftui.views.metrics import told
from perftui.views.stat_text import Style, ending, lines_of, metrics_alone

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from _perf._recorder import workload
    from perftui.views.counts import Line
    from perftui.views.metrics import Wanted

LOOK = 0.02  # seconds between looks at whether a process that is not ours has ended
Run = tuple[list["Line"], float, tuple[float, float]]  # what was counted, seconds, those of CPUs


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options, under perf's letters."""
    add = parser.add_argument
    add_target(parser)
    add_events(parser)
    add("-M", "--metrics", action="append", metavar="METRICS", help="as perf list names them")
    add("--metric-only", action="store_true", help="no counts, only what they mean")
    add("-d", "--detailed", action="count", default=0, help="with events of the caches")
    add("-I", "--interval-print", type=int, metavar="MS", help="print counts every so often")
    add("--interval-count", type=int, metavar="N", help="end after so many times")
    add("--timeout", type=int, metavar="MS", help="end after so long")
    add("-r", "--repeat", type=int, default=1, metavar="N", help="run the command so many times")
    add_delay(parser, int, "begin later; -1: when told to")
    add_control(parser)
    add("-x", "--field-separator", metavar="C", help="columns for programs")
    add("-j", "--json", action="store_true", help="a JSON object a line")
    add("-o", "--output", metavar="FILE", help="write the counts there")
    add("--append", action="store_true", help="behind what is there")
    add("--log-fd", type=int, metavar="FD", help="write the counts to an open descriptor")
    add("--for-each-cgroup", metavar="CGROUPS", help="the events for each of these cgroups")
    add("-A", "--no-aggr", action="store_true", help="each CPU on its own")
    for level in ("socket", "die", "core", "node", "thread"):
        add(f"--per-{level}", action="store_true", help=f"each {level} on its own")
    add("-n", "--null", action="store_true", help="count nothing but the time")
    add("-B", "--big-num", action="store_false", dest="no_big_num", default=False,
        help="digits in groups (the default)")  # fmt: skip
    add("--no-big-num", action="store_true", help="digits without groups")
    add("-S", "--sync", action="store_true", help="write buffered files to disks before each run")
    add("--pre", metavar="COMMAND", help="a shell's command before each run")
    add("--post", metavar="COMMAND", help="a shell's command after each run")
    add_workload(parser)


def _check(options: argparse.Namespace, has_command: bool) -> None:
    """Refuse what would mean nothing."""
    if options.interval_print is not None and options.interval_print < 1:
        raise UsageError("-I takes milliseconds, at least one")
    if options.repeat < 0:
        raise UsageError("-r takes a number of runs, 0 for ever")
    who = (options.pid, options.tid, options.uid)
    of_threads = any(one is not None for one in who) or (
        has_command and not options.all_cpus and options.cpu is None and options.cgroup is None
    )
    level = level_of(options)
    if level == "thread" and not of_threads:
        raise UsageError("--per-thread tells threads apart: name whose with -p, -t or -u")
    if level not in ("", "thread") and of_threads:
        raise UsageError(f"counts of threads are not told apart by {level}; -a counts whole CPUs")


def _seconds_of_children() -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime, used.ru_stime


class Stat:
    """One command line: it counts, run by run, and prints."""

    def __init__(self, options: argparse.Namespace, out: TextIO) -> None:
        """Understand the options."""
        if options.for_each_cgroup:
            if options.cgroup or options.metrics:
                raise UsageError("--for-each-cgroup goes with neither -G nor -M")
            options.cgroup = [options.for_each_cgroup]
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
            cgroups=bool(options.cgroup),
        )
        _check(options, bool(self.words))
        if options.repeat != 1 and not self.words:
            raise UsageError("-r runs a command again: one is needed")
        self.status = 0
        self._headed = False
        self._metrics: list[Wanted] = []

    def say(self, text: str) -> None:
        """Write a line of counts."""
        print(text, file=self._out)

    def run(self) -> int:
        """Count and print; the exit status is the command's."""
        repeat = self.options.repeat
        runs: list[Run] = []
        while not self.stop.asked and (repeat == 0 or len(runs) < repeat):
            run = self._run_once()
            if self.stop.asked and runs:
                break  # it was cut short
            if repeat == 0:
                self._print([run])
            else:
                runs.append(run)
        if runs and self.options.interval_print is None:
            self._print(runs)
        self._out.flush()
        return self.status

    def _run_once(self) -> Run:
        from _perf._recorder import workload  # noqa: PLC0415  (--help needs no core)

        options = self.options
        if options.pre is not None:
            subprocess.run(options.pre, shell=True, check=False)
        if options.sync:
            os.sync()
        before = _seconds_of_children()
        command = workload(self.words) if self.words else None
        target = Target(options, command.pid if command else None)
        on_exec = command is not None and not target.is_system_wide and not options.delay
        counting = Counting(options, target, on_exec=on_exec)
        self._metrics = counting.metrics
        if self.control is not None:
            self.control.obey(counting.evlist or ())
        begin = time.monotonic()
        counting.begin()
        if not on_exec and not options.delay:
            counting.enable()
        if command is not None:
            command.start()
        begin, last = self._wait(counting, command, target, begin)
        seconds = time.monotonic() - begin
        lines = counting.lines()
        if options.interval_print is not None and last is not None:
            self._print_interval(lines, seconds, time.monotonic() - last)
        counting.close()
        if command is not None:
            if not command.ended():
                os.kill(command.pid, signal.SIGTERM)
                command.ended(True)
            else:
                self.status = exit_status(command.status)
        after = _seconds_of_children()
        if options.post is not None:
            subprocess.run(options.post, shell=True, check=False)
        return lines, seconds, (after[0] - before[0], after[1] - before[1])

    def _wait(
        self, counting: Counting, command: workload | None, target: Target, begin: float
    ) -> tuple[float, float | None]:
        """Wait for the end; return when counting began, and when counts were printed last.

        The latter is None when all that were asked for are printed.
        """
        options = self.options
        ends = begin + options.timeout / 1000 if options.timeout else float("inf")
        enables = begin + options.delay / 1000 if options.delay > 0 else float("inf")
        every = (options.interval_print or 0) / 1000
        prints, printed, last = begin + every, 0, begin
        while not self.stop.asked:
            now = time.monotonic()
            if now >= enables:
                counting.enable()
                begin = last = now
                prints, enables = now + every, float("inf")
            if now >= ends or _has_ended(command, target):
                break
            if every and now >= prints and enables == float("inf"):
                self._print_interval(counting.lines(), now - begin, now - last)
                prints, last, printed = prints + every, now, printed + 1
                if printed == options.interval_count:
                    return begin, None
            due = min(ends, enables, prints if every else float("inf")) - now
            self.stop.sleep(min(due, LOOK) if target.tids and command is None else due)
        return begin, last

    def _lines(
        self, counted: list[Line], seconds: float, interval: float | None = None
    ) -> Iterator[str]:
        """Yield the text of what was counted in so long."""
        lines = told(counted, self._metrics, seconds)
        if not self.options.metric_only:
            return lines_of(lines, self.style, interval)
        headed, self._headed = self._headed, True
        return metrics_alone(lines, self.style, interval, headed=headed)

    def _print_interval(self, counted: list[Line], at: float, took: float) -> None:
        plain = not self.style.separator and not self.style.json
        if plain and not self._headed and not self.options.metric_only:
            self.say("#           time             counts unit events")
            self._headed = True
        for text in self._lines(counted, took, at):
            self.say(text)

    def _print(self, runs: list[Run]) -> None:
        lines = runs[0][0]
        for others, _, _ in runs[1:]:
            for line, other in zip(lines, others, strict=False):
                line.readings += other.readings
        seconds = [took for _, took, _ in runs]
        mean = sum(seconds) / len(seconds)
        plain = not self.style.separator and not self.style.json
        if plain:
            self.say(f"\n Performance counter stats for {self._whom(len(runs))}:\n")
        for text in self._lines(lines, mean):
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

    def _whom(self, made: int) -> str:
        options = self.options
        if options.pid or options.tid:
            return f"{'process' if options.pid else 'thread'} id '{options.pid or options.tid}'"
        if self.words and not self._elsewhere:
            runs = f" ({made} runs)" if made > 1 else ""
            return f"'{' '.join(self.words)}'{runs}"
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


@contextmanager
def _output(options: argparse.Namespace) -> Iterator[TextIO]:
    """Give what the counts are written to."""
    if options.log_fd is not None:
        with open(options.log_fd, "w", encoding="utf-8", closefd=False) as out:
            yield out
    elif options.output:
        with open(options.output, "a" if options.append else "w", encoding="utf-8") as out:
            if not options.json:
                print(f"# started on {time.ctime()}\n", file=out)
            yield out
    else:
        yield sys.stderr


def run(options: argparse.Namespace) -> int:
    """Count until the end."""

    def count() -> int:
        with suppress(locale.Error):
            locale.setlocale(locale.LC_NUMERIC, "")  # how digits are grouped
        with _output(options) as out:
            counting = Stat(options, out)
            status = counting.run()
        counting.stop.pass_on()
        return status

    return explained(count)
