"""Places: which document describes an IRI, and which IRI a document is about.

One rule for all. What lies below ``id/`` is a thing, described by the document of the same path below ``doc/``; everything
else below the base is a document itself (the dataset, the named graphs, the ontology with its terms as fragments). The
goals and targets of the 2030 Agenda have the United Nations' own IRIs; the documents about them lie below ``doc/sdg``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

import msgspec

from digov.rdf.base import BASE_IRI, ID, SDG
from digov.rdf.serialize import EXTENSIONS, Syntax

SDG_SCHEME: Final = SDG.rstrip("/")
_SDG_DOCUMENT: Final = "doc/sdg"
_HASHES: Final = ("ns", "prefixes")
"""Documents whose own IRI ends in ``#``, or whose terms are fragments of it."""
_ROOTS: Final = ("ns", "prefixes", "dataset", "dataset-series")
_FOLDERS: Final = ("doc/", "graph/", "linkset/", "ns/")
_SAFE: Final = "/:@!$&()*+,;=~"
"""What stands as it is in an address; the apostrophe, which could end an attribute, does not."""

SUFFIXES: Final[Mapping[str, Syntax]] = MappingProxyType({f".{ending}": name for name, ending in EXTENSIONS.items()})
"""The suffix of a document's address to the syntax that it asks for; ``.html`` asks for the page."""
PAGE_SUFFIX: Final = ".html"


class Place(msgspec.Struct, frozen=True):
    """Where an IRI is described: the path of a document below the base, and the fragment in it, which may be empty."""

    document: str
    fragment: str = ""

    @property
    def address(self) -> str:
        """Return the place as it is written in an address, relative to the base."""
        anchor = f"#{quote(self.fragment, safe=_SAFE)}" if self.fragment else ""
        return quote(self.document, safe=_SAFE) + anchor


def place_of(iri: str) -> Place | None:
    """Return where ``iri`` is described, or ``None`` when it is neither ours nor one of the goals and targets.

    >>> place_of("https://w3id.org/digov/id/body/itu").address
    'doc/body/itu'
    >>> place_of("https://w3id.org/digov/ns#Act").address
    'ns#Act'
    >>> place_of("http://metadata.un.org/sdg/9.c").address
    'doc/sdg/9.c'
    """
    stem, _, fragment = iri.partition("#")
    if stem.startswith(ID) and len(stem) > len(ID):
        return Place("doc/" + stem[len(ID) :], fragment)
    if stem.startswith(BASE_IRI) and len(stem) > len(BASE_IRI):
        return Place(stem[len(BASE_IRI) :], fragment)
    if iri == SDG_SCHEME:
        return Place(_SDG_DOCUMENT)
    if iri.startswith(SDG) and "#" not in iri and "/" not in iri[len(SDG) :] and len(iri) > len(SDG):
        return Place(f"{_SDG_DOCUMENT}/{iri[len(SDG) :]}")
    return None


def topic_of(document: str) -> str:
    """Return the IRI that a document is about.

    >>> topic_of("doc/sdg/9"), topic_of("ns"), topic_of("dataset")
    ('http://metadata.un.org/sdg/9', 'https://w3id.org/digov/ns#', 'https://w3id.org/digov/dataset')
    """
    if document == _SDG_DOCUMENT:
        return SDG_SCHEME
    if document.startswith(f"{_SDG_DOCUMENT}/"):
        return SDG + document[len(_SDG_DOCUMENT) + 1 :]
    if document.startswith("doc/"):
        return ID + document[4:]
    return f"{BASE_IRI}{document}#" if document == "ns" else BASE_IRI + document


def is_document(path: str) -> bool:
    """Return whether ``path`` can be a document about something; dumps and the endpoint are what they are.

    >>> is_document("doc/body/itu"), is_document("dumps/digov.nq.gz"), is_document("sparql")
    (True, False, False)
    """
    return path in _ROOTS or path.startswith(_FOLDERS)


def is_hash_document(document: str) -> bool:
    """Return whether what a document is about are its fragments: the ontology and the prefixes.

    >>> is_hash_document("ns"), is_hash_document("dataset")
    (True, False)
    """
    return document in _HASHES


def split_suffix(path: str) -> tuple[str, str]:
    """Return the path of a document and the suffix that asks for a format, which may be empty.

    >>> split_suffix("doc/body/itu.ttl"), split_suffix("doc/sdg/9.c")
    (('doc/body/itu', '.ttl'), ('doc/sdg/9.c', ''))
    """
    for suffix in (*SUFFIXES, PAGE_SUFFIX):
        if path.endswith(suffix) and not path.endswith(f"/{suffix}"):
            return path[: -len(suffix)], suffix
    return path, ""
