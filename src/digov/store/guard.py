"""What a query may not ask for, and what is wrong with one that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from digov.model.errors import QueryError

# White space or comments, which may stand between any two words of a query.
_GAP: Final = r"(?:\s|#[^\r\n]*[\r\n])*"
# Deliberately looser than the grammar: the engine accepts the word glued to a number before it, and what looks like a
# string or an IRI to a scanner may be none to the engine. So strings and comments are not looked at apart.
_SERVICE: Final = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?(?:<|\?|\$|[\w.\-]*:)", re.IGNORECASE)
_NAME_BEFORE: Final = re.compile(r"(?:[?$]\w*|[\w.\-]*:[\w.\-:%]*)\Z")
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PROLOGUE: Final = re.compile(
    rf"{_GAP}(?:(?:BASE{_GAP}<[^>]*>|PREFIX{_GAP}[^\s:<>]*:{_GAP}<[^>]*>){_GAP})*", re.IGNORECASE
)
_UPDATE: Final = re.compile(r"(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE)
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_DECLARED: Final = re.compile(r"\bPREFIX\s+([\w.\-]*):", re.IGNORECASE)
_USED: Final = re.compile(r"(?<![\w?$:<>/.\-@^\"'])([A-Za-z][\w\-]*):(?=[A-Za-z_])")
_NOT_CODE: Final = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|(?<=\s)#[^\n]*")
_LONGEST_REASON: Final = 160


def refuse_forbidden(text: str) -> None:
    """Raise :class:`QueryError` for an update, and for a query that would call another server (SERVICE).

    A call is refused wherever its words stand, in strings and comments too: what a scanner takes for a string the
    engine may take for code.
    """
    prologue = _PROLOGUE.match(text)
    if _UPDATE.match(text, prologue.end() if prologue else 0):
        remedy = "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; to change the graph, change its sources and build."
        raise QueryError("a release is read-only: no updates", remedy=remedy)
    for form in (text, _ESCAPE.sub(_unescape, text)):
        for match in _SERVICE.finditer(form):
            # A variable or a prefixed name that ends in the word is none.
            if not _NAME_BEFORE.search(form, max(0, match.start() - 256), match.start()):
                remedy = "Leave SERVICE out, also of strings, and bring the other data in beside the release."
                raise QueryError("no calls to other servers: SERVICE", where=_place_of(form, match), remedy=remedy)


def _unescape(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else match[0]


def _place_of(text: str, match: re.Match[str]) -> str:
    line = text.count("\n", 0, match.start()) + 1
    return f"line {line}, column {match.start() - text.rfind(chr(10), 0, match.start())}"


def syntax_error(text: str, error: SyntaxError, prefixes: Mapping[str, str]) -> QueryError:
    """Return the error for a query that cannot be read: where the engine stopped, at what, and what may mend it."""
    reason = " ".join(str(error).split())
    match = _PLACE.match(str(error))
    if match is None:
        return QueryError(f"malformed query: {reason[:_LONGEST_REASON]}", remedy="Mend the query.")
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    words = lines[line - 1].strip() if line <= len(lines) else ""
    stopped = f"cannot be read on after: {words!r}" if words else "ends too early"
    return QueryError(
        f"malformed query: {stopped}", where=f"line {line}, column {column}", remedy=_remedy(text, match[3], prefixes)
    )


def _remedy(text: str, expected: str, prefixes: Mapping[str, str]) -> str:
    declared = {*prefixes, *_DECLARED.findall(text)}
    unknown = sorted({name for name in _USED.findall(_NOT_CODE.sub(" ", text)) if name not in declared and name != "_"})
    if unknown:
        return f"Declare the prefix {unknown[0]}: or use one of {', '.join(sorted(prefixes))}."
    expected = " ".join(expected.split())
    if len(expected) > _LONGEST_REASON:
        return "Mend the query there: check brackets, dots and quotes."
    return f"Mend the query there; the engine says: {expected}."
