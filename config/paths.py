"""Where the program keeps what it makes: everything below WOMS_HOME (default: `var` beside the code)."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("WOMS_HOME") or ROOT / "var").resolve()
