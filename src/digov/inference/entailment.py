"""The reasoner of the build: the rules of OWL RL that the ontology uses, and no others.

subClassOf (cax-sco), subPropertyOf (prp-spo1), domain and range (prp-dom, prp-rng), inverse and symmetric properties
(prp-inv, prp-symp), transitive properties (prp-trp); the names in brackets are those of the rules in
https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from digov.inference.axioms import TYPE, Axioms, Resource, is_news, read_axioms

_Fact = tuple[Resource, NamedNode, Resource | Literal]


def infer(quads: Iterable[Quad], ontology: Iterable[Triple]) -> tuple[Triple, ...]:
    """Return what ``ontology`` entails about ``quads`` beyond what they and it state, sorted.

    Graph names do not matter: the quads are read as one graph. Trivial entailments are left out
    (:func:`digov.inference.axioms.is_news`). The result is that of :func:`digov.inference.infer_with_owlrl`; tests hold
    the two together. Raises :class:`~digov.model.errors.ConfigError` for axioms that the rules do not know.
    """
    ontology = tuple(ontology)
    axioms = read_axioms(ontology)
    return _Closure(axioms).run((*(quad.triple for quad in quads), *ontology))


class _Closure:
    """One run: facts wait until every rule has seen them, and each fact waits once."""

    def __init__(self, axioms: Axioms) -> None:
        self.axioms = axioms
        self.entailed: set[_Fact] = set()
        self.waiting: list[_Fact] = []
        self.after: dict[NamedNode, dict[Resource, set[Resource]]] = {name: {} for name in axioms.transitive}
        self.before: dict[NamedNode, dict[Resource, set[Resource]]] = {name: {} for name in axioms.transitive}

    def run(self, stated: tuple[Triple, ...]) -> tuple[Triple, ...]:
        for triple in stated:
            subject, predicate, value = triple.subject, triple.predicate, triple.object
            if not isinstance(subject, Triple) and not isinstance(value, Triple):
                self._follow((subject, predicate, value))
        while self.waiting:
            self._follow(self.waiting.pop())
        found = {Triple(subject, predicate, value) for subject, predicate, value in self.entailed}
        terms = self.axioms.terms
        return tuple(sorted((t for t in found.difference(stated) if is_news(t, terms)), key=str))

    def _follow(self, fact: _Fact) -> None:
        """Entail what one fact entails at once, together with earlier facts where the property is transitive."""
        subject, predicate, value = fact
        axioms = self.axioms
        if predicate == TYPE:
            if isinstance(value, NamedNode):
                self._entail_types(subject, axioms.super_classes.get(value, ()))
            return
        self._entail_types(subject, axioms.domains.get(predicate, ()))
        for name in axioms.super_properties.get(predicate, ()):
            self._entail((subject, name, value))
        if isinstance(value, Literal):
            return
        self._entail_types(value, axioms.ranges.get(predicate, ()))
        for name in axioms.inverses.get(predicate, ()):
            self._entail((value, name, subject))
        if predicate in axioms.transitive:
            for step in self._steps(subject, predicate, value):
                self._entail(step)

    def _steps(self, subject: Resource, predicate: NamedNode, value: Resource) -> Iterator[_Fact]:
        """Yield the steps over this fact and each neighbour met before it."""
        after, before = self.after[predicate], self.before[predicate]
        after.setdefault(subject, set()).add(value)
        before.setdefault(value, set()).add(subject)
        yield from [(subject, predicate, beyond) for beyond in after.get(value, ())]
        yield from [(earlier, predicate, value) for earlier in before.get(subject, ())]

    def _entail_types(self, subject: Resource, classes: Iterable[NamedNode]) -> None:
        for name in classes:
            self._entail((subject, TYPE, name))

    def _entail(self, fact: _Fact) -> None:
        if fact not in self.entailed:
            self.entailed.add(fact)
            self.waiting.append(fact)
