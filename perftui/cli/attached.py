"""Options whose value may be left out: -z9, -z, --switch-output=30s, --switch-output."""

from __future__ import annotations

import argparse
from typing import Any


class Attached(argparse.Action):
    """Store the value, or `const`.

    As in perf it stands in the option's word; the next one is it only if it begins with a digit,
    as no command does.
    """

    def __init__(self, option_strings: list[str], dest: str, **settings: Any) -> None:  # noqa: ANN401
        """Take a value or none."""
        super().__init__(option_strings, dest, nargs="?", **settings)

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Keep what was given."""
        del parser, option_string
        setattr(namespace, self.dest, values)


def attached(parser: argparse.ArgumentParser, words: list[str]) -> list[str]:
    """Give each such option that stands alone its value, before a command that follows is it."""
    known = {name: action for action in parser._actions for name in action.option_strings}
    made = list(words)
    at = 0
    while at < len(made) and made[at].startswith("-") and made[at] != "--":
        action = known.get(made[at])
        if isinstance(action, Attached) and made[at + 1 : at + 2] and made[at + 1][:1].isdigit():
            at += 1  # its value
        elif isinstance(action, Attached):
            made[at] += f"={action.const}" if made[at].startswith("--") else str(action.const)
        elif action is not None and action.nargs is None:
            at += 1  # its value
        at += 1
    return made
