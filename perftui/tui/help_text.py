"""The keys, as the help pages show them."""

from __future__ import annotations

HELP = """\
Moving
  ↑ ↓ PgUp PgDn Home End   move              Ctrl-← Ctrl-→   scroll sideways
  space                    next page         Tab Shift-Tab   next, previous event
Rows
  Enter  expand or collapse; menu where there is nothing     + one level    e entry
  E      expand all        C  collapse all                   m →  menu     ←  back
  o      sort by the next column   O  turn round             (or click a heading)
  F      shares of what passes the filters, or of all        H  headings
  L      percent limit     B  with or without Children       c  copy the row
  P      write the rows to perf.hist.N
Views
  g      group by any keys v  turn call trees round          w  flame graph
  i      header of the file            D  what could not be read
Finding and filtering
  /      search rows and open trees (regular expression)     n N  next, previous
  I      only stacks with a frame that matches               x  without them
  d      zoom into the object   t  into the thread   k  into the kernel
  u      undo the last change
Leaving
  Esc    stop reading, else zoom out, else leave             q  leave at once
  Ctrl-P command palette (themes, screenshots)               Ctrl-Z  suspend
"""

LIVE_HELP = (
    """\
What happens now
  p      pause: sort, filter and zoom what is shown; counting goes on
  f      stop counting, or go on          z      forget what was counted so far
  M      what is looked at: decaying, all since the start, the last seconds
  T      seconds between pictures         y      watch another event
  R      record what is watched to perf.data; R again ends it
"""
    + HELP
)

FLAME_HELP = """\
  ↑ ↓ ← →       walk over the boxes        Enter, second click   zoom
  Esc [ ⌫       zoom out, then back        Home                  all
  /  n  N       search, next, previous     v                     turn round
  w q           back to the report
"""

NOT_YET = (
    "Not in this version: annotate (a), scripts (r), other data file (s), socket (S), verbose (V)."
)
