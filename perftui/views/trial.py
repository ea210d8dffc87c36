"""An event that is tried: counted for as long as somebody looks at it."""

from __future__ import annotations

import time
from collections import deque

from _perf import evlist, parse_events

HISTORY = 60  # rates that are kept
BLOCKS = " ▁▂▃▄▅▆▇█"


class Trial:
    """Counts an event on every CPU; `error` says why it cannot be counted."""

    def __init__(self, event: str) -> None:
        """Open the event."""
        self.rates: deque[float] = deque(maxlen=HISTORY)
        self.total = 0.0
        self.error = ""
        self._events: evlist | None = None
        self._before = time.monotonic()
        try:
            events = parse_events(event)
            events.config_counting()
            events.open(fall_back=False)
            events.enable()
        except OSError as error:
            self.error = error.strerror or str(error)
            return
        self._events = events

    def look(self) -> None:
        """Read what was counted since the last look."""
        if self._events is None:
            return
        counted = 0.0
        for event in self._events:
            for cpu in event.cpus():
                for thread in event.threads():
                    counts = event.read(cpu, thread)
                    if counts.run:
                        counted += counts.val * counts.ena / counts.run * event.scale
        now = time.monotonic()
        self.rates.append(counted / max(now - self._before, 1e-6))
        self.total += counted
        self._before = now

    def sparkline(self) -> str:
        """Return the rates as a line of blocks, the highest one full."""
        most = max(self.rates, default=0.0) or 1.0
        return "".join(BLOCKS[round(rate / most * (len(BLOCKS) - 1))] for rate in self.rates)

    def close(self) -> None:
        """Count no further."""
        if self._events is not None:
            self._events.close()
            self._events = None
