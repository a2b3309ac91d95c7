"""Links: the server's end of the socket to one worker. Nothing here waits."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from digov.store.pool.job import Job
from digov.store.workers.wire import LENGTH, QueryReply, unpack_reply

_PART = 1 << 18
_NICE = 5
_SESSION_SECONDS = 0.1
"""Seconds between two changes of the priority of a session that the kernel takes from one who is not root."""


class WorkerLink:
    """A worker that takes one job at a time; ``done`` is told each reply, ``lost`` when the worker is gone."""

    def __init__(
        self,
        pid: int,
        connection: socket.socket,
        handle: int,
        *,
        done: Callable[[WorkerLink, QueryReply], None],
        lost: Callable[[WorkerLink], None],
    ) -> None:
        self.pid = pid
        self.job: Job | None = None
        self.retiring = False
        """Whether the worker takes no job after the one that it has."""
        self.took = 0.0
        """Seconds of processor time that the last job took."""
        self._used = 0.0
        self._connection = connection
        self._handle = handle
        self._done = done
        self._lost = lost
        self._data = bytearray()
        self._size = -1
        self._unsent = b""
        self._loop = asyncio.get_running_loop()
        connection.setblocking(False)
        self._loop.add_reader(connection, self._read)

    def send(self, job: Job) -> None:
        """Give ``job`` to the worker, which must have none."""
        self.job = job
        self._unsent = job.payload
        self._write()

    def take_back(self) -> Job | None:
        """Return the job of the worker, which has none from now on; ``None`` when it had none."""
        job, self.job = self.job, None
        if job is not None:
            job.stop_timer()
        return job

    def used(self) -> float | None:
        """Return the seconds of processor time that the job has used; ``None`` when that cannot be known."""
        try:
            nanoseconds = int(Path(f"/proc/{self.pid}/schedstat").read_text(encoding="ascii").split()[0])
        except (OSError, ValueError, IndexError):
            return None
        return nanoseconds / 1e9 - self._used

    def kill(self) -> None:
        """End the worker at once; ``lost`` is not told."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        self.close()

    def stand_back(self) -> None:
        """Let other processes go first from now on, which cannot be taken back: the worker retires after its job."""
        self.retiring = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)
        self._have_session_stand_back()

    def _have_session_stand_back(self) -> None:
        """Say the same of the worker's session, where the kernel shares out processor time among sessions first."""
        if self._handle < 0:
            return
        try:
            Path(f"/proc/{self.pid}/autogroup").write_text(str(_NICE), encoding="ascii")
        except BlockingIOError:
            self._loop.call_later(_SESSION_SECONDS, self._have_session_stand_back)
        except OSError:
            return

    def close(self) -> None:
        """Close the link; the worker then ends when it has replied."""
        if self._handle >= 0:
            self._loop.remove_reader(self._connection)
            self._loop.remove_writer(self._connection)
            self._connection.close()
            os.close(self._handle)
            self._handle = -1

    def _write(self) -> None:
        try:
            sent = self._connection.send(self._unsent)
        except BlockingIOError:
            sent = 0
        except OSError:
            return  # The reader finds out.
        self._unsent = self._unsent[sent:]
        if self._unsent:
            self._loop.add_writer(self._connection, self._write)
        elif sent:
            self._loop.remove_writer(self._connection)

    def _read(self) -> None:
        try:
            part = self._connection.recv(_PART)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part:
            self.close()
            self._lost(self)
            return
        data = self._data
        data += part
        if self._size < 0:
            if len(data) < LENGTH.size:
                return
            self._size = LENGTH.unpack_from(data)[0]
        if len(data) - LENGTH.size >= self._size:
            reply = unpack_reply(memoryview(data)[LENGTH.size :])
            self._data = bytearray()
            self._size = -1
            self.took = reply.head.used - self._used
            self._used = reply.head.used
            self._done(self, reply)
