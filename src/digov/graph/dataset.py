"""How the dataset is described: what it holds (VoID), where it can be had (DCAT), how right it was found to be (DQV)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from digov.graph.census import Census
from digov.graph.terms import LABEL, RDF_TYPE, dcat, dcterms, dqv, prov, void
from digov.model.statement import Literal, Ref, entity
from digov.rdf.about import KEYWORDS
from digov.rdf.base import BASE_IRI, PREFIXES, curie_of
from digov.rdf.terms import QuadWriter

DATASET: Final = Ref("dataset")
SERIES: Final = Ref("dataset-series")
SERVICE: Final = DATASET.fragment("sparql")
PUBLISHER: Final = DATASET.fragment("publisher")
Scores = Mapping[str, Mapping[str, float]]
"""F1 by half of the gold annotation (``dev``, ``held-out``) and field."""

_ENDPOINT: Final = Ref("sparql")
_PROTOCOL: Final = Ref("https://www.w3.org/TR/sparql11-protocol/")
_GZIP: Final = Ref("https://www.iana.org/assignments/media-types/application/gzip")
_FORMATS: Final = ("JSON-LD", "N-Quads", "N-Triples", "RDF_XML", "TriG", "Turtle")
_HALVES: Final = {
    "dev": "the half of the gold annotation of the five documents that the rules were developed with",
    "held-out": "the half of the gold annotation of the five documents that is only used for reporting",
}


def write_statistics(census: Census, writer: QuadWriter, *, objects: bool = True) -> None:
    """Write how many things the graphs hold: of each class, with each property, in all; ``objects`` are counted if asked for."""
    totals = {
        "distinctSubjects": len(census.subjects),
        "entities": len(census.subjects),
        "classes": len(census.members),
        "properties": len(census.uses),
        **({"distinctObjects": len(census.values)} if objects else {}),
    }
    for name, count in totals.items():
        writer.add(DATASET, void(name), Literal.integer(count))
    for kind, found in sorted(census.members.items()):
        part = DATASET.fragment(f"class-{_slug(kind)}")
        writer.add(DATASET, void("classPartition"), part)
        writer.add(part, RDF_TYPE, void("Dataset"))
        writer.add(part, void("class"), Ref(kind))
        writer.add(part, void("entities"), Literal.integer(len(found)))
    for name, count in sorted(census.uses.items()):
        part = DATASET.fragment(f"property-{_slug(name)}")
        writer.add(DATASET, void("propertyPartition"), part)
        writer.add(part, RDF_TYPE, void("Dataset"))
        writer.add(part, void("property"), Ref(name))
        writer.add(part, void("triples"), Literal.integer(count))
    names = (*census.uses, *census.members)
    spaces = [space for space in PREFIXES.values() if any(name.startswith(space) for name in names)]
    writer.add(DATASET, void("vocabulary"), *(Ref(space) for space in sorted(spaces)))


def _slug(iri: str) -> str:
    """Return a name for the IRI of a class or property that can stand in a fragment: its CURIE with a hyphen."""
    return _hyphened(curie_of(iri).removeprefix("http://").removeprefix("https://"))


def _hyphened(words: str) -> str:
    """Return ``words`` with a hyphen for each character that a fragment had better not hold."""
    return "".join(char if char.isascii() and (char.isalnum() or char in "_.") else "-" for char in words)


def write_access(slugs: Iterable[str], dumps: Mapping[str, tuple[str, bool]], writer: QuadWriter) -> None:
    """Write where the dataset can be had: the endpoint, the dumps, examples of what is in it.

    ``dumps`` gives for the path of each its media type and whether it is compressed with gzip; ``slugs`` name the
    instruments.
    """
    writer.add(PUBLISHER, RDF_TYPE, prov("Agent"))
    writer.add(PUBLISHER, LABEL, Literal("The digov contributors", language="en"))
    for held in (DATASET, SERIES):
        writer.add(held, dcterms("publisher"), PUBLISHER)
    writer.add(DATASET, dcat("keyword"), *(Literal(word, language="en") for word in KEYWORDS))
    writer.add(DATASET, dcat("landingPage"), Ref(BASE_IRI))
    writer.add(DATASET, void("sparqlEndpoint"), _ENDPOINT)
    writer.add(DATASET, void("exampleResource"), *(entity(slug) for slug in slugs))
    writer.add(DATASET, void("feature"), *(Ref(f"http://www.w3.org/ns/formats/{name}") for name in _FORMATS))
    writer.add(SERVICE, RDF_TYPE, dcat("DataService"))
    writer.add(SERVICE, dcterms("title"), Literal("SPARQL endpoint", language="en"))
    writer.add(SERVICE, dcat("endpointURL"), _ENDPOINT)
    writer.add(SERVICE, dcat("endpointDescription"), _ENDPOINT)
    writer.add(SERVICE, dcat("servesDataset"), DATASET)
    writer.add(SERVICE, dcterms("conformsTo"), _PROTOCOL)
    for path, (media_type, compressed) in sorted(dumps.items()):
        _write_distribution(path, media_type, compressed, writer)


def _write_distribution(path: str, media_type: str, compressed: bool, writer: QuadWriter) -> None:
    file, distribution = Ref(path), DATASET.fragment(path)
    writer.add(DATASET, dcat("distribution"), distribution)
    writer.add(distribution, RDF_TYPE, dcat("Distribution"))
    writer.add(distribution, dcterms("title"), Literal(path.rpartition("/")[2]))
    writer.add(distribution, dcat("downloadURL"), file)
    writer.add(distribution, dcat("accessURL"), file)
    kind = Ref(f"https://www.iana.org/assignments/media-types/{media_type}")
    writer.add(distribution, dcat("mediaType"), kind)
    writer.add(distribution, dcat("compressFormat"), _GZIP if compressed else None)
    if not media_type.endswith("parquet"):
        writer.add(DATASET, void("dataDump"), file)


def write_quality(scores: Scores, writer: QuadWriter) -> None:
    """Write the F1 of each field on each half of the gold annotation, as measurements of the dataset's quality."""
    accuracy = DATASET.fragment("accuracy")
    fields = sorted({field for half in scores.values() for field in half})
    if fields:
        writer.add(accuracy, RDF_TYPE, dqv("Dimension"))
        writer.add(accuracy, LABEL, Literal("accuracy of the extraction", language="en"))
    for half in sorted(scores):
        gold = DATASET.fragment(f"gold-{_hyphened(half)}")
        writer.add(gold, RDF_TYPE, prov("Entity"))
        writer.add(gold, LABEL, Literal(_HALVES.get(half, f"the part {half} of the gold annotation"), language="en"))
    for field in fields:
        metric = DATASET.fragment(f"metric-{_hyphened(field)}")
        words = f"F1 of {field}, compared with segments annotated by hand"
        writer.add(metric, RDF_TYPE, dqv("Metric"))
        writer.add(metric, LABEL, Literal(words, language="en"))
        writer.add(metric, dqv("expectedDataType"), Ref("http://www.w3.org/2001/XMLSchema#decimal"))
        writer.add(metric, dqv("inDimension"), accuracy)
        for half, found in sorted(scores.items()):
            if field in found:
                measured = DATASET.fragment(f"quality-{_hyphened(half)}-{_hyphened(field)}")
                writer.add(DATASET, dqv("hasQualityMeasurement"), measured)
                writer.add(measured, RDF_TYPE, dqv("QualityMeasurement"))
                writer.add(measured, LABEL, Literal(f"{words} ({half})", language="en"))
                writer.add(measured, prov("wasDerivedFrom"), DATASET.fragment(f"gold-{_hyphened(half)}"))
                writer.add(measured, dqv("computedOn"), DATASET)
                writer.add(measured, dqv("isMeasurementOf"), metric)
                writer.add(measured, dqv("value"), Literal.decimal(found[field]))
