"""The pool of queries: what it survives, and in which order it takes what waits."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from digov.model.errors import ReleaseError
from digov.model.release import Release
from digov.store.pool import PoolError, PoolOptions, QueryPool, QueryReply, QueryRequest
from digov.store.pool.job import FairQueue, Job

LIGHT = QueryRequest("SELECT ?s { ?s a dg:Item } ORDER BY ?s LIMIT 1", rows="csv")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
Found = TypeVar("Found")


def pooled(release: Release, use: Callable[[QueryPool], Awaitable[Found]], **options: Any) -> Found:
    """Return what ``use`` makes of a pool that was started, and close it."""

    async def run() -> Found:
        pool = QueryPool(release, PoolOptions(**{"workers": 2, "seconds": 1.0, **options}))
        await pool.start()
        try:
            return await asyncio.wait_for(use(pool), 30)
        finally:
            await pool.close()

    return asyncio.run(run())


def test_a_large_answer_comes_whole(example_release: Release) -> None:
    async def use(pool: QueryPool) -> QueryReply:
        return await pool.ask(QueryRequest("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 100000", rows="csv"))

    reply = pooled(example_release, use, seconds=20.0)
    assert len(reply.body) > 5 << 20
    lines = reply.body.decode().split("\r\n")
    assert (lines[0], lines[-1], len(lines)) == ("a,d", "", 100_002)
    assert {line.count(",https://") for line in lines[1:-1]} == {1}


def children_of(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextlib.contextmanager
def held_up(pool: QueryPool) -> Iterator[None]:
    """Give the workers no processor time, as a machine may that has other things to do."""
    pids = list(pool._links)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_it_answers_and_ends(example_release: Release) -> None:
    pids: list[int] = []

    async def use(pool: QueryPool) -> QueryReply:
        assert pool._keeper.pid is not None
        pids.extend([pool._keeper.pid, *children_of(pool._keeper.pid)])
        assert pool.state.workers == 2
        assert pool.state.running == 0
        return await pool.ask(LIGHT)

    reply = pooled(example_release, use)
    assert reply.body.decode().startswith("s\r\nhttps://w3id.org/digov/id/example/")
    assert len(pids) == 3
    until = time.monotonic() + 5
    while any(lives(pid) for pid in pids):
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize("victim", ["worker", "zygote"])
def test_a_process_that_is_killed_is_replaced_and_its_query_asked_again(example_release: Release, victim: str) -> None:
    async def use(pool: QueryPool) -> list[QueryReply]:
        assert pool._keeper.pid is not None
        slow = QueryRequest("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }", rows="csv")
        waiting = asyncio.ensure_future(pool.ask(slow))
        await asyncio.sleep(0.02)
        [busy] = [link.pid for link in pool._links.values() if link.job is not None]
        os.kill(busy if victim == "worker" else pool._keeper.pid, signal.SIGKILL)
        return [await waiting, *[await pool.ask(LIGHT) for _ in range(4)]]

    replies = pooled(example_release, use, seconds=20.0)
    assert [reply.head.outcome for reply in replies] == ["rows"] * 5


@pytest.mark.parametrize("free", [0, 1])
def test_a_worker_that_comes_when_too_many_files_are_open_is_asked_for_again(
    example_release: Release, free: int
) -> None:
    async def use(pool: QueryPool) -> QueryReply:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        taken: list[int] = []
        assert pool._keeper.pid is not None
        victim = pool._idle()
        assert victim is not None
        try:
            most = max(int(file.name) for file in Path("/proc/self/fd").iterdir()) + 20
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            pool._drop(victim)
            with contextlib.suppress(OSError):
                while True:
                    taken.append(os.dup(0))
            assert len(taken) > free
            for _ in range(free):
                os.close(taken.pop())
            assert pool._asked == 1
            while pool._asked:
                await asyncio.sleep(0.01)
            assert len(pool._links) == 1
            assert (await pool.ask(LIGHT)).head.outcome == "rows"
        finally:
            for descriptor in taken:
                os.close(descriptor)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        while len(pool._links) < 2:
            await asyncio.sleep(0.05)
        end = time.monotonic() + 5
        while len([pid for pid in children_of(pool._keeper.pid) if lives(pid)]) > 2:
            assert time.monotonic() < end
            await asyncio.sleep(0.01)
        return await pool.ask(LIGHT)

    assert pooled(example_release, use).head.outcome == "rows"


def test_a_release_that_cannot_be_loaded_is_an_error(tmp_path: Path, example_release: Release) -> None:
    async def run() -> None:
        pool = QueryPool(Release(str(tmp_path), example_release.manifest), PoolOptions(workers=1))
        await pool.start()

    with pytest.raises(ReleaseError, match="cannot be started"):
        asyncio.run(run())


def test_what_cannot_wait_is_refused_with_a_time(example_release: Release) -> None:
    async def use(pool: QueryPool) -> list[BaseException | QueryReply]:
        asked = [pool.ask(QueryRequest(f"{RUNAWAY} # {n}"), client=f"c{n % 3}") for n in range(12)]
        return await asyncio.gather(*asked, return_exceptions=True)

    found = pooled(example_release, use, queue_length=4, queue_seconds=0.3)
    errors = [error for error in found if isinstance(error, PoolError)]
    assert len(errors) == 12
    assert {error.reason for error in errors} == {"busy", "time"}
    assert all(error.retry_after for error in errors if error.reason == "busy")


def test_a_query_that_is_abandoned_is_ended(example_release: Release) -> None:
    async def use(pool: QueryPool) -> None:
        asked = asyncio.ensure_future(pool.ask(QueryRequest(RUNAWAY)))
        await asyncio.sleep(0.05)
        assert pool.state.running == 1
        asked.cancel()
        await asyncio.sleep(0.1)
        assert pool.state.running == 0
        assert (await pool.ask(LIGHT)).head.outcome == "rows"

    pooled(example_release, use, seconds=20.0)


def _closed(pid: int) -> bool:
    """Return whether a process may open no more files."""
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return any(line.startswith("Max open files") and line.split()[3:5] == ["0", "0"] for line in lines)


def test_the_limits_are_those_of_the_kernel(example_release: Release) -> None:
    """They stand in the kernel's own account of each worker."""

    async def use(pool: QueryPool) -> list[str]:
        await pool.ask(LIGHT)
        pids = list(pool._links)
        end = time.monotonic() + 10
        # The worker that was not asked may still be on its way; it takes no query before.
        while any(not _closed(pid) for pid in pids) and time.monotonic() < end:
            await asyncio.sleep(0.02)
        return [
            Path(f"/proc/{pid}/{file}").read_text() for pid in pids for file in ("limits", "oom_score_adj", "status")
        ]

    processor = []
    for text in pooled(example_release, use):
        if "Max open files" in text:
            lines = {line[:25].strip(): line[26:].split()[:2] for line in text.splitlines()[1:]}
            assert lines["Max open files"] == ["0", "0"]
            assert lines["Max core file size"] == ["0", "0"]
            assert lines["Max file size"] == ["0", "0"]
            assert lines["Max processes"] == ["0", "0"]
            assert int(lines["Max address space"][0]) < 2 << 30
            processor.append(lines["Max cpu time"][0])
        elif text.strip().isdigit():
            assert text.strip() == "1000"
        else:
            assert "NoNewPrivs:\t1" in text
    # It is set before the first query, which one of the two has had.
    assert sorted(processor) == ["3", "unlimited"]


