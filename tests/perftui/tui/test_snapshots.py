"""Pictures of the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fake import FakeSource, folded

from perftui.tui.app import BrowserApp

SnapCompare = Callable[..., bool]

STACKS = """
    indexer;_start;main;load;insert 34
    indexer;_start;main;query;find;compare 29
    indexer;_start;main;query;find 16
    indexer;_start;main;sort_rows 8
    indexer;_start;main;read;schedule 11
    kworker;worker_thread;process_work 2
"""


def app() -> BrowserApp:
    source = FakeSource(folded(STACKS), names=["cpu-clock", "page-faults"])
    return BrowserApp(source, threaded=False)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("rows", ()),
        ("tree", ("down", "enter", "down", "enter")),
        ("filter", ("d",)),
        ("menu", ("m",)),
        ("group", ("g",)),
        ("help", ("h",)),
        ("flame", ("w", "down", "down")),
        ("flame-inverted", ("w", "v")),
    ],
)
def test_page(snap_compare: SnapCompare, name: str, keys: tuple[str, ...]) -> None:
    assert snap_compare(app(), press=["home", *keys], terminal_size=(100, 24)), name


def test_narrow(snap_compare: SnapCompare) -> None:
    assert snap_compare(app(), press=["home"], terminal_size=(50, 12))
