"""Where a cell of a result leads: to a query about the thing that it names, which a reader can see, change and run again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from digov.rdf.base import BASE_IRI, SDG, id_of

_SEGMENT: Final = """\
# title: {title}
SELECT DISTINCT ?of ?what ?leads_to ?words ?from ?to WHERE {{
  {{ {segment}
    ?segment dg:text ?words ; dg:start ?from ; dg:end ?to . BIND(?segment AS ?of) BIND(dg:text AS ?what) }}
  UNION
  {{ {segment}
    ?of dg:statedIn? ?segment .
    ?statement rdf:subject ?of ; rdf:predicate ?what ; rdf:object ?leads_to ; dg:evidence ?evidence .
    ?evidence oa:hasSelector/oa:exact ?words ; oa:hasSelector ?place . ?place oa:start ?from ; oa:end ?to . }}
}} ORDER BY DESC(?what = dg:text) ?from ?to ?of ?what ?leads_to"""
_INSTRUMENT: Final = """\
# title: {title}
SELECT ?segment ?number ?words WHERE {{
  ?segment dg:inInstrument {thing} ; dg:text ?words ; dg:order ?order .
  OPTIONAL {{ ?segment eli:number ?number }}
}} ORDER BY ?order"""
_ENTITY: Final = """\
# title: {title}
SELECT ?instrument ?paragraph ?what ?words WHERE {{
  {{ SELECT DISTINCT ?what ?words WHERE {{
      GRAPH ?graph {{ {thing} ?what ?words }} FILTER(?graph != <graph/inferred> && ?what != rdf:type) }} }}
  UNION
  {{ ?statement rdf:object {thing} ; rdf:predicate ?what ; rdf:subject ?subject ; dg:evidence/oa:hasSelector/oa:exact ?words .
    ?subject dg:statedIn? ?segment . ?segment dg:inInstrument ?instrument ; dg:order ?order .
    OPTIONAL {{ ?segment eli:number ?paragraph }} }}
}} ORDER BY ?instrument ?order ?what ?words"""
_ENTITIES: Final = ("action-line/", "body/", "deadline/", "group/", "session/", "topic/")
"""Ids that begin so name things that segments speak of."""


class Linker:
    """Knows what an IRI names, from its form and the slugs of the instruments that the release holds."""

    def __init__(self, instruments: Collection[str]) -> None:
        self._instruments = frozenset(instruments)

    def of_iri(self, iri: str) -> str:
        """Return the address of the page about ``iri``.

        An instrument leads to its segments, a segment to what it says and in which words, an entity, a goal or a cited work to its
        labels and to where it is named; everything else to its triples.
        """
        name = id_of(iri) or ""
        slug, _, rest = name.partition("/")
        thing = _written(iri)
        if slug in self._instruments and not rest:
            return _page(_INSTRUMENT.format(title=f"The segments of {name}", thing=thing))
        if slug in self._instruments and rest and "#" not in rest and rest != "eng":
            return _page(
                _SEGMENT.format(title=f"What {name} says, and where", segment=f"VALUES ?segment {{ {thing} }}")
            )
        if name.startswith(_ENTITIES) or iri.startswith(SDG) or (name and not rest):
            title = name or iri.replace(SDG, "sdg:")
            return _page(_ENTITY.format(title=f"What is said of {title}, and where", thing=thing))
        return _page(f"DESCRIBE {thing}")

    def of_paragraph(self, instrument: str, number: str) -> str | None:
        """Return the address of the page about the segment with the printed ``number``; ``None`` when the instrument is not held."""
        name = id_of(instrument)
        if name not in self._instruments:
            return None
        segment = f"?segment dg:inInstrument {_written(instrument)} ; eli:number {Literal(number)} ."
        title = " ".join(f"What {name} says in {number}, and where".split())
        return _page(_SEGMENT.format(title=title, segment=segment))


def _written(iri: str) -> str:
    """Return ``iri`` as it is written in a query: relative to the base where it lies below it."""
    return f"<{iri.removeprefix(BASE_IRI)}>" if id_of(iri) else str(NamedNode(iri))


def _page(query: str) -> str:
    return f"/sparql?query={quote(query)}&format=html"
