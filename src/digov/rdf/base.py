"""The base IRI, the namespaces, and the two ways between identifiers and IRIs.

Everything that digov mints lies under one base; entity ids (``body/itu``, ``a-res-70-125``) are relative to its ``id/``.
The rest of the code speaks of ids; only :mod:`digov.rdf` and what builds on it turns them into IRIs.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

BASE_IRI: Final = "https://w3id.org/digov/"
"""The base of everything that digov mints; the lexicons under ``ontology/concepts`` are written against it."""

DG: Final = BASE_IRI + "ns#"
ID: Final = BASE_IRI + "id/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
ORG: Final = "http://www.w3.org/ns/org#"
ELI: Final = "http://data.europa.eu/eli/ontology#"
UNDO: Final = "https://w3id.org/un/ontology/undo/"
SDG: Final = "http://metadata.un.org/sdg/"
SDGO: Final = "http://metadata.un.org/sdg/ontology#"
UNBIS: Final = "http://metadata.un.org/thesaurus/"
DPV: Final = "https://w3id.org/dpv#"
DQV: Final = "http://www.w3.org/ns/dqv#"
OA: Final = "http://www.w3.org/ns/oa#"
PROV: Final = "http://www.w3.org/ns/prov#"
TIME: Final = "http://www.w3.org/2006/time#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
VOID: Final = "http://rdfs.org/ns/void#"
SPDX: Final = "http://spdx.org/rdf/terms#"
WD: Final = "http://www.wikidata.org/entity/"

PREFIXES: Final = MappingProxyType(
    {
        "dcat": DCAT,
        "dcterms": DCTERMS,
        "dg": DG,
        "dpv": DPV,
        "dqv": DQV,
        "eli": ELI,
        "oa": OA,
        "org": ORG,
        "owl": OWL,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "sdg": SDG,
        "sdgo": SDGO,
        "skos": SKOS,
        "spdx": SPDX,
        "time": TIME,
        "unbis": UNBIS,
        "undo": UNDO,
        "void": VOID,
        "wd": WD,
        "xsd": XSD,
    }
)
"""Prefix to namespace, for CURIEs and for the prefix block of what is written."""


def iri_of(entity_id: str, base: str = BASE_IRI) -> str:
    """Return the IRI of an entity id under ``base``.

    >>> iri_of("body/itu")
    'https://w3id.org/digov/id/body/itu'
    """
    return f"{base}id/{entity_id}"


def id_of(iri: str, base: str = BASE_IRI) -> str | None:
    """Return the entity id that ``iri`` stands for, or ``None`` when it is not one of ours.

    >>> id_of("https://w3id.org/digov/id/body/itu")
    'body/itu'
    """
    stem = f"{base}id/"
    return iri[len(stem) :] if iri.startswith(stem) and len(iri) > len(stem) else None


def curie_of(iri: str) -> str:
    """Return the CURIE of ``iri``, or ``iri`` itself when no prefix covers it; the longest namespace wins.

    >>> curie_of("http://metadata.un.org/sdg/ontology#Goal")
    'sdgo:Goal'
    """
    found = ""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(namespace) > len(PREFIXES.get(found, "")):
            found = prefix
    return f"{found}:{iri[len(PREFIXES[found]) :]}" if found else iri


def iri_of_curie(curie: str) -> str:
    """Return the IRI of ``curie``; an unknown prefix is a :class:`ValueError`.

    >>> iri_of_curie("dg:actType")
    'https://w3id.org/digov/ns#actType'
    """
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        raise ValueError(f"not a CURIE with a known prefix: {curie!r}")
    return PREFIXES[prefix] + local
