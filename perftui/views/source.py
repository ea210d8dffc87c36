"""What a screen asks of a recording: the seam between the core and what is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a recording is read, and how far it can be trusted."""

    size: int = 0  # bytes of data
    read: int = 0
    samples: int = 0
    lost: int = 0  # events that the kernel dropped
    unresolved: int = 0  # samples without a symbol
    truncated: int = 0  # samples with a stack of the greatest depth
    damaged: int = 0  # places that could not be read
    seconds: float = 0.0  # since reading began, until it ended
    done: bool = False
    error: str = ""  # a sentence, empty: none
    state: str = ""  # of what has no end to be read to: how it goes, instead of how far

    @property
    def share(self) -> float:
        """The part that has been read, 0 to 1."""
        if self.done:
            return 1.0
        return min(1.0, self.read / self.size) if self.size else 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a report."""

    entry: int  # its number in the view
    children: int  # period of it and all it called
    own: int  # period of itself
    samples: int
    texts: tuple[str, ...]  # one for each key


@dataclass(frozen=True, slots=True)
class Node:
    """One line of an entry's call tree."""

    number: int  # its number in the view's trees
    period: int
    label: str
    has_children: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One frame of a flame graph, in cells."""

    number: int  # of the node, to zoom to
    depth: int
    left: int
    width: int
    period: int
    label: str


# Lists, by the options that ask for them.
_LISTS = {"comms": "comm", "dsos": "dso", "syms": "symbol", "tgids": "pid", "pids": "tid"}


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on samples: `field` is comm, pid, tgid, cpu, dso, sym, level or frames.

    Of comms, dsos and the like it is a list parted by commas, of which any will do.
    """

    field: str
    text: str  # a regular expression for frames, else the exact text
    keep: bool = True  # False: what matches is left out

    def __str__(self) -> str:
        """Return it as the breadcrumb shows it."""
        if self.field == "frames":
            return f"/{self.text}/" if self.keep else f"not /{self.text}/"
        name = _LISTS.get(self.field, self.field)
        return f"{name} {'=' if self.keep else '≠'} {self.text}"


DEFAULT_KEYS = ("comm", "dso", "sym")


@dataclass(frozen=True, slots=True)
class Query:
    """Which view of a recording is wanted."""

    event: int = 0
    keys: tuple[str, ...] = DEFAULT_KEYS
    filters: tuple[Filter, ...] = ()
    children: bool = True
    inverted: bool = False  # call trees lead from callees to callers
    percent_limit: float = 0.0
    sort: str = ""  # a cost or a key, empty: by cost as perf does
    descending: bool = True


class View(Protocol):
    """One grouping of one event's samples; it never changes, and every call is quick."""

    @property
    def total(self) -> int:
        """The period of all samples of the event."""

    @property
    def passed(self) -> int:
        """The period of those that pass the filters."""

    @property
    def samples(self) -> int:
        """The number of those that pass the filters."""

    def __len__(self) -> int:
        """Return the number of entries."""

    def rows(self, offset: int, count: int) -> list[Row]:
        """Return the entries of a window."""

    def sorted_by(self, column: str, descending: bool) -> View:
        """Return the same entries by "children", "self", "samples" or a key."""

    def find(self, pattern: str, start: int, forward: bool) -> int:
        """Return the place of the next entry that a regular expression matches, -1 for none."""

    def children(self, entry: int, node: int, least: int) -> list[Node]:
        """Return what costs at least so much under a node of a call tree; -1: under the entry."""

    def flame(self, node: int, width: int) -> list[Box]:
        """Return the boxes of a flame graph; `node` -1 for all of it."""


class Source(Protocol):
    """A recording that is being read, or a machine that is being watched."""

    @property
    def path(self) -> str:
        """The file."""

    def progress(self) -> Progress:
        """Return how far it is."""

    def damage(self) -> list[str]:
        """Return a sentence for each place that could not be read, the first of many."""

    def events(self) -> list[str]:
        """Return the names of its events, known from the start."""

    def header(self) -> str:
        """Return what the file says of machine and command, as text."""

    def view(self, query: Query) -> View:
        """Group the samples read so far; takes its time, so it is called in a thread."""

    def stop(self) -> None:
        """Read no further."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is looked at: "decay", "all", or the "last" so many seconds."""

    kind: str = "decay"
    seconds: float = 0.0

    def __str__(self) -> str:
        """Return it as the title shows it."""
        words = {"decay": "decaying", "all": "since the start"}
        return words.get(self.kind, f"last {self.seconds:g} s")


class LiveSource(Source, Protocol):
    """A machine that is being watched."""

    weighing: Weighing
    paused: bool  # what is looked at stays as it is
    recording: bool  # to a file, too

    def by_cpu(self) -> list[int]:
        """Return the samples of each CPU so far, those of idle ones left out."""

    def rate_limit(self) -> int:
        """Return how many samples a second and CPU clocks are held to, 0: as many as they want."""

    def notes(self) -> list[str]:
        """Return what was opened in the place of events that cannot be had."""

    def refresh(self) -> None:
        """Let the next view show what was counted up to then."""

    def toggle(self) -> bool:
        """Stop counting, or go on; whether it counts then."""

    def clear(self) -> None:
        """Forget what was counted so far."""

    def switch(self, names: list[str]) -> None:
        """Watch other events instead; an error leaves those that are watched."""
