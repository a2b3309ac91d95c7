"""The collector: statements and descriptions as they are made, handed out sorted and each once."""

from __future__ import annotations

from collections.abc import Iterable

from digov.model.evidence import Evidence
from digov.model.statement import Description, Literal, Ref, Statement, order_of

_Link = tuple[Ref, Ref, Ref | Literal]


class Collector:
    """Gathers what one document states; the same link said twice is one statement with the evidence of both."""

    def __init__(self) -> None:
        self._links: dict[_Link, dict[str, Evidence]] = {}
        self._types: dict[Ref, set[Ref]] = {}
        self._properties: dict[Ref, set[tuple[Ref, Ref | Literal]]] = {}

    def state(self, subject: Ref, predicate: Ref, value: Ref | Literal, evidence: Iterable[Evidence]) -> None:
        """Add a link and the words that say it."""
        found = self._links.setdefault((subject, predicate, value), {})
        for piece in evidence:
            found[piece.key] = piece

    def describe(self, description: Description) -> None:
        """Add what a node is; a node described twice has what both say."""
        self._types.setdefault(description.subject, set()).update(description.types)
        self._properties.setdefault(description.subject, set()).update(description.properties)

    def statements(self) -> tuple[Statement, ...]:
        """Return the statements by subject, predicate and object, the evidence of each in text order."""
        links = sorted(self._links, key=lambda link: (link[0].name, link[1].name, order_of(link[2])))
        return tuple(
            Statement(subject=s, predicate=p, object=o, evidence=_in_text_order(self._links[s, p, o].values()))
            for s, p, o in links
        )

    def descriptions(self) -> tuple[Description, ...]:
        """Return the descriptions by subject."""
        return tuple(
            Description(
                subject=subject,
                types=tuple(sorted(self._types[subject])),
                properties=tuple(sorted(self._properties[subject], key=lambda pair: (pair[0].name, order_of(pair[1])))),
            )
            for subject in sorted(self._types)
        )


def _in_text_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda piece: (piece.span, piece.producer)))
