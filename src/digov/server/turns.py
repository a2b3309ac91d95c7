"""Turns: so many pieces of heavy work are done at a time, and who waits too long for a turn is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from digov.server.problems import busy


class Turns:
    """Gives ``at_a_time`` turns; a refusal says ``message`` and ``remedy``."""

    def __init__(self, at_a_time: int, message: str, remedy: str) -> None:
        self._free = asyncio.Semaphore(at_a_time)
        self._message = message
        self._remedy = remedy

    @asynccontextmanager
    async def one(self, seconds: float) -> AsyncIterator[None]:
        """Have a turn while the body runs; a :class:`Problem` (503) when none came within ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                await self._free.acquire()
        except TimeoutError as error:
            raise busy(self._message, self._remedy, seconds) from error
        try:
            yield
        finally:
            self._free.release()
