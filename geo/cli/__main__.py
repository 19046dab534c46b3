"""``python -m geo.cli``: the same as ``embassy-atlas``."""

import sys

from geo.cli.exit_codes import main

sys.exit(main())
