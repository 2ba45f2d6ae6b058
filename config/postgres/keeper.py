"""`python -m config.postgres.keeper DIRECTORY`: stop the embedded server when nobody uses it any more."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from config.postgres.server import EmbeddedServer

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the others; the keeper then does its work
    EmbeddedServer(Path(sys.argv[1])).stop_when_unused()
