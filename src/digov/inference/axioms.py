"""The axioms of the ontology, closed and indexed for the rules; and what counts as worth inferring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from pyoxigraph import BlankNode, NamedNode, Triple

from digov.model.errors import ConfigError
from digov.rdf.base import OWL, RDF, RDFS, XSD

Resource = NamedNode | BlankNode
"""What can be the subject of a triple."""

TYPE: Final = NamedNode(RDF + "type")
SAME_AS: Final = NamedNode(OWL + "sameAs")
_SUB_CLASS: Final = NamedNode(RDFS + "subClassOf")
_SUB_PROPERTY: Final = NamedNode(RDFS + "subPropertyOf")
_DOMAIN: Final = NamedNode(RDFS + "domain")
_RANGE: Final = NamedNode(RDFS + "range")
_INVERSE: Final = NamedNode(OWL + "inverseOf")
_TRANSITIVE: Final = NamedNode(OWL + "TransitiveProperty")
_SYMMETRIC: Final = NamedNode(OWL + "SymmetricProperty")

_KNOWN_PREDICATES: Final = frozenset(
    [RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")]
    + [RDFS + name for name in ("label", "comment", "isDefinedBy", "seeAlso")]
    + [OWL + name for name in ("inverseOf", "disjointWith", "versionInfo", "versionIRI")]
    + [RDF + "type"]
)
_KNOWN_TYPES: Final = frozenset(
    OWL + name
    for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Ontology", "TransitiveProperty",
                 "SymmetricProperty")
)  # fmt: skip
_LOGICAL: Final = (RDF, RDFS, OWL, XSD)


class Axioms(msgspec.Struct, frozen=True, kw_only=True):
    """The axioms that entail something, sub-relations closed under transitivity and without the term itself.

    ``terms`` are the classes and properties of the ontology: what is entailed about them is no news about the data.
    """

    super_classes: Mapping[NamedNode, tuple[NamedNode, ...]]
    super_properties: Mapping[NamedNode, tuple[NamedNode, ...]]
    domains: Mapping[NamedNode, tuple[NamedNode, ...]]
    ranges: Mapping[NamedNode, tuple[NamedNode, ...]]
    inverses: Mapping[NamedNode, tuple[NamedNode, ...]]
    transitive: frozenset[NamedNode]
    terms: frozenset[NamedNode]


def read_axioms(ontology: Iterable[Triple]) -> Axioms:
    """Return the axioms that the triples of the ontology state.

    Raises :class:`ConfigError` when they use a construct of RDFS or OWL that the rules of digov do not know: the rules
    would then silently infer less than OWL RL does.
    """
    pairs: dict[NamedNode, dict[NamedNode, set[NamedNode]]] = {}
    types: dict[NamedNode, set[NamedNode]] = {}
    terms: set[NamedNode] = set()
    for triple in ontology:
        _check(triple)
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if not isinstance(subject, NamedNode):
            continue
        terms.add(subject)
        if isinstance(value, NamedNode):
            if predicate == TYPE:
                types.setdefault(value, set()).add(subject)
            elif predicate.value in _KNOWN_PREDICATES:
                pairs.setdefault(predicate, {}).setdefault(subject, set()).add(value)
    inverses = pairs.get(_INVERSE, {})
    both_ways: dict[NamedNode, set[NamedNode]] = {name: set(values) for name, values in inverses.items()}
    for name, values in inverses.items():
        for value in values:
            both_ways.setdefault(value, set()).add(name)
    for name in types.get(_SYMMETRIC, ()):
        both_ways.setdefault(name, set()).add(name)
    return Axioms(
        super_classes=_closed(pairs.get(_SUB_CLASS, {})),
        super_properties=_closed(pairs.get(_SUB_PROPERTY, {})),
        domains=_sorted(pairs.get(_DOMAIN, {})),
        ranges=_sorted(pairs.get(_RANGE, {})),
        inverses=_sorted(both_ways),
        transitive=frozenset(types.get(_TRANSITIVE, ())),
        terms=frozenset(terms),
    )


def is_news(triple: Triple, terms: frozenset[NamedNode]) -> bool:
    """Return whether an entailed triple says something about the data that is worth keeping.

    Left out: what is entailed about classes and properties; everything in the vocabulary of logic itself (``x a
    owl:Thing``, ``x owl:sameAs x``, the datatypes of literals).
    """
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if subject in terms:
        return False
    if isinstance(subject, NamedNode) and subject.value.startswith(_LOGICAL):
        return False
    if predicate == TYPE:
        return isinstance(value, NamedNode) and not value.value.startswith(_LOGICAL)
    return not predicate.value.startswith(_LOGICAL)


def _check(triple: Triple) -> None:
    name = triple.predicate.value
    value = triple.object
    if triple.predicate == TYPE and isinstance(value, NamedNode):
        known = not value.value.startswith(_LOGICAL) or value.value in _KNOWN_TYPES
    else:
        known = not name.startswith(_LOGICAL) or name in _KNOWN_PREDICATES
    if not known:
        raise ConfigError(
            f"the rules of the inference do not know this axiom: {triple}",
            where="ontology",
            remedy="Say it with subclass, subproperty, domain, range, inverse, transitive or symmetric, or add a rule.",
        )


def _closed(pairs: Mapping[NamedNode, set[NamedNode]]) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """Return the transitive closure of ``pairs``; cycles are allowed and nobody is its own super."""
    closed: dict[NamedNode, tuple[NamedNode, ...]] = {}
    for name in pairs:
        found: set[NamedNode] = set()
        waiting = list(pairs[name])
        while waiting:
            other = waiting.pop()
            if other not in found:
                found.add(other)
                waiting.extend(pairs.get(other, ()))
        closed[name] = tuple(sorted(found - {name}, key=str))
    return closed


def _sorted(pairs: Mapping[NamedNode, set[NamedNode]]) -> dict[NamedNode, tuple[NamedNode, ...]]:
    return {name: tuple(sorted(values, key=str)) for name, values in pairs.items()}
