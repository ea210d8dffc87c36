#!/usr/bin/env python3
"""Read damaged recordings in every way and see that none of them does harm.

    mutants.py CORPUS [--count N] [--salt S]... [--keep FOLDER]

CORPUS is a folder with recordings, mutate.py and expected.json. N mutants, shared out among the
seeds and salts, go through report, script, the facts and a loop in Python, each in a process of
its own that has bounded memory and time. What is wrong is printed, one line a mutant, and the exit
status is 1: a crash, a hang, an exception that is no error of ours, memory beyond the bound, or a
whole record that was not delivered, without a word.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import signal
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from _perf import _text, data, session

MEMORY = 200 << 20  # bytes, and four times the file
ADDRESS_SPACE = 4 << 30
SECONDS = 10
SEEDS = (
    "quipper/perf.data.singleprocess-3.8",
    "self/fp.data",
    "self/pipe.data",
    "self/tracepoints.data",
    "self/zstd.data",
)
OTHER_SEEDS = 20
HEADER = 104  # bytes of a file's header
RECORD = 8  # of a record's
WITH_MORE = {66, 71, 81, 83}  # records that bytes follow which are no record, or hold others
SALTS = ("anchor", "anchor2", "river", "stone")
REPORT = ["columns=overhead_children,overhead,comm,dso,sym", "graph=graph"]
OURS = (OSError, ValueError)


def mutator(corpus: Path) -> ModuleType:
    """Load the corpus's mutate.py."""
    spec = importlib.util.spec_from_file_location("mutate", corpus / "mutate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def has_records(mutate: ModuleType, path: Path) -> bool:
    """Tell whether the mutator finds records in a file."""
    try:
        return bool(mutate.fields(path.read_bytes())[2])
    except struct.error:
        return False


def seeds(corpus: Path, mutate: ModuleType) -> list[Path]:
    """Return the seeds: the usual ones, and small files of every kind."""
    files = json.loads((corpus / "expected.json").read_text())["files"]
    names = [name for name in SEEDS if (corpus / name).is_file()]
    kinds: dict[tuple[object, ...], str] = {}
    for name, facts in sorted(files.items(), key=lambda item: item[1].get("size", 0)):
        path = corpus / name
        if name in names or not path.is_file() or not has_records(mutate, path):
            continue
        kind = tuple(str(facts.get(key)) for key in ("mode", "endian", "attrs", "version"))
        kinds.setdefault(kind, name)
    return [corpus / name for name in [*names, *list(kinds.values())[:OTHER_SEEDS]]]


def whole_records(raw: bytes) -> int:
    """Count the records up to the first that is none, of a native file that says where they are."""
    magic, size = struct.unpack_from("<8sQ", raw.ljust(16, b"\0"))
    if len(raw) < HEADER or magic != b"PERFILE2" or size != HEADER:
        return 0
    at, size = struct.unpack_from("<QQ", raw, 40)
    end = min(len(raw), at + size)
    count = 0
    while at + RECORD <= end:
        kind, _, length = struct.unpack_from("<IHH", raw, at)
        if length < RECORD or at + length > end or kind in WITH_MORE:
            break
        at += length
        count += 1
    return count


def read_all(path: str) -> tuple[int, bool]:
    """Read a recording in every way; return its records, and whether any was dropped."""
    with tempfile.TemporaryFile() as facts, Path(os.devnull).open("wb") as sink:
        told = [
            _text.write_report(path, sink.fileno(), REPORT),
            _text.write_script(path, sink.fileno(), []),
            _text.write_facts(path, facts.fileno(), "stats"),
        ]
        facts.seek(0)
        total = 0
        for line in facts.read().splitlines():
            if b"TOTAL events:" in line:
                total = int(line.split()[2])
                break
    read = session(data(path))
    for event in read:
        repr(event)
        getattr(event, "symbol", None)
    return total, any(notes["damages"] for notes in told)


def try_one(path: str, raw: bytes) -> int:
    """Read one mutant, in a child; its exit status tells what was wrong."""
    sanitized = "LD_PRELOAD" in os.environ  # then memory is reserved in terabytes and freed late
    limit = MEMORY + 4 * len(raw)
    if not sanitized:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    signal.alarm(SECONDS)
    try:
        total, dropped = read_all(path)
    except OURS:
        total, dropped = None, True
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if grown > limit >> 10 and not sanitized:
        return 3
    if total is not None and total < whole_records(raw) and not dropped:
        return 4
    return 0


VERDICTS = {1: "exception", 3: "memory", 4: "records lost without a word"}


def verdict(path: str, raw: bytes) -> str:
    """Return what is wrong with how a mutant is read, "" for nothing."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = try_one(path, raw)
        except MemoryError:
            status = 3
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return "hang" if number == signal.SIGALRM else f"signal {number}"
    code = os.waitstatus_to_exitcode(status)
    return VERDICTS.get(code, f"exit status {code}") if code else ""


def mutants(corpus: Path, salts: list[str], count: int) -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes."""
    mutate = mutator(corpus)
    files = seeds(corpus, mutate)
    each = max(1, count // (len(files) * len(salts)))
    for path in files:
        raw = path.read_bytes()
        for salt in salts:
            for number in range(each):
                # The kinds of mutants follow each other in long runs.
                index = number * 7 + len(salt)
                kind, mutant = mutate.mutant(raw, path.name, index, salt)
                yield f"{path.name}.{index}.{kind}.{salt}", bytes(mutant)


def main() -> int:
    """Run the mutants and print what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--count", type=int, default=12_000)
    parser.add_argument("--salt", action="append")
    parser.add_argument("--keep", type=Path, help="a folder for the mutants that do harm")
    options = parser.parse_args()
    start = time.monotonic()
    verdicts: Counter[str] = Counter()
    with tempfile.NamedTemporaryFile(prefix="mutant") as file:
        for name, raw in mutants(options.corpus, options.salt or list(SALTS), options.count):
            Path(file.name).write_bytes(raw)
            found = verdict(file.name, raw)
            verdicts[found or "fine"] += 1
            if found:
                print(f"{name}: {found}", flush=True)
                if options.keep:
                    (options.keep / name).write_bytes(raw)
    counts = ", ".join(f"{count} {what}" for what, count in verdicts.most_common())
    print(f"{sum(verdicts.values())} mutants in {time.monotonic() - start:.0f} s: {counts}")
    return int(set(verdicts) != {"fine"})


if __name__ == "__main__":
    sys.exit(main())
