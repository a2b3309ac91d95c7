"""The census of a graph: what VoID counts of it, such as its triples, its classes and its links to other datasets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode, Quad

from digov.rdf.base import RDF, SDG, UNBIS, VOID, WD

LINKSETS: Final = (
    ("ror", "https://ror.org/"),
    ("sdg", SDG),
    ("unbis", UNBIS),
    ("un-documents", "https://docs.un.org/"),
    ("wikidata", WD),
)
"""Outside vocabularies that links lead to: the name of the linkset, and how their IRIs begin."""
_TYPE: Final = RDF + "type"


class Census:
    """Counts quads; each must be given once. Named graphs are counted together: a triple in two of them counts twice."""

    def __init__(self) -> None:
        self.graphs: Counter[str] = Counter()
        """Triples by the IRI of their graph."""
        self.uses: Counter[str] = Counter()
        """Triples by predicate."""
        self.links: Counter[tuple[str, str]] = Counter()
        """Links by linkset and predicate: they lead from what is not in that vocabulary to what is."""
        self.members: dict[str, set[str]] = {}
        """The members of each class."""
        self.subjects: set[str] = set()
        self.values: set[object] = set()

    @property
    def triples(self) -> int:
        """Return the number of triples of all graphs together."""
        return self.graphs.total()

    def including(self, quads: Iterable[Quad]) -> Census:
        """Return the census of what was counted and of ``quads``."""
        made = Census()
        made.graphs, made.uses, made.links = self.graphs.copy(), self.uses.copy(), self.links.copy()
        made.members = {kind: set(found) for kind, found in self.members.items()}
        made.subjects, made.values = set(self.subjects), set(self.values)
        for quad in quads:
            made._count(quad)
        return made

    def _count(self, quad: Quad) -> None:
        predicate, value = quad.predicate.value, quad.object
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
        self.graphs[quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""] += 1
        self.uses[predicate] += 1
        self.subjects.add(subject)
        self.values.add(value)
        if not isinstance(value, NamedNode):
            return
        if predicate == _TYPE:
            self.members.setdefault(value.value, set()).add(subject)
        # That VoID counts a term of another vocabulary is no link to it.
        if not predicate.startswith(VOID):
            for name, space in LINKSETS:
                if value.value.startswith(space) and not subject.startswith(space):
                    self.links[name, predicate] += 1