def test_workers_have_no_network(example_release: Release) -> None:
    async def use(pool: QueryPool) -> set[str]:
        return {str(Path(f"/proc/{pid}/ns/net").readlink()) for pid in pool._links}

    if os.geteuid() != 0:
        pytest.skip("only root may look into the namespaces of the workers")
    assert str(Path("/proc/self/ns/net").readlink()) not in pooled(example_release, use)


def test_clients_take_turns() -> None:
    loop = asyncio.new_event_loop()
    queue = FairQueue()
    jobs = {name: Job(b"", b"", name[0], loop.create_future(), 0.0) for name in ("a1", "a2", "a3", "b1", "c1", "c2")}
    for job in jobs.values():
        queue.add(job)
    assert queue.remove(jobs["a2"])
    assert not queue.remove(jobs["a2"])
    assert (len(queue), queue.waiting("a"), queue.waiting("x")) == (5, 2, 0)
    order = []
    while (job := queue.take()) is not None:
        order.append(next(name for name, one in jobs.items() if one is job))
    assert order == ["a1", "b1", "c1", "a3", "c2"]
    assert len(queue) == 0
    loop.close()


def test_light_queries_pass_a_slow_one(example_release: Release) -> None:
    async def use(pool: QueryPool) -> float:
        slow = [asyncio.ensure_future(pool.ask(QueryRequest(f"{RUNAWAY} # {n}"), client="slow")) for n in range(3)]
        await asyncio.sleep(0.3)
        begun = time.perf_counter()
        for _ in range(20):
            await pool.ask(LIGHT, client="light")
        seconds = time.perf_counter() - begun
        await asyncio.gather(*slow, return_exceptions=True)
        return seconds

    assert pooled(example_release, use, seconds=2.0) < 1.5


