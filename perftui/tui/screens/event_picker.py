"""A choice among all events of this machine, searched as one types."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from perftui.tui.screens.dialogs import FittingLists
from perftui.views.escape import escape
from perftui.views.events import Event, is_pattern

MOST = 200  # that are offered at once
WIDTH = 40  # of a name


class EventPicker(FittingLists[str | None]):
    """Asks for an event: one of those that there are, or any event string."""

    OTHERS: ClassVar[int] = 6  # with the line to type in
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "list", show=False),
    ]

    def __init__(self, events: list[Event]) -> None:
        """Note the events."""
        super().__init__()
        self._events = [one for one in events if not is_pattern(one)]

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(classes="dialog"):
            yield Label("Event (a part of its name, or an event string)")
            yield Input()
            yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Begin with the first events."""
        self._offer("")

    def _offer(self, wanted: str) -> None:
        words = wanted.lower().split()
        fitting = (
            event
            for event in self._events
            if all(word in " ".join(event.values()).lower() for word in words)
        )
        options = self.query_one(OptionList)
        options.clear_options()
        for number, event in enumerate(fitting):
            if number == MOST:
                break
            text = f"{escape(event['name']):{WIDTH}} {event['event_type_desc']}"
            options.add_option(Option(text, id=event["name"]))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what fits."""
        self._offer(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the first that fits, else with what was typed."""
        options = self.query_one(OptionList)
        typed = event.value.strip()
        names = {one["name"] for one in self._events}
        if typed in names or not options.option_count:
            self.dismiss(typed or None)
        else:
            self.dismiss(options.get_option_at_index(0).id)

    def action_list(self) -> None:
        """Go into the list."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        self.dismiss(event.option.id)
