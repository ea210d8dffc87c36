from __future__ import annotations

from perftui.views.columns import columns_of, keys, row_filters
from perftui.views.source import Filter, Progress, Query, Row


def test_columns_follow_the_query() -> None:
    assert [column.key for column in columns_of(Query(keys=("dso",)))] == [
        "children", "self", "samples", "dso",
    ]  # fmt: skip
    assert [column.key for column in columns_of(Query(keys=("sym", "pid"), children=False))] == [
        "self", "samples", "sym", "pid",
    ]  # fmt: skip


def test_costs_are_no_keys() -> None:
    assert "self" not in dict(keys())
    assert dict(keys())["dso"] == "Shared Object"


def test_a_row_suggests_filters() -> None:
    row = Row(0, 5, 5, 1, ("sh\x1b", "libc.so.6", "[.] operator+(int)"))
    suggested = row_filters(Query(), row)
    assert [condition for _, condition in suggested] == [
        Filter("comm", "sh\x1b"),
        Filter("dso", "libc.so.6"),
        Filter("frames", r"^operator\+\(int\)$"),
        Filter("frames", r"^operator\+\(int\)$", keep=False),
    ]
    assert suggested[0][0] == "Zoom into Command: sh\\x1b"


def test_an_address_suggests_no_frame() -> None:
    row = Row(0, 5, 5, 1, ("sh", "[unknown]", "[.] 0x0000000000001234"))
    assert all(condition.field != "frames" for _, condition in row_filters(Query(), row))


def test_filters_as_the_breadcrumb_shows_them() -> None:
    assert str(Filter("dso", "libc.so.6")) == "dso = libc.so.6"
    assert str(Filter("frames", "malloc", keep=False)) == "not /malloc/"


def test_the_share_that_is_read() -> None:
    assert Progress(size=200, read=50).share == 0.25
    assert Progress().share == 0
    assert Progress(size=200, read=50, done=True).share == 1
