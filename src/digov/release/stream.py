"""The stream of changes: which resources each release brought, changed and dropped, as a Linked Data Event Stream.

The specification is https://w3id.org/ldes/specification, on TREE (https://w3id.org/tree/specification): a root page leads to the first page
of each release, and that to the next. A release knows neither a date nor the release before it; the folder says both. So the address of
a page holds a key of all the history up to it: what stands there never changes, and another history has other addresses.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec
from pyoxigraph import RdfFormat, Triple, parse

from digov.model.errors import ReleaseError
from digov.model.keys import key_of
from digov.rdf.about import LICENSE
from digov.rdf.base import BASE_IRI, PREFIXES
from digov.release.content import GRAPH_FILE
from digov.release.description import STREAM_PATH, release_iri
from digov.release.history import PastRelease

PAGE_SIZE: Final = 500
"""Most changes of one page."""
STREAM_PREFIXES: Final = MappingProxyType(
    {
        **PREFIXES,
        "as": "https://www.w3.org/ns/activitystreams#",
        "ldes": "https://w3id.org/ldes#",
        "sh": "http://www.w3.org/ns/shacl#",
        "tree": "https://w3id.org/tree#",
    }
)
_STREAM: Final = BASE_IRI + STREAM_PATH
_SECOND: Final = dt.timedelta(seconds=1)
_ONCE: Final = "sh:minCount 1 ; sh:maxCount 1"
_ROOT: Final = f"""
<{_STREAM}#{{stream}}> a ldes:EventStream ;
    dcterms:title "Changes between the releases of digov"@en ;
    dcterms:license <{LICENSE}> ;
    ldes:timestampPath as:published ; ldes:versionOfPath as:object ;
    ldes:versionCreateObject as:Create ; ldes:versionUpdateObject as:Update ; ldes:versionDeleteObject as:Delete ;
    tree:shape <{_STREAM}#shape> ; tree:view <{{root}}> .