def test_a_light_query_is_answered_late_rather_than_refused(example_release: Release) -> None:
    async def use(pool: QueryPool) -> list[QueryReply]:
        with held_up(pool):
            asked = [asyncio.ensure_future(pool.ask(LIGHT)) for _ in range(4)]
            await asyncio.sleep(0.5)
            assert pool.state.waiting == 2
        return await asyncio.gather(*asked)

    replies = pooled(example_release, use, seconds=20.0, queue_seconds=0.1)
    assert [reply.head.outcome for reply in replies] == ["rows"] * 4


def test_a_slow_query_that_has_waited_is_refused_when_it_shows(example_release: Release) -> None:
    """So it never takes longer, all in all, than a slow query may wait and run."""

    async def use(pool: QueryPool) -> list[QueryReply | BaseException]:
        with held_up(pool):
            asked = [pool.ask(LIGHT), pool.ask(LIGHT), pool.ask(QueryRequest(RUNAWAY))]
            asking = asyncio.gather(*asked, return_exceptions=True)
            await asyncio.sleep(0.5)
        return await asking

    first, second, slow = pooled(example_release, use, seconds=20.0, queue_seconds=0.1)
    assert isinstance(first, QueryReply)
    assert isinstance(second, QueryReply)
    assert isinstance(slow, PoolError)
    assert slow.reason == "busy"


def test_a_query_that_gets_no_processor_time_is_over_at_its_limit_but_not_slow(example_release: Release) -> None:
    async def use(pool: QueryPool) -> QueryReply:
        with held_up(pool), pytest.raises(PoolError) as refused:
            await pool.ask(LIGHT)
        assert refused.value.reason == "time"
        job = pool.submit(LIGHT)
        assert not job.slow
        return await job.future

    assert pooled(example_release, use, seconds=0.5).head.outcome == "rows"


def test_a_query_that_was_slow_is_forgiven_by_the_processor_time_that_it_takes(example_release: Release) -> None:
    async def use(pool: QueryPool) -> list[bool]:
        job = pool.submit(LIGHT)
        await job.future
        # As if it had been unlucky before.
        pool._remember(job)
        with held_up(pool):
            again = pool.submit(LIGHT)
            await asyncio.sleep(0.3)
        await again.future
        return [again.slow, pool.submit(LIGHT).slow]

    assert pooled(example_release, use, seconds=20.0) == [True, False]


def test_many_that_wait_for_the_same_slow_query_are_refused_one_by_one(
    example_release: Release, caplog: pytest.LogCaptureFixture
) -> None:
    async def use(pool: QueryPool) -> list[BaseException | QueryReply]:
        asked = (pool.ask(QueryRequest(RUNAWAY)) for _ in range(1500))
        return await asyncio.gather(*asked, return_exceptions=True)

    found = pooled(example_release, use, queue_length=5000, client_slow=5000, queue_seconds=0.5)
    assert {error.reason for error in found if isinstance(error, PoolError)} == {"busy", "time"}
    assert len(found) == sum(isinstance(error, PoolError) for error in found)
    assert not caplog.records


def test_a_worker_is_alone_in_its_session(example_release: Release) -> None:
    """Many kernels share out processor time among sessions first: a light query does not pay for what a runaway takes."""

    async def use(pool: QueryPool) -> None:
        # One may still be on its way.
        while {os.getsid(pid) for pid in pool._links} != set(pool._links):
            await asyncio.sleep(0.01)

    pooled(example_release, use)


def test_a_slow_query_stands_back(example_release: Release) -> None:
    def stands_back(pid: int) -> bool:
        group = Path(f"/proc/{pid}/autogroup")
        kept = group.read_text().rpartition(" ")[2].strip() if group.exists() else ""
        return os.getpriority(os.PRIO_PROCESS, pid) == 5 and kept in ("", "5")

    async def use(pool: QueryPool) -> list[bool]:
        runaway = asyncio.ensure_future(pool.ask(QueryRequest(RUNAWAY)))
        while not pool.state.running_slow:
            await asyncio.sleep(0.01)
        [slow] = [link.pid for link in pool._links.values() if link.job is not None]
        # The kernel takes only ten such changes a second, of all processes together.
        while not stands_back(slow):
            await asyncio.sleep(0.01)
        found = [stands_back(pid) for pid in pool._links if pid != slow]
        assert not runaway.done()
        runaway.cancel()
        return found

    assert pooled(example_release, use, seconds=20.0) == [False]
