"""The page of what happens now, driven by keys, over a machine that is made up."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from fake import FakeLive, folded
from textual.pilot import Pilot

from perftui.tui.live import LiveApp
from perftui.tui.screens.dialogs import Question
from perftui.tui.screens.event_picker import EventPicker
from perftui.tui.screens.flame import FlameScreen
from perftui.tui.widgets.cpu_strip import CpuStrip
from perftui.tui.widgets.flame_view import FlameView
from perftui.tui.widgets.profile_table import ProfileTable
from perftui.tui.widgets.title import Title
from perftui.views.source import Weighing

STACKS = """
    prog;main;work;inner 40
    prog;main;read;schedule 25
"""
LATER = "prog;main;late 200"


@asynccontextmanager
async def watching(
    record: Callable[[threading.Event], str] | None = None,
) -> AsyncIterator[tuple[LiveApp, FakeLive, Pilot[None]]]:
    live = FakeLive(folded(STACKS))
    app = LiveApp(live, interval=0.0, frequency=100, record=record, threaded=False)
    async with app.run_test(size=(120, 30)) as pilot:
        app.tick()
        await pilot.pause()
        yield app, live, pilot


async def go_on(app: LiveApp, live: FakeLive, pilot: Pilot[None]) -> None:
    """Let more samples come, and a picture of them."""
    live.samples += folded(LATER)
    app.tick()
    await pilot.pause()


def top_symbol(app: LiveApp) -> str:
    table = app.screen_stack[0].query_one(ProfileTable)
    text = "".join(part.text for part in table.line(1))
    return text.rstrip().rsplit("  ", 1)[-1].strip()


def title(app: LiveApp) -> str:
    return str(app.screen_stack[0].query_one(Title).render())


async def test_the_picture_follows_what_happens() -> None:
    async with watching() as (app, live, pilot):
        assert top_symbol(app) == "[.] inner"
        await go_on(app, live, pilot)
        assert top_symbol(app) == "[.] late"
        assert "1K/s · decaying" in title(app)


async def test_a_pause_keeps_the_picture_and_takes_questions() -> None:
    async with watching() as (app, live, pilot):
        await pilot.press("p")
        pictures = live.pictures
        await go_on(app, live, pilot)
        assert live.paused
        assert live.pictures == pictures
        assert top_symbol(app) == "[.] inner"
        await pilot.press("O")  # sorted, though nothing goes on
        await pilot.press("p")
        await go_on(app, live, pilot)
        assert not live.paused
        assert live.pictures > pictures


async def test_counting_stops_and_is_forgotten() -> None:
    async with watching() as (_, live, pilot):
        await pilot.press("f")
        assert not live.counting
        await pilot.press("f", "z")
        assert live.counting
        assert live.cleared == 1


async def test_what_is_looked_at_is_chosen() -> None:
    async with watching() as (app, live, pilot):
        await pilot.press("M", "down", "enter")
        assert live.weighing == Weighing("all")
        await pilot.press("M", "down", "down", "enter")
        await pilot.press("backspace", "backspace", "5", "enter")
        assert live.weighing == Weighing("last", 5.0)
        await pilot.press("T", *["backspace"] * 3, "2", "enter")
        assert app.interval == 2.0


async def test_the_strip_shows_how_busy_cpus_are() -> None:
    async with watching() as (app, live, pilot):
        await go_on(app, live, pilot)
        strip = app.screen_stack[0].query_one(CpuStrip)
        assert len(strip.shares) == 2
        assert strip.shares[0] > strip.shares[1] == 0
        assert "CPU  0 " in str(strip.render())


def test_the_strip_knows_how_many_samples_there_could_have_been(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [10.0]
    monkeypatch.setattr("perftui.tui.widgets.cpu_strip.time.monotonic", lambda: now[0])
    monkeypatch.setattr(CpuStrip, "refresh", lambda *_: None)
    strip = CpuStrip(100_000)
    strip.show([0, 0])
    now[0] += 0.5
    strip.show([5000, 10000], 20_000)
    assert strip.shares == [0.5, 1.0]
    now[0] += 0.5
    strip.show([15000, 10000])
    assert strip.shares == [0.2, 0.0]


async def test_another_event_is_picked() -> None:
    async with watching() as (app, live, pilot):
        app._known = [
            {"name": "page-faults", "event_type_desc": "Software event"},
            {"name": "sched:sched_switch", "event_type_desc": "Tracepoint event"},
            {"name": "rNNN", "event_type_desc": "Raw event descriptor"},
        ]
        await pilot.press("y")
        assert isinstance(app.screen, EventPicker)
        await pilot.press(*"sched", "enter")
        assert live.watched == ["sched:sched_switch"]
        await pilot.press("y", *"bad", "enter")
        assert live.watched == ["sched:sched_switch"]
        assert "sched:sched_switch" in title(app)


async def test_a_recording_begins_and_ends_with_its_key() -> None:
    ended = []

    def record(stop: threading.Event) -> str:
        ended.append(stop.is_set())
        return "wrote perf.data"

    async with watching(record) as (_, _, pilot):
        await pilot.press("R")
        assert ended == [False]


async def test_the_flame_page_follows_and_stays_zoomed() -> None:
    async with watching() as (app, live, pilot):
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, FlameScreen)
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        before = [box.label for box in app.screen.query_one(FlameView).boxes]
        await go_on(app, live, pilot)
        await pilot.pause()
        assert [box.label for box in app.screen.query_one(FlameView).boxes] == before
        assert len(before) < 5
        await pilot.press("escape")
        await go_on(app, live, pilot)
        await pilot.pause()
        assert "late" in [box.label for box in app.screen.query_one(FlameView).boxes]


async def test_escape_asks_before_it_leaves() -> None:
    async with watching() as (app, _, pilot):
        await pilot.press("escape")
        assert isinstance(app.screen, Question)
        await pilot.press("n")
        assert app.is_running
