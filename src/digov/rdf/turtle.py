"""Turtle and TriG, written: one subject after the other, one predicate to a line, objects beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Final

import msgspec

from digov.rdf.base import RDF, XSD
from digov.rdf.rows import Row

_TYPE: Final = f"<{RDF}type>"
_FIRST: Final = " "
"""Stands for ``rdf:type`` while predicates are sorted: it comes before every other."""
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_SPACE: Final = re.compile(r"<(.*[/#])(.*)>", re.DOTALL)
_BARE: Final = re.compile(
    rf'"(0|-?[1-9]\d{{0,17}})"\^\^<{re.escape(XSD)}integer>|"(true|false)"\^\^<{re.escape(XSD)}boolean>'
)
_TYPED: Final = re.compile(r'(".*"\^\^)(<[^<>"]*>)', re.DOTALL)


class TurtleBody(msgspec.Struct, frozen=True):
    """Triples in Turtle without their prefix declarations, and the prefixes that they use."""

    text: str
    prefixes: frozenset[str]


def turtle_body(rows: Iterable[Row], prefixes: Mapping[str, str]) -> TurtleBody:
    """Return ``rows`` as Turtle without prefix declarations, with a blank line between subjects."""
    terms = _Terms(prefixes)
    short = terms.short
    ordered = sorted(
        (subject, _FIRST if predicate == _TYPE else predicate, value) for subject, predicate, value in rows
    )
    blocks: list[str] = []
    for subject, of_subject in groupby(ordered, itemgetter(0)):
        lines: list[str] = []
        for predicate, of_predicate in groupby(of_subject, itemgetter(1)):
            objects = ", ".join([short(row[2]) for row in of_predicate])
            lines.append(f"{'a' if predicate == _FIRST else short(predicate)} {objects}")
        blocks.append(f"{short(subject)} " + " ;\n    ".join(lines) + " .\n")
    return TurtleBody("\n".join(blocks), frozenset(terms.used))


def turtle_document(bodies: Mapping[str, TurtleBody], prefixes: Mapping[str, str]) -> bytes:
    """Return the bodies by the N-Triples form of their graph's name (``""``: the default graph) as one document.

    With the default graph alone this is Turtle, else TriG. Only prefixes that a body uses are declared.
    """
    used = frozenset[str]().union(*(body.prefixes for body in bodies.values()))
    parts = ["".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in sorted(used))]
    for graph, body in sorted(bodies.items()):
        parts.append(f"{graph} {{\n\n{body.text}\n}}\n" if graph else body.text)
    return "\n".join(part for part in parts if part).encode()


class _Terms:
    """Writes terms short, each looked at once, and keeps which prefixes that took."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefix_of = {space: name for name, space in sorted(prefixes.items(), reverse=True)}
        self._short: dict[str, str] = {}
        self.used: set[str] = set()

    def short(self, term: str) -> str:
        """Return the Turtle of a term in N-Triples, which is Turtle too where nothing shorter fits."""
        found = self._short.get(term)
        if found is None:
            found = self._short[term] = self._shortened(term)
        return found

    def _shortened(self, term: str) -> str:
        if term.startswith('"'):
            # Most literals are words, with or without a language, and stand as they are.
            if not term.endswith(">"):
                return term
            if bare := _BARE.fullmatch(term):
                return bare[1] or bare[2]
            typed = _TYPED.fullmatch(term)
            return term if typed is None else typed[1] + self.short(typed[2])
        match = _SPACE.fullmatch(term)
        prefix = None if match is None else self._prefix_of.get(match[1])
        if match is None or prefix is None or not _LOCAL.fullmatch(match[2]):
            return term
        self.used.add(prefix)
        return f"{prefix}:{match[2]}"
