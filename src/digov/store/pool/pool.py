"""The pool of queries: processes that evaluate, a queue for those that must wait, and the limits of both.

A query first runs in the fast lane. One that takes longer than a moment becomes slow: it goes on where it runs while there is room for
slow ones, else it is taken back and waits for such room; some workers are always left for the rest. What was slow before is slow from
the start. A query that goes over a limit is ended with its process, and the process replaced.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import socket
from collections import OrderedDict
from math import ceil
from pathlib import Path

import msgspec

from digov.model.release import Release
from digov.store.pool.errors import PoolError, ended_by, over_time
from digov.store.pool.job import FairQueue, Job
from digov.store.pool.keeper import Keeper
from digov.store.pool.link import WorkerLink
from digov.store.workers.wire import QueryReply, QueryRequest, ZygoteOptions, pack_request

_GRAPH_FILE = "graph.nq"
_MOMENT = 0.1
_SHORTEST_MOMENT = 0.025
_MOST_REMEMBERED = 1_000
_REPORT_SECONDS = 5.0
_REFILL_SECONDS = 1.0
_SIGKILL = 9


class PoolOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The size of a pool, and its limits; in bytes and seconds."""

    workers: int = 4
    seconds: float = 10.0
    memory: int = 96 << 20
    answer_bytes: int = 16_000_000
    answer_triples: int = 100_000
    page_rows: int = 500
    queue_length: int = 256
    queue_seconds: float = 1.5
    client_slow: int = 8
    """Slow queries of one client that may run or wait."""


class PoolState(msgspec.Struct, frozen=True):
    """What a pool does at a moment: workers, jobs, and what it has counted since its start."""

    workers: int
    running: int
    running_slow: int
    waiting: int
    waiting_slow: int
    killed: int
    forked: int