<{_STREAM}#shape> a sh:NodeShape ; sh:property <{_STREAM}#object> , <{_STREAM}#published> , <{_STREAM}#source> .
<{_STREAM}#object> sh:path as:object ; {_ONCE} ; sh:nodeKind sh:IRI .
<{_STREAM}#published> sh:path as:published ; {_ONCE} ; sh:datatype xsd:dateTime .
<{_STREAM}#source> sh:path dcterms:source ; {_ONCE} ; sh:nodeKind sh:IRI .
<{{root}}> a tree:Node .
"""
_PAGE: Final = f"""
<{{page}}> a tree:Node ; ldes:immutable true .
<{_STREAM}#{{stream}}> a ldes:EventStream .
"""
_MEMBER: Final = f"""
<{_STREAM}#{{stream}}> tree:member <{{change}}> .
<{{change}}> a as:{{kind}} ; as:object <{{iri}}> ; as:published "{{time}}"^^xsd:dateTime ; dcterms:source <{{release}}> .
"""
_RELATION: Final = """
<{page}> tree:relation <{page}#{key}-from> , <{page}#{key}-until> .
<{page}#{key}-from> a tree:GreaterThanOrEqualToRelation ; tree:node <{node}> ; tree:path as:published ; tree:value "{time}"^^xsd:dateTime .
<{page}#{key}-until> a tree:LessThanOrEqualToRelation ; tree:node <{node}> ; tree:path as:published ; tree:value "{time}"^^xsd:dateTime .
"""
Change = tuple[str, str]
"""``Create``, ``Update`` or ``Delete``, and the IRI of the resource."""


class Step(msgspec.Struct, frozen=True):
    """A release in the stream, with all that its pages are made of."""

    release: str
    published: dt.datetime
    """When it was written, in UTC; later than the step before it, by a second where both were written within one."""
    key: str
    """Of the history up to and with this release."""
    stream: str
    """Key of the stream: that of its first step."""
    graphs: tuple[tuple[Path, str], ...]
    """File and checksum of the graph of this release, after those of the one before it, if there is one."""


def steps_to(releases: Sequence[PastRelease], current: str) -> tuple[Step, ...]:
    """Return the steps of the stream that ends with the release ``current``; none when that is not among ``releases``.

    ``releases`` come from the oldest to the newest. Those after the current one, which an operator took back or the
    server refuses, are no part of the stream.
    """
    found: list[Step] = []
    for release in releases:
        last = found[-1] if found else None
        published = max(release.written, last.published + _SECOND) if last else release.written
        key = key_of(last.key if last else None, release.id, published.isoformat())
        graph = (release.folder / GRAPH_FILE, release.manifest.rdfc10)
        graphs = (*last.graphs[-1:], graph) if last else (graph,)
        found.append(Step(release.id, published, key, last.stream if last else key, graphs))
        if release.id == current:
            return tuple(found)
    return ()


def changes_in(step: Step) -> tuple[Change, ...]:
    """Return the changes of resources that the release of ``step`` made, by their IRIs.

    A resource is what stands under an IRI below our base without its fragment; it is updated when a statement about it
    or about one of its fragments came or went. A graph that is gone or damaged is a :class:`ReleaseError`.
    """
    new, *before = [_resources(path, sha256) for path, sha256 in reversed(step.graphs)]
    old = before[0] if before else {}
    return tuple(
        ("Create" if iri not in old else "Delete" if iri not in new else "Update", iri.decode())
        for iri in sorted(old.keys() | new.keys())
        if old.get(iri) != new.get(iri)
    )


def _resources(path: Path, sha256: str) -> dict[bytes, bytes]:
    """Return a digest of what is said of each resource, by its IRI; the graph is read line by line."""
    found: dict[bytes, bytes] = {}
    whole = hashlib.sha256()
    start = f"<{BASE_IRI}".encode()
    try:
        with path.open("rb") as file:
            for subject, lines in groupby(file, lambda line: line[: line.find(b" ")]):
                said = b"".join(lines)
                whole.update(said)
                if subject.startswith(start):
                    iri = subject[1:-1].partition(b"#")[0]
                    found[iri] = hashlib.blake2b(found.get(iri, b"") + said, digest_size=16).digest()
    except OSError as error:
        raise ReleaseError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if whole.hexdigest() != sha256:
        raise ReleaseError("not the file that was released: wrong checksum", where=str(path))
    return found


def root_page(steps: Sequence[Step], base: str, suffix: str = "") -> tuple[Triple, ...]:
    """Return the entry point of the stream: what it is, and where the pages of each of ``steps`` begin.

    Pages have their addresses below ``base``, ending in ``suffix``; the stream and its changes have IRIs of ours.
    """
    root = f"{base}{STREAM_PATH}{suffix}"
    parts = [_ROOT.format(stream=steps[0].stream, root=root)]
    parts += [_relation(root, step, 1, base, suffix) for step in steps]
    return _triples(parts)


def page_of(step: Step, changes: Sequence[Change], number: int, base: str, suffix: str = "") -> tuple[Triple, ...]:
    """Return page ``number``, from 1, of the ``changes`` of ``step``; nothing when there are not as many pages."""
    if not 1 <= number <= page_count(changes):
        return ()
    page = _address(step, number, base, suffix)
    parts = [_PAGE.format(page=page, stream=step.stream)]
    if number < page_count(changes):
        parts.append(_relation(page, step, number + 1, base, suffix))
    shared = {"stream": step.stream, "time": _moment(step), "release": release_iri(step.release)}
    start = (number - 1) * PAGE_SIZE
    for place, (kind, iri) in enumerate(changes[start : start + PAGE_SIZE], 1):
        change = f"{_address(step, number, BASE_IRI, '')}#{place}"
        parts.append(_MEMBER.format(change=change, kind=kind, iri=iri, **shared))
    return _triples(parts)


def page_count(changes: Sequence[Change]) -> int:
    """Return the number of pages that ``changes`` take; a release that changed nothing has one, without members."""
    return max(1, -(-len(changes) // PAGE_SIZE))


def _relation(page: str, step: Step, number: int, base: str, suffix: str) -> str:
    """Return that from ``page`` one gets to page ``number`` of ``step``, with changes of its time alone."""
    node = _address(step, number, base, suffix)
    return _RELATION.format(page=page, key=step.key, node=node, time=_moment(step))


def _address(step: Step, number: int, base: str, suffix: str) -> str:
    return f"{base}{STREAM_PATH}/{step.key}/{number}{suffix}"


def _moment(step: Step) -> str:
    return step.published.isoformat().replace("+00:00", "Z")


def _triples(parts: Sequence[str]) -> tuple[Triple, ...]:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in STREAM_PREFIXES.items())
    return tuple(quad.triple for quad in parse(prefixes + "".join(parts), format=RdfFormat.TURTLE))
