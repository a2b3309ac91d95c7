"""What is wrong with a query that cannot be read: where the engine stopped, at what, and what may mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from digov.model.errors import QueryError

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_DECLARED: Final = re.compile(r"\bPREFIX\s+([\w.\-]*):", re.IGNORECASE)
_USED: Final = re.compile(r"(?<![\w?$:<>/.\-@^\"'])([A-Za-z][\w\-]*):(?=[A-Za-z_])")
_NOT_CODE: Final = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|(?<=\s)#[^\n]*")
_LONGEST_REASON: Final = 160


def syntax_error(text: str, error: SyntaxError, prefixes: Mapping[str, str]) -> QueryError:
    """Return the error for a query that cannot be read: where the engine stopped, at what, and what may mend it."""
    reason = " ".join(str(error).split())
    match = _PLACE.match(str(error))
    if match is None:
        return QueryError(f"malformed query: {reason[:_LONGEST_REASON]}", remedy="Mend the query.")
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    words = lines[line - 1].strip()[:_LONGEST_REASON] if line <= len(lines) else ""
    stopped = f"cannot be read on after: {words!r}" if words else "ends too early"
    return QueryError(
        f"malformed query: {stopped}", where=f"line {line}, column {column}", remedy=_remedy(text, match[3], prefixes)
    )


def _remedy(text: str, expected: str, prefixes: Mapping[str, str]) -> str:
    declared = {*prefixes, *_DECLARED.findall(text)}
    unknown = sorted({name for name in _USED.findall(_NOT_CODE.sub(" ", text)) if name not in declared and name != "_"})
    if unknown:
        return f"Declare the prefix {unknown[0][:80]}: or use one of {', '.join(sorted(prefixes))}."
    expected = " ".join(expected.split())
    if len(expected) > _LONGEST_REASON:
        return "Mend the query there: check brackets, dots and quotes."
    return f"Mend the query there; the engine says: {expected}."
