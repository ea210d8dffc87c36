"""Work on its way to the screen: done in threads, so that a key never waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from textual.app import App
from textual.worker import get_current_worker

from perftui.tui.messages import ViewFailed, ViewReady
from perftui.views.source import Query, Source, View

Result = TypeVar("Result")


class Feed:
    """Asks the source for views, one at a time; the answers come to the app as messages."""

    def __init__(self, app: App[None], source: Source, *, threaded: bool) -> None:
        """Note who asks whom; without threads every answer is there at once."""
        self._app, self._source, self._threaded = app, source, threaded
        self._wanted: Query | None = None
        self._anew = False
        self._made: tuple[Query, View] | None = None  # by cost, for other orders of the same rows
        self._working = False

    @property
    def busy(self) -> bool:
        """Whether a view is being made."""
        return self._working

    def ask(self, query: Query, *, anew: bool = False) -> None:
        """Ask for a view, `anew` when there are more samples; of several only the last is made."""
        self._wanted = query
        self._anew = self._anew or anew
        if not self._threaded:
            self._answer(query)
        elif not self._working:
            self._working = True
            self._app.run_worker(self._work, thread=True, group="view", exit_on_error=False)

    def drop(self, view: View | None) -> None:
        """Let go of a view that nothing shows any more: in a thread, for large ones take long."""
        if view is None or not self._threaded:
            return
        last = [view]
        self._app.run_worker(last.clear, thread=True, group="job", exit_on_error=False)

    def run(self, job: Callable[[], Result], then: Callable[[Result], object]) -> None:
        """Do something in a thread and hand what comes of it to the screen."""
        if not self._threaded:
            then(job())
            return

        def work() -> None:
            result = job()
            if not get_current_worker().is_cancelled:
                self._app.call_from_thread(then, result)

        self._app.run_worker(work, thread=True, group="job", exit_on_error=False)

    def _work(self) -> None:
        worker = get_current_worker()
        while not worker.is_cancelled and (query := self._wanted) is not None:
            self._wanted = None
            self._answer(query)
        self._working = False

    def _answer(self, query: Query) -> None:
        try:
            self._app.post_message(ViewReady(query, self._view(query)))
        except (ValueError, RuntimeError, OSError) as error:
            self._app.post_message(ViewFailed(str(error)))

    def _view(self, query: Query) -> View:
        by_cost = replace(query, sort="", descending=True)
        if self._anew or self._made is None or self._made[0] != by_cost:
            self._anew = False
            self._made = None  # dropped here: freeing a large view takes its time
            self._made = (by_cost, self._source.view(by_cost))
        view = self._made[1]
        return view.sorted_by(query.sort, query.descending) if query.sort else view
