"""What commands tell a user besides their data: on stderr, with the exit status that fits."""

from __future__ import annotations

import errno
import os
import sys

TYPE_CHECKING = False  # as typing has it, which takes 4 ms to import
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FAILED = 1  # nothing could be read
USAGE = 2
DAMAGED = 3  # what could be read was; something could not


class UsageError(Exception):
    """The command line asks for something that is not there; the text is one sentence."""


def complain(text: str) -> None:
    """Write one line to stderr; a reader that has gone away does not matter."""
    from perftui.views.escape import escape  # noqa: PLC0415  (re costs 4 ms of start-up)

    try:
        print(f"perftui: {escape(text)}", file=sys.stderr, flush=True)
    except BrokenPipeError:
        return


def finish(notes: Mapping[str, object]) -> int:
    """Say what was lost or damaged, as the core noted it; return the exit status."""
    error = notes.get("write_error", 0)
    if isinstance(error, int) and error not in (0, errno.EPIPE):
        output = notes.get("output", "the output")
        complain(f"{output} could not be written: {os.strerror(error)}")
        return FAILED
    lost = notes.get("lost_samples") or notes.get("lost_events")
    if lost and not notes.get("recorded_samples"):
        complain(f"there are no samples: {lost} were lost while recording")
    if notes.get("unknown_records"):
        complain(f"{notes['unknown_records']} records of unknown types were left out")
    if not notes.get("damages"):
        return 0
    sentences = notes["damage"]
    if isinstance(sentences, list):
        for sentence in sentences[:3]:
            complain(str(sentence))
    places = "one place" if notes["damages"] == 1 else f"{notes['damages']} places"
    complain(f"{notes['damaged_bytes']} bytes in {places} could not be read; all else was")
    return DAMAGED


def exit_status(status: int) -> int:
    """Turn what waitpid() says of a command into a status: a shell's, where a signal ended it."""
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def explained(work: Callable[[], int]) -> int:
    """Run a command; turn its errors into one sentence and an exit status."""
    try:
        return work()
    except (UsageError, ValueError) as error:
        complain(str(error))
        return USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left has nobody to go to
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        complain(place + (error.strerror or str(error)))
        return FAILED
    except MemoryError:
        complain("there is not enough memory")
        return FAILED


def guarded(work: Callable[[], Mapping[str, object]]) -> int:
    """Run a command of the core, and tell what it noted."""
    from signal import SIG_DFL, SIGINT, signal  # noqa: PLC0415  (--help needs none)

    # The core does not come back before it is done; Ctrl-C need not wait for it.
    signal(SIGINT, SIG_DFL)
    return explained(lambda: finish(work()))
