"""The service: everything that answers for one release; and the holder in which it is exchanged for another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from digov.competency import CompetencyQuery, load_queries
from digov.model.errors import ReleaseError
from digov.model.release import Release
from digov.pages.reader import Reader
from digov.release import REPORT_FILE
from digov.release.report import Report
from digov.server.pages import Pages
from digov.server.settings import Settings
from digov.store import ReleaseStore
from digov.store.pool import PoolOptions, QueryPool


class Service(msgspec.Struct, frozen=True):
    """What answers for one release. It never changes; another release is another service."""

    release: Release
    store: ReleaseStore
    """In this process: only for lookups by pattern, which are bounded; never for a query of a user."""
    report: Report
    queries: tuple[CompetencyQuery, ...]
    """The competency questions."""
    settings: Settings
    pool: QueryPool
    """In processes of their own: queries of users."""
    pages: Pages
    """Renders pages."""


def open_service(release: Release, queries: Path, settings: Settings) -> Service:
    """Return the service of ``release`` with the competency questions in ``queries``; its pool is yet to be started.

    A release that has no report of the usual form, and one whose files have changed since it was opened, is a :class:`ReleaseError`.
    """
    report = _report(release)
    store = ReleaseStore(release)
    return Service(
        release=release,
        store=store,
        report=report,
        queries=load_queries(queries),
        settings=settings,
        pool=QueryPool(release, pool_options(settings)),
        pages=Pages(report.instruments, Reader(store).name),
    )


def _report(release: Release) -> Report:
    path = Path(release.folder) / REPORT_FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Report)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        remedy = "Build the release again with: digov build."
        raise ReleaseError(f"the report cannot be read: {reason}", where=str(path), remedy=remedy) from error


def pool_options(settings: Settings) -> PoolOptions:
    """Return the size and the limits of the pool that ``settings`` ask for."""
    return PoolOptions(
        workers=settings.workers,
        seconds=settings.query_seconds,
        memory=settings.query_memory << 20,
        answer_bytes=settings.answer_bytes,
        answer_triples=settings.answer_triples,
        page_rows=settings.page_rows,
        queue_length=settings.queue_length,
        queue_seconds=settings.queue_seconds,
        client_slow=settings.client_queries,
    )


class Refusal(msgspec.Struct, frozen=True):
    """A release that was to take over and cannot be opened: its id, and why."""

    release: str
    message: str


class Services:
    """Holds the current service. A request takes :attr:`current` once, and uses that one to its end."""

    def __init__(self, service: Service) -> None:
        self._current = service
        self.refused: Refusal | None = None
        """The release that is named current and that is not served, because it cannot be opened."""
        self._preparations: list[Callable[[Service], None]] = []

    def before_switch(self, preparation: Callable[[Service], None]) -> None:
        """Have ``preparation`` called with each service before it becomes the current one, in a thread."""
        self._preparations.append(preparation)

    def prepare(self, service: Service) -> None:
        """Do what was asked for by :meth:`before_switch`, so that the first requests to ``service`` need not wait for it."""
        for preparation in self._preparations:
            preparation(service)

    @property
    def current(self) -> Service:
        """Return the service that new requests are answered by."""
        return self._current

    def switch(self, service: Service) -> Service:
        """Make ``service``, whose pool was started, the current one, and return the one before it, to be closed."""
        before, self._current = self._current, service
        return before
