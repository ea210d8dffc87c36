"""The flame graph page."""

from __future__ import annotations

from fake import FakeSource, folded

from perftui.tui.app import BrowserApp
from perftui.tui.screens.flame import FlameScreen
from perftui.tui.screens.report import ReportScreen

STACKS = """
    prog;main;work;inner 60
    prog;main;read;schedule 40
"""


async def test_walk_zoom_and_out() -> None:
    app = BrowserApp(FakeSource(folded(STACKS)), threaded=False)
    async with app.run_test(size=(100, 20)) as pilot:
        app.tick()
        await pilot.press("w")
        page = app.screen
        assert isinstance(page, FlameScreen)
        flame = page.flame
        assert [box.label for box in flame.boxes if box.depth == 2] == ["read", "work"]
        await pilot.press("down", "down")
        assert flame.selected is not None
        assert flame.selected.label == "work"
        assert flame.describe() == "60.00%  work"
        await pilot.press("left")
        assert flame.selected.label == "read"
        await pilot.press("enter")
        assert flame.boxes[0].label == "read"
        assert flame.boxes[0].width == flame.size.width
        await pilot.press("escape")
        assert flame.boxes[0].label == "all"
        await pilot.press("escape")
        assert isinstance(app.screen, ReportScreen)


async def test_inverted_begins_with_what_was_sampled() -> None:
    app = BrowserApp(FakeSource(folded(STACKS)), threaded=False)
    async with app.run_test(size=(100, 20)) as pilot:
        app.tick()
        await pilot.press("w", "v")
        assert isinstance(app.screen, FlameScreen)
        labels = [box.label for box in app.screen.flame.boxes if box.depth == 1]
        assert labels == ["inner", "schedule"]


async def test_search_marks_and_counts() -> None:
    app = BrowserApp(FakeSource(folded(STACKS)), threaded=False)
    async with app.run_test(size=(100, 20)) as pilot:
        app.tick()
        await pilot.press("w", "slash", *"schedule", "enter")
        assert isinstance(app.screen, FlameScreen)
        flame = app.screen.flame
        assert flame.selected is not None
        assert flame.selected.label == "schedule"
        assert flame.describe().endswith("/schedule/ 40.00%")


async def test_mouse_selects_then_zooms() -> None:
    app = BrowserApp(FakeSource(folded(STACKS)), threaded=False)
    async with app.run_test(size=(100, 20)) as pilot:
        app.tick()
        await pilot.press("w")
        assert isinstance(app.screen, FlameScreen)
        flame = app.screen.flame
        await pilot.click(flame, offset=(80, 2))
        assert flame.selected is not None
        assert flame.selected.label == "work"
        await pilot.click(flame, offset=(80, 2))
        assert flame.boxes[0].label == "work"


async def test_matches_too_small_to_be_seen_are_counted() -> None:
    many = "\n".join(f"prog;main;tiny{n:03} 1" for n in range(100))
    app = BrowserApp(FakeSource(folded(f"prog;main;huge 9900\n{many}")), threaded=False)
    async with app.run_test(size=(100, 20)) as pilot:
        app.tick()
        await pilot.press("w", "slash", *"huge|tiny", "enter")
        assert isinstance(app.screen, FlameScreen)
        assert app.screen.flame.describe().endswith(" 100.00%")


async def test_only_a_recording_without_chains_is_called_that() -> None:
    app = BrowserApp(FakeSource(folded(STACKS)), threaded=False)
    async with app.run_test(size=(100, 20)) as pilot:
        app.tick()
        await pilot.press("w", "down", "down", "down", "enter")  # zoomed to a leaf
        await pilot.resize_terminal(90, 20)
        assert not app._notifications
