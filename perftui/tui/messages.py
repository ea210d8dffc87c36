"""What parts of the screen tell each other."""

from __future__ import annotations

from textual.message import Message

from perftui.views.source import Query, View


class ViewReady(Message):
    """A view that was asked for is there."""

    def __init__(self, query: Query, view: View) -> None:
        """Note the view and what it answers."""
        super().__init__()
        self.query = query
        self.view = view


class ViewFailed(Message):
    """A view cannot be made."""

    def __init__(self, reason: str) -> None:
        """Note the reason, a sentence."""
        super().__init__()
        self.reason = reason
