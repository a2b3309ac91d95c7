"""The desk: for the current service, the library of its release, its pages, and what symbols and outside IRIs lead to."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Lock

import msgspec
from rapidfuzz import fuzz, process

from digov.model.errors import ReleaseError
from digov.pages import Library, Renderer
from digov.pages.render import sources_of_pages
from digov.release import GRAPH_FILE
from digov.server.linked.finder import Finder
from digov.server.reconcile.index import Index
from digov.server.service import Service, Services

_LONGEST_GUESS = 200
_LIKELY = 75


class Desk(msgspec.Struct, frozen=True):
    """What the routes of linked data need of one release."""

    service: Service
    library: Library
    renderer: Renderer
    finder: Finder
    index: Index
    edition: str
    """Changes with the release and with the templates: what entity tags begin with."""

    def alike(self, document: str) -> list[str]:
        """Return the paths of documents that are spelt like ``document``, the likeliest first, at most five."""
        if len(document) > _LONGEST_GUESS:
            return []
        names = self.library.catalogue.names
        found = process.extract(document, names, scorer=fuzz.ratio, limit=5, score_cutoff=_LIKELY)
        return [name for name, _, _ in found]


class Desks:
    """Makes the desk of a service when it is first asked for; keeps that of the current one."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = Lock()
        self._desk = self._ready = _desk_of(services.current)
        services.before_switch(self._prepare)

    @property
    def current(self) -> Desk:
        """Return the desk of the current service."""
        service, desk = self._services.current, self._desk
        if desk.service is service:
            return desk
        with self._lock:
            if self._desk.service is not service:
                self._desk = self._ready if self._ready.service is service else _desk_of(service)
                self._ready = self._desk
            return self._desk

    def _prepare(self, service: Service) -> None:
        """Make the desk of a service that is about to become the current one."""
        self._ready = _desk_of(service)


def _desk_of(service: Service) -> Desk:
    """Return the desk of ``service``; a release that names something by what is no IRI is a :class:`ReleaseError`."""
    templates = hashlib.sha256(sources_of_pages()).hexdigest()[:8]
    try:
        library = Library(service.store)
        return Desk(
            service,
            library,
            Renderer(library, service.settings.public_base),
            Finder(library),
            Index(library),
            f"{service.release.id.rpartition('-')[2][:12]}-{templates}",
        )
    except ValueError as error:
        # The store does not look at the IRIs that it loads; they are looked at where one of them is asked for.
        where = str(Path(service.release.folder) / GRAPH_FILE)
        remedy = "Build the release again with: digov build."
        raise ReleaseError(f"the graph holds what is no IRI: {error}", where=where, remedy=remedy) from error
