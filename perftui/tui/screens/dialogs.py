"""Small questions: a line of text, a choice, keys in an order, yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, OptionList, SelectionList, Static
from textual.widgets.option_list import Option

from perftui.views.numbers import number_in

Answer = TypeVar("Answer")
MOST_LINES = 20  # of a list


class FittingLists(ModalScreen[Answer]):
    """A page whose lists are no higher than the screen has room for, and scroll then."""

    OTHERS: ClassVar[int] = 3  # lines of the page: the border and a sentence

    def on_resize(self) -> None:
        """Fit them."""
        for one in self.query(OptionList):
            one.styles.max_height = max(1, min(MOST_LINES, self.size.height - self.OTHERS))


class Prompt(ModalScreen[str | None]):
    """Asks for a line of text."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, question: str, value: str = "") -> None:
        """Note the question and the text to begin with."""
        super().__init__()
        self._question, self._value = question, value

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(classes="dialog"):
            yield Label(self._question, markup=False)
            yield Input(self._value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        self.dismiss(event.value)


def ask_number(
    screen: Screen[None],
    question: str,
    value: str,
    within: tuple[float, float],
    then: Callable[[float], object],
) -> None:
    """Ask for a number from the first to the second of `within`; what is none of these is told."""

    def given(text: str | None) -> None:
        if text is None:
            return
        number = number_in(text, *within)
        if number is None:
            screen.notify(
                f"a number from {within[0]:g} to {within[1]:g} is needed", severity="error"
            )
        else:
            then(number)

    screen.app.push_screen(Prompt(question, value), given)


class Menu(FittingLists[str | None]):
    """Asks for one of several things."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,left,q", "dismiss(None)", show=False),
    ]

    def __init__(self, question: str, choices: list[tuple[str, str]]) -> None:
        """Note the question and the choices: what is shown, what is answered."""
        super().__init__()
        self._question, self._choices = question, choices

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(classes="dialog"):
            yield Label(self._question, markup=False)
            yield OptionList(
                *(Option(text, id=answer) for text, answer in self._choices), markup=False
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        self.dismiss(event.option.id)


class KeysDialog(FittingLists[tuple[str, ...] | None]):
    """Asks for the keys to group by; those chosen first stand first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("enter", "accept", "Group", priority=True),
    ]

    def __init__(self, keys: list[tuple[str, str]], chosen: tuple[str, ...]) -> None:
        """Note the keys with their headings, and those that are chosen."""
        super().__init__()
        order = list(chosen) + [key for key, _ in keys if key not in chosen]
        self._keys = sorted(keys, key=lambda pair: order.index(pair[0]))
        self._chosen = list(chosen)

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(classes="dialog"):
            yield Label("Group by (space chooses, Enter groups)")
            yield SelectionList[str](
                *((heading, key, key in self._chosen) for key, heading in self._keys)
            )

    def on_selection_list_selected_changed(self, event: SelectionList.SelectedChanged[str]) -> None:
        """Keep the order in which keys were chosen."""
        selected = event.selection_list.selected
        kept = [key for key in self._chosen if key in selected]
        self._chosen = kept + [key for key in selected if key not in kept]

    def action_accept(self) -> None:
        """Answer, when something is chosen."""
        self.dismiss(tuple(self._chosen) or None)


class Question(ModalScreen[bool]):
    """Asks yes or no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter,q", "dismiss(True)", show=False),
        Binding("n,escape", "dismiss(False)", show=False),
    ]

    def __init__(self, question: str) -> None:
        """Note the question."""
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Make the box."""
        with Vertical(classes="dialog"):
            yield Label(f"{self._question}  [y/n]", markup=False)


class TextPage(ModalScreen[None]):
    """A page of text to read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,left,i,h,question_mark,f1", "dismiss(None)", show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        """Note the text, which is shown as it is."""
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        """Make the page."""
        with Vertical(classes="page"):
            yield Label(self._title, markup=False, classes="page-title")
            with VerticalScroll(can_focus=True):
                yield Static(self._text, markup=False)
