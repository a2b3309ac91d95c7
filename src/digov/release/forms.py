"""What the dumps of a release are called, and in which form each is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from digov.rdf.base import BASE_IRI
from digov.rdf.serialize import MEDIA_TYPES

DUMPS_FOLDER: Final = "dumps/"
"""Where the dumps stand in a release."""
QUADS_DUMP: Final = "dumps/digov.nq.gz"
TRIG_DUMP: Final = "dumps/digov.trig.gz"
JSONLD_DUMP: Final = "dumps/digov.jsonld.gz"
QUADS_TABLE: Final = "dumps/quads.parquet"
STATEMENTS_TABLE: Final = "dumps/statements.parquet"
ACTS_TABLE: Final = "dumps/acts.parquet"
DESCRIPTION: Final = "dumps/description.ttl"
"""The description of the dataset with the checksums of the other dumps."""
GRAPH_DUMPS: Final = "dumps/graph/"
"""Where the dumps of single named graphs stand."""

_GRAPHS: Final = BASE_IRI + "graph/"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_PARQUET: Final = "application/vnd.apache.parquet"
_MEDIA_TYPES: Final = {
    ".nq": MEDIA_TYPES["nquads"],
    ".trig": MEDIA_TYPES["trig"],
    ".jsonld": MEDIA_TYPES["jsonld"],
    ".ttl": MEDIA_TYPES["turtle"],
    ".nt": MEDIA_TYPES["ntriples"],
    ".rdf": MEDIA_TYPES["rdfxml"],
    ".parquet": _PARQUET,
}


class DumpForm(msgspec.Struct, frozen=True):
    """The form of a dump: the media type of its content, and whether it is compressed with gzip."""

    media_type: str
    gzip: bool


def form_of(path: str) -> DumpForm:
    """Return the form of the dump ``path``, by its ending.

    >>> form_of("dumps/digov.nq.gz")
    DumpForm(media_type='application/n-quads', gzip=True)
    """
    plain = path.removesuffix(".gz")
    return DumpForm(_MEDIA_TYPES["." + plain.rpartition(".")[2]], plain != path)


def graph_dump(graph: str) -> str | None:
    """Return the path of the dump of the named graph with the IRI ``graph``; ``None`` when it is none of ours.

    >>> graph_dump("https://w3id.org/digov/graph/gdc-base")
    'dumps/graph/gdc-base.ttl.gz'
    """
    name = graph.removeprefix(_GRAPHS)
    return f"{GRAPH_DUMPS}{name}.ttl.gz" if _NAME.fullmatch(name) else None


def dump_forms(graphs: Iterable[str]) -> dict[str, DumpForm]:
    """Return the form of each dump of a release with the named ``graphs`` (IRIs), by path; the description is not counted."""
    single = [path for graph in graphs if (path := graph_dump(graph)) is not None]
    whole = (QUADS_DUMP, TRIG_DUMP, JSONLD_DUMP, QUADS_TABLE, STATEMENTS_TABLE, ACTS_TABLE)
    return {path: form_of(path) for path in sorted((*whole, *single))}
