"""Places: which entity or segment a node of the graph belongs to, in words that a person can look up."""

from __future__ import annotations

from pyoxigraph import NamedNode, Store

from digov.rdf.base import DG, ID, RDF, curie_of, id_of

_EVIDENCE = tuple(NamedNode(DG + name) for name in ("evidence", "beforeEvidence", "afterEvidence"))
_SUBJECT = NamedNode(RDF + "subject")
_SIDES = tuple(NamedNode(DG + name) for name in ("beforeSegment", "afterSegment"))
_COMPARED = tuple(f"{ID}{name}/" for name in ("change", "passage", "unit-link"))


class Places:
    """Looks places up in a store that holds the whole graph."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, name: str) -> str:
        """Return the id of the segment or entity that the node ``name`` hangs on; a name outside the base as it is.

        An act gives its segment, a statement what it is about, a change, passage or unit link the segment of its first side,
        else of the other; an evidence or selector what it is evidence of.
        """
        if name.startswith(f"{ID}evidence/"):
            evidence = NamedNode(_node(name))
            name = min(
                (
                    quad.subject.value
                    for quad in self._store.quads_for_pattern(None, None, evidence)
                    if quad.predicate in _EVIDENCE and isinstance(quad.subject, NamedNode)
                ),
                default=name,
            )
        if name.startswith(f"{ID}statement/"):
            name = min(self._objects(name, _SUBJECT), default=name)
        if name.startswith(_COMPARED):
            sides = [place for side in _SIDES for place in sorted(self._objects(_node(name), side))]
            name = sides[0] if sides else name
        entity = id_of(name.partition("#")[0]) if name.startswith(ID) else None
        return entity or curie_of(name)

    def _objects(self, name: str, predicate: NamedNode) -> list[str]:
        found = self._store.quads_for_pattern(NamedNode(name), predicate, None)
        return [quad.object.value for quad in found if isinstance(quad.object, NamedNode)]


def _node(name: str) -> str:
    """Return the node that ``name`` is a part of: an evidence's position, a passage's run."""
    return "/".join(name.split("/")[: len(ID.split("/")) + 1])
