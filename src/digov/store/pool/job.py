"""Jobs: queries that wait or run, and the queue in which no client can stand before all others."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator

from digov.store.workers.wire import QueryReply


class Job:
    """A query from its arrival to its reply; times are those of the event loop."""

    __slots__ = ("again", "arrived", "client", "future", "key", "payload", "slow", "started", "timer")

    def __init__(
        self, payload: bytes, key: bytes, client: str, future: asyncio.Future[QueryReply], arrived: float
    ) -> None:
        self.payload = payload
        self.key = key
        self.client = client
        self.future = future
        self.arrived = arrived
        self.slow = False
        self.again = False
        self.started = 0.0
        self.timer: asyncio.TimerHandle | None = None

    def stop_timer(self) -> None:
        """Forget what was to happen at some time."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


class FairQueue:
    """A queue in which clients take turns: each gives its oldest job, then the next client does."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Job]] = {}
        self._length = 0

    def __len__(self) -> int:
        """Return the number of jobs that wait."""
        return self._length

    def waiting(self, client: str) -> int:
        """Return the number of jobs of ``client`` that wait."""
        return len(self._waiting.get(client, ()))

    def add(self, job: Job) -> None:
        """Put ``job`` behind the others of its client."""
        self._waiting.setdefault(job.client, deque()).append(job)
        self._length += 1

    def take(self) -> Job | None:
        """Return the job whose turn it is, and take it out; ``None`` when none waits."""
        for client in self._waiting:
            jobs = self._waiting.pop(client)
            job = jobs.popleft()
            if jobs:
                self._waiting[client] = jobs
            self._length -= 1
            return job
        return None

    def remove(self, job: Job) -> bool:
        """Take ``job`` out, wherever it stands; return whether it was there."""
        jobs = self._waiting.get(job.client)
        if jobs is None or job not in jobs:
            return False
        jobs.remove(job)
        if not jobs:
            del self._waiting[job.client]
        self._length -= 1
        return True

    def __iter__(self) -> Iterator[Job]:
        """Yield all jobs that wait, client by client."""
        for jobs in self._waiting.values():
            yield from jobs
