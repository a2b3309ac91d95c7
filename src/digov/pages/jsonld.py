"""The same facts for search engines: schema.org in JSON-LD, as a block of data that no browser runs."""

from __future__ import annotations

from typing import Any

import msgspec

from digov.pages.entity_view import EntityView
from digov.pages.instrument_view import InstrumentView
from digov.pages.library import Library
from digov.pages.ontology_view import OntologyView
from digov.pages.segment_view import SegmentView
from digov.rdf.base import BASE_IRI, DCTERMS, DG, OWL, SDGO, SKOS, VOID

_CONTEXT = "https://schema.org"


def encode(data: dict[str, Any]) -> str:
    """Return ``data`` as JSON that cannot end the element it stands in.

    >>> encode({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = msgspec.json.encode(data).decode()
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def of_instrument(view: InstrumentView) -> dict[str, Any]:
    """Return an instrument as ``Legislation``."""
    return _without_none(
        {
            "@context": _CONTEXT,
            "@type": "Legislation",
            "@id": view.iri,
            "name": view.title,
            "alternateName": view.short_title,
            "legislationIdentifier": list(view.symbols) or None,
            "legislationType": view.kind,
            "legislationDate": view.date,
            "legislationLegalForce": "https://schema.org/NotInForce" if view.draft else None,
            "legislationPassedBy": None
            if view.speaker is None or view.draft
            else {"@type": "Organization", "@id": view.speaker.iri, "name": view.speaker.words},
            "inLanguage": "en",
            "isPartOf": {"@type": "Dataset", "@id": BASE_IRI + "dataset"},
        }
    )


def of_segment(view: SegmentView, instrument: str, text: str) -> dict[str, Any]:
    """Return a segment as ``Legislation`` that is part of its instrument."""
    return _without_none(
        {
            "@context": _CONTEXT,
            "@type": "Legislation",
            "@id": view.iri,
            "legislationIdentifier": view.number,
            "text": text,
            "inLanguage": "en",
            "isPartOf": {"@type": "Legislation", "@id": instrument},
        }
    )


def of_entity(library: Library, view: EntityView) -> dict[str, Any]:
    """Return a body as ``Organization``, a cited work as ``Legislation``, a dataset as ``Dataset``, all else as ``DefinedTerm``."""
    types = library.reader.types(view.iri)
    base = {
        "@context": _CONTEXT,
        "@id": view.iri,
        "name": view.title,
        "alternateName": [*([view.acronym] if view.acronym else []), *view.others] or None,
        "description": view.definition or library.reader.word(view.iri, DCTERMS + "description"),
        "sameAs": [named.iri for _, named in view.outside if named.iri != view.iri] or None,
    }
    if DG + "Body" in types:
        return _without_none({"@type": "Organization", **base})
    if DG + "Instrument" in types:
        return _without_none({"@type": "Legislation", **base})
    if VOID + "Dataset" in types:
        licenses = library.reader.iri(view.iri, DCTERMS + "license")
        version = library.reader.word(view.iri, OWL + "versionInfo")
        return _without_none({"@type": "Dataset", **base, "license": licenses, "version": version})
    if types & {DG + "Session", SKOS + "ConceptScheme"}:
        return _without_none({"@type": "DefinedTermSet" if SKOS + "ConceptScheme" in types else "Event", **base})
    scheme = library.reader.iri(view.iri, SKOS + "inScheme")
    term_set = {"@type": "DefinedTermSet", "@id": scheme} if scheme else None
    code = view.notation if types & {SDGO + "Goal", SDGO + "Target", SKOS + "Concept"} else None
    return _without_none({"@type": "DefinedTerm", **base, "termCode": code, "inDefinedTermSet": term_set})


def of_ontology(view: OntologyView) -> dict[str, Any]:
    """Return the ontology as ``DefinedTermSet``."""
    return _without_none(
        {
            "@context": _CONTEXT,
            "@type": "DefinedTermSet",
            "@id": view.iri,
            "name": view.title,
            "description": view.description,
            "version": view.version,
            "license": view.license,
            "hasDefinedTerm": [
                _without_none(
                    {"@type": "DefinedTerm", "@id": term.iri, "name": term.label, "description": term.definition}
                )
                for term in (*view.classes, *view.properties, *view.individuals)
            ],
        }
    )


def _without_none(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}
