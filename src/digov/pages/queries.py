"""The query behind a page: what a reader runs to see all of what the page shows a part of."""

from __future__ import annotations

from pyoxigraph import NamedNode

from digov.rdf.base import BASE_IRI


def query_about(iri: str) -> str:
    """Return a SPARQL query for every link from and to ``iri``, with the words behind it."""
    thing = f"<{iri.removeprefix(BASE_IRI)}>" if iri.startswith(BASE_IRI) else str(NamedNode(iri))
    title = " ".join(iri.removeprefix(BASE_IRI).split())
    return f"""\
# title: Everything about {title}
SELECT ?thing ?what ?leads_to ?words WHERE {{
  {{ {thing} ?what ?leads_to BIND({thing} AS ?thing) }}
  UNION
  {{ ?thing ?what {thing} FILTER(?what NOT IN (rdf:subject, rdf:object))
    OPTIONAL {{ ?statement rdf:object {thing} ; rdf:subject ?thing ; rdf:predicate ?what ; dg:evidence/oa:hasSelector/oa:exact ?words }} }}
}} ORDER BY ?what ?thing ?leads_to LIMIT 2000"""
