"""Options whose value may be left out: -z9, -z, --switch-output=30s, --switch-output."""

from __future__ import annotations

TYPE_CHECKING = False  # as typing has it, which takes 4 ms to import
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


class Attached:
    """The type of such a value; the option has nargs="?" and a `const`.

    As in perf it stands in the option's word; the next one is it only if it begins with a digit,
    as no command does.
    """

    def __init__(self, convert: Callable[[str], object]) -> None:
        """Take what turns the text into the value."""
        self.convert = convert
        self.__name__ = convert.__name__  # argparse calls it so

    def __call__(self, text: str) -> object:
        """Return the value."""
        return self.convert(text)


def attached(parser: argparse.ArgumentParser, words: list[str]) -> list[str]:
    """Give each such option that stands alone its value, before a command that follows is it."""
    known = {name: action for action in parser._actions for name in action.option_strings}
    made = list(words)
    at = 0
    while at < len(made) and made[at].startswith("-") and made[at] != "--":
        action = known.get(made[at])
        takes_next = action is not None and action.nargs is None
        if action is not None and isinstance(action.type, Attached):
            takes_next = any(word[:1].isdigit() for word in made[at + 1 : at + 2])
            if not takes_next:
                made[at] += f"={action.const}" if made[at].startswith("--") else str(action.const)
        at += 2 if takes_next else 1
    return made
