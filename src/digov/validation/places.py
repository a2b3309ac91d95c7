"""Places: which entity or segment a node of the graph belongs to, in words that a person can look up."""

from __future__ import annotations

from pyoxigraph import NamedNode, Store

from digov.rdf.base import DG, ID, RDF, curie_of, id_of

_EVIDENCE = NamedNode(DG + "evidence")
_SUBJECT = NamedNode(RDF + "subject")


class Places:
    """Looks places up in a store that holds the whole graph."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, name: str) -> str:
        """Return the id of the segment or entity that the node ``name`` hangs on; a name outside the base as it is.

        An act gives its segment, a statement what it is about, an evidence or selector what its statement is about.
        """
        if name.startswith(f"{ID}evidence/"):
            evidence = NamedNode("/".join(name.split("/")[: len(ID.split("/")) + 1]))
            statements = [quad.subject.value for quad in self._store.quads_for_pattern(None, None, evidence)
                          if quad.predicate == _EVIDENCE and isinstance(quad.subject, NamedNode)]  # fmt: skip
            name = min(statements, default=name)
        if name.startswith(f"{ID}statement/"):
            subjects = [quad.object.value for quad in self._store.quads_for_pattern(NamedNode(name), _SUBJECT, None)
                        if isinstance(quad.object, NamedNode)]  # fmt: skip
            name = min(subjects, default=name)
        entity = id_of(name.partition("#")[0]) if name.startswith(ID) else None
        return entity or curie_of(name)
