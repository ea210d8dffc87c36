"""A recording that is being written: the events that are open, and the files they go to."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _perf import evlist
    from _perf._recorder import recorder


class Recording:
    """One recording; what stood at its place is kept as FILE.old."""

    def __init__(
        self,
        path: str,
        events: evlist,
        settings: Sequence[str] = (),
        *,
        before_exec: bool = False,
    ) -> None:
        """Begin the first file, with settings of the core's recorder."""
        from importlib.metadata import version  # noqa: PLC0415  (costs 20 ms)

        self.path = path
        self.events = events
        self._settings = [f"version={version('perftui')}", "build_ids=1", *settings]
        self._named: list[str] = []  # so far
        self.file = self._begin("none" if before_exec else "measured")

    def _begin(self, running: str) -> recorder:
        from _perf._recorder import recorder  # noqa: PLC0415  (--help needs no core)

        path = self.path
        if path != "-" and os.path.isfile(path) and os.path.getsize(path):
            os.replace(path, f"{path}.old")
        file = recorder(self.events, path, sys.argv, [*self._settings, f"running={running}"])
        file.begin()
        return file

    def finish(self) -> None:
        """Make the file whole."""
        self.file.stop()
        self.file.finish()

    def switch(self) -> str:
        """Give the file a name with the time, which is returned, and begin another."""
        self.finish()
        named = f"{self.path}.{time.strftime('%Y%m%d%H%M%S')}{time.time_ns() // 10**7 % 100:02}"
        os.replace(self.path, named)
        self._named.append(named)
        self.file = self._begin("all")
        return named

    def keep(self, most: int) -> None:
        """Remove what was named first, where more files than so many were; 0: never."""
        while most and len(self._named) > most:
            os.unlink(self._named.pop(0))
