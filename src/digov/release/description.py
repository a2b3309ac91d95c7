"""The description of a release: what its graph of provenance says of the dataset, with the checksums of its dumps.

The checksums stand here and not in the graph, since a graph cannot hold the checksum of a file that it is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from digov.model.release import Manifest, ReleaseFile
from digov.rdf.about import LICENSE
from digov.rdf.base import BASE_IRI, DCAT, DCTERMS, OWL, PREFIXES, PROV, RDF, SPDX, XSD
from digov.rdf.terms import PROVENANCE_GRAPH, node_of
from digov.release.forms import form_of

DESCRIPTION_PREFIXES: Final = MappingProxyType({**PREFIXES, "dqv": "http://www.w3.org/ns/dqv#"})
_DATASET: Final = BASE_IRI + "dataset"
_SERIES: Final = NamedNode(BASE_IRI + "dataset-series")
_TYPE: Final = NamedNode(RDF + "type")
_RELEASES: Final = BASE_IRI + "releases/"
STREAM_PATH: Final = "changes"
"""Where the stream of changes begins, below the base."""


def release_iri(release_id: str) -> str:
    """Return the IRI of a release, which is a version of the dataset."""
    return _RELEASES + release_id


def describe_release(quads: Iterable[Quad], manifest: Manifest) -> tuple[Triple, ...]:
    """Return the description of the release with ``quads`` and ``manifest``, whose id is settled."""
    own = node_of(PROVENANCE_GRAPH)
    known = [quad.triple for quad in quads if quad.graph_name == own]
    return (*known, *_version(manifest), *_checksums(manifest))


def describe_series(releases: Sequence[Manifest], current: str) -> tuple[Triple, ...]:
    """Return how releases follow each other: ``releases`` from the oldest to the newest, of which ``current`` is served."""
    dataset = NamedNode(_DATASET)
    triples = [Triple(dataset, NamedNode(DCAT + "hasCurrentVersion"), NamedNode(release_iri(current)))]
    for manifest in releases:
        version = NamedNode(release_iri(manifest.id))
        triples.append(Triple(dataset, NamedNode(DCAT + "hasVersion"), version))
        triples.extend(_version(manifest))
    for before, after in pairwise(releases):
        later, earlier = NamedNode(release_iri(after.id)), NamedNode(release_iri(before.id))
        triples.append(Triple(later, NamedNode(DCAT + "previousVersion"), earlier))
        triples.append(Triple(later, NamedNode(DCAT + "prev"), earlier))
    if releases:
        triples.append(Triple(_SERIES, NamedNode(DCAT + "first"), NamedNode(release_iri(releases[0].id))))
        triples.append(Triple(_SERIES, NamedNode(DCAT + "last"), NamedNode(release_iri(releases[-1].id))))
        triples.extend(_stream())
    return tuple(triples)


def _stream() -> Iterable[Triple]:
    """Yield the service that tells changes between releases, a Linked Data Event Stream."""
    service = NamedNode(f"{_DATASET}#{STREAM_PATH}")
    yield Triple(service, _TYPE, NamedNode(DCAT + "DataService"))
    yield Triple(service, NamedNode(DCTERMS + "title"), Literal("Changes between releases", language="en"))
    yield Triple(service, NamedNode(DCAT + "endpointURL"), NamedNode(BASE_IRI + STREAM_PATH))
    yield Triple(service, NamedNode(DCAT + "servesDataset"), NamedNode(_DATASET))
    yield Triple(service, NamedNode(DCTERMS + "conformsTo"), NamedNode("https://w3id.org/ldes/specification"))


def _version(manifest: Manifest) -> tuple[Triple, ...]:
    """Return what a release is: a version of the dataset, with the hash of its canonical form and its manifest."""
    version = NamedNode(release_iri(manifest.id))
    said: list[tuple[str, NamedNode | Literal]] = [
        (RDF + "type", NamedNode(DCAT + "Dataset")),
        (DCAT + "isVersionOf", NamedNode(_DATASET)),
        (DCAT + "inSeries", _SERIES),
        (DCAT + "version", Literal(manifest.id)),
        (OWL + "versionInfo", Literal(manifest.id)),
        (DCTERMS + "title", Literal(f"Release {manifest.id}", language="en")),
        (DCTERMS + "identifier", Literal(manifest.id)),
        (DCTERMS + "license", NamedNode(LICENSE)),
        (DCAT + "landingPage", NamedNode(_RELEASES)),
        (PROV + "specializationOf", NamedNode(_DATASET)),
    ]
    checksum = NamedNode(f"{version.value}#rdfc10")
    return (
        *(Triple(version, NamedNode(name), value) for name, value in said),
        *_checksum(version, checksum, manifest.rdfc10),
        Triple(checksum, NamedNode(DCTERMS + "conformsTo"), NamedNode("https://www.w3.org/TR/rdf-canon/")),
    )


def _checksums(manifest: Manifest) -> Iterable[Triple]:
    """Yield size and checksum of each dump, and the release's own address of it."""
    version = NamedNode(release_iri(manifest.id))
    for dump in manifest.dumps:
        distribution = NamedNode(f"{_DATASET}#{dump.path}")
        yield Triple(distribution, NamedNode(DCAT + "byteSize"), _natural(dump.bytes))
        yield from _checksum(distribution, NamedNode(f"{distribution.value}/checksum"), dump.sha256)
        yield from _own_distribution(version, dump)


def _own_distribution(version: NamedNode, dump: ReleaseFile) -> Iterable[Triple]:
    """Yield the distribution of this release alone, whose file stays the same when another release is current."""
    distribution = NamedNode(f"{version.value}#{dump.path}")
    file, form = NamedNode(f"{version.value}/{dump.path}"), form_of(dump.path)
    yield Triple(version, NamedNode(DCAT + "distribution"), distribution)
    yield Triple(distribution, _TYPE, NamedNode(DCAT + "Distribution"))
    yield Triple(distribution, NamedNode(DCTERMS + "title"), Literal(dump.path.rpartition("/")[2]))
    yield Triple(distribution, NamedNode(DCAT + "downloadURL"), file)
    yield Triple(distribution, NamedNode(DCAT + "accessURL"), file)
    kind = f"https://www.iana.org/assignments/media-types/{form.media_type}"
    yield Triple(distribution, NamedNode(DCAT + "mediaType"), NamedNode(kind))
    yield Triple(distribution, NamedNode(DCAT + "byteSize"), _natural(dump.bytes))
    if form.gzip:
        gzip = "https://www.iana.org/assignments/media-types/application/gzip"
        yield Triple(distribution, NamedNode(DCAT + "compressFormat"), NamedNode(gzip))
    yield from _checksum(distribution, NamedNode(f"{distribution.value}/checksum"), dump.sha256)


def _checksum(holder: NamedNode, checksum: NamedNode, sha256: str) -> tuple[Triple, ...]:
    return (
        Triple(holder, NamedNode(SPDX + "checksum"), checksum),
        Triple(checksum, _TYPE, NamedNode(SPDX + "Checksum")),
        Triple(checksum, NamedNode(SPDX + "algorithm"), NamedNode(SPDX + "checksumAlgorithm_sha256")),
        Triple(checksum, NamedNode(SPDX + "checksumValue"), Literal(sha256)),
    )


def _natural(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "nonNegativeInteger"))
