"""How an older perf's text differs from the newest's, and where perftui means to differ.

A rule rewrites both texts before they are compared; `docs/differences.md` lists the rules with
their reasons, and a test sees that it lists them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

Version = tuple[int, int]
NEWEST: Version = (99, 0)


@dataclass
class Rule:
    """One known difference; `touched` counts the lines of perf that it changed."""

    name: str
    before: Version  # applies to perf older than this
    rewrite: Callable[[str], str]
    touched: int = field(default=0)

    def apply(self, line: str, count: bool) -> str:
        """Rewrite one line."""
        made = self.rewrite(line)
        if count and made != line:
            self.touched += 1
        return made


def _bare(name: str) -> str:
    """Cut a C++ function's parameters and qualifiers, and the return type before a template's."""
    depth = 0
    kept = []
    for letter in name:
        depth -= letter == ")"
        if not depth and letter != ")":
            kept.append(letter)
        depth += letter == "("
    bare = "".join(kept).replace("(", "").removesuffix(" const")
    nested = 0
    start = 0
    for place, letter in enumerate(bare):
        nested += {"<": 1, ">": -1}.get(letter, 0)
        if letter == " " and nested <= 0:
            start = place + 1
    return bare[start:]


_TIME = re.compile(r"\d\.\d{6}: ")
_IN_SCRIPT = re.compile(r"^(.*: +[0-9a-f]+ |\t *\S+ )(.+)(\+0x[0-9a-f]+ \(.*\))$")
_IN_REPORT = re.compile(r"^( .*\[[.k]\] | {12}[ |]*(?:-*[0-9.]*%?--+)?)(\S.*)()$")


def _without_parameters(line: str) -> str:
    """Print C++ names bare, in a line of a script or of a report."""
    of_script = "\t" in line or _TIME.search(line)
    found = _IN_SCRIPT.match(line) if of_script else _IN_REPORT.match(line)
    return found[1] + _bare(found[2]) + found[3] if found else line


_ADDRESS = re.compile(r"^(\t? *)[0-9a-f]+( .* \((?!\[(?:kernel|guest)).*\))$")


def _without_address(line: str) -> str:
    """Cut the address of a user frame: it lies in the object in one perf, in memory in another."""
    return _ADDRESS.sub(r"\1-\2", line)


_PLT = re.compile(r"\S+@plt")
_DATA = re.compile(r"(\[[.k]\] \S.*?)\+0x[0-9a-f]+$")


RULES = [
    Rule("address-in-object", (6, 12), _without_address),
    Rule("cxx-parameters", (6, 12), _without_parameters),
    Rule("plt-names", NEWEST, lambda line: _PLT.sub("@plt", line)),
    Rule("data-symbol-offset", NEWEST, lambda line: _DATA.sub(r"\1", line)),
]


def applicable(version: Version) -> list[Rule]:
    """Return the rules for a perf of this version."""
    return [rule for rule in RULES if version < rule.before]


def rewritten(text: str, rules: list[Rule], count: bool) -> str:
    """Apply rules to every line of a text."""
    lines = text.splitlines()
    for rule in rules:
        lines = [rule.apply(line, count) for line in lines]
    return "\n".join(lines)
