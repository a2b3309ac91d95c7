"""The pool of queries: processes that evaluate, a queue for those that must wait, and the limits of both.

A query first runs in the fast lane. One that takes longer than a moment becomes slow: it goes on where it runs while there is room for
slow ones, else it is taken back and waits for such room; some workers are always left for the rest. What was slow before is slow from
the start. A slow query that has waited too long is refused; another one waits longer, since its turn comes. A query that goes over a
limit is ended with its process, and the process replaced.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
import socket
from collections import OrderedDict
from math import ceil
from pathlib import Path

from digov.model.release import Release
from digov.store.pool.errors import PoolError, ended_by, over_memory, over_time
from digov.store.pool.job import FairQueue, Job
from digov.store.pool.keeper import Keeper, not_started
from digov.store.pool.link import WorkerLink
from digov.store.pool.options import PoolOptions, PoolState
from digov.store.release_store import GRAPH_FILE
from digov.store.workers.wire import QueryReply, QueryRequest, ZygoteOptions, pack_request

_MOMENT = 0.1
_SHORTEST_MOMENT = 0.025
_LOOK = 0.01
"""Seconds after which it is looked again, at the earliest, how much processor time a query has used."""
_MOST_REMEMBERED = 1_000
_REPORT_SECONDS = 5.0
_REFILL_SECONDS = 1.0
_FILL_SECONDS = 60.0


class QueryPool:
    """Answers queries on ``release``; :meth:`start` before the first, :meth:`close` after the last."""

    def __init__(self, release: Release, options: PoolOptions | None = None) -> None:
        self._options = options or PoolOptions()
        limits = self._options
        self._keeper = Keeper(
            ZygoteOptions(
                parent=os.getpid(),
                graph=str(Path(release.folder) / GRAPH_FILE),
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
        self._asked = 0
        self._fast = FairQueue()
        self._slow = FairQueue()
        self._known_slow: OrderedDict[bytes, None] = OrderedDict()
        self._lost: dict[int, tuple[Job, asyncio.TimerHandle]] = {}
        self._loop: asyncio.AbstractEventLoop
        self._filled = asyncio.Event()
        self._closed = False
        self._killed = self._forked = 0

    async def start(self) -> None:
        """Return when all workers wait for queries; processes that cannot be started are a :class:`ReleaseError`."""
        self._loop = asyncio.get_running_loop()
        await self._keeper.start()
        self._refill()
        try:
            async with asyncio.timeout(_FILL_SECONDS):
                await self._filled.wait()
        except TimeoutError as error:
            await self._keeper.close()
            raise not_started(error) from error

    async def close(self) -> None:
        """Return when every process of the pool has ended; what still runs or waits is not answered."""
        self._closed = True
        running = (link.take_back() for link in self._links.values())
        for job in (*self._fast, *self._slow, *running, *(self._found(pid) for pid in tuple(self._lost))):
            if job is not None:
                self._fail(job, self._stopped())
        for link in self._links.values():
            link.close()
        self._links.clear()
        await self._keeper.close()

    @property
    def state(self) -> PoolState:
        """Return what the pool does now."""
        return PoolState(
            workers=len(self._links),
            running=sum(link.job is not None for link in self._links.values()),
            running_slow=len(self._running_slow()),
            waiting=len(self._fast),
            waiting_slow=len(self._slow),
            killed=self._killed,
            forked=self._forked,
        )

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

        Its future has the reply, or a :class:`PoolError`.
        """
        payload = pack_request(request)
        key = hashlib.blake2b(payload, digest_size=16).digest()
        job = Job(payload, key, client, self._loop.create_future(), self._loop.time())
        if self._closed:
            self._fail(job, self._stopped())
        elif key in self._known_slow:
            self._make_slow(job)
            self._dispatch()
        elif not self._fast and (link := self._idle()) is not None:
            self._run(link, job)
        elif len(self._fast) >= self._options.queue_length:
            self._fail(job, self._busy())
        else:
            self._wait(job)
        return job

    def abandon(self, job: Job) -> None:
        """Forget ``job``, whose client is gone, and end it where it runs."""
        job.future.cancel()
        job.stop_timer()
        if not self._lane(job).remove(job):
            for link in tuple(self._links.values()):
                if link.job is job:
                    self._drop(link)

    # --- waiting and running -------------------------------------------------------------------------------------

    def _lane(self, job: Job) -> FairQueue:
        return self._slow if job.slow else self._fast

    def _wait(self, job: Job) -> None:
        """Have ``job`` wait in its lane, and refuse it when its patience is at an end.

        A query that is not known to be slow is patient: whatever runs before it is soon over, and a late answer is better than none.
        """
        self._lane(job).add(job)
        patience = self._options.queue_seconds + (0.0 if job.slow else self._options.seconds)
        job.timer = self._loop.call_at(job.arrived + patience, self._waited_too_long, job)

    def _waited_too_long(self, job: Job) -> None:
        if self._lane(job).remove(job):
            self._fail(job, self._busy())

    def _has_waited(self, job: Job, until: float) -> bool:
        """Return whether ``job`` had waited at ``until`` as long as a slow query may."""
        return until - job.arrived > self._options.queue_seconds

    def _make_slow(self, job: Job) -> None:
        """Have ``job`` wait for room among the slow ones, or refuse it."""
        job.slow = True
        share = self._slow.waiting(job.client) + sum(one.client == job.client for one in self._running_slow())
        if share >= self._options.client_slow:
            message = f"{share} slow queries of yours run or wait already"
            self._fail(job, PoolError("share", message, "Wait until they are answered.", self._pause()))
        elif self._has_waited(job, self._loop.time()) or len(self._slow) >= self._options.queue_length:
            self._fail(job, self._busy())
        else:
            self._wait(job)

    def _dispatch(self) -> None:
        """Give jobs to idle workers: those of the fast lane first, slow ones while there is room for them."""
        while (link := self._idle()) is not None:
            job = self._fast.take()
            if job is not None and job.key in self._known_slow:
                job.stop_timer()
                self._make_slow(job)
                continue
            if job is None and self._has_room():
                job = self._slow.take()
            if job is None:
                return
            self._run(link, job)

    def _run(self, link: WorkerLink, job: Job) -> None:
        job.stop_timer()
        job.started = self._loop.time()
        if job.slow:
            self._let_run(link, job)
        else:
            job.timer = self._loop.call_later(min(self._moment(), self._options.seconds), self._over_moment, link)
        link.send(job)

    def _let_run(self, link: WorkerLink, job: Job) -> None:
        """Have ``job``, which is slow, run where it is until its time is over."""
        link.stand_back()
        job.timer = self._loop.call_at(job.started + self._options.seconds, self._over_time, link)

    def _moment(self) -> float:
        """Return the seconds that a query may take in the fast lane: the fewer, the more others wait there."""
        return max(_SHORTEST_MOMENT, _MOMENT / (1 + len(self._fast) / 4))

    def _over_moment(self, link: WorkerLink) -> None:
        """Let a job that turned out slow go on where it runs, or take it back to wait for room."""
        job = link.job
        if job is None:
            return
        left = job.started + self._options.seconds - self._loop.time()
        used = link.used()
        missing = 0.0 if used is None else self._moment() - used
        if left <= 0:
            self._over_time(link)
        elif missing > 0:
            # It is not slow: the processor had other things to do.
            job.timer = self._loop.call_later(min(max(missing, _LOOK), left), self._over_moment, link)
        else:
            self._remember(job)
            if self._has_room() and not self._slow and not self._has_waited(job, job.started):
                job.slow = True
                self._let_run(link, job)
            else:
                self._drop(link)
                self._make_slow(job)
                self._dispatch()

    def _over_time(self, link: WorkerLink) -> None:
        job = self._drop(link)
        if job is not None:
            self._fail(job, over_time(self._options.seconds))

    def _done(self, link: WorkerLink, reply: QueryReply) -> None:
        job = link.take_back()
        if job is not None:
            if link.took < _MOMENT:
                self._known_slow.pop(job.key, None)
            if reply.head.outcome == "failed":
                self._fail(job, over_memory(self._options.memory))
            elif not job.future.done():
                job.future.set_result(reply)
        if reply.head.last or link.retiring:
            self._replace(link)
        self._dispatch()

    # --- workers -------------------------------------------------------------------------------------------------

    def _idle(self) -> WorkerLink | None:
        return next((link for link in self._links.values() if link.job is None), None)

    def _running_slow(self) -> list[Job]:
        return [link.job for link in self._links.values() if link.job is not None and link.job.slow]

    def _has_room(self) -> bool:
        """Return whether one more slow query may run."""
        return len(self._running_slow()) < self._most_slow

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
        self._links[pid] = WorkerLink(pid, connection, handle, done=self._done, lost=self._lose)
        if len(self._links) >= self._options.workers:
            self._filled.set()
        self._dispatch()

    def _missed(self) -> None:
        """Ask again, in a while, for a worker that there was no room for."""
        self._asked -= 1
        self._loop.call_later(_REFILL_SECONDS, self._refill)

    def _drop(self, link: WorkerLink) -> Job | None:
        """Kill the worker, and have another in its place; return what it ran."""
        job = link.take_back()
        self._killed += 1
        link.kill()
        self._links.pop(link.pid, None)
        self._refill()
        return job

    def _replace(self, link: WorkerLink) -> None:
        """Let the worker end, and have another in its place."""
        link.close()
        self._links.pop(link.pid, None)
        self._refill()

    def _lose(self, link: WorkerLink) -> None:
        """Take note of a worker that is gone; the zygote will say why."""
        if self._links.pop(link.pid, None) is None:
            return
        job = link.take_back()
        if job is not None:
            # A zygote that is gone itself says nothing.
            timer = self._loop.call_later(_REPORT_SECONDS, self._ended, link.pid, 0)
            self._lost[link.pid] = job, timer
        self._refill()

    def _found(self, pid: int) -> Job | None:
        """Return the job of a worker that was lost, which is no longer waited for; ``None`` when it had none."""
        job, timer = self._lost.pop(pid, (None, None))
        if timer is not None:
            timer.cancel()
        return job

    def _ended(self, pid: int, status: int) -> None:
        job = self._found(pid)
        if job is None:
            return
        if status in (0, signal.SIGKILL) and not job.again and not job.future.done():
            # It was ended from outside, and is asked once more, as if it came now.
            job.again = job.slow = True
            job.arrived = self._loop.time()
            self._wait(job)
            self._dispatch()
        else:
            self._fail(job, ended_by(status, self._options.seconds, self._options.memory))

    # --- small things --------------------------------------------------------------------------------------------

    def _remember(self, job: Job) -> None:
        """Know the query of ``job`` as slow from now on, instead of the one that was found so longest ago."""
        self._known_slow[job.key] = None
        if len(self._known_slow) > _MOST_REMEMBERED:
            self._known_slow.popitem(last=False)

    def _fail(self, job: Job, error: PoolError) -> None:
        job.stop_timer()
        if not job.future.done():
            job.future.set_exception(error)

    def _stopped(self) -> PoolError:
        return PoolError("closed", "the server stops", "Ask again in a moment.", 1)

    def _busy(self) -> PoolError:
        return PoolError("busy", "too many queries run or wait", "Ask again in a moment.", self._pause())

    def _pause(self) -> int:
        """Return after how many seconds there may be room again."""
        waiting = len(self._slow) + len(self._running_slow())
        return max(1, min(60, ceil(waiting / self._most_slow * self._options.seconds / 4)))
