"""The documents of a site: for each its page and its RDF, written by several processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

import msgspec

from digov.model.release import Release
from digov.pages import Library, Renderer
from digov.pages.describe import describe
from digov.pages.links import SITE_SUFFIXES, SiteLinks
from digov.pages.places import PAGE_SUFFIX, SUFFIXES
from digov.rdf.serialize import write_graph
from digov.store import ReleaseStore

_BATCH: Final = 100
_NOT_PAGES: Final = ("dumps/", "sparql", "resolve", "lookup", "reconcile", "releases")
"""Paths below the base that name files of the site, or services that only a server has."""


class Written(msgspec.Struct, frozen=True):
    """What was written for some documents: their number, and that of the files and their bytes."""

    documents: int
    files: int
    bytes: int


def documents_of(library: Library) -> tuple[str, ...]:
    """Return the documents that a site has, sorted: all that the release names, but for files and services."""
    found = (name for name in library.catalogue.documents() if not name.startswith(_NOT_PAGES))
    return tuple(name for name in found if library.catalogue.holds(name))


def write_documents(
    release: Release, base: str, names: tuple[str, ...], folder: Path, *, jobs: int
) -> Iterator[Written]:
    """Write the pages and the RDF of the documents ``names`` below ``folder``, and yield what was written, part by part.

    ``base`` is the public address that pages name; ``jobs`` is the number of processes. The files do not depend on it.
    """
    parts = [names[start : start + _BATCH] for start in range(0, len(names), _BATCH)]
    if jobs == 1:
        writer = _Writer(release, base, folder)
        yield from map(writer.write, parts)
        return
    # Spawned, not forked: the store of the caller may have threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(release, base, folder)) as pool:
        yield from pool.map(_write, parts)


class _Writer:
    """Writes documents of one release."""

    def __init__(self, release: Release, base: str, folder: Path) -> None:
        self._library = Library(ReleaseStore(release))
        self._renderer = Renderer(self._library, base)
        self._folder = folder

    def write(self, names: tuple[str, ...]) -> Written:
        """Write the documents ``names``."""
        files = size = 0
        for name in names:
            path = self._folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            for suffix, data in self._forms(name):
                path.with_name(path.name + suffix).write_bytes(data)
                files += 1
                size += len(data)
        return Written(len(names), files, size)

    def _forms(self, name: str) -> Iterator[tuple[str, bytes]]:
        page = self._renderer.page(name, SiteLinks(name))
        if page is not None:
            yield PAGE_SUFFIX, page.html.encode()
        quads = describe(self._library.reader, self._library.catalogue, name).quads
        for suffix in SITE_SUFFIXES:
            yield suffix, write_graph(quads, SUFFIXES[suffix])


_writers: list[_Writer] = []
"""The writer of a process that was started for it: one, made once."""


def _begin(release: Release, base: str, folder: Path) -> None:
    _writers[:] = [_Writer(release, base, folder)]


def _write(names: tuple[str, ...]) -> Written:
    return _writers[0].write(names)
