"""Every kind of change and relation that the program tells has its concept or property in the ontology."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from rdflib import Graph, URIRef

from digov.model.alignment import ChangeKind

ONTOLOGY = Path(__file__).parents[2] / "ontology" / "alignment.ttl"
SCHEME = "https://w3id.org/digov/id/change-kind/"


def test_every_kind_of_change_is_a_concept() -> None:
    graph = Graph().parse(ONTOLOGY, publicID="https://w3id.org/digov/")
    kind = URIRef("https://w3id.org/digov/ns#ChangeKind")
    concepts = {str(found).removeprefix(SCHEME) for found in graph.subjects(None, kind)}
    assert concepts >= set(get_args(ChangeKind))
