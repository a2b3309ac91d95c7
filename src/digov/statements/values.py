"""Nodes for the values that mentions have: deadlines, sessions, quantities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from digov.model.mention import DeadlineMention, QuantityMention
from digov.model.statement import Description, Literal, Ref, entity, slug_of, term
from digov.statements.predicates import (
    FREQUENCY,
    HAS_DURATION,
    HAS_FREQUENCY,
    IN_DAY,
    IN_MONTH,
    IN_YEAR,
    LABEL,
)

Properties = list[tuple[Ref, Ref | Literal]]

_YEAR: Final = re.compile(r"\d{4}")
_SESSION: Final = re.compile(r"([A-Za-z][A-Za-z0-9.]*(?:-[A-Za-z][A-Za-z0-9.]*)*)-(\d+[A-Za-z-]*)")


def deadline_ref(mention: DeadlineMention) -> Ref:
    """Return the identifier of a deadline's value, the same wherever it is stated: ``id/deadline/session/ga-81``."""
    return entity(f"deadline/{mention.kind}/{slug_of(mention.value)}")


def deadline_years(mentions: Iterable[DeadlineMention]) -> dict[Ref, int]:
    """Return the calendar year of each deadline value that falls in one.

    A year printed or calculated for any mention holds for the value; mentions that contradict each other give none.
    """
    found: dict[Ref, set[int]] = {}
    for mention in mentions:
        year = _year(mention)
        if year is not None:
            found.setdefault(deadline_ref(mention), set()).add(year)
    return {ref: min(years) for ref, years in found.items() if len(years) == 1}


def _year(mention: DeadlineMention) -> int | None:
    """Return the year of a mention; of a period, the one in which it ends."""
    if mention.kind == "period":
        match = _YEAR.match(mention.value.rpartition("/")[2])
        return int(match.group()) if match else None
    if mention.year is None and mention.kind in ("year", "date"):
        match = _YEAR.match(mention.value)
        return int(match.group()) if match else None
    return mention.year


def describe_deadline(mention: DeadlineMention, years: Mapping[Ref, int]) -> tuple[Description, ...]:
    """Return the node of a deadline's value, followed by the session or frequency that it names, if any."""
    ref = deadline_ref(mention)
    properties: Properties = [
        (term("deadlineKind"), Literal(mention.kind)),
        (term("deadlineValue"), Literal(mention.value)),
        (LABEL, Literal(mention.value)),
    ]
    if ref in years:
        properties.append((term("dueYear"), Literal.integer(years[ref])))
    further: tuple[Description, ...] = ()
    match mention.kind:
        case "year":
            _add(properties, IN_YEAR, Literal.date, mention.value)
        case "date":
            _add(properties, IN_MONTH if len(mention.value) == len("2030-12") else IN_DAY, Literal.date, mention.value)
        case "duration":
            _add(properties, HAS_DURATION, Literal.duration, mention.value)
        case "recurrence":
            further = (_frequency(mention.value),)
            properties.append((HAS_FREQUENCY, further[0].subject))
        case "session":
            further = _session(mention, years.get(ref))
            properties.extend((term("session"), session.subject) for session in further)
        case "period":
            pass
    return (Description(subject=ref, types=(term("Deadline"),), properties=tuple(properties)), *further)


def _add(properties: Properties, predicate: Ref, make: Callable[[str], Literal], value: str) -> None:
    """Add the typed form of ``value`` where it has one; the value as a string stands beside it in any case."""
    try:
        properties.append((predicate, make(value)))
    except ValueError:
        return


def _frequency(value: str) -> Description:
    """Return the node of a recurrence: ``R/P1Y`` is ``id/frequency/p1y``; a bare ``R`` has no length."""
    cycle = value.rpartition("/")[2]
    properties: Properties = [(LABEL, Literal(cycle))]
    _add(properties, HAS_DURATION, Literal.duration, cycle)
    return Description(subject=entity(f"frequency/{slug_of(cycle)}"), types=(FREQUENCY,), properties=tuple(properties))


def _session(mention: DeadlineMention, year: int | None) -> tuple[Description, ...]:
    """Return the node of the session that a value such as ``GA-81`` names, when its organ is known."""
    match = _SESSION.fullmatch(mention.value)
    if match is None or mention.organ is None:
        return ()
    prefix, number = match.groups()
    properties: Properties = [(LABEL, Literal(mention.value)), (term("organ"), entity(mention.organ))]
    if mention.session is not None:
        properties.append((term("sessionNumber"), Literal.integer(mention.session)))
    if year is not None:
        properties.append((term("sessionYear"), Literal.integer(year)))
    ref = entity(f"session/{slug_of(prefix)}/{slug_of(number)}")
    return (Description(subject=ref, types=(term("Session"),), properties=tuple(properties)),)


def describe_quantity(ref: Ref, segment: Ref, mention: QuantityMention) -> Description:
    """Return the node of a quantity: value, unit, comparator and what is measured."""
    properties: Properties = [
        (term("statedIn"), segment),
        (term("value"), Literal.decimal(mention.value)),
        (term("unit"), Literal(mention.unit)),
        (term("comparator"), Literal(mention.comparator)),
    ]
    if mention.measures:
        properties.append((term("measures"), Literal(mention.measures)))
    return Description(subject=ref, types=(term("Quantity"),), properties=tuple(properties))
