"""Run the program as `python -m perftui`."""

import sys

from perftui.cli import main

sys.exit(main())
