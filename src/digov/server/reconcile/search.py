"""Reconciliation queries: read with care, answered with candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from rapidfuzz import fuzz

from digov.pages.library import Library
from digov.server.problems import Problem
from digov.server.reconcile.index import MAX_NAME, TYPES, Entity, Found, Index, plain_name
from digov.server.reconcile.properties import PROPERTIES, Property, values_of

MAX_QUERIES: Final = 200
"""Most queries of one request."""
MAX_PROPERTIES: Final = 20
"""Most properties of one query."""
MAX_VALUES: Final = 20
"""Most values of one query, of all its properties together."""
MAX_EXACT: Final = 500
"""Most characters of a name that is looked up as the very name: that costs nothing, and some titles are long."""
MAX_CANDIDATES: Final = 50
"""Most candidates for one name."""
_DEFAULT_CANDIDATES: Final = 5
_WEIGHT: Final = 0.2
"""Weight of the properties of a query in its score, if it has any; the rest is the name."""


class PropertyValue(msgspec.Struct, frozen=True):
    """A property of a query and the values that the candidate should have."""

    pid: str
    v: Any


class Query(msgspec.Struct, frozen=True):
    """One name to be reconciled; unknown fields are passed over, as the API asks."""

    query: str
    type: str | list[str] | None = None
    limit: int | None = None
    properties: list[PropertyValue] = []
    type_strict: str | None = None


def read_queries(text: str) -> dict[str, Query]:
    """Return the queries of a request; a :class:`ValueError` says what is malformed, a :class:`Problem` what is too much."""
    queries = msgspec.json.decode(text, type=dict[str, Query])
    if len(queries) > MAX_QUERIES:
        raise ValueError(f"more than {MAX_QUERIES} queries in one request")
    for key, query in queries.items():
        if len(query.properties) > MAX_PROPERTIES:
            message = f"the query {key[:40]!r} has more than {MAX_PROPERTIES} properties"
            raise Problem(400, message, f"Give at most {MAX_PROPERTIES} properties in a query.")
        if sum(len(one.v) if isinstance(one.v, list) else 1 for one in query.properties) > MAX_VALUES:
            message = f"the query {key[:40]!r} has more than {MAX_VALUES} values of properties"
            raise Problem(400, message, f"Give at most {MAX_VALUES} values in a query, of all its properties together.")
    return queries


def answer(library: Library, index: Index, query: Query) -> list[dict[str, Any]]:
    """Return the candidates for a query, the likeliest first.

    ``match`` is true for the first alone, and only when its name is the very name and no other entity of the types that
    were asked for bears it.
    """
    wanted = [query.type] if isinstance(query.type, str) else query.type or []
    types = [name for name in wanted if name in TYPES]
    if wanted and not types:
        return []
    limit = min(max(query.limit or _DEFAULT_CANDIDATES, 1), MAX_CANDIDATES)
    found = index.find(query.query[:MAX_EXACT], types, MAX_CANDIDATES)
    asked = [(PROPERTIES[one.pid], _words(one.v)) for one in query.properties if one.pid in PROPERTIES]
    scored = [(_with_properties(library, one, asked), one) for one in found]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].score, pair[1].entity.label, pair[1].entity.id))
    sure = _sure(scored, bool(query.properties))
    return [
        candidate(one.entity, score, match=one.entity.id == sure, likeness=one.score) for score, one in scored[:limit]
    ]


def candidate(entity: Entity, score: float, *, match: bool, likeness: float) -> dict[str, Any]:
    """Return a candidate in the form of the API."""
    described = {"description": entity.description} if entity.description else {}
    return {
        "id": entity.id,
        "name": entity.label,
        **described,
        "type": [{"id": name, "name": TYPES[name][1]} for name in entity.types],
        "score": round(score, 2),
        "match": match,
        "features": [{"id": "name-likeness", "value": likeness}],
    }


def _sure(scored: Sequence[tuple[float, Found]], has_properties: bool) -> str | None:
    """Return the id of the only candidate with the very name; with properties, of the only one that has them as well."""
    exact = [(score, found) for score, found in scored if found.exact]
    if len(exact) > 1 and has_properties:
        exact = [(score, found) for score, found in exact if score == 100.0]
    return exact[0][1].entity.id if len(exact) == 1 else None


def _with_properties(library: Library, found: Found, asked: Sequence[tuple[Property, Sequence[str]]]) -> float:
    """Return the score of a candidate with what its properties add or take."""
    if not asked:
        return found.score
    likeness = sum(_likeness(library, found.entity, known, words) for known, words in asked) / len(asked)
    return found.score * (1 - _WEIGHT) + likeness * _WEIGHT


def _likeness(library: Library, entity: Entity, known: Property, asked: Sequence[str]) -> float:
    """Return how like the values of a property are to those wanted: 0 to 100."""
    held = [plain_name(str(word)[:MAX_NAME]) for value in values_of(library, entity, known) for word in value.values()]
    return max((fuzz.ratio(one, other) for one in asked for other in held), default=0.0)


def _words(values: object) -> tuple[str, ...]:
    """Return the values of a property of a query in the form in which they are compared, each once."""
    asked = values if isinstance(values, list) else [values]
    return tuple(dict.fromkeys(plain_name(_word(one)) for one in asked))


def _word(value: object) -> str:
    """Return a value of a query as words: an entity by its id."""
    if isinstance(value, Mapping):
        return str(value.get("id") or value.get("name") or "")[:MAX_NAME]
    return str(value)[:MAX_NAME]
