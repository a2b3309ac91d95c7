"""The graph of comparisons: what became of units, what changed in them, and which passages instruments share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pyoxigraph import Quad

from digov.graph.evidence import write_evidence
from digov.graph.redline import producer_ref, status_ref, tier_ref
from digov.graph.terms import RDF_TYPE
from digov.model.alignment import (
    PASSAGES,
    UNITS,
    Change,
    ChangeKind,
    Comparison,
    Passage,
    Run,
    UnitAlignment,
    UnitLink,
    UnitRelation,
)
from digov.model.evidence import Evidence, Producer
from digov.model.keys import key_of
from digov.model.statement import Literal, Ref, entity, slug_of, term
from digov.rdf.base import SDG
from digov.rdf.terms import ALIGNMENT_GRAPH, QuadWriter

UNIT_EDGES: Final[dict[UnitRelation, Ref]] = {
    "same": term("sameTextAs"),
    "renumbered": term("renumberedTo"),
    "edited": term("editedInto"),
    "moved": term("movedTo"),
    "split": term("splitInto"),
    "merged": term("mergedInto"),
}
"""The direct link between two units for each relation that has both."""
_ENTITIES: Final = ("actor", "addressee", "body")
_BUILDING: Final = ("-added", "-strengthened")


def comparison_quads(comparisons: Iterable[Comparison]) -> tuple[Quad, ...]:
    """Return what ``comparisons`` found, in the graph of alignments: a node for each link, change and passage, and the direct links.

    Every node leads to the segments of both sides; changes and passages lead to the exact words of both, too. Each direct
    link between segments is that of a node. No blank nodes; the order of the input does not matter.
    """
    writer = _Writer()
    for comparison in sorted(comparisons, key=lambda one: (one.alignment.a, one.alignment.b)):
        writer.write(comparison)
    return writer.quads()


def comparison_producers(comparisons: Iterable[Comparison]) -> tuple[Producer, ...]:
    """Return the producers that the links, changes and passages of ``comparisons`` name, sorted, each once."""
    found: set[Producer] = set()
    for comparison in comparisons:
        if isinstance(comparison.alignment, UnitAlignment):
            found.add(UNITS)
        found |= {PASSAGES[passage.relation] for passage in comparison.passages}
        made = [change for changes in (*comparison.changes, *comparison.departures) for change in changes]
        found |= {evidence.producer for change in made for evidence in change.before_evidence}
    return tuple(sorted(found))


class _Writer:
    """Writes comparisons one after the other; evidence that two nodes share is written once."""

    def __init__(self) -> None:
        self._out = QuadWriter(ALIGNMENT_GRAPH)
        self._written: set[str] = set()

    def quads(self) -> tuple[Quad, ...]:
        return self._out.quads()

    def write(self, comparison: Comparison) -> None:
        a, b = comparison.alignment.a, comparison.alignment.b
        links = comparison.alignment.links if isinstance(comparison.alignment, UnitAlignment) else ()
        changes = comparison.changes or ((),) * len(links)
        for link, found in zip(links, changes, strict=True):
            ref = self._link(link, a, b)
            for change in found:
                self._change(change, ref, a, b)
        departures = comparison.departures or ((),) * len(comparison.passages)
        for passage, found in zip(comparison.passages, departures, strict=True):
            ref = self._passage(passage, a, b)
            self._passage_edges(passage, found, a, b, ordered=comparison.ordered)
            for change in found:
                self._change(change, ref, a, b)

    def _link(self, link: UnitLink, a: str, b: str) -> Ref:
        ref = entity(f"unit-link/{key_of('unit-link', a, b, len(link.a), *link.a, *link.b)}")
        before, after = [entity(f"{a}/{one}") for one in link.a], [entity(f"{b}/{one}") for one in link.b]
        out = self._out
        out.add(ref, RDF_TYPE, term("UnitLink"))
        out.add(ref, term("unitRelation"), entity(f"unit-relation/{link.relation}"))
        out.add(ref, term("beforeInstrument"), entity(a))
        out.add(ref, term("afterInstrument"), entity(b))
        out.add(ref, term("beforeSegment"), *before)
        out.add(ref, term("afterSegment"), *after)
        out.add(ref, term("score"), Literal.decimal(link.score))
        out.add(ref, term("pairedBy"), *(entity(f"pairing-sign/{code}") for code in link.evidence))
        out.add(ref, term("producer"), producer_ref(UNITS))
        for one in before:
            for other in after:
                out.add(one, UNIT_EDGES[link.relation], other)
            if not after:
                out.add(one, term("droppedFrom"), entity(b))
        for other in () if before else after:
            out.add(other, term("addedTo"), entity(a))
        return ref

    def _change(self, change: Change, of: Ref, a: str, b: str) -> None:
        quotes = [evidence.key for evidence in (*change.before_evidence, *change.after_evidence)]
        key = key_of("change", of.name, change.kind, change.before, change.after, len(change.before_evidence), *quotes)
        ref, out = entity(f"change/{key}"), self._out
        out.add(ref, RDF_TYPE, term("Change"))
        out.add(ref, term("changeOf"), of)
        out.add(ref, term("changeKind"), entity(f"change-kind/{change.kind}"))
        out.add(ref, term("beforeSegment"), entity(f"{a}/{change.before_segment}"))
        out.add(ref, term("afterSegment"), entity(f"{b}/{change.after_segment}"))
        for side, value in (("before", change.before), ("after", change.after)):
            out.add(ref, term(f"{side}Value"), None if value is None else Literal(value))
            out.add(ref, term("concerns"), None if value is None else _entity_of(change.kind, value))
        out.add(ref, term("by"), None if change.by is None else Literal.decimal(change.by))
        out.add(ref, term("verb"), None if change.act is None else entity(f"verb/{slug_of(change.act)}"))
        out.add(ref, term("status"), status_ref("contested") if change.status == "contested" else None)
        out.add(ref, term("tier"), None if change.tier is None else tier_ref(change.tier))
        out.add(ref, term("producer"), producer_ref(change.before_evidence[0].producer))
        self._evidence(ref, change.before_evidence, change.after_evidence)

    def _passage(self, passage: Passage, a: str, b: str) -> Ref:
        quotes = [evidence.key for evidence in (*passage.a_evidence, *passage.b_evidence)]
        ref, out = entity(f"passage/{key_of('passage', passage.relation, len(passage.a_evidence), *quotes)}"), self._out
        out.add(ref, RDF_TYPE, term("SharedPassage"))
        out.add(ref, term("passageRelation"), entity(f"passage-relation/{passage.relation}"))
        out.add(ref, term("beforeSegment"), entity(f"{a}/{passage.a}"))
        out.add(ref, term("afterSegment"), entity(f"{b}/{passage.b}"))
        out.add(ref, term("score"), Literal.decimal(passage.score))
        out.add(ref, term("producer"), producer_ref(PASSAGES[passage.relation]))
        self._evidence(ref, passage.a_evidence, passage.b_evidence)
        for number, run in enumerate(passage.runs, start=1):
            self._run(ref, number, run)
        return ref

    def _run(self, passage: Ref, number: int, run: Run) -> None:
        ref, out = passage.child(f"run/{number}"), self._out
        out.add(passage, term("run"), ref)
        out.add(ref, RDF_TYPE, term("WordRun"))
        out.add(ref, term("beforeStart"), Literal.integer(run.a.start))
        out.add(ref, term("beforeEnd"), Literal.integer(run.a.end))
        out.add(ref, term("afterStart"), Literal.integer(run.b.start))
        out.add(ref, term("afterEnd"), Literal.integer(run.b.end))
        out.add(ref, term("wordCount"), Literal.integer(run.words))

    def _passage_edges(self, passage: Passage, changes: Sequence[Change], a: str, b: str, *, ordered: bool) -> None:
        """Write the direct links of a passage: from the later segment to the earlier one, both ways where nobody knows."""
        one, other = entity(f"{a}/{passage.a}"), entity(f"{b}/{passage.b}")
        if passage.relation == "other-words":
            names = ["resembles"]
        elif not ordered:
            names = ["sharesWordsWith"]
        else:
            names = ["restates"]
            if changes:
                building = all(change.kind.endswith(_BUILDING) for change in changes)
                names.append("buildsOn" if building else "departsFrom")
        for name in names:
            self._out.add(other, term(name), one)
            if not ordered:
                self._out.add(one, term(name), other)

    def _evidence(self, ref: Ref, before: Sequence[Evidence], after: Sequence[Evidence]) -> None:
        for name, pieces in (("beforeEvidence", before), ("afterEvidence", after)):
            for evidence in pieces:
                key = evidence.key
                self._out.add(ref, term(name), entity(f"evidence/{key}"))
                if key not in self._written:
                    self._written.add(key)
                    write_evidence(entity(f"evidence/{key}"), evidence, self._out)


def _entity_of(kind: ChangeKind, value: str) -> Ref | None:
    """Return the entity that a value of a change names: a body or group of the lexicon, a goal or target; else nothing."""
    aspect = kind.rpartition("-")[0]
    if aspect in _ENTITIES:
        return entity(value) if value.startswith(("body/", "group/")) else None
    return Ref(f"{SDG}{value}") if aspect == "sdg" and value != "all" else None
