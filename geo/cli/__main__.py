"""``python -m geo.cli``: the same as ``embassy-atlas``."""

from __future__ import annotations

import sys

from geo.cli.exit_codes import main

sys.exit(main())
