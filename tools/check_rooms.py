#!/usr/bin/env python3
"""Check that includes and imports keep the order of the rooms: check_rooms.py [ROOT]."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

# Each room knows only rooms of the lines before its own.
FLOORS = (
    ("base",),
    ("config", "syscalls"),
    ("bytes",),
    ("event",),
    ("records",),
    ("file", "live"),
    ("samples",),
    ("symbols",),
    ("machine",),
    ("unwind",),
    ("report",),
    ("text",),
    ("session",),
    ("api",),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

# What a Python package may not import, by the longest path that holds the file.
FORBIDDEN_IMPORTS = {
    "_perf": ("perf", "perftui", "textual"),
    "perf": ("perftui", "textual"),
    "perftui/views": ("textual", "perftui.cli", "perftui.tui"),
}
# Of the core the binding sees the façade alone.
BINDING_SEES = ("api",)

INCLUDE = re.compile(r'^\s*[#%]\s*(?:include|import)\s*(["<])([^">]+)[">]', re.MULTILINE)


def includes(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the kind (quote or angle bracket) and the name of each include of a file."""
    yield from INCLUDE.findall(path.read_text(encoding="utf-8"))


def core_violations(root: Path) -> Iterator[str]:
    """Yield what a file of the core includes against the order."""
    for path in sorted((root / "src").glob("*/**/*.[hc]*")):
        room = path.relative_to(root / "src").parts[0]
        where = path.relative_to(root)
        if room not in FLOOR:
            yield f"{where}: {room} is no room of the core"
            continue
        for _, name in includes(path):
            other = name.split("/")[0]
            if name == "Python.h" or name.startswith("swig"):
                yield f"{where}: the core knows no Python, but includes {name}"
            elif other in FLOOR and "/" in name and other != room and FLOOR[other] >= FLOOR[room]:
                yield f"{where}: {room} may not know {other}, but includes {name}"


def binding_violations(root: Path) -> Iterator[str]:
    """Yield what an interface file or a slot includes of the core beside the façade."""
    for path in sorted((root / "swig").rglob("*")):
        if path.suffix not in {".i", ".h", ".cpp"}:
            continue
        for _, name in includes(path):
            room = name.split("/")[0]
            if "/" in name and room in FLOOR and room not in BINDING_SEES:
                where = path.relative_to(root)
                yield f"{where}: the binding may not know {room}, but includes {name}"


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted name of each module that a Python file imports, wherever it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def python_violations(root: Path) -> Iterator[str]:
    """Yield what a Python file imports against the order."""
    for package, forbidden in FORBIDDEN_IMPORTS.items():
        for path in sorted((root / package).rglob("*.py*")):
            if path.suffix not in {".py", ".pyi"}:
                continue
            for name in sorted(set(imports(path))):
                if any(name == bad or name.startswith(f"{bad}.") for bad in forbidden):
                    yield f"{path.relative_to(root)}: {package} may not import {name}"


def violations(root: Path) -> list[str]:
    """Return a sentence for each include and import that breaks the order."""
    return [*core_violations(root), *binding_violations(root), *python_violations(root)]


def main() -> int:
    """Print the violations of a tree."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    found = violations(root)
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
