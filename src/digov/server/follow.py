"""Following the current release: a new one is opened and checked aside, then takes over between two requests.

A request keeps the service that it began with, so none is dropped. A release that cannot be opened is refused and reported, and the
one before goes on answering.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from digov.model.errors import DigovError
from digov.release import CURRENT_FILE, MANIFEST_FILE, open_release
from digov.server.service import Refusal, Service, Services, open_service

_LOG: Final = logging.getLogger("digov.server")
_RETRY: Final = 30
"""A release that was refused is tried again when it changes, and after this many looks at the pointer."""
_Mark = tuple[str, int, int, int]
"""A name, and which manifest stands there: a link of the same name may lead elsewhere later."""


class Follower:
    """Looks at the pointer to the current release, and exchanges the service when it names another."""

    def __init__(self, services: Services, releases: Path, queries: Path) -> None:
        self._services = services
        self._releases = releases
        self._queries = queries
        self._retired: set[asyncio.Task[None]] = set()
        self._opening: str | None = None
        """The release that is being opened, or whose opening failed in a way that nobody foresaw."""
        self._waits = 0
        self._served: _Mark | None = None
        """The folder of the release that is served, where the pointer calls it by another name than its id."""

    async def run(self) -> None:
        """Look again and again, until cancelled: whatever goes wrong with one look is logged, and the next one comes."""
        while True:
            await asyncio.sleep(self._services.current.settings.follow_seconds)
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the edge of a task that lives as long as the server
                _LOG.exception("looking for another release failed, %s stays", self._services.current.release.id)
                if self._opening is not None:
                    self._refuse(self._opening, f"cannot be opened ({type(error).__name__})")

    async def look(self) -> bool:
        """Return whether another release took over: the one that the pointer names, if it is whole.

        One that is not is refused and logged. What else goes wrong is raised.
        """
        name = await asyncio.to_thread(_pointer, self._releases)
        if name is None or name == self._services.current.release.id:
            self._services.refused = None if name else self._services.refused
            self._served = None if name else self._served
            return False
        mark = await asyncio.to_thread(_mark, self._releases, name)
        if mark is not None and mark == self._served:
            self._services.refused = None
            return False
        if self._services.refused is not None and self._services.refused.release == name[:100] and self._waits > 0:
            self._waits -= 1
            return False
        self._opening = name
        try:
            service = await self._open()
        except DigovError as error:
            _LOG.error("release %s is refused, %s stays: %s", name, self._services.current.release.id, error)
            self._refuse(name, error.message if error.where is None else f"{Path(error.where).name}: {error.message}")
            return False
        self._opening = None
        self._services.refused = None
        self._served = mark
        if service is None:
            return False
        before = self._services.switch(service)
        _LOG.warning("release %s takes over from %s", service.release.id, before.release.id)
        self._retire(before)
        return True

    def _refuse(self, name: str, message: str) -> None:
        """Say in words for everybody why ``name`` is not served: with the names of files, without their paths. The log says all of it."""
        self._opening = None
        self._waits = _RETRY
        self._services.refused = Refusal(name[:100], message)

    async def _open(self) -> Service | None:
        """Return the service of the release that the pointer names, ready to answer; ``None`` when that one answers already."""
        settings = self._services.current.settings
        release = await asyncio.to_thread(open_release, self._releases)
        if release.id == self._services.current.release.id:
            return None
        service = await asyncio.to_thread(open_service, release, self._queries, settings)
        await asyncio.to_thread(self._services.prepare, service)
        async with contextlib.AsyncExitStack() as unless_ready:
            unless_ready.push_async_callback(service.pool.close)
            await service.pool.start()
            unless_ready.pop_all()
        return service

    def _retire(self, service: Service) -> None:
        """Close the service once every request that began with it must have ended."""
        task = asyncio.create_task(_close_later(service))
        self._retired.add(task)
        task.add_done_callback(self._retired.discard)

    async def close(self) -> None:
        """Close the services that were exchanged and still linger."""
        for task in tuple(self._retired):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


@contextlib.asynccontextmanager
async def following(follower: Follower | None) -> AsyncIterator[None]:
    """Follow while the body runs, if there is a follower; then close what it exchanged."""
    if follower is None:
        yield
        return
    task = asyncio.create_task(follower.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await follower.close()


async def _close_later(service: Service) -> None:
    settings = service.settings
    try:
        await asyncio.sleep(settings.queue_seconds + settings.query_seconds + settings.grace_seconds)
    finally:
        await service.pool.close()


def _pointer(releases: Path) -> str | None:
    """Return what the pointer names; ``None`` when there is none at this moment."""
    try:
        return (releases / CURRENT_FILE).read_text("utf-8", errors="replace").strip() or None
    except OSError:
        return None


def _mark(releases: Path, name: str) -> _Mark | None:
    """Return what tells whether ``name`` still leads to the same release; ``None`` when it leads to none."""
    try:
        found = (releases / name / MANIFEST_FILE).stat()
    except (OSError, ValueError):
        return None
    return name, found.st_dev, found.st_ino, found.st_mtime_ns
