"""Verifying a running server: its manifest, its dumps, and that its endpoint answers with the very same triples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from digov.model.errors import InputError
from digov.model.keys import sha256_of
from digov.model.release import MANIFEST_FORMAT, Manifest
from digov.release.forms import QUADS_DUMP
from digov.verification.checks import Check, Checks, compare
from digov.verification.dumps import content_of
from digov.verification.fetch import Fetcher, checked
from digov.verification.files import verify_bytes
from digov.verification.folder import Meant, verify_dump, verify_graph

_MOST_MANIFEST: Final = 5_000_000
_PAGE: Final = 20_000
"""Most triples of one page that the endpoint is asked for, as far as predicates allow."""
_FILES: Final = (".gz", ".nq", ".trig", ".jsonld", ".ttl", ".nt", ".rdf", ".parquet")


def verify_address(
    address: str, fetcher: Fetcher | None = None, *, version: str, expected: str | None = None
) -> Checks:
    """Yield the checks of ``address``: of a dump by its ending, else of the server whose start page is there.

    ``version`` is that of this digov; ``expected`` the RDFC-1.0 hash that the data should have. What cannot be had within
    the limits of ``fetcher`` is an :class:`InputError`.
    """
    fetcher = fetcher or Fetcher()
    path = urlsplit(checked(address)).path
    if path.endswith(_FILES):
        yield from verify_bytes(path.rpartition("/")[2], fetcher.get(address), expected=expected)
        return
    root = address.partition("?")[0].partition("#")[0].rstrip("/")
    manifest = _manifest(fetcher, root)
    fits = manifest.id == manifest.expected_id() and expected in (None, manifest.rdfc10)
    yield Check("manifest", fits, f"release {manifest.id}, RDFC-1.0 hash {manifest.rdfc10}")
    dumps: dict[str, bytes] = {}
    for dump in manifest.dumps:
        dumps[dump.path] = fetcher.get(f"{root}/{dump.path}", most=dump.bytes)
    right = [dump.path for dump in manifest.dumps if sha256_of(dumps[dump.path]) == dump.sha256]
    wrong = sorted(dumps.keys() - set(right))
    yield Check(
        "checksums", not wrong, f"{len(right)} of {len(dumps)} dumps" + "".join(f", not {one}" for one in wrong)
    )
    if QUADS_DUMP not in dumps:
        yield Check(QUADS_DUMP, False, "not among the dumps")
        return
    meant = _graph(dumps[QUADS_DUMP], address)
    yield from verify_graph(manifest, meant)
    for path, dump_data in dumps.items():
        yield verify_dump(path, dump_data, meant, manifest, version)
    yield from _endpoint(fetcher, f"{root}/sparql", meant, manifest)


def _manifest(fetcher: Fetcher, root: str) -> Manifest:
    address = f"{root}/dumps/manifest.json"
    try:
        manifest = msgspec.json.decode(fetcher.get(address, most=_MOST_MANIFEST), type=Manifest)
    except msgspec.DecodeError as error:
        remedy = "Give the address of a server of digov, or of one dump."
        raise InputError(f"no manifest of a release: {error}", where=address, remedy=remedy) from error
    if manifest.format != MANIFEST_FORMAT:
        message = f"the manifest has form {manifest.format}, not {MANIFEST_FORMAT}"
        raise InputError(message, where=address, remedy="Verify it with the digov that the server runs.")
    return manifest


def _graph(packed: bytes, address: str) -> Meant:
    try:
        return Meant(content_of(QUADS_DUMP, packed))
    except SyntaxError as error:
        raise InputError(f"malformed: {error}", where=address, remedy="Tell the operator of the server.") from error


def _endpoint(fetcher: Fetcher, endpoint: str, meant: Meant, manifest: Manifest) -> Checks:
    """Yield whether the endpoint counts as many triples in each graph, and whether it gives just those."""
    asked = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    answer = fetcher.query(endpoint, asked, accept="application/sparql-results+json")
    counts = dict(_counts(answer, endpoint))
    yield Check(
        "endpoint: triples per graph", counts == manifest.graphs, f"{sum(counts.values()):,} in {len(counts)} graphs"
    )
    for graph in manifest.graphs:
        triples = meant.triples.get(graph, set())
        found: set[str] = set()
        for predicates in _pages(Counter(triple.split(" ", 2)[1] for triple in triples)):
            names = " ".join(predicates)
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?p {{ {names} }} GRAPH <{graph}> {{ ?s ?p ?o }} }}"
            data = fetcher.query(endpoint, query, accept="application/n-triples")
            found.update(line for line in data.decode("utf-8", "replace").split("\n") if line)
        yield compare(f"endpoint: <{graph}>", found, triples, "triples")


def _pages(sizes: Counter[str]) -> Iterator[list[str]]:
    """Yield the predicates in groups with about a page of triples each."""
    page: list[str] = []
    held = 0
    for predicate, size in sorted(sizes.items()):
        if page and held + size > _PAGE:
            yield page
            page, held = [], 0
        page.append(predicate)
        held += size
    if page:
        yield page


def _counts(answer: bytes, endpoint: str) -> Iterator[tuple[str, int]]:
    try:
        rows: Any = msgspec.json.decode(answer)["results"]["bindings"]
        for row in rows:
            yield row["g"]["value"], int(row["n"]["value"])
    except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            "no results in SPARQL JSON", where=endpoint, remedy="Check that it is the endpoint."
        ) from error
