"""Tombstones: what an older release held under an IRI that the current one does not have any more.

The graph of a release is one sorted file, so that the lines of a subject are found by halving, without loading it.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
from pyoxigraph import Literal, Quad, RdfFormat, parse

from digov.rdf.base import DCTERMS, RDFS, SKOS
from digov.release import GRAPH_FILE, list_releases

_LABELS: Final = (SKOS + "prefLabel", DCTERMS + "title", RDFS + "label")
MAX_RELEASES: Final = 10
"""Most releases before the current one that are looked into, the latest first."""
_MOST_LINES: Final = 200


class Tombstone(msgspec.Struct, frozen=True):
    """The last release that held an IRI, what it called it, and by what it was replaced, if it said so."""

    release: str
    label: str | None
    replaced_by: str | None


def tombstone_of(iri: str, current: Path) -> Tombstone | None:
    """Return the tombstone of ``iri`` from the releases beside the folder ``current`` that are older; ``None`` without one."""
    for folder in _older(current):
        quads = list(_described(folder / GRAPH_FILE, iri))
        if quads:
            labels = {q.predicate.value: q.object.value for q in quads if isinstance(q.object, Literal)}
            label = next((labels[name] for name in _LABELS if name in labels), None)
            replaced = (str(q.object)[1:-1] for q in quads if q.predicate.value == DCTERMS + "isReplacedBy")
            return Tombstone(folder.name, label, next(replaced, None))
    return None


def _older(current: Path) -> list[Path]:
    """Return the folders of the releases made before ``current``, the latest first: those that ``/releases`` lists."""
    try:
        written = current.parent.stat().st_mtime_ns
    except OSError:
        return []
    folders = _listed(current.parent, written)
    before = folders[: folders.index(current)] if current in folders else ()
    return list(reversed(before))[:MAX_RELEASES]


@lru_cache(8)
def _listed(folder: Path, written: int) -> tuple[Path, ...]:  # noqa: ARG001 - a folder written to is read again
    return tuple(release.folder for release in list_releases(folder))


def _described(file: Path, iri: str) -> Iterator[Quad]:
    """Yield the first quads of ``iri`` in a sorted file of N-Quads; none from a file that cannot be read."""
    start = f"<{iri}> ".encode()
    try:
        with file.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as data:
            lines = list(_lines(data, _first(data, start), start))
        yield from parse(b"".join(lines), format=RdfFormat.N_QUADS, lenient=True)
    except (OSError, ValueError, SyntaxError):
        return


def _lines(data: mmap.mmap, position: int, start: bytes) -> Iterator[bytes]:
    data.seek(position)
    for _ in range(_MOST_LINES):
        line = data.readline()
        if not line.startswith(start):
            return
        yield line


def _first(data: mmap.mmap, start: bytes) -> int:
    """Return where the first line begins that is not before ``start``."""
    low, high = 0, len(data)
    while low < high:
        middle = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = data.find(b"\n", middle)
        end = len(data) if end < 0 else end + 1
        if data[middle : min(end, middle + len(start))] < start:
            low = end
        else:
            high = middle
    return low
