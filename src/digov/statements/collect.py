"""The collector: statements and descriptions as they are made, handed out sorted and each once."""

from __future__ import annotations

from collections.abc import Iterable

from digov.model.evidence import Evidence
from digov.model.statement import Description, Literal, Ref, Statement, Unasserted, order_of
from digov.statements.fates import Fate
from digov.statements.quotes import Said

_Link = tuple[Ref, Ref, Ref | Literal]


class Collector:
    """Gathers what one document states; the same link said twice is one statement with the evidence of both.

    Where the two have different fates in a redline, the statement has the better one, with the words that have it.
    """

    def __init__(self) -> None:
        self._links: dict[_Link, list[Said]] = {}
        self._types: dict[Ref, set[Ref]] = {}
        self._properties: dict[Ref, set[tuple[Ref, Ref | Literal]]] = {}
        self._unasserted: dict[Ref, Unasserted] = {}

    def state(self, subject: Ref, predicate: Ref, value: Ref | Literal, said: Said) -> None:
        """Add a link and the words that say it."""
        self._links.setdefault((subject, predicate, value), []).append(said)

    def name(self, node: Unasserted) -> None:
        """Add a node that the document does not assert."""
        self._unasserted[node.subject] = node

    def describe(self, description: Description) -> None:
        """Add what a node is; a node described twice has what both say."""
        self._types.setdefault(description.subject, set()).update(description.types)
        self._properties.setdefault(description.subject, set()).update(description.properties)

    def statements(self) -> tuple[Statement, ...]:
        """Return the statements by subject, predicate and object, the evidence of each in text order."""
        links = sorted(self._links, key=lambda link: (link[0].name, link[1].name, order_of(link[2])))
        return tuple(_statement(link, self._links[link]) for link in links)

    def unasserted(self) -> tuple[Unasserted, ...]:
        """Return the nodes that are not asserted by subject."""
        return tuple(self._unasserted[subject] for subject in sorted(self._unasserted))

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


def _statement(link: _Link, sayings: list[Said]) -> Statement:
    fate: Fate = sayings[0].fate
    for said in sayings[1:]:
        fate = fate.beside(said.fate)
    pieces = {piece.key: piece for said in sayings if said.fate.status == fate.status for piece in said.evidence}
    subject, predicate, value = link
    return Statement(
        subject=subject,
        predicate=predicate,
        object=value,
        evidence=_in_text_order(pieces.values()),
        status=fate.status,
        tier=fate.tier,
    )


def _in_text_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda piece: (piece.span, piece.producer)))