class QueryPool:
    """Answers queries on ``release``; :meth:`start` before the first, :meth:`close` after the last."""

    def __init__(self, release: Release, options: PoolOptions | None = None) -> None:
        self._options = options or PoolOptions()
        limits = self._options
        self._keeper = Keeper(
            ZygoteOptions(
                parent=os.getpid(),
                graph=str(Path(release.folder) / _GRAPH_FILE),
                graphs=tuple(sorted(release.manifest.graphs)),
                seconds=ceil(limits.seconds) + 1,
                memory=limits.memory,
                answer_bytes=limits.answer_bytes,
                answer_triples=limits.answer_triples,
                page_rows=limits.page_rows,
            ),
            forked=self._add,
            missed=self._missed,
            ended=self._ended,
            restarted=self._start_over,
        )
        self._most_slow = max(1, limits.workers - max(1, limits.workers // 2))
        self._links: dict[int, WorkerLink] = {}
        self._idle: list[WorkerLink] = []
        self._asked = 0
        self._fast = FairQueue()
        self._slow = FairQueue()
        self._running_slow: dict[str, int] = {}
        self._known_slow: OrderedDict[bytes, None] = OrderedDict()
        self._lost: dict[int, tuple[Job, asyncio.TimerHandle]] = {}
        self._loop: asyncio.AbstractEventLoop
        self._filled: asyncio.Event | None = None
        self._closed = False
        self._killed = self._forked = 0

    async def start(self) -> None:
        """Return when all workers wait for queries; a release that cannot be loaded is a :class:`ReleaseError`."""
        self._loop = asyncio.get_running_loop()
        self._filled = asyncio.Event()
        await self._keeper.start()
        self._refill()
        await self._filled.wait()

    async def close(self) -> None:
        """Return when every process of the pool has ended; what still runs or waits is not answered."""
        self._closed = True
        for job in (*self._fast, *self._slow, *(link.job for link in self._links.values())):
            if job is not None:
                self._fail(job, PoolError("closed", "the server stops", "Ask again in a moment.", 1))
        for link in self._links.values():
            link.close()
        self._links.clear()
        self._idle.clear()
        await self._keeper.close()

    @property
    def state(self) -> PoolState:
        """Return what the pool does now."""
        return PoolState(
            workers=len(self._links),
            running=len(self._links) - len(self._idle),
            running_slow=sum(self._running_slow.values()),
            waiting=len(self._fast),
            waiting_slow=len(self._slow),
            killed=self._killed,
            forked=self._forked,
        )

    @property
    def busy(self) -> bool:
        """Return whether a query runs or waits."""
        return len(self._idle) < len(self._links) or bool(self._fast) or bool(self._slow)

    async def ask(self, request: QueryRequest, *, client: str = "") -> QueryReply:
        """Return the reply to ``request``; as :meth:`submit`, and cancelling ends the query."""
        job = self.submit(request, client=client)
        try:
            return await job.future
        except asyncio.CancelledError:
            self.abandon(job)
            raise

    def submit(self, request: QueryRequest, *, client: str = "") -> Job:
        """Return the job that ``request`` of ``client`` became, which shares the workers fairly with other clients.

        Its future has the reply, or a :class:`PoolError`, which is raised at once when the job cannot even wait.
        """
        payload = pack_request(request)
        key = hashlib.blake2b(payload, digest_size=16).digest()
        job = Job(payload, key, client, self._loop.create_future())
        if self._closed:
            raise PoolError("closed", "the server stops", "Ask again in a moment.", 1)
        if job.key in self._known_slow:
            self._make_slow(job)
        elif self._idle and not self._fast:
            self._run(self._idle.pop(), job)
        elif len(self._fast) >= self._options.queue_length:
            raise self._busy()
        else:
            self._wait(self._fast, job)
        return job

    # --- waiting and running -------------------------------------------------------------------------------------

    def _wait(self, queue: FairQueue, job: Job) -> None:
        queue.add(job)
        job.timer = self._loop.call_later(self._options.queue_seconds, self._waited_too_long, queue, job)

    def _waited_too_long(self, queue: FairQueue, job: Job) -> None:
        if queue.remove(job):
            self._fail(job, self._busy())

    def _make_slow(self, job: Job) -> None:
        """Have ``job`` wait for room among the slow ones, or refuse it."""
        job.slow = True
        share = self._slow.waiting(job.client) + self._running_slow.get(job.client, 0)
        if share >= self._options.client_slow:
            message = f"{share} slow queries of yours run or wait already"
            self._fail(job, PoolError("share", message, "Wait until they are answered.", self._pause()))
        elif len(self._slow) >= self._options.queue_length:
            self._fail(job, self._busy())
        else:
            self._wait(self._slow, job)
            self._dispatch()

    def _dispatch(self) -> None:
        """Give jobs to idle workers: those of the fast lane first, slow ones while there is room for them."""
        while self._idle:
            job = self._fast.take()
            if job is not None and job.key in self._known_slow:
                job.stop_timer()
                self._make_slow(job)
                continue
            if job is None and sum(self._running_slow.values()) < self._most_slow:
                job = self._slow.take()
            if job is None:
                return
            self._run(self._idle.pop(), job)

    def _run(self, link: WorkerLink, job: Job) -> None:
        job.stop_timer()
        job.started = self._loop.time()
        if job.slow:
            self._count_slow(job, 1)
            link.stand_back()
            job.timer = self._loop.call_later(self._options.seconds, self._over_time, link)
        else:
            job.timer = self._loop.call_later(min(self._moment(), self._options.seconds), self._over_moment, link)
        link.send(job)

    def _moment(self) -> float:
        """Return the seconds that a query may take in the fast lane: the fewer, the more others wait there."""
        return max(_SHORTEST_MOMENT, _MOMENT / (1 + len(self._fast) / 4))

    def _over_moment(self, link: WorkerLink) -> None:
        """Let a job that turned out slow go on where it runs, or take it back to wait for room."""
        job = link.job
        if job is None:
            return
        left = self._options.seconds - (self._loop.time() - job.started)
        used = link.used()
        missing = 0.0 if used is None else self._moment() - used
        if missing > 0.001 and left > 0:
            # It is not slow: the processor had other things to do.
            job.timer = self._loop.call_later(min(missing, left), self._over_moment, link)
            return
        self._known_slow[job.key] = None
        if len(self._known_slow) > _MOST_REMEMBERED:
            self._known_slow.popitem(last=False)
        if sum(self._running_slow.values()) < self._most_slow and not self._slow:
            job.slow = True
            self._count_slow(job, 1)
            link.stand_back()
            job.timer = self._loop.call_later(max(0.0, left), self._over_time, link)
        else:
            self._drop(link)
            self._make_slow(job)

    def _over_time(self, link: WorkerLink) -> None:
        job = link.job
        if job is not None:
            self._drop(link)
            self._fail(job, over_time(self._options.seconds))

    def _done(self, link: WorkerLink, reply: QueryReply) -> None:
        job = link.job
        link.job = None
        if job is not None:
            job.stop_timer()
            if job.slow:
                self._count_slow(job, -1)
                if self._loop.time() - job.started < _MOMENT:
                    self._known_slow.pop(job.key, None)
            if not job.future.done():
                if reply.head.outcome == "failed":
                    job.future.set_exception(ended_by(6, self._options.seconds, self._options.memory))
                else:
                    job.future.set_result(reply)
        if reply.head.last or link.retiring:
            self._replace(link)
        else:
            self._idle.append(link)
        self._dispatch()

    def abandon(self, job: Job) -> None:
        """Forget ``job``, whose client is gone, and end it where it runs."""
        job.future.cancel()
        job.stop_timer()
        if self._fast.remove(job) or self._slow.remove(job):
            return
        for link in self._links.values():
            if link.job is job:
                self._drop(link)
                return

    # --- workers -------------------------------------------------------------------------------------------------

    def _start_over(self) -> None:
        """Ask a new zygote for all workers that are missing; what the old one cannot report any more is asked again."""
        self._asked = 0
        for pid in tuple(self._lost):
            self._ended(pid, 0)
        self._refill()

    def _refill(self) -> None:
        """Ask for as many workers as are missing and were not asked for yet."""
        while not self._closed and len(self._links) + self._asked < self._options.workers and self._keeper.fork():
            self._asked += 1

    def _add(self, pid: int, connection: socket.socket, handle: int) -> None:
        self._asked -= 1
        self._forked += 1
        link = WorkerLink(pid, connection, handle, done=self._done, lost=self._lost_link)
        self._links[pid] = link
        self._idle.append(link)
        if self._filled is not None and len(self._links) >= self._options.workers:
            self._filled.set()
        self._dispatch()

    def _missed(self) -> None:
        """Ask again, in a while, for a worker that came when there was no room for its descriptors."""
        self._asked -= 1
        self._loop.call_later(_REFILL_SECONDS, self._refill)

    def _drop(self, link: WorkerLink) -> None:
        """Kill the worker with what it runs, and have another in its place."""
        job, link.job = link.job, None
        if job is not None:
            job.stop_timer()
            if job.slow:
                self._count_slow(job, -1)
        self._killed += 1
        link.kill()
        self._links.pop(link.pid, None)
        self._refill()

    def _replace(self, link: WorkerLink) -> None:
        """Let the worker end, and have another in its place."""
        link.close()
        self._links.pop(link.pid, None)
        self._refill()

    def _lost_link(self, link: WorkerLink) -> None:
        """Take note of a worker that is gone; the zygote will say why."""
        if self._links.pop(link.pid, None) is None:
            return
        if link in self._idle:
            self._idle.remove(link)
        job, link.job = link.job, None
        if job is not None:
            job.stop_timer()
            if job.slow:
                self._count_slow(job, -1)
            # A zygote that is gone itself says nothing.
            timer = self._loop.call_later(_REPORT_SECONDS, self._ended, link.pid, 0)
            self._lost[link.pid] = job, timer
        self._refill()

    def _ended(self, pid: int, status: int) -> None:
        job, timer = self._lost.pop(pid, (None, None))
        if job is not None and timer is not None:
            timer.cancel()
            if status in (0, _SIGKILL) and not job.again and not job.future.done():
                # It was ended from outside, and is asked once more.
                job.again = job.slow = True
                self._wait(self._slow, job)
                self._dispatch()
                return
            self._fail(job, ended_by(status, self._options.seconds, self._options.memory))

    # --- small things --------------------------------------------------------------------------------------------

    def _count_slow(self, job: Job, change: int) -> None:
        number = self._running_slow.get(job.client, 0) + change
        if number:
            self._running_slow[job.client] = number
        else:
            self._running_slow.pop(job.client, None)

    def _fail(self, job: Job, error: PoolError) -> None:
        job.stop_timer()
        if not job.future.done():
            job.future.set_exception(error)

    def _busy(self) -> PoolError:
        return PoolError("busy", "too many queries run or wait", "Ask again in a moment.", self._pause())

    def _pause(self) -> int:
        """Return after how many seconds there may be room again."""
        waiting = len(self._slow) + sum(self._running_slow.values())
        return max(1, min(60, ceil(waiting / self._most_slow * self._options.seconds / 4)))
