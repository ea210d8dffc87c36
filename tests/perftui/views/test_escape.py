from __future__ import annotations

import pytest

from perftui.views.escape import escape


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("main", "main"),
        ("std::vector<int>", "std::vector<int>"),
        ("grüße 漢字", "grüße 漢字"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("bell\x07", "bell\\x07"),
        ("c1\x9b31m", "c1\\x9b31m"),
        ("del\x7f", "del\\x7f"),
        ("bidi\u202eexe", "bidi\\u202eexe"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("line\u2028end", "line\\u2028end"),
        ("byte\udcff", "byte\\xff"),
        ("[bold]markup[/]", "[bold]markup[/]"),
    ],
)
def test_escape(name: str, shown: str) -> None:
    assert escape(name) == shown
