"""The terms of outside vocabularies that the graph is written with, as identifiers."""

from __future__ import annotations

from typing import Final

from digov.model.statement import Ref
from digov.rdf import base

DC: Final = "http://purl.org/dc/elements/1.1/"

RDF_TYPE: Final = Ref(base.RDF + "type")
RDF_SUBJECT: Final = Ref(base.RDF + "subject")
RDF_PREDICATE: Final = Ref(base.RDF + "predicate")
RDF_OBJECT: Final = Ref(base.RDF + "object")
LABEL: Final = Ref(base.RDFS + "label")
COMMENT: Final = Ref(base.RDFS + "comment")
VERSION_INFO: Final = Ref(base.OWL + "versionInfo")


def dcterms(name: str) -> Ref:
    """Return a term of DCMI Metadata Terms."""
    return Ref(base.DCTERMS + name)


def dc(name: str) -> Ref:
    """Return a term of the Dublin Core element set, whose values may be plain words."""
    return Ref(DC + name)


def eli(name: str) -> Ref:
    """Return a term of the European Legislation Identifier ontology."""
    return Ref(base.ELI + name)


def undo(name: str) -> Ref:
    """Return a term of the United Nations document ontology."""
    return Ref(base.UNDO + name)


def oa(name: str) -> Ref:
    """Return a term of the Web Annotation vocabulary."""
    return Ref(base.OA + name)


def prov(name: str) -> Ref:
    """Return a term of the provenance ontology."""
    return Ref(base.PROV + name)


def dcat(name: str) -> Ref:
    """Return a term of the data catalogue vocabulary."""
    return Ref(base.DCAT + name)


def void(name: str) -> Ref:
    """Return a term of the vocabulary of interlinked datasets."""
    return Ref(base.VOID + name)


def spdx(name: str) -> Ref:
    """Return a term of SPDX, used for checksums."""
    return Ref(base.SPDX + name)


def dqv(name: str) -> Ref:
    """Return a term of the data quality vocabulary."""
    return Ref(base.DQV + name)
