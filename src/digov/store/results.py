"""What a query gives: rows, a yes or no, or triples."""

from __future__ import annotations

import msgspec
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple


class SelectResult(msgspec.Struct, frozen=True):
    """The rows of a SELECT query, one cell per variable; ``None`` where a variable has no value."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False
    """True when there were more rows than the caller asked for."""


class AskResult(msgspec.Struct, frozen=True):
    """The answer of an ASK query."""

    answer: bool


class GraphResult(msgspec.Struct, frozen=True):
    """The triples of a CONSTRUCT or DESCRIBE query, each once, sorted by their N-Triples form."""

    triples: tuple[Triple, ...]
    truncated: bool = False
    """True when there were more triples than the caller asked for."""


Result = SelectResult | AskResult | GraphResult
