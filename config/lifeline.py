"""A child that must not outlive its parent asks the kernel to be ended with it, even after `kill -9`."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Receive SIGTERM when the parent ends. Does nothing on systems other than Linux."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def die_with(parent: int) -> None:
    """The same for a child just forked by `parent`, which may already be gone."""
    die_with_parent()
    if os.getppid() != parent:
        os._exit(1)
