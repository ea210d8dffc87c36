from collections.abc import Iterator
from typing import final

from _perf._evsel import evsel

@final
class evlist:
    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> evsel: ...
    def __iter__(self, /) -> Iterator[evsel]: ...
