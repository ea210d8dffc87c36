"""A recording in memory: samples as folded stacks, for tests without files and threads."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from perftui.views.source import Box, Filter, Node, Progress, Query, Row, View, Weighing

DSOS = {"schedule": "[kernel.kallsyms]", "read": "libc.so.6"}


@dataclass(frozen=True)
class Sample:
    comm: str
    stack: tuple[str, ...]  # outermost first
    period: int = 1

    @property
    def leaf(self) -> str:
        return self.stack[-1]

    def text(self, key: str, frame: str) -> str:
        if key == "comm":
            return self.comm
        if key == "dso":
            return DSOS.get(frame, "prog")
        return f"[{'k' if frame == 'schedule' else '.'}] {frame}"

    def passes(self, condition: Filter) -> bool:
        if condition.field == "frames":
            hit = any(re.search(condition.text, frame) for frame in self.stack)
        elif condition.field == "level":
            hit = self.leaf == "schedule"
        else:
            hit = self.text(condition.field, self.leaf) == condition.text
        return hit == condition.keep


def folded(text: str) -> list[Sample]:
    """Read "comm;outer;inner 12" lines."""
    samples = []
    for line in text.strip().splitlines():
        stack, period = line.strip().rsplit(" ", 1)
        comm, *frames = stack.split(";")
        samples.append(Sample(comm, tuple(frames), int(period)))
    return samples


class FakeView:
    """The straightforward answer to every question of View."""

    def __init__(self, samples: list[Sample], query: Query) -> None:
        self.query = query
        self._all = samples
        self._samples = [one for one in samples if all(map(one.passes, query.filters))]
        own: Counter[tuple[str, ...]] = Counter()
        children: Counter[tuple[str, ...]] = Counter()
        counts: Counter[tuple[str, ...]] = Counter()
        for sample in self._samples:
            own[self._texts(sample, sample.leaf)] += sample.period
            counts[self._texts(sample, sample.leaf)] += 1
            frames = sample.stack if query.children else (sample.leaf,)
            for texts in {self._texts(sample, frame) for frame in frames}:
                children[texts] += sample.period
        limit = self.total * query.percent_limit / 100
        rows = sorted(children, key=lambda texts: (-children[texts], -own[texts], texts))
        self._rows = [
            Row(number, children[texts], own[texts], counts[texts], texts)
            for number, texts in enumerate(rows)
            if children[texts] >= limit
        ]
        self._paths: list[tuple[int, tuple[str, ...]]] = []

    def _texts(self, sample: Sample, frame: str) -> tuple[str, ...]:
        return tuple(sample.text(key, frame) for key in self.query.keys)

    @property
    def total(self) -> int:
        return sum(sample.period for sample in self._all)

    @property
    def passed(self) -> int:
        return sum(sample.period for sample in self._samples)

    @property
    def samples(self) -> int:
        return len(self._samples)

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, offset: int, count: int) -> list[Row]:
        return self._rows[offset : offset + count]

    def sorted_by(self, column: str, descending: bool) -> View:
        keys = {
            "children": lambda row: row.children,
            "self": lambda row: row.own,
            "samples": lambda row: row.samples,
        }
        view = FakeView(self._all, self.query)
        by = keys.get(column) or (lambda row: row.texts[self.query.keys.index(column)])
        view._rows = sorted(view._rows, key=by, reverse=descending)
        return view

    def find(self, pattern: str, start: int, forward: bool) -> int:
        hits = [
            place
            for place, row in enumerate(self._rows)
            if any(re.search(pattern, text, re.IGNORECASE) for text in row.texts)
        ]
        ordered = [hit for hit in hits if (hit >= start if forward else hit <= start)]
        if not hits:
            return -1
        if forward:
            return ordered[0] if ordered else hits[0]
        return ordered[-1] if ordered else hits[-1]

    def children(self, entry: int, node: int, least: int) -> list[Node]:
        texts = next(row.texts for row in self._rows if row.entry == entry)
        prefix = self._paths[node][1] if node >= 0 else ()
        below: Counter[str] = Counter()
        deeper: set[str] = set()
        for chain, period in self._chains(texts):
            if chain[: len(prefix)] == prefix and len(chain) > len(prefix):
                below[chain[len(prefix)]] += period
                if len(chain) > len(prefix) + 1:
                    deeper.add(chain[len(prefix)])
        nodes = []
        for label, period in sorted(below.items(), key=lambda item: (-item[1], item[0])):
            if period < least:
                break
            self._paths.append((entry, (*prefix, label)))
            nodes.append(Node(len(self._paths) - 1, period, label, label in deeper))
        return nodes

    def _chains(self, texts: tuple[str, ...]) -> list[tuple[tuple[str, ...], int]]:
        chains = []
        for sample in self._samples:
            at = [self._texts(sample, frame) for frame in sample.stack]
            if texts in at:
                here = at.index(texts)
                above, below = sample.stack[:here], sample.stack[here + 1 :]
                chains.append(
                    (tuple(reversed(above)) if self.query.inverted else below, sample.period)
                )
        return chains

    def flame(self, node: int, width: int) -> list[Box]:
        prefix = self._paths[node][1] if node >= 0 else ()
        stacks = [
            (tuple(reversed(one.stack)) if self.query.inverted else one.stack, one.period)
            for one in self._samples
        ]
        inside = [(stack, period) for stack, period in stacks if stack[: len(prefix)] == prefix]
        whole = sum(period for _, period in inside)
        boxes = [Box(node, 0, 0, width, whole, prefix[-1] if prefix else "all")]
        self._lay(boxes, inside, prefix, 0, whole, width)
        return boxes

    def _lay(  # noqa: PLR0913, PLR0917
        self,
        boxes: list[Box],
        stacks: list[tuple[tuple[str, ...], int]],
        prefix: tuple[str, ...],
        left: float,
        whole: int,
        width: int,
    ) -> None:
        below: Counter[str] = Counter()
        for stack, period in stacks:
            if len(stack) > len(prefix):
                below[stack[len(prefix)]] += period
        for label in sorted(below):
            path = (*prefix, label)
            cells = width * below[label] / whole
            self._paths.append((-1, path))
            boxes.append(
                Box(
                    len(self._paths) - 1,
                    len(path) - len(self._zoomed(boxes[0])),
                    round(left),
                    max(1, round(left + cells) - round(left)),
                    below[label],
                    label,
                )
            )
            inside = [(stack, period) for stack, period in stacks if stack[: len(path)] == path]
            self._lay(boxes, inside, path, left, whole, width)
            left += cells

    def _zoomed(self, root: Box) -> tuple[str, ...]:
        return self._paths[root.number][1] if root.number >= 0 else ()


READ = Progress(size=1000, read=1000, samples=10, done=True)


@dataclass
class FakeSource:
    """A recording whose progress the test sets by hand."""

    samples: list[Sample]
    path: str = "perf.data"
    names: list[str] = field(default_factory=lambda: ["cpu-clock"])
    state: Progress = field(default_factory=lambda: READ)
    stopped: bool = False

    def progress(self) -> Progress:
        return self.state

    def damage(self) -> list[str]:
        return [f"perf.data: place {place} (8 bytes)" for place in range(self.state.damaged)]

    def events(self) -> list[str]:
        return self.names

    def header(self) -> str:
        return "# hostname : bench\n# cmdline : perf record -g ./prog\n"

    def view(self, query: Query) -> View:
        return FakeView(self.samples, query)

    def stop(self) -> None:
        self.stopped = True


class FakeLive(FakeSource):
    """A machine whose samples grow with every picture."""

    def __init__(self, samples: list[Sample]) -> None:
        super().__init__(samples)
        self.weighing = Weighing()
        self.paused = False
        self.recording = False
        self.counting = True
        self.watched: list[str] = ["cycles"]
        self.pictures = 0
        self.cleared = 0

    def progress(self) -> Progress:
        return Progress(samples=len(self.samples), state=f"1K/s · {self.weighing}")

    def by_cpu(self) -> list[int]:
        return [self.pictures * 10, 0]

    def rate_limit(self) -> int:
        return 0

    def events(self) -> list[str]:
        return list(self.watched)

    def notes(self) -> list[str]:
        return []

    def refresh(self) -> None:
        self.pictures += 1

    def toggle(self) -> bool:
        self.counting = not self.counting
        return self.counting

    def clear(self) -> None:
        self.cleared += 1

    def switch(self, names: list[str]) -> None:
        if names == ["bad"]:
            raise OSError(22, "'bad' is no event")
        self.watched = names
