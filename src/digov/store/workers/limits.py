"""Limits that the kernel holds for a worker; none can be passed by what a query does."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Final

_STACK: Final = 32 << 20
"""Bytes of stack: room for some 10,000 brackets in one another; a query that needs more ends its worker."""
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent, whose id is ``parent``, ends; it may have ended already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def leave_network() -> bool:
    """Return whether this process could be put where there is no network, not even this machine's own addresses."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(spaces) == 0 for spaces in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def confine(memory: int) -> None:
    """Take from this process what a query does not need.

    It may take ``memory`` more bytes than it has, stack and all, open no file and no socket, write no file, start no process, gain no
    rights, leave no core dump; and it is the first to go when the machine runs out of memory.
    """
    _prefer_for_oom()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    most = _virtual_size() + memory
    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_STACK, _STACK),
        (resource.RLIMIT_AS, most),
        (resource.RLIMIT_NOFILE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (wanted, wanted))


class ProcessorLimit:
    """Lets this process use some seconds of processor time for each query, after which the kernel ends it."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._until = 0

    def renew(self, used: float) -> None:
        """Let the process, which has ``used`` so many seconds of processor time, use as many as one query may."""
        until = int(used) + 1 + self._seconds
        if until > self._until:
            self._until = until
            _, hard = resource.getrlimit(resource.RLIMIT_CPU)
            resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def _virtual_size() -> int:
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 30


def _prefer_for_oom() -> None:
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError:
        return
