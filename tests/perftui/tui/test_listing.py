"""The browser of events: searching, and trying what the cursor is on."""

from __future__ import annotations

import os
import time

from perftui.tui.listing import ListApp
from perftui.views.events import Event

EVENTS: list[Event] = [
    {"name": "task-clock", "event_type_desc": "Software event"},
    {"name": "page-faults", "alias": "faults", "event_type_desc": "Software event"},
    {"name": "no-such-event", "event_type_desc": "Software event"},
    {"name": "rNNN", "event_type_desc": "Raw event descriptor"},
]


async def test_what_is_typed_chooses_events() -> None:
    app = ListApp(EVENTS)
    async with app.run_test(size=(100, 24)) as pilot:
        assert len(app.lines.events) == 3
        await pilot.press("slash", *"faul", "enter")
        assert [event["name"] for event in app.lines.events] == ["page-faults"]
        app.tick()
        assert "page-faults OR faults" in app.described()


async def test_the_event_of_the_cursor_is_counted() -> None:
    app = ListApp(EVENTS)
    async with app.run_test(size=(100, 24)) as pilot:
        app.tick()
        assert app.trial is not None
        time.sleep(0.05)
        app.tick()
        if app.trial.error:
            assert "perf_event_paranoid" in app.trial.error
        else:
            assert app.trial.total > 1e6  # nanoseconds
            assert "/s" in app.described()
        await pilot.press("end")
        app.tick()
        assert "no event" in app.described()


async def test_what_was_tried_is_closed() -> None:
    before = len(os.listdir("/proc/self/fd"))
    app = ListApp(EVENTS)
    async with app.run_test(size=(100, 24)) as pilot:
        for _ in range(20):
            await pilot.press("down")
            app.tick()
            await pilot.press("up")
            app.tick()
        assert app.trial is not None
    app.trial.close()
    assert len(os.listdir("/proc/self/fd")) <= before + 2
