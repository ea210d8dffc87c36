"""Events and metrics of files in perf's pmu-events schema, which makers of CPUs publish.

The setting `pmu-events.path` names them: files, or directories of *.json, separated by colons. Each
is an array of objects with texts (tools/perf/pmu-events of the kernel). They are untrusted: what is
not as it should be is left out, with a warning. They are read once for each value of the setting.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from _perf._config import config_get
from _perf._pmu_encoding import encoding, unit_name

MAX_BYTES = 64 << 20  # of all files together

Entry = dict[str, str]
Event = dict[str, str]
Metric = dict[str, Any]


class Tables(NamedTuple):
    """What the files have."""

    events: list[Event]
    metrics: list[Metric]


def events_of_files() -> list[Event]:
    """Return the events, as those of a `pmu`; `encoding_desc` is their event string."""
    return [dict(event) for event in _configured().events]


def metrics_of_files() -> list[Metric]:
    """Return the metrics, as `metrics` does."""
    return [
        {**metric, "MetricGroup": list(metric["MetricGroup"])} for metric in _configured().metrics
    ]


def _configured() -> Tables:
    return _read(config_get("pmu-events.path") or "")


@lru_cache(maxsize=1)
def _read(setting: str) -> Tables:
    entries = [(file, entry) for file, text in _texts(setting) for entry in _entries(file, text)]
    standard = {entry["EventName"].lower(): entry for _, entry in entries if "EventName" in entry}
    tables = Tables([], [])
    wrong: dict[Path, str] = {}
    for file, entry in entries:
        try:
            _add(tables, file.stem.replace("-", " "), entry, standard)
        except ValueError as error:
            wrong.setdefault(file, str(error))
    for file, problem in wrong.items():
        _warn(file, f"entries are left out, the first because {problem}")
    return tables


def _add(tables: Tables, topic: str, entry: Entry, standard: dict[str, Entry]) -> None:
    """Add the event or the metric of an entry, or both; ValueError for neither."""
    if "ArchStdEvent" in entry:
        described = standard.get(entry["ArchStdEvent"].lower())
        if described is None:
            raise ValueError(f"there is no event {entry['ArchStdEvent']}")
        entry = described | entry
    if "EventName" not in entry and not {"MetricName", "MetricExpr"} <= entry.keys():
        raise ValueError("there is neither an event nor a metric in it")
    if "EventName" in entry:
        tables.events.append(_event(topic, entry))
    if {"MetricName", "MetricExpr"} <= entry.keys():
        tables.metrics.append(_metric(entry))


def _event(topic: str, entry: Entry) -> Event:
    described = {
        "scale_unit": entry.get("ScaleUnit"),
        "desc": entry.get("BriefDescription"),
        "long_desc": entry.get("PublicDescription"),
        "deprecated": "deprecated" if entry.get("Deprecated") == "1" else None,
    }
    return {
        "name": entry["EventName"].lower(),
        "topic": topic,
        "event_type_desc": "Kernel PMU event",
        "encoding_desc": encoding(entry),
        **{key: text for key, text in described.items() if text},
    }


def _metric(entry: Entry) -> Metric:
    texts = ("MetricName", "MetricExpr", "MetricThreshold", "ScaleUnit", "Compat")
    descriptions = ("BriefDescription", "PublicDescription")
    groups = [group.strip() for group in entry.get("MetricGroup", "").split(";")]
    return {
        "MetricGroup": [group for group in groups if group],
        **({"PMU": unit_name(entry)} if "Unit" in entry else {}),
        **{key: entry[key] for key in (*texts, *descriptions) if key in entry},
    }


def _warn(file: Path, problem: str) -> None:
    warnings.warn(f"{file}: {problem}", stacklevel=2)


def _files(setting: str) -> Iterator[Path]:
    for name in filter(None, setting.split(":")):
        path = Path(os.path.expanduser(name))
        yield from sorted(path.glob("*.json")) if os.path.isdir(path) else [path]


def _texts(setting: str) -> Iterator[tuple[Path, bytes]]:
    """Go through the files and what is in them, in all no more than may be."""
    left = MAX_BYTES
    for file in _files(setting):
        if not os.path.isfile(file):  # a pipe would be waited for
            _warn(file, "there is no such file")
            continue
        try:
            with file.open("rb") as source:
                text = source.read(left + 1)
        except OSError as error:
            _warn(file, f"it cannot be read: {error.strerror}")
            continue
        if len(text) > left:
            _warn(file, f"with it there are more than {MAX_BYTES >> 20} MiB of files")
            return
        left -= len(text)
        yield file, text


def _entries(file: Path, text: bytes) -> Iterator[Entry]:
    """Go through the objects of a file whose values are all texts."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        _warn(file, f"it is not JSON: {error}")
        return
    if file.name == "metricgroups.json":  # descriptions of groups, which nothing asks for
        return
    entries = found if isinstance(found, list) else [found]
    wrong = [index for index, entry in enumerate(entries) if not _is_entry(entry)]
    if wrong:
        _warn(file, f"entries are left out, the first is number {wrong[0] + 1}: no object of texts")
    yield from filter(_is_entry, entries)


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and all(isinstance(value, str) for value in entry.values())
