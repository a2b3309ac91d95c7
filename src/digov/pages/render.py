"""From a document's path to its page. The same release, path and way of linking give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from typing import Any, Final

import msgspec
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from digov.pages import jsonld
from digov.pages.comparison_view import is_comparison, view_comparison
from digov.pages.describe import EVIDENCE
from digov.pages.entity_view import Property, properties_of, view_entity
from digov.pages.instrument_view import anchor_of, view_instrument
from digov.pages.library import Library
from digov.pages.links import Links
from digov.pages.ontology_view import view_ontology
from digov.pages.places import Place, place_of, topic_of
from digov.pages.queries import query_about
from digov.pages.reader import RDF_TYPE
from digov.pages.said import Named
from digov.pages.segment_page import view_one
from digov.pages.statement_view import view_evidence, view_statement
from digov.pages.tables import pieces
from digov.pages.words import plain
from digov.rdf.base import BASE_IRI, DG, ID, OA, SKOS, curie_of, id_of

STYLE: Final = "style.css"
"""Fixed path of the style sheet that all pages use."""
MAX_MEMBERS: Final = 2_000
"""Most members of a concept scheme that its page lists."""


_PLAIN: Final = frozenset({RDF_TYPE, DG + "inDocument"})


class Page(msgspec.Struct, frozen=True):
    """A page: its title, and its HTML."""

    title: str
    html: str


def environment(*packages: str) -> Environment:
    """Return a template environment over ``templates/`` of this package and before it of ``packages``; it escapes all values.

    All templates are read here: an upgrade in place changes files below a server that runs, and new ones need not fit it.
    """
    loaders = [PackageLoader(package) for package in (*packages, "digov.pages")]
    made = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters.update(curie=curie_of, anchor=anchor_of, pieces=pieces, plain=plain)
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)
    return made


@cache
def style_sheet() -> str:
    """Return the style sheet of the pages."""
    loader = PackageLoader("digov.pages")
    return loader.get_source(Environment(loader=loader, autoescape=True), STYLE)[0]


def navigation(links: Links) -> list[tuple[str, str]]:
    """Return the links at the head of every page: words and address."""
    start = links.fixed("")
    places = [("Bodies", "doc/body"), ("Goals", "doc/sdg"), ("Topics", "doc/topic"), ("Ontology", "ns")]
    return [
        ("Instruments", f"{start}#instruments"),
        *((words, links.page(Place(document))) for words, document in places),
        ("Questions", f"{start}#questions"),
        ("SPARQL", links.fixed("sparql")),
    ]


@cache
def sources_of_pages() -> bytes:
    """Return all templates and the style sheet, one after another: what decides how pages look; read once, as they are."""
    loader = PackageLoader("digov.pages")
    made = Environment(loader=loader, autoescape=True)
    return "\n".join(loader.get_source(made, name)[0] for name in sorted(loader.list_templates())).encode()


class Renderer:
    """Renders the documents of one release as pages."""

    def __init__(self, library: Library, public_base: str = BASE_IRI) -> None:
        """Make a renderer whose pages name their public addresses under ``public_base``."""
        self._library = library
        self._public_base = public_base
        self._environment = environment()

    def page(self, document: str, links: Links) -> Page | None:
        """Return the page of ``document`` with links as ``links`` writes them; ``None`` when there is no such document."""
        if not self._library.catalogue.holds(document):
            return None
        topic = topic_of(document)
        name, title, values, data = self._view(document, topic)
        html = self._environment.get_template(name).render(
            title=title,
            topic=topic,
            canonical=self._public_base + Place(document).address,
            document=document,
            formats=[(suffix[1:], links.file(document, suffix)) for suffix in links.suffixes],
            data=jsonld.encode(data) if data else None,
            query=links.query(query_about(topic)),
            href=_Href(self._library, links),
            fixed=links.fixed,
            navigation=navigation(links),
            **values,
        )
        return Page(title, html)

    def preview(self, iri: str, links: Links) -> str:
        """Return a card about an entity, small enough for a frame of 430 by 300."""
        view = view_entity(self._library, iri)
        return self._environment.get_template("preview.html").render(view=view, fixed=links.fixed)

    def refusal(self, status: int, message: str, remedy: str, others: Sequence[tuple[str, str]], links: Links) -> str:
        """Return the page of an error, with ``others`` (words, address) that may be what was meant."""
        reason = HTTPStatus(status).phrase
        return self._environment.get_template("refusal.html").render(
            status=status,
            reason=reason,
            message=message,
            remedy=remedy,
            others=others,
            fixed=links.fixed,
            navigation=navigation(links),
        )

    def _view(self, document: str, topic: str) -> tuple[str, str, dict[str, object], dict[str, Any] | None]:
        """Return the template for ``document``, its title, its view, and its facts for search engines."""
        reader = self._library.reader
        if document == "ns":
            ontology = view_ontology(self._library)
            return "ontology.html", ontology.title, {"view": ontology}, jsonld.of_ontology(ontology)
        if reader.word(topic, DG + "text") is not None and reader.iri(topic, DG + "inInstrument") is not None:
            segment = view_one(self._library, topic)
            facts = jsonld.of_segment(segment.segment, segment.instrument.iri, segment.text)
            return "segment.html", segment.title, {"view": segment}, facts
        if next(iter(reader.subjects(DG + "inInstrument", topic, 1)), None) is not None:
            work = view_instrument(self._library, topic)
            return "instrument.html", work.title, {"view": work}, jsonld.of_instrument(work)
        resting = view_statement(self._library, topic) if reader.iri(topic, EVIDENCE) else None
        resting = resting or (view_evidence(self._library, topic) if reader.iri(topic, OA + "hasSource") else None)
        if resting is not None:
            title = "Statement" if reader.iri(topic, EVIDENCE) else "Evidence"
            return "statement.html", f"{title} {topic.rpartition('/')[2][:8]}", {"view": resting}, None
        if is_comparison(self._library, topic):
            comparison = view_comparison(self._library, topic)
            return "comparison.html", comparison.title, {"view": comparison}, None
        entity = view_entity(self._library, topic)
        members = self._members(topic)
        tabled = {line.anchor for one in entity.partitions for line in one.lines}
        fragments = [(anchor, found) for anchor, found in self._fragments(document) if anchor not in tabled]
        values = {"view": entity, "members": members, "fragments": fragments}
        return "entity.html", entity.title, values, jsonld.of_entity(self._library, entity)

    def _members(self, topic: str) -> list[Named]:
        """Return the members of a concept scheme by their labels."""
        reader = self._library.reader
        found = [Named(one, reader.label(one)) for one in reader.subjects(SKOS + "inScheme", topic, MAX_MEMBERS)]
        return sorted(found, key=lambda member: (_natural(member), member.iri))

    def _fragments(self, document: str) -> list[tuple[str, tuple[Property, ...]]]:
        """Return the fragments that ``document`` describes, each with its anchor and its properties."""
        library = self._library
        found = library.catalogue.fragments(document)
        return [(iri.partition("#")[2], properties_of(library, library.reader.outgoing(iri), _PLAIN)) for iri in found]


class _Href:
    """Finds the link to an IRI: a page of ours, or the IRI itself where that can be opened."""

    def __init__(self, library: Library, links: Links) -> None:
        self._library = library
        self._links = links

    def __call__(self, iri: str) -> str | None:
        place = place_of(iri)
        if place is not None and (iri.startswith(BASE_IRI) or self._library.catalogue.holds(place.document)):
            return self._links.page(place)
        return iri if iri.startswith(("https://", "http://")) else None


def _natural(member: Named) -> tuple[str, ...]:
    """Return a key by which labels with numbers stand in the order of the numbers."""
    words = member.words.casefold().replace(".", " ").split()
    name = (id_of(member.iri) or member.iri.rpartition("/")[2]) if not member.iri.startswith(ID) else ""
    return tuple(part.zfill(4) if part.isdigit() else part for part in (name.replace(".", " ").split() or words))
