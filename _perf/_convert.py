"""A recording written again, from Python."""

from __future__ import annotations

import os
from collections.abc import Iterable

from _perf import _text


def convert(  # noqa: PLR0913  (each restriction is one of its own)
    source: str | os.PathLike[str],
    to: str | os.PathLike[str],
    *,
    events: Iterable[str] = (),
    pids: Iterable[int] = (),
    tids: Iterable[int] = (),
    cpus: Iterable[int] = (),
    times: Iterable[tuple[int, int]] = (),
    level: int = 0,
    pipe: bool = False,
    anonymise: bool = False,
) -> dict[str, int | list[str]]:
    """Write a recording again, so that every perf reads it; return what there is to know of it.

    The new file has this machine's byte order, is in order of time, and lacks what could not be
    read. It takes its name when it is whole; a pipe or a device, and `pipe`, get the format that
    pipes hold. Samples are kept that fit every restriction: names of events, ids, CPUs, closed
    ranges of time in nanoseconds; none means all. Other records are always kept. `level` is of
    zstd compression, 0 for none. `anonymise` takes out the contents of stacks, the host name, the
    command line, the directories of files, names of control groups and texts of tracepoints.

    The answer has `samples`, how many were written, and what was found damaged while reading:
    `damages`, `damaged_bytes`, `damage` (sentences). OSError when something cannot be read or
    written, ValueError for a level that zstd has not, or a name that no event has.
    """
    settings = [f"level={level}", f"pipe={pipe:d}", f"anonymous={anonymise:d}"]
    for name, values in (("events", events), ("pids", pids), ("tids", tids), ("cpus", cpus)):
        if chosen := ",".join(map(str, values)):
            settings.append(f"{name}={chosen}")
    if ranges := ",".join(f"{first}-{last}" for first, last in times):
        settings.append(f"times={ranges}")
    outcome = _text.convert(os.fspath(source), os.fspath(to), settings)
    error = outcome.pop("write_error")
    if isinstance(error, int) and error != 0:
        raise OSError(error, os.strerror(error), os.fspath(to))
    return outcome
