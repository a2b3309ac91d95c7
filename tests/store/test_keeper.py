"""The keeper of the processes for queries: what it does when the system has no room for them, or they end."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from digov.model.errors import ReleaseError
from digov.model.release import Release
from digov.store.pool import PoolOptions, QueryPool, QueryRequest

LIGHT = QueryRequest("SELECT ?s { ?s a dg:Item } ORDER BY ?s LIMIT 1", rows="csv")


def open_files() -> list[int]:
    """Return the descriptors that this process has open."""
    with os.scandir("/proc/self/fd") as files:
        listed = [int(file.name) for file in files]
    return [number for number in listed if Path(f"/proc/self/fd/{number}").exists()]


@contextmanager
def files_below(number: int, pid: int = 0) -> Iterator[None]:
    """Have the kernel give a process (0: this one) no descriptor from ``number`` on."""
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (number, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)


def first_free(number: int) -> int:
    """Return the number below which as many descriptors as ``number`` are free."""
    taken = set(open_files())
    free = [one for one in range(len(taken) + number + 1) if one not in taken]
    return free[number]


@asynccontextmanager
async def running(release: Release, workers: int = 2) -> AsyncIterator[QueryPool]:
    pool = QueryPool(release, PoolOptions(workers=workers))
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


def run(use: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(asyncio.wait_for(use(), 60))


async def until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("free", range(4))
def test_a_start_without_room_for_files_is_an_error_and_leaves_nothing(example_release: Release, free: int) -> None:
    async def use() -> None:
        pool = QueryPool(example_release, PoolOptions(workers=1))
        before = open_files()
        with files_below(first_free(free)), pytest.raises(ReleaseError, match=r"cannot be started.*open files"):
            await pool.start()
        assert open_files() == before
        await pool.start()
        assert (await pool.ask(LIGHT)).head.outcome == "rows"
        await pool.close()
        assert open_files() == before

    run(use)


def test_a_zygote_that_cannot_be_started_again_is_tried_again(
    example_release: Release, caplog: pytest.LogCaptureFixture
) -> None:
    async def use() -> None:
        async with running(example_release) as pool:
            assert pool._keeper.pid is not None
            with files_below(3):
                os.kill(pool._keeper.pid, signal.SIGKILL)
                await until(lambda: len(caplog.records) == 2)
            assert [record.levelno for record in caplog.records] == [logging.ERROR] * 2
            assert "Too many open files; tried again in 1 s" in caplog.messages[0]
            assert "tried again in 2 s" in caplog.messages[1]
            assert (await pool.ask(LIGHT)).head.outcome == "rows"
            await until(lambda: pool.state.workers == 2)

    run(use)


def test_a_zygote_that_ends_while_it_starts_is_tried_again(
    tmp_path: Path, example_release: Release, caplog: pytest.LogCaptureFixture
) -> None:
    async def use() -> None:
        graph = Path(shutil.copy(Path(example_release.folder) / "graph.nq", tmp_path))
        async with running(Release(str(tmp_path), example_release.manifest)) as pool:
            assert pool._keeper.pid is not None
            away = graph.rename(tmp_path / "away.nq")
            os.kill(pool._keeper.pid, signal.SIGKILL)
            await until(lambda: bool(caplog.records))
            assert "ended while it was loading the release; tried again" in caplog.text
            away.rename(graph)
            assert (await pool.ask(LIGHT)).head.outcome == "rows"

    run(use)


def test_a_zygote_without_room_for_files_goes_on_and_forks_later(example_release: Release) -> None:
    async def use() -> None:
        async with running(example_release) as pool:
            zygote = pool._keeper.pid
            assert zygote is not None
            kept, victim = pool._links.values()
            with files_below(3, zygote):
                pool._drop(victim)
                assert pool._asked == 1
                await until(lambda: pool._asked == 0)
                assert list(pool._links.values()) == [kept]
                assert (await pool.ask(LIGHT)).head.outcome == "rows"
            await until(lambda: pool.state.workers == 2)
            assert pool._keeper.pid == zygote
            assert kept.pid in pool._links

    run(use)


def test_workers_that_do_not_come_are_an_error_and_leave_nothing(
    example_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def use() -> None:
        before = open_files()
        monkeypatch.setattr("digov.store.pool.pool._FILL_SECONDS", 0.0)
        with pytest.raises(ReleaseError, match="cannot be started: TimeoutError"):
            await QueryPool(example_release, PoolOptions(workers=1)).start()
        assert open_files() == before

    run(use)


def test_a_pool_that_is_closed_answers_what_a_lost_worker_had(example_release: Release) -> None:
    async def use() -> None:
        pool = QueryPool(example_release, PoolOptions(workers=1))
        await pool.start()
        job = pool.submit(QueryRequest("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))
        assert pool._keeper.pid is not None
        os.kill(pool._keeper.pid, signal.SIGKILL)
        await until(lambda: bool(pool._lost))
        await pool.close()
        assert job.future.done()
        assert "the server stops" in str(job.future.exception())

    run(use)
