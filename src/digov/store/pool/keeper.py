"""The keeper: starts the zygote, asks it for workers, hears which have ended, and starts it again when it ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable

import msgspec

from digov.model.errors import ReleaseError
from digov.store.workers.wire import FORK, Report, ZygoteOptions

_READY_SECONDS = 120.0
_PAUSE = 1.0


class Keeper:
    """Holds the zygote, and tells what becomes of it and its workers.

    ``forked`` is told of each new worker, ``missed`` of each that could not be taken over for want of file descriptors, ``ended`` of
    each that is gone, ``restarted`` of a new zygote.
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
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready: asyncio.Future[None] | None = None
        """Done when the zygote waits for commands."""
        self._again: asyncio.TimerHandle | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Return the process id of the zygote; ``None`` when there is none."""
        return None if self._process is None else self._process.pid

    async def start(self) -> None:
        """Return when the zygote has loaded the release; one that cannot is a :class:`ReleaseError`."""
        if not hasattr(os, "pidfd_open"):
            remedy = "Run it there, or in a container; all else of digov runs everywhere."
            raise ReleaseError("queries of users are served on Linux 5.3 or newer only", remedy=remedy)
        try:
            await asyncio.wait_for(self._launch(), _READY_SECONDS)
        except (TimeoutError, EOFError) as error:
            await self.close()
            remedy = "Look at what it said on standard error; build the release again with: digov build."
            raise ReleaseError("the processes for queries cannot be started", remedy=remedy) from error

    def fork(self) -> bool:
        """Ask for one more worker; return whether there is a zygote to ask."""
        if self._control is None or self._ready is None or not self._ready.done():
            return False
        with contextlib.suppress(OSError):
            self._control.send(FORK)
            return True
        return False

    async def close(self) -> None:
        """Return when the zygote, and with it every worker, has ended."""
        self._closed = True
        if self._again is not None:
            self._again.cancel()
        process = self._process
        self._hang_up()
        if process is not None:
            process.kill()
            await asyncio.to_thread(process.wait)

    def _launch(self) -> asyncio.Future[None]:
        """Start a zygote, and return what is done when it is ready."""
        self._again = None
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # It hears commands where other programs read their input.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "digov.store.workers.zygote"], stdin=theirs.fileno(), start_new_session=True
        )
        theirs.close()
        ours.send(msgspec.json.encode(self._options))
        ours.setblocking(False)
        self._control = ours
        self._ready = loop.create_future()
        loop.add_reader(ours, self._hear, ours)
        return self._ready

    def _hear(self, control: socket.socket) -> None:
        try:
            data, descriptors, _, _ = socket.recv_fds(control, 4096, 2)
        except BlockingIOError:
            return
        except OSError:
            data, descriptors = b"", []
        if not data:
            self._zygote_ended()
            return
        report = msgspec.json.decode(data, type=Report)
        if report.event == "forked":
            self._take(report.pid, descriptors)
        elif report.event == "ended":
            self._ended(report.pid, report.status)
        elif self._ready is not None and not self._ready.done():
            self._ready.set_result(None)

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

    def _zygote_ended(self) -> None:
        """Start another, after a pause, so that one that cannot live does not take all the time there is."""
        was_ready = self._ready is not None and self._ready.done()
        process = self._process
        self._hang_up()
        if process is not None:
            process.kill()
            process.wait()
        if self._closed:
            return
        if not was_ready and self._ready is not None:
            self._ready.set_exception(EOFError())
        self._again = asyncio.get_running_loop().call_later(_PAUSE if not was_ready else 0, self._relaunch)

    def _relaunch(self) -> None:
        self._launch().add_done_callback(self._is_back)

    def _is_back(self, ready: asyncio.Future[None]) -> None:
        if not ready.cancelled() and ready.exception() is None:
            self._restarted()

    def _hang_up(self) -> None:
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
        self._control = None
        self._process = None
