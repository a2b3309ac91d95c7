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
from digov.release import CURRENT_FILE, open_release
from digov.server.service import Refusal, Service, Services, open_service

_LOG: Final = logging.getLogger("digov.server")
_FAILURES: Final = (DigovError, OSError, LookupError, RuntimeError, TypeError, ValueError)
"""What a release that is not what it should be can raise; none of it may end the follower."""
_RETRY: Final = 30
"""A release that was refused is tried again when it changes, and after this many looks at the pointer."""


class Follower:
    """Looks at the pointer to the current release, and exchanges the service when it names another."""

    def __init__(self, services: Services, releases: Path, queries: Path) -> None:
        self._services = services
        self._releases = releases
        self._queries = queries
        self._retired: set[asyncio.Task[None]] = set()
        self._waits = 0

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(self._services.current.settings.follow_seconds)
            await self.look()

    async def look(self) -> bool:
        """Return whether another release took over: the one that the pointer names, if it is whole."""
        name = await asyncio.to_thread(_pointer, self._releases)
        if name is None or name == self._services.current.release.id:
            self._services.refused = None if name else self._services.refused
            return False
        if self._services.refused is not None and self._services.refused.release == name[:100] and self._waits > 0:
            self._waits -= 1
            return False
        try:
            service = await self._open()
        except _FAILURES as error:
            self._waits = _RETRY
            self._services.refused = Refusal(name[:100], _words(error))
            _LOG.error("release %s is refused, %s stays: %s", name, self._services.current.release.id, error)
            return False
        before = self._services.switch(service)
        self._services.refused = None
        _LOG.warning("release %s takes over from %s", service.release.id, before.release.id)
        self._retire(before)
        return True

    async def _open(self) -> Service:
        """Return the service of the current release, ready to answer."""
        settings = self._services.current.settings
        release = await asyncio.to_thread(open_release, self._releases)
        service = await asyncio.to_thread(open_service, release, self._queries, settings)
        await asyncio.to_thread(self._services.prepare, service)
        try:
            await service.pool.start()
        except _FAILURES:
            await service.pool.close()
            raise
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


def _words(error: Exception) -> str:
    """Return what is wrong, in words for everybody: with the name of a file, without its path. The log says all of it."""
    if isinstance(error, DigovError):
        return error.message if error.where is None else f"{Path(error.where).name}: {error.message}"
    return f"cannot be opened ({type(error).__name__})"


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
