"""Verifying a release in a folder: its manifest, its checksums, its hash, and every dump against the graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from digov.model.errors import DigovError, InputError
from digov.model.keys import sha256_of
from digov.model.release import Manifest
from digov.rdf.base import BASE_IRI, SPDX
from digov.rdf.canonical import canonical_form
from digov.rdf.rows import rows_by_graph
from digov.rdf.terms import count_by_graph
from digov.release import GRAPH_FILE, open_release
from digov.release.facts import Facts
from digov.release.forms import ACTS_TABLE, DESCRIPTION, STATEMENTS_TABLE, graph_dump
from digov.release.tables import FACTS, acts_table, same_table, statements_table
from digov.verification.checks import Check, Checks, compare
from digov.verification.dumps import content_of, quads_in

_CHECKSUM: Final = SPDX + "checksumValue"
_DATASET: Final = BASE_IRI + "dataset#"
Reader = Callable[[str], bytes]
"""Gives the bytes of a file of a release, by its path in the manifest."""


def verify_folder(path: Path, *, version: str, expected: str | None = None) -> Checks:
    """Yield the checks of the release at ``path`` (a release, or a folder of releases, whose current one is looked at).

    ``version`` is that of this digov, whose tables alone can be made again; ``expected`` the RDFC-1.0 hash that the
    release should have.
    """
    try:
        release = open_release(path)
    except DigovError as error:
        yield Check("manifest and checksums", False, str(error).replace("\n", " "))
        return
    manifest = release.manifest
    files = (*manifest.files, *manifest.dumps)
    size = sum(file.bytes for file in files)
    yield Check("manifest and checksums", True, f"release {manifest.id}, {len(files)} files, {size:,} bytes")
    if expected is not None:
        yield Check(
            "expected hash", manifest.rdfc10 == expected.lower(), f"{manifest.rdfc10}, expected {expected.lower()}"
        )
    yield from verify_content(manifest, lambda name: (Path(release.folder) / name).read_bytes(), version)


class Meant:
    """The graph that dumps are compared with, in the ways in which they are; each made when it is first needed."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        """Its N-Quads."""
        self.quads = tuple(parse(data, format=RdfFormat.N_QUADS))

    @cached_property
    def lines(self) -> set[str]:
        """Return the quads as lines of N-Quads."""
        return {f"{quad} ." for quad in self.quads}

    @cached_property
    def triples(self) -> dict[str, set[str]]:
        """Return the triples of each graph by its IRI, as lines of N-Triples."""
        found: dict[str, set[str]] = {}
        for quad in self.quads:
            if isinstance(quad.graph_name, NamedNode):
                found.setdefault(quad.graph_name.value, set()).add(f"{quad.triple} .")
        return found

    @cached_property
    def facts(self) -> Facts:
        """Return what the tables are made from."""
        return Facts(rows_by_graph(self.quads), FACTS)


def verify_content(manifest: Manifest, read: Reader, version: str) -> Checks:
    """Yield the checks of what stands in the files of a release, whose checksums were seen to be right."""
    meant = Meant(read(GRAPH_FILE))
    yield from verify_graph(manifest, meant)
    for dump in manifest.dumps:
        yield verify_dump(dump.path, read(dump.path), meant, manifest, version)


def verify_graph(manifest: Manifest, meant: Meant) -> Checks:
    """Yield the checks of the graph itself."""
    canonical = canonical_form(meant.quads)
    found = sha256_of(canonical)
    yield Check("RDFC-1.0 hash", found == manifest.rdfc10, found)
    yield Check("canonical N-Quads", canonical == meant.data, f"{len(meant.quads):,} quads, sorted, each once")
    counts = count_by_graph(meant.quads)
    yield Check("triples per graph", counts == manifest.graphs, f"{len(counts)} graphs")


def verify_dump(path: str, data: bytes, meant: Meant, manifest: Manifest, version: str) -> Check:
    """Return whether the dump ``path`` holds what the graph does, as the digov of this ``version`` sees it."""
    try:
        content = content_of(path, data)
        if path == DESCRIPTION:
            return _described(quads_in(path, content), manifest)
        if path in (STATEMENTS_TABLE, ACTS_TABLE):
            return _table(path, content, meant.facts, None if manifest.digov == version else manifest.digov)
        # The same bytes need not be read.
        found = meant.lines if content == meant.data else {f"{quad} ." for quad in quads_in(path, content)}
    except InputError as error:
        return Check(path, False, error.message)
    graph = next((name for name in manifest.graphs if graph_dump(name) == path), None)
    if graph is None:
        return compare(path, found, meant.lines, "quads")
    return compare(path, found, meant.triples.get(graph, set()), "triples")


def _table(path: str, content: bytes, facts: Facts, other: str | None) -> Check:
    """Return whether a table is the one that the graph gives; one by another digov may have other columns, and is only read."""
    meant = statements_table(facts) if path == STATEMENTS_TABLE else acts_table(facts)
    try:
        same, count = same_table(content, meant)
    except ValueError as error:
        return Check(path, False, str(error))
    if not same and other is not None:
        return Check(path, True, f"{count:,} rows, made by digov {other} and not compared")
    return Check(path, same, f"{count:,} rows, {'as' if same else 'not as'} the graph gives them")


def _described(quads: Sequence[Quad], manifest: Manifest) -> Check:
    """Return whether the description gives the checksum of every other dump, and no other checksum of a dump."""
    said: dict[str, str] = {}
    for quad in quads:
        subject, value = quad.subject, quad.object
        if quad.predicate.value == _CHECKSUM and isinstance(subject, NamedNode) and isinstance(value, Literal):
            name = subject.value.partition("#")[2].removesuffix("/checksum")
            if subject.value.startswith(_DATASET):
                said[name] = value.value
    meant = {dump.path: dump.sha256 for dump in manifest.dumps if dump.path != DESCRIPTION}
    return Check(DESCRIPTION, said == meant, f"{len(said)} checksums of dumps")
