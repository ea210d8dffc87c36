"""`perftui convert`: a recording written again, as perf.data that every perf reads."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from perftui.cli.common import add_filter, add_input, filter_settings, input_path, switched_on
from perftui.cli.messages import UsageError, guarded

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

USUAL_LEVEL = 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    add_input(parser)
    add_filter(parser)
    add = parser.add_argument
    add("-o", "--output", metavar="FILE", required=True, help="the new file, - for stdout")
    add("-e", "--event", metavar="NAMES", help="only samples of these events, parted by commas")
    add("-z", "--compress", action="store_true", help="compress with zstd")
    add("--compression-level", type=int, metavar="LEVEL", help="the same at a level from 1 to 22")
    add("--pipe", action="store_true", help="in the form that pipes hold, in a file too")
    add(
        "--anonymise",
        action="store_true",
        help="without stack contents, host name, command line, directories, texts of tracepoints",
    )


def _settings(options: argparse.Namespace, path: str) -> list[str]:
    settings = filter_settings(options, path)
    if options.event is not None:
        settings.append(f"events={options.event}")
    if options.compress or options.compression_level is not None:
        settings.append(f"level={options.compression_level or USUAL_LEVEL}")
    return settings + switched_on(
        pipe=options.pipe, anonymous=options.anonymise, progress=sys.stderr.isatty()
    )


def run(options: argparse.Namespace) -> int:
    """Write the new file."""
    from _perf import _text  # noqa: PLC0415  (--help needs no core)

    path = input_path(options)

    def work() -> Mapping[str, object]:
        if options.output == "-" and os.isatty(1):
            msg = "perf.data is not for a terminal; name a file with -o, or pipe it on"
            raise UsageError(msg)
        notes = _text.convert(path, options.output, _settings(options, path))
        return {**notes, "output": options.output}

    return guarded(work)
