"""A made-up graph of the size and form of the real one, that keeps every shape: to measure with, and to test reasoners on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

BASE = "https://w3id.org/digov/"
_PREFIXES = {
    "a": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dg": f"{BASE}ns#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "language": "http://publications.europa.eu/resource/authority/language/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sdg": "http://metadata.un.org/sdg/",
    "sdgo": "http://metadata.un.org/sdg/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "undo": "https://w3id.org/un/ontology/undo/",
}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_KINDS = (("request", "Request", 17), ("commit", "Commitment", 16), ("recall", "Recall", 3), ("welcome", "Welcome", 6))
Value = str | int | bool | Literal


def synthetic_quads(
    ontology: Path, *, documents: int = 5, segments: int = 130, acts: int = 2, bodies: int = 130
) -> tuple[Quad, ...]:
    """Return the quads: ``documents`` of ``segments`` paragraphs and items with ``acts`` each, over the real ontology.

    The defaults give about 650 segments, 1,300 acts, 8,000 statements and 160,000 triples.
    """
    quads = list(vocabulary(ontology))
    quads += _lexicon(bodies)
    for number in range(documents):
        quads += _Document(f"made-up-{number}", segments, acts, bodies).quads()
    return tuple(quads)


def vocabulary(ontology: Path) -> Iterator[Quad]:
    """Yield the ontology and the act types in the graph of vocabularies."""
    graph = NamedNode(f"{BASE}graph/vocabulary")
    for name in ("core.ttl", "outside.ttl", "prefixes.ttl", "concepts/act-types.ttl"):
        for quad in parse((ontology / name).read_bytes(), format=RdfFormat.TURTLE, base_iri=BASE):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _node(name: str) -> NamedNode:
    prefix, colon, local = name.partition(":")
    if name == "a":
        return NamedNode(_PREFIXES["a"])
    return NamedNode(_PREFIXES[prefix] + local) if colon else NamedNode(f"{BASE}id/{name}")


def _term(value: Value) -> NamedNode | Literal:
    if isinstance(value, Literal):
        return value
    if isinstance(value, bool):
        return Literal(str(value).lower(), datatype=NamedNode(f"{_XSD}boolean"))
    if isinstance(value, int):
        return Literal(str(value), datatype=NamedNode(f"{_XSD}integer"))
    return _node(value)


def _rows(graph: str, subject: str, *pairs: tuple[str, Value]) -> Iterator[Quad]:
    for predicate, value in pairs:
        yield Quad(_node(subject), _node(predicate), _term(value), NamedNode(f"{BASE}graph/{graph}"))


def _lexicon(bodies: int) -> Iterator[Quad]:
    for scheme in ("body", "topic"):
        label = Literal(scheme, language="en")
        yield from _rows("vocabulary", scheme, ("a", "skos:ConceptScheme"), ("skos:prefLabel", label))
    for number in range(bodies):
        name = f"body/made-up-{number}"
        yield from _rows(
            "vocabulary", name, ("a", "dg:Body"), ("a", "org:FormalOrganization"), ("dg:bodyKind", Literal("forum")),
            ("skos:prefLabel", Literal(f"Body {number}", language="en")), ("skos:inScheme", "body"),
        )  # fmt: skip
        if number:
            yield from _rows("vocabulary", name, ("org:subOrganizationOf", f"body/made-up-{number // 2}"))
    for kind, _, _ in _KINDS:
        label = Literal(kind, language="en")
        yield from _rows(
            "vocabulary",
            f"verb/{kind}",
            ("a", "dg:Verb"),
            ("skos:prefLabel", label),
            ("dg:actType", f"act-type/{kind}"),
        )
    for goal in range(1, 18):
        label = Literal(f"Goal {goal}", language="en")
        yield from _rows("vocabulary", f"sdg:{goal}", ("a", "sdgo:Goal"), ("skos:prefLabel", label))
    for topic in range(20):
        label = Literal(f"Topic {topic}", language="en")
        name = f"topic/made-up-{topic}"
        yield from _rows("vocabulary", name, ("a", "dg:Topic"), ("skos:prefLabel", label), ("skos:inScheme", "topic"))
        if topic:
            yield from _rows("vocabulary", name, ("skos:broader", f"topic/made-up-{topic // 2}"))


class _Document:
    def __init__(self, slug: str, segments: int, acts: int, bodies: int) -> None:
        self.slug, self.acts, self.bodies = slug, acts, bodies
        words = "requests the made-up body to report on access and skills by the year 2030 and each year (SDG 9)"
        self.texts = [f"{number}. Paragraph {number} {words}; {words}." for number in range(1, segments + 1)]
        self.text = "\n".join(self.texts)
        self.sha256 = hashlib.sha256(self.text.encode()).hexdigest()
        self.count = 0

    def rows(self, subject: str, *pairs: tuple[str, Value]) -> Iterator[Quad]:
        return _rows(self.slug, subject, *pairs)

    def quads(self) -> Iterator[Quad]:
        slug, eng = self.slug, f"{self.slug}/eng"
        title = Literal(f"Made-up instrument {slug}", language="en")
        yield from self.rows(
            slug, ("a", "dg:Instrument"), ("a", "undo:Resolution"), ("dcterms:title", title),
            ("dg:draftStatus", Literal("final")), ("eli:id_local", Literal(f"E/{slug}")),
        )  # fmt: skip
        yield from self.rows(
            eng, ("a", "dg:Document"), ("a", "undo:DocumentVersion"), ("eli:realizes", slug), ("eli:title", title),
            ("eli:language", "language:ENG"), ("dg:source", f"source/{slug}"),
        )  # fmt: skip
        yield from self.rows(
            f"source/{slug}", ("a", "dg:Source"), ("dg:sha256", Literal(self.sha256)), ("dg:text", Literal(self.text)),
            ("dg:length", len(self.text)), ("dg:filename", Literal("text.txt")), ("dc:rights", Literal("Made up.")),
            ("dc:source", Literal("Made up.")),
        )  # fmt: skip
        yield from self.rows(
            "producer/made-up/1", ("a", "dg:Producer"), ("rdfs:label", Literal("made up")),
            ("owl:versionInfo", Literal("1")),
        )  # fmt: skip
        yield from self.rows(
            "deadline/year/2030", ("a", "dg:Deadline"), ("dg:deadlineKind", Literal("year")),
            ("dg:deadlineValue", Literal("2030")), ("dg:dueYear", 2030),
            ("time:inXSDgYear", Literal("2030", datatype=NamedNode(f"{_XSD}gYear"))),
        )  # fmt: skip
        start = 0
        for number, text in enumerate(self.texts, start=1):
            yield from self.segment(number, text, start)
            start += len(text) + 1

    def segment(self, number: int, text: str, start: int) -> Iterator[Quad]:
        chapeau = number - number % 4 or 1
        item = number % 4 != 0 and number != chapeau
        name = f"{self.slug}/para_{number}"
        parent = f"{self.slug}/para_{chapeau}" if item else self.slug
        yield from self.rows(
            name, ("a", "dg:Item" if item else "dg:Paragraph"), ("dg:inDocument", f"{self.slug}/eng"),
            ("dg:inInstrument", self.slug), ("eli:is_part_of", parent), ("eli:number", Literal(str(number))),
            ("dg:text", Literal(text)), ("dg:start", start), ("dg:end", start + len(text)), ("dg:order", number),
            ("dg:part", Literal("main")),
        )  # fmt: skip
        links: list[tuple[str, Value]] = [
            ("dg:mentionsBody", f"body/made-up-{number % self.bodies}"),
            ("eli:is_about", f"topic/made-up-{number % 20}"),
            ("dg:hasDeadline", "deadline/year/2030"),
            ("dcterms:subject", f"sdg:{number % 17 + 1}"),
            ("eli:cites", f"made-up-{number % 5}"),
        ]
        for predicate, value in links:
            yield from self.state(name, predicate, value, start + number % 50)
        timing = f"{name}#timing-1"
        yield from self.rows(
            timing, ("a", "dg:TimingMention"), ("dg:statedIn", name), ("dg:deadline", "deadline/year/2030"),
            ("dg:timingRelation", Literal("by")),
        )  # fmt: skip
        for place in range(1, self.acts + 1):
            kind, act_class, force = _KINDS[(number + place) % len(_KINDS)]
            act = f"{name}#act-{place}"
            yield from self.rows(
                act, ("dg:statedIn", name), ("dg:actType", f"act-type/{kind}"), ("dg:verb", f"verb/{kind}"),
                ("dg:force", force), ("dg:dueYear", 2030),
            )  # fmt: skip
            stated: list[tuple[str, Value]] = [
                ("a", f"dg:{act_class}"),
                ("dg:addressee", f"body/made-up-{(number + place) % self.bodies}"),
                ("dg:due", "deadline/year/2030"),
                ("dcterms:subject", f"sdg:{number % 17 + 1}"),
            ]
            for predicate, value in stated:
                yield from self.state(act, predicate, value, start + place)

    def state(self, subject: str, predicate: str, value: Value, start: int) -> Iterator[Quad]:
        """Yield a direct link with its statement and an evidence of its own."""
        self.count += 1
        end = start + 12
        statement = f"statement/{self.slug}-{self.count}"
        evidence = f"evidence/{self.slug}-{self.count}"
        yield from self.rows(subject, (predicate, value))
        yield from self.rows(
            statement, ("a", "dg:Statement"), ("rdf:subject", subject), ("rdf:object", value),
            ("rdf:predicate", "rdf:type" if predicate == "a" else predicate), ("dg:evidence", evidence),
        )  # fmt: skip
        yield from self.rows(
            evidence, ("a", "oa:SpecificResource"), ("oa:hasSource", f"source/{self.slug}"),
            ("oa:hasSelector", f"{evidence}/position"), ("oa:hasSelector", f"{evidence}/quote"),
            ("dg:producer", "producer/made-up/1"), ("dg:sourceSha256", Literal(self.sha256)),
        )  # fmt: skip
        yield from self.rows(
            f"{evidence}/position", ("a", "oa:TextPositionSelector"), ("oa:start", start), ("oa:end", end)
        )
        yield from self.rows(
            f"{evidence}/quote", ("a", "oa:TextQuoteSelector"), ("oa:exact", Literal(self.text[start:end])),
            ("oa:prefix", Literal(self.text[max(0, start - 32) : start])),
            ("oa:suffix", Literal(self.text[end : end + 32])),
        )  # fmt: skip


def triples_of(quads: Iterable[Quad]) -> int:
    """Return how many different triples ``quads`` hold."""
    return len({quad.triple for quad in quads})
