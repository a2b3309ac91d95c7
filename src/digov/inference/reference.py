"""The reference: the whole OWL RL rule set by owlrl, slow and complete, for the consistency check and for the tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import owlrl
import rdflib
from pyoxigraph import Quad, Triple

from digov.inference.axioms import is_news, read_axioms
from digov.rdf.bridge import to_rdflib_graph, triple_from_rdflib

_ERROR: Final = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
_MESSAGE: Final = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def infer_with_owlrl(quads: Iterable[Quad], ontology: Iterable[Triple]) -> tuple[Triple, ...]:
    """Return what OWL RL entails about ``quads`` under ``ontology``, as :func:`digov.inference.infer` does, by owlrl.

    Contradictions are no entailments; :func:`consistency_errors` tells them. Slow: see docs/adr for the figures.
    """
    ontology = tuple(ontology)
    stated = {*(quad.triple for quad in quads), *ontology}
    terms = read_axioms(ontology).terms
    closure = _closure(stated)
    for node in list(closure.subjects(rdflib.RDF.type, _ERROR)):
        closure.remove((node, None, None))
    found = {triple for nodes in closure if (triple := triple_from_rdflib(*nodes)) is not None}
    return tuple(sorted((triple for triple in found - stated if is_news(triple, terms)), key=str))


def consistency_errors(quads: Iterable[Quad], ontology: Iterable[Triple]) -> tuple[str, ...]:
    """Return the contradictions that OWL RL finds, as sentences, sorted; none when ontology and data are consistent.

    A contradiction is a member of ``owl:Nothing`` or an error of owlrl, such as a thing in two disjoint classes.
    """
    closure = _closure({*(quad.triple for quad in quads), *ontology})
    errors = closure.subjects(rdflib.RDF.type, _ERROR)
    found = {str(text) for node in errors for text in closure.objects(node, _MESSAGE)}
    nothing = closure.subjects(rdflib.RDF.type, rdflib.OWL.Nothing)
    found.update(f"{node} is a member of owl:Nothing" for node in nothing)
    return tuple(sorted(found))


def _closure(stated: Iterable[Triple]) -> rdflib.Graph:
    graph = to_rdflib_graph(stated)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph
