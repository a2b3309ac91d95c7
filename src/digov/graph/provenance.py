"""The graph of provenance: what a release was made from, by what, and how much it holds. It knows no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import Final

from pyoxigraph import Quad

from digov.graph.census import LINKSETS, Census
from digov.graph.dataset import DATASET, SERIES, Scores, write_access, write_quality, write_statistics
from digov.graph.redline import producer_ref
from digov.graph.structure import source_ref
from digov.graph.terms import COMMENT, LABEL, RDF_TYPE, VERSION_INFO, dcat, dcterms, prov, spdx, void
from digov.model.evidence import Producer
from digov.model.keys import key_of
from digov.model.source import SourceText
from digov.model.statement import Literal, Ref, entity, term
from digov.rdf.about import LICENSE
from digov.rdf.base import BASE_IRI
from digov.rdf.terms import ALIGNMENT_GRAPH, PROVENANCE_GRAPH, QuadWriter

_LICENSE: Final = Ref(LICENSE)
_TITLE: Final = "Digital-governance instruments as a knowledge graph"
_ALIGNMENT: Final = "What comparing the documents with one another gave: units, changes, shared passages."
_COUNTED: Final = (
    "All counts are of the named graphs together, with this description of them, as the SPARQL endpoint answers for its "
    "default graph: a triple that stands in two graphs is counted in each. Entities are the subjects of triples, terms of "
    "other vocabularies that are described here among them. A link leads from a subject that is not in the other "
    "vocabulary to a term that is; statements of VoID about that term are none."
)
_TURNS: Final = 8
"""Turns after which the number of distinct objects is left out: its own literal may be one more object, or not."""
_ABOUT: Final = "Instruments of digital governance, what their segments do, and the words behind every link."


def provenance_quads(
    quads: Iterable[Quad],
    *,
    sources: Sequence[SourceText],
    producers: Iterable[Producer],
    version: str,
    dumps: Mapping[str, tuple[str, bool]] = MappingProxyType({}),
    scores: Scores = MappingProxyType({}),
) -> tuple[Quad, ...]:
    """Return the description of the graph ``quads``, in the graph of provenance.

    ``quads`` are all the others, with those of :func:`producer_quads`. The build is named by its inputs (``version`` of
    digov, checksums of the sources, producers), so that the same inputs give the same description. Its counts are those of all
    graphs together, this one with its counts included. ``dumps`` are the dumps that will stand beside the graph, by path with media
    type and whether gzip compresses them; ``scores`` how right the extractor was found to be.
    """
    held = frozenset(quads)
    ordered = sorted(sources, key=lambda source: source.instrument.slug)
    agents = sorted(set(producers))

    def describe(census: Census, *, objects: bool) -> tuple[Quad, ...]:
        writer = QuadWriter(PROVENANCE_GRAPH)
        _write_build(ordered, agents, version, writer)
        _write_dataset(census, ordered, version, writer)
        _write_linksets(census, writer)
        write_statistics(census, writer, objects=objects)
        write_access((source.instrument.slug for source in ordered), dumps, writer)
        write_quality(scores, writer)
        return writer.quads()

    return settle(held, describe)


def settle(held: frozenset[Quad], describe: Callable[..., tuple[Quad, ...]]) -> tuple[Quad, ...]:
    """Return what ``describe`` gives for the census of ``held`` and of itself.

    ``describe`` takes a census, and ``objects``, whether to give the number of distinct objects. No other count depends on the
    value of a count, only on which there are, and a description that was made of a larger census has no fewer; so it ends.
    """
    others = Census().including(held)
    said: tuple[Quad, ...] = ()
    for turn in count():
        again = describe(others.including(quad for quad in said if quad not in held), objects=turn < _TURNS)
        if again == said:
            break
        said = again
    return said


def producer_quads(producers: Iterable[Producer]) -> tuple[Quad, ...]:
    """Return who the producers are, in the graph of provenance; evidence names them, so this comes before inference."""
    writer = QuadWriter(PROVENANCE_GRAPH)
    for producer in sorted(set(producers)):
        agent = producer_ref(producer)
        writer.add(agent, RDF_TYPE, term("Producer"))
        writer.add(agent, LABEL, Literal(producer.title or producer.id, language="en"))
        writer.add(agent, VERSION_INFO, Literal(producer.version))
    return writer.quads()


def _write_build(
    sources: Sequence[SourceText], producers: Sequence[Producer], version: str, writer: QuadWriter
) -> None:
    """Write the activity: what it used, who took part under which plan, what it gave."""
    inputs = [f"{source.instrument.slug} {source.sha256}" for source in sources]
    makers = [f"{producer.id} {producer.version}" for producer in producers]
    build = entity(f"activity/build/{key_of('build', version, len(inputs), *inputs, *makers)}")
    writer.add(build, RDF_TYPE, prov("Activity"))
    writer.add(build, LABEL, Literal(f"build with digov {version}", language="en"))
    writer.add(build, VERSION_INFO, Literal(version))
    writer.add(build, prov("generated"), DATASET)
    for source in sources:
        stored = source_ref(source.instrument)
        checksum = stored.child("checksum")
        writer.add(build, prov("used"), stored)
        writer.add(stored, spdx("checksum"), checksum)
        writer.add(checksum, RDF_TYPE, spdx("Checksum"))
        writer.add(checksum, spdx("algorithm"), spdx("checksumAlgorithm_sha256"))
        writer.add(checksum, spdx("checksumValue"), Literal(source.sha256))
    for producer in producers:
        agent = producer_ref(producer)
        association = build.child(f"association/{producer.id}")
        plan = entity(f"plan/{producer.id}/{producer.version}")
        writer.add(build, prov("wasAssociatedWith"), agent)
        writer.add(build, prov("qualifiedAssociation"), association)
        writer.add(association, RDF_TYPE, prov("Association"))
        writer.add(association, prov("agent"), agent)
        writer.add(association, prov("hadPlan"), plan)
        writer.add(plan, RDF_TYPE, prov("Plan"))
        writer.add(plan, LABEL, Literal(f"{producer.kind} {producer.id}, version {producer.version}", language="en"))


def _write_dataset(census: Census, sources: Sequence[SourceText], version: str, writer: QuadWriter) -> None:
    """Write the dataset and its named graphs, with the number of triples in each."""
    writer.add(SERIES, RDF_TYPE, dcat("DatasetSeries"))
    writer.add(SERIES, dcterms("title"), Literal(f"{_TITLE}, all releases", language="en"))
    writer.add(DATASET, RDF_TYPE, dcat("Dataset"), void("Dataset"))
    writer.add(DATASET, dcat("inSeries"), SERIES)
    writer.add(DATASET, dcat("version"), Literal(version))
    writer.add(DATASET, VERSION_INFO, Literal(version))
    writer.add(DATASET, dcterms("title"), Literal(_TITLE, language="en"))
    writer.add(DATASET, dcterms("description"), Literal(_ABOUT, language="en"))
    writer.add(DATASET, COMMENT, Literal(_COUNTED, language="en"))
    writer.add(DATASET, dcterms("license"), _LICENSE)
    writer.add(DATASET, void("uriSpace"), Literal(BASE_IRI))
    writer.add(DATASET, void("triples"), Literal.integer(census.triples))
    for source in sources:
        writer.add(DATASET, prov("wasDerivedFrom"), source_ref(source.instrument))
        writer.add(Ref(f"graph/{source.instrument.slug}"), dcterms("source"), source_ref(source.instrument))
    for name, size in sorted(census.graphs.items()):
        graph = Ref(name)
        writer.add(DATASET, void("subset"), graph)
        writer.add(graph, RDF_TYPE, void("Dataset"))
        writer.add(graph, void("triples"), Literal.integer(size))
        if graph.name == ALIGNMENT_GRAPH.iri(BASE_IRI):
            writer.add(graph, dcterms("description"), Literal(_ALIGNMENT, language="en"))


def _write_linksets(census: Census, writer: QuadWriter) -> None:
    """Write the links to each outside vocabulary, by predicate, with their number."""
    spaces = dict(LINKSETS)
    for (name, predicate), number in sorted(census.links.items()):
        linkset = Ref(f"linkset/{name}/{key_of(predicate)[:8]}")
        target = Ref(f"linkset/{name}")
        writer.add(DATASET, void("subset"), linkset)
        writer.add(linkset, RDF_TYPE, void("Linkset"))
        writer.add(linkset, void("subjectsTarget"), DATASET)
        writer.add(linkset, void("objectsTarget"), target)
        writer.add(linkset, void("linkPredicate"), Ref(predicate))
        writer.add(linkset, void("triples"), Literal.integer(number))
        writer.add(target, RDF_TYPE, void("Dataset"))
        writer.add(target, void("uriSpace"), Literal(spaces[name]))
