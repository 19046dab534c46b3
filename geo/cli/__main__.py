"""``python -m geo.cli``: the same as ``embassy-atlas``."""

from __future__ import annotations

import sys

from geo.cli.exit_codes import main

__all__: list[str] = []

sys.exit(main())
