"""The server's end of the socket to a zygote, and the zygote itself, which lives as long as its link."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Final

import msgspec

from digov.store.workers.wire import FORK, Report, ZygoteOptions

_LONGEST_REPORT: Final = 4096


class ZygoteLink:
    """A zygote that is starting, or runs; ``hear`` is told each of its reports, with the descriptors that came along.

    What keeps it from being started is an :class:`OSError`, after which nothing of it is left.
    """

    def __init__(self, options: ZygoteOptions, hear: Callable[[Report, list[int]], None]) -> None:
        self._hear = hear
        self._loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = self._loop.create_future()
        """Done when the zygote waits for commands; :class:`EOFError` when it ended before."""
        self.ended: asyncio.Future[None] = self._loop.create_future()
        """Done when the zygote has ended, or is about to."""
        with contextlib.ExitStack() as unless_started:
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            unless_started.callback(self._control.close)
            with theirs:
                # It hears commands where other programs read their input.
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "digov.store.workers.zygote"], stdin=theirs.fileno(), start_new_session=True
                )
            unless_started.callback(self._process.wait)
            unless_started.callback(self._process.kill)
            self._control.send(msgspec.json.encode(options))
            self._control.setblocking(False)
            unless_started.pop_all()
        self._loop.add_reader(self._control, self._read)

    @property
    def pid(self) -> int:
        """Return the process id of the zygote."""
        return self._process.pid

    def fork(self) -> bool:
        """Ask for one more worker; return whether the zygote could be asked."""
        try:
            self._control.send(FORK)
        except OSError:
            return False
        return True

    async def close(self) -> None:
        """Return when the zygote, and with it every worker, has ended."""
        self._hang_up()
        self._process.kill()
        await asyncio.to_thread(self._process.wait)

    def _hang_up(self) -> None:
        if self._control.fileno() >= 0:
            self._loop.remove_reader(self._control)
            self._control.close()

    def _read(self) -> None:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._control, _LONGEST_REPORT, 2)
        except BlockingIOError:
            return
        except OSError:
            data, descriptors = b"", []
        if data:
            report = msgspec.json.decode(data, type=Report)
            if report.event == "ready":
                self.ready.set_result(None)
            self._hear(report, descriptors)
            return
        self._hang_up()
        self.ended.set_result(None)
        if not self.ready.done():
            self.ready.set_exception(EOFError("it ended while it was loading the release"))
