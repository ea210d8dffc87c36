"""The report page, driven by keys; what it shows is read from its rows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fake import FakeSource, folded
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from perftui.tui.app import BrowserApp
from perftui.tui.screens.dialogs import Menu, Question, TextPage
from perftui.tui.screens.flame import FlameScreen
from perftui.tui.screens.report import ReportScreen
from perftui.tui.widgets.bars import EventBar
from perftui.tui.widgets.line_view import thumb_of
from perftui.tui.widgets.profile_table import ProfileTable
from perftui.tui.widgets.title import Title
from perftui.views.source import Filter, Progress

STACKS = """
    prog;main;work;inner 40
    prog;main;work;other 20
    prog;main;read;schedule 25
    prog;main;init 3
    shell;main;loop;read 8
    shell;main;loop;exec;init 4
"""


@asynccontextmanager
async def browsing(
    source: FakeSource | None = None,
) -> AsyncIterator[tuple[BrowserApp, Pilot[None]]]:
    app = BrowserApp(source or FakeSource(folded(STACKS)), threaded=False)
    async with app.run_test(size=(120, 30)) as pilot:
        app.tick()
        await pilot.pause()
        yield app, pilot


def table(app: BrowserApp) -> ProfileTable:
    return app.screen_stack[0].query_one(ProfileTable)


def shown(app: BrowserApp) -> list[str]:
    """Return the last column of every line."""
    rows = table(app)
    lines = ("".join(part.text for part in rows.line(n)) for n in range(rows.line_count()))
    return [line.rstrip().rsplit("  ", 1)[-1].strip() for line in lines]


async def answer(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*text, "enter")


async def test_rows_by_cost() -> None:
    async with browsing() as (app, _):
        assert shown(app)[:4] == ["[.] main", "[.] work", "[.] inner", "[k] schedule"]
        assert "88.00%" in table(app).line(0)[0].text


async def test_title_tells_how_far_to_trust() -> None:
    state = Progress(
        size=1000, read=250, samples=200, lost=1500, unresolved=50, truncated=2, seconds=1.0
    )
    async with browsing(FakeSource(folded(STACKS), state=state)) as (app, _):
        title = str(app.screen.query_one(Title).render())
        for part in ("cpu-clock", "1.5K lost", "25.00% unresolved", "1.00% stacks cut", "25%"):
            assert part in title


async def test_enter_opens_the_call_tree() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("enter")
        assert shown(app)[1].endswith("work")
        await pilot.press("down", "enter")
        assert shown(app)[2].endswith("inner")
        await pilot.press("C")
        assert shown(app)[1] == "[.] work"


async def test_left_closes_and_goes_up() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("enter", "down", "left")
        assert table(app).cursor == 0
        await pilot.press("left")
        assert shown(app)[1] == "[.] work"


async def test_inverting_turns_call_trees_round() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("v", "down", "down", "enter")
        assert app.wanted.inverted
        assert shown(app)[3].endswith("work")


async def test_search_next_and_previous() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("slash")
        await answer(pilot, "read")
        first = table(app).cursor
        assert shown(app)[first] == "[.] read"
        await pilot.press("n")
        second = table(app).cursor
        assert second > first
        assert shown(app)[second] == "[.] read"
        await pilot.press("N")
        assert table(app).cursor == first
        await pilot.press("n", "n")
        assert table(app).cursor == first  # round the end


async def test_search_walks_open_trees_too() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("enter", "down", "enter", "home", "slash", *"inner", "enter")
        rows = table(app)
        assert rows.flat is not None
        found = [rows.flat.path(rows.cursor)]
        for key in ("n", "n", "N"):
            await pilot.press(key)
            found.append(rows.flat.path(rows.cursor))
        assert found == [("work", "inner"), (), ("work", "inner"), ()]
        assert shown(app)[rows.cursor] == "[.] inner"


async def test_a_branch_that_only_seems_to_have_more_is_found_out() -> None:
    many = "\n".join(f"prog;main;work;tiny{n} 1" for n in range(400))
    async with browsing(FakeSource(folded(many))) as (app, pilot):
        await pilot.press("enter", "down")
        rows = table(app)
        line = rows.current()
        assert line is not None
        assert line.branch is not None
        assert line.branch.node.has_children
        await pilot.press("plus")
        assert not line.branch.node.has_children


async def test_what_is_not_yet_there_is_called_so() -> None:
    async with browsing() as (app, _):
        page = app.screen_stack[0]
        assert isinstance(page, ReportScreen)
        app.wanted = replace(app.wanted, inverted=True)
        page.show_state(page.table.view)
        assert "working" in str(page.query_one(Title).render())


async def test_a_wrong_expression_is_told() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("slash")
        await answer(pilot, "(")
        assert "not a regular expression: (" in [note.message for note in app._notifications]


async def test_include_exclude_and_undo() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("I")
        await answer(pilot, "work")
        assert app.wanted.filters == (Filter("frames", "work"),)
        assert "[.] read" not in shown(app)
        crumbs = app.screen.query_one("#filters", Static)
        assert crumbs.has_class("some")
        await pilot.press("x")
        await answer(pilot, "other")
        assert sorted(shown(app)) == ["[.] inner", "[.] main", "[.] work"]
        await pilot.press("u", "u")
        assert not app.wanted.filters
        assert "[.] read" in shown(app)
        assert not crumbs.has_class("some")


async def test_zooms_toggle() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("d")
        assert app.wanted.filters == (Filter("dso", "prog"),)
        await pilot.press("d")
        assert not app.wanted.filters
        await pilot.press("t")
        assert app.wanted.filters == (Filter("comm", "prog"),)
        await pilot.press("t", "k")
        assert app.wanted.filters == (Filter("level", "kernel"),)
        assert "[.] inner" not in shown(app)


async def test_grouping_by_other_keys() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("g", "space", "down", "space", "enter")
        assert app.wanted.keys[0] == "sym"
        await pilot.press("u")
        assert app.wanted.keys == ("comm", "dso", "sym")


async def test_sorting() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("o")
        assert table(app).sort == "self"
        assert shown(app)[0] == "[.] inner"
        await pilot.press("O")
        assert shown(app)[-1] == "[.] inner"
        await pilot.click(ProfileTable, offset=(55, 0))
        assert table(app).sort == "dso"
        assert "[kernel.kallsyms]" in "".join(part.text for part in table(app).line(0))


async def test_children_off() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("B")
        assert shown(app)[0] == "[.] inner"
        assert "[.] main" not in shown(app)
        assert next(column.key for column in table(app).columns) == "self"


async def test_percent_limit() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("L", "backspace")
        await answer(pilot, "30")
        assert sorted(shown(app)) == ["[.] inner", "[.] main", "[.] work"]


async def test_shares_of_what_passes() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("t", "F")
        assert "100.00%" in table(app).line(0)[0].text


async def test_headings() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("H")
        assert table(app).headings == 0


async def test_events_by_tab() -> None:
    async with browsing(FakeSource(folded(STACKS), names=["cycles", "faults"])) as (app, pilot):
        await pilot.press("tab")
        assert app.wanted.event == 1
        await pilot.press("shift+tab")
        assert app.wanted.event == 0


async def test_menu_zooms() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("m")
        assert isinstance(app.screen, Menu)
        await pilot.press("down", "enter")
        assert app.wanted.filters == (Filter("dso", "prog"),)


async def test_pages() -> None:
    async with browsing() as (app, pilot):
        for key in ("i", "h"):
            await pilot.press(key)
            assert isinstance(app.screen, TextPage)
            await pilot.press("escape")
        await pilot.press("w")
        assert isinstance(app.screen, FlameScreen)


async def test_escape_stops_reading_then_zooms_out_then_asks() -> None:
    source = FakeSource(folded(STACKS), state=Progress(size=9, read=1, samples=10))
    async with browsing(source) as (app, pilot):
        await pilot.press("d", "escape")
        assert source.stopped
        source.state = Progress(size=9, read=1, samples=10, done=True)
        app.tick()
        await pilot.press("escape")
        assert not app.wanted.filters
        await pilot.press("escape")
        assert isinstance(app.screen, Question)
        await pilot.press("n")
        assert app.is_running
        await pilot.press("escape", "y")
        assert not app.is_running or app._exit


async def test_more_samples_keep_the_cursor_and_what_is_open() -> None:
    source = FakeSource(folded(STACKS), state=Progress(size=9, read=1, samples=10))
    async with browsing(source) as (app, pilot):
        await pilot.press("enter", "down", "down", "down", "down")
        before = shown(app)[table(app).cursor]
        source.samples = folded(STACKS + "    new;main;hot 500\n")
        source.state = Progress(size=9, read=9, samples=11, done=True)
        app.tick()
        await pilot.pause()
        assert shown(app)[0] == "[.] hot"
        assert shown(app)[table(app).cursor] == before
        flat = table(app).flat
        assert flat is not None
        assert flat.open_paths()


async def test_more_samples_keep_branches_open_and_the_cursor_on_one() -> None:
    source = FakeSource(folded(STACKS), state=Progress(size=9, read=1, samples=10))
    async with browsing(source) as (app, pilot):
        await pilot.press("enter", "down", "enter", "down")
        rows = table(app)
        before = [line.split()[-1] for line in shown(app)]
        branch = before[rows.cursor]
        assert rows.flat is not None
        path = rows.flat.path(rows.cursor)
        assert len(path) > 1
        source.samples = folded(STACKS + "    new;main;hot 500\n")
        source.state = Progress(size=9, read=9, samples=11, done=True)
        app.tick()
        await pilot.pause()
        assert rows.flat.path(rows.cursor) == path
        after = [line.split()[-1] for line in shown(app)]
        assert after[rows.cursor] == branch
        assert set(before) <= set(after)


@pytest.mark.parametrize("typed", ["inf", "nan", "101", "-1", "some", ""])
async def test_what_is_no_percentage_is_told(typed: str) -> None:
    async with browsing() as (app, pilot):
        before = shown(app)
        await pilot.press("L", "backspace")
        await answer(pilot, typed)
        assert shown(app) == before
        assert any("0 to 100" in one.message for one in app._notifications)


async def test_the_limit_is_shown() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("L", "backspace")
        await answer(pilot, "2.5%")
        assert "from 2.5 %" in str(app.screen.query_one("#filters", Static).content)


async def test_the_last_filter_goes_not_the_last_change() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("d", "o", "m", "end", "enter")
        assert app.wanted.filters == ()
        assert app.wanted.sort == "self"


async def test_the_menu_is_of_the_branch_under_the_cursor() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("enter", "down", "down", "m")
        assert isinstance(app.screen, Menu)
        label = table(app).current()
        assert label is not None
        assert label.branch is not None
        await pilot.press("enter")
        (condition,) = app.wanted.filters
        assert condition.text == f"^{label.branch.node.label}$"


async def test_a_menu_scrolls_where_there_is_no_room_for_it() -> None:
    async with browsing() as (app, pilot):
        await pilot.resize_terminal(60, 8)
        await pilot.press("m", *["down"] * 6)
        choices = app.screen.query_one(OptionList)
        assert choices.region.bottom < 8
        top = choices.scroll_offset.y
        assert choices.highlighted is not None
        assert top <= choices.highlighted < top + choices.size.height


async def test_the_cursor_stays_on_screen_when_that_shrinks() -> None:
    source = FakeSource(folded("\n".join(f"prog;f{n:02} {200 - n}" for n in range(90))))
    async with browsing(source) as (app, pilot):
        await pilot.press("end")
        await pilot.resize_terminal(120, 10)
        rows = table(app)
        assert rows.scroll_offset.y <= rows.cursor < rows.scroll_offset.y + rows.page


async def test_what_was_read_before_the_end_is_told() -> None:
    state = Progress(size=200, read=74, samples=6, done=True)
    async with browsing(FakeSource(folded(STACKS), state=state)) as (app, _):
        assert "stopped at 37%" in str(app.screen.query_one(Title).render())


async def test_long_names_leave_room() -> None:
    names = [f"{letter}" * 200 for letter in "abc"]
    source = FakeSource(folded(STACKS), names=names)
    async with browsing(source) as (app, pilot):
        assert "samples" in str(app.screen.query_one(Title).render())
        await pilot.press("tab", "tab")
        bar = app.screen.query_one(EventBar).render()
        assert str(bar).startswith(" ccc") or "ccc" in str(bar)[:118]


async def test_print_writes_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with browsing() as (_, pilot):
        await pilot.press("P", "P")
    text = (tmp_path / "perf.hist.0").read_text(encoding="utf-8")
    assert text.splitlines()[1].split() == ["88.00%", "0.00%", "0", "prog", "prog", "[.]", "main"]
    assert (tmp_path / "perf.hist.1").exists()


async def test_hostile_names_are_escaped() -> None:
    source = FakeSource(folded("\x1b[31mevil;ma\u202ein;[bold]x[/bold] 5"))
    async with browsing(source) as (app, pilot):
        await pilot.press("E", "m")
        screen = app.export_screenshot()
        assert "\x1b" not in screen
        assert "\u202e" not in screen
        assert "[bold]x[/bold]" in "\n".join(shown(app))


async def test_keys_that_do_nothing_yet_say_so() -> None:
    async with browsing() as (app, pilot):
        await pilot.press("a")
        assert any("Not in this version" in note.message for note in app._notifications)


async def test_what_could_not_be_read_is_listed() -> None:
    source = FakeSource(folded(STACKS))
    async with browsing(source) as (app, pilot):
        await pilot.press("D")
        assert page_text(app) == "All of the file could be read."
        await pilot.press("escape")
        source.state = Progress(size=1000, read=1000, samples=10, damaged=2, done=True)
        app.tick()
        await pilot.pause()
        assert "2 damaged places (D)" in str(app.screen.query_one(Title).render())
        await pilot.click(Title)
        assert page_text(app).splitlines()[1] == "perf.data: place 1 (8 bytes)"


def page_text(app: BrowserApp) -> str:
    assert isinstance(app.screen, TextPage)
    return str(app.screen.query_one("VerticalScroll Static", Static).render())


async def test_the_cursor_is_drawn_where_it_moves_in_a_long_list() -> None:
    source = FakeSource(folded("\n".join(f"prog;f{n:02} {200 - n}" for n in range(90))))
    async with browsing(source) as (app, pilot):
        await pilot.press("pagedown", "pagedown")
        seen = {app.export_screenshot()}
        for key in ("up", "up", "down", "home", "end", "up"):
            await pilot.press(key)
            drawn = app.export_screenshot()
            table(app).refresh()
            await pilot.pause()
            assert app.export_screenshot() == drawn, key
            seen.add(drawn)
        assert len(seen) == 6  # "down" took back the second "up"


async def test_the_scroll_bar_is_dragged() -> None:
    source = FakeSource(folded("\n".join(f"prog;f{n:02} {200 - n}" for n in range(90))))
    async with browsing(source) as (app, pilot):
        rows = table(app)
        right, bottom = rows.size.width - 1, rows.size.height - 1
        await pilot.mouse_down(rows, offset=(right, bottom))
        assert rows.scroll_offset.y == rows.line_count() - rows.page
        await pilot.hover(rows, offset=(right - 9, rows.headings))  # still held
        assert rows.scroll_offset.y == 0
        await pilot.mouse_up(rows, offset=(right, rows.headings))
        await pilot.click(rows, offset=(right, bottom))
        assert rows.scroll_offset.y == rows.line_count() - rows.page
        assert rows.cursor == 0  # it stays, though out of sight
        await pilot.click(rows, offset=(right - 1, bottom))
        assert rows.cursor == rows.line_count() - 1


def test_the_thumb_is_where_the_screen_is() -> None:
    assert not thumb_of(20, 0, 20)
    assert thumb_of(40, 0, 20) == range(10)
    assert thumb_of(40, 20, 20) == range(10, 20)
    assert thumb_of(10**6, 0, 20) == range(1)
    assert thumb_of(10**6, 10**6 - 20, 20) == range(19, 20)
