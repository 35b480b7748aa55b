"""`python3 -m standup COMMAND`: what the Makefile calls."""

import sys

from .cli import main

sys.exit(main(sys.argv[1:]))
