from __future__ import annotations

import random

from fake import FakeView, folded

from perftui.views.flat_tree import FlatTree
from perftui.views.source import Query

SAMPLES = folded("""
    prog;main;work;inner 40
    prog;main;work;other 20
    prog;main;read;schedule 25
    prog;main;init 3
""")


def tree(query: Query | None = None, least: int = 0) -> FlatTree:
    return FlatTree(FakeView(SAMPLES, query or Query(keys=("sym",))), least)


def shown(flat: FlatTree) -> list[str]:
    """Return every line as text, indented by depth."""
    return [
        f"{'  ' * (line.branch.depth + 1)}{line.branch.node.label}"
        if line.branch
        else line.row.texts[0]
        for line in flat.lines(0, len(flat))
    ]


ENTRIES = ["[.] main", "[.] work", "[.] inner", "[k] schedule", "[.] read", "[.] other", "[.] init"]


def test_without_anything_open_lines_are_entries() -> None:
    assert shown(tree()) == ENTRIES


def test_an_entry_opens_and_closes() -> None:
    flat = tree()
    assert flat.toggle(0)
    assert shown(flat)[:5] == ["[.] main", "  work", "  read", "  init", "[.] work"]
    assert flat.toggle(1)
    assert shown(flat)[:5] == ["[.] main", "  work", "    inner", "    other", "  read"]
    assert flat.toggle(1)
    assert shown(flat)[:3] == ["[.] main", "  work", "  read"]
    assert flat.toggle(0)
    assert shown(flat) == ENTRIES


def test_what_has_nothing_under_it_does_not_open() -> None:
    flat = tree()
    assert not flat.toggle(ENTRIES.index("[.] inner"))
    flat.toggle(0)
    assert not flat.toggle(3)
    assert len(flat) == len(ENTRIES) + 3


def test_expand_and_collapse() -> None:
    flat = tree()
    flat.expand(0)
    assert shown(flat)[:7] == [
        "[.] main", "  work", "    inner", "    other", "  read", "    schedule", "  init",
    ]  # fmt: skip
    flat.collapse(3)
    assert shown(flat) == ENTRIES
    flat.expand_all()
    assert len(flat) == len(ENTRIES) + 6 + 2 + 1
    flat.collapse()
    assert shown(flat) == ENTRIES


def test_expanding_all_stops_at_its_limit() -> None:
    flat = tree()
    flat.expand_all(most=3)
    assert list(flat.open_paths()) == [0]


def test_cheap_nodes_are_left_out() -> None:
    flat = tree(least=10)
    flat.toggle(0)
    assert shown(flat)[:4] == ["[.] main", "  work", "  read", "[.] work"]


def test_parents() -> None:
    flat = tree()
    flat.expand(0)
    assert [flat.parent(line) for line in range(8)] == [0, 0, 1, 1, 0, 4, 0, 7]


def test_inverted_trees_lead_to_callers() -> None:
    flat = tree(Query(keys=("sym",), inverted=True))
    flat.expand(ENTRIES.index("[k] schedule"))
    start = ENTRIES.index("[k] schedule")
    assert shown(flat)[start : start + 3] == ["[k] schedule", "  read", "    main"]


def test_windows_agree_with_the_whole() -> None:
    chance = random.Random(5)
    flat = tree()
    for _ in range(200):
        flat.toggle(chance.randrange(len(flat)))
        whole = flat.lines(0, len(flat))
        first = chance.randrange(len(flat))
        count = chance.randrange(1, 10)
        assert flat.lines(first, count) == whole[first : first + count]
        for line in range(len(flat)):
            place, branch = flat.locate(line)
            assert flat.line_of(place) + branch + 1 == line
    assert flat.lines(len(flat), 5) == []
