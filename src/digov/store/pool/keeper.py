"""The keeper: has a zygote at all times, asks it for workers, and hears which have ended."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import Callable
from typing import Final

from digov.model.errors import ReleaseError
from digov.store.pool.zygote_link import ZygoteLink
from digov.store.workers.wire import Report, ZygoteOptions

_LOG: Final = logging.getLogger(__name__)
_READY_SECONDS: Final = 120.0
_SHORTEST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0


def not_started(error: Exception) -> ReleaseError:
    """Return the error of processes that cannot be started because of ``error``."""
    remedy = "Look at what was said on standard error; build the release again with: digov build."
    reason = str(error) or type(error).__name__
    return ReleaseError(f"the processes for queries cannot be started: {reason}", remedy=remedy)


class Keeper:
    """Holds the zygote, and tells what becomes of it and its workers.

    ``forked`` is told of each new worker, ``missed`` of each that there was no room for, ``ended`` of each that is gone, ``restarted``
    of a new zygote. A zygote that ends is replaced by another; one that cannot be started is tried again, after longer and longer pauses.
    """

    def __init__(
        self,
        options: ZygoteOptions,
        *,
        forked: Callable[[int, socket.socket, int], None],
        missed: Callable[[], None],
        ended: Callable[[int, int], None],
        restarted: Callable[[], None],
    ) -> None:
        self._options = options
        self._forked = forked
        self._missed = missed
        self._ended = ended
        self._restarted = restarted
        self._zygote: ZygoteLink | None = None
        """The zygote that waits for commands; ``None`` while there is none."""
        self._keeping: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Return the process id of the zygote; ``None`` when there is none."""
        return None if self._zygote is None else self._zygote.pid

    async def start(self) -> None:
        """Return when the zygote has loaded the release; one that cannot is a :class:`ReleaseError`."""
        if not hasattr(os, "pidfd_open"):
            remedy = "Run it there, or in a container; all else of digov runs everywhere."
            raise ReleaseError("queries of users are served on Linux 5.3 or newer only", remedy=remedy)
        try:
            self._zygote = await self._launch()
        except (OSError, EOFError) as error:
            raise not_started(error) from error
        self._keeping = asyncio.create_task(self._keep(self._zygote))

    def fork(self) -> bool:
        """Ask for one more worker; return whether there is a zygote to ask."""
        return self._zygote is not None and self._zygote.fork()

    async def close(self) -> None:
        """Return when the zygote, and with it every worker, has ended."""
        if self._keeping is not None:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping
        if self._zygote is not None:
            zygote, self._zygote = self._zygote, None
            await zygote.close()

    async def _launch(self) -> ZygoteLink:
        """Return a zygote that waits for commands; of one that does not get there, which is an error, nothing is left."""
        zygote = ZygoteLink(self._options, self._hear)
        async with contextlib.AsyncExitStack() as unless_ready:
            unless_ready.push_async_callback(zygote.close)
            async with asyncio.timeout(_READY_SECONDS):
                await zygote.ready
            unless_ready.pop_all()
        return zygote

    async def _keep(self, zygote: ZygoteLink) -> None:
        """Have another zygote whenever one has ended, until this is cancelled."""
        while True:
            await zygote.ended
            self._zygote = None
            await zygote.close()
            zygote = self._zygote = await self._launch_somehow()
            self._restarted()

    async def _launch_somehow(self) -> ZygoteLink:
        """Return a zygote that waits for commands, after as many trials as that takes."""
        pause = _SHORTEST_PAUSE
        while True:
            try:
                return await self._launch()
            except (OSError, EOFError) as error:
                _LOG.error("%s; tried again in %g s", not_started(error).message, pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _hear(self, report: Report, descriptors: list[int]) -> None:
        if report.event == "forked":
            self._take(report.pid, descriptors)
        elif report.event == "missed":
            self._missed()
        elif report.event == "ended":
            self._ended(report.pid, report.status)

    def _take(self, pid: int, descriptors: list[int]) -> None:
        """Hand on a new worker; one whose descriptors did not all arrive, since too many files are open, is ended."""
        if len(descriptors) == 2:
            self._forked(pid, socket.socket(fileno=descriptors[0]), descriptors[1])
            return
        for descriptor in descriptors:
            os.close(descriptor)
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
        self._missed()
