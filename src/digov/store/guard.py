"""What a query may not ask for: to write, to call another server, to read what is not of the release.

Whether a word of a query is a keyword is decided by the parser that will run it, not by a look at the text: the word is spelled
differently wherever it stands, and the parser is asked again. In a string, a comment, a name or an IRI that makes no difference; as a
keyword it makes the query unreadable. So no second grammar can disagree with the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Final

from pyoxigraph import NamedNode, QuerySolutions, Store

from digov.model.errors import QueryError
from digov.rdf.base import BASE_IRI, PREFIXES
from digov.store.malformed import syntax_error

# White space or comments, which may stand between any two words of a query.
_GAP: Final = r"(?:\s|#[^\r\n]*[\r\n])*"
_SERVICE: Final = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?(?=<|\?|\$|[\w.\-]*:)", re.IGNORECASE)
_FROM: Final = re.compile(rf"FROM{_GAP}(?:NAMED{_GAP})?(<[^<>\s]*>|[\w.\-]*:(?:[\w.\-:%]|\\.)*)", re.IGNORECASE)
_PROLOGUE: Final = re.compile(
    rf"{_GAP}(?:(?:BASE{_GAP}<[^>]*>|PREFIX{_GAP}[^\s:<>]*:{_GAP}<[^>]*>){_GAP})*", re.IGNORECASE
)
_UPDATE: Final = re.compile(r"(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE)
_FETCHED: Final = re.compile(r"(?:https?|ftps?|file):", re.IGNORECASE)
_MOST_CLAUSES: Final = 100
"""Dataset clauses that are looked at; a query with more words that could be one is refused."""


def check_query(text: str, graphs: Collection[str] | None = None) -> bool:
    """Return whether ``text`` names its dataset itself, with ``FROM``.

    Raises :class:`QueryError` for an update, for a call to another server, and for a dataset that would have to be
    fetched. ``graphs`` are the names of the graphs that there are: ``FROM`` may name these, and others that nobody could
    fetch, which are empty. With ``None`` the dataset is given from outside, and ``FROM`` does not count. A malformed query
    may pass: it can do nothing.
    """
    prologue = _PROLOGUE.match(text)
    if _UPDATE.match(text, prologue.end() if prologue else 0):
        remedy = "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; to change the graph, change its sources and build."
        raise QueryError("a release is read-only: no updates", remedy=remedy)
    lowered = text.lower()
    if "service" in lowered:
        _refuse_service(text)
    return graphs is not None and "from" in lowered and _names_dataset(text, graphs)


def _refuse_service(text: str) -> None:
    if _reading_error(_respelled(text, "service")) is None:
        return
    # A call is written as a named graph is: what can be read with that word in its place is a call, all else is malformed.
    error = _reading_error(_respelled(_SERVICE.sub(_as_graph, text), "service"))
    if error is not None:
        raise syntax_error(text, error, PREFIXES)
    calls = _SERVICE.search(text)
    where = None if calls is None else _place_of(text, calls.start())
    remedy = "Leave SERVICE out, and bring the other data in beside the release."
    raise QueryError("no calls to other servers: SERVICE", where=where, remedy=remedy)


def _as_graph(match: re.Match[str]) -> str:
    """Return ``GRAPH`` and as many blanks and line ends as the match has."""
    return "GRAPH" + "".join(letter if letter in "\r\n" else " " for letter in match[0][len("GRAPH") :])


def _names_dataset(text: str, graphs: Collection[str]) -> bool:
    """Return whether ``text`` has a clause ``FROM``; raise for one that would have to be fetched."""
    if _reading_error(_respelled(text, "from")) is None:
        return False
    found = [match for _, match in zip(range(_MOST_CLAUSES + 1), _FROM.finditer(text), strict=False)]
    if len(found) > _MOST_CLAUSES:
        raise QueryError("too many words FROM", remedy=f"Use at most {_MOST_CLAUSES}.")
    clauses = [match for match in found if _is_clause(text, match)]
    for match in clauses:
        graph = _iri_of(text, match[1])
        if graph is not None and graph not in graphs and not graph.startswith(BASE_IRI) and _FETCHED.match(graph):
            raise QueryError(
                f"nothing is fetched: {graph[:200]} is no graph of this release",
                where=_place_of(text, match.start()),
                remedy="Leave the FROM out, or name a graph that the service description lists.",
            )
    return bool(clauses)


def _is_clause(text: str, match: re.Match[str]) -> bool:
    """Return whether ``match`` is a clause of ``text``: respelled it spoils the query, left out it does not."""
    start, end = match.span()
    if text[start + 4] == ":" and re.search(rf"\bPREFIX\s+{re.escape(text[start : start + 4])}:", text, re.IGNORECASE):
        return False
    respelled = f"{text[:start]}{_respelled(text[start : start + 4], 'from', text)}{text[start + 4 :]}"
    without = text[:start] + " " * (end - start) + text[end:]
    return _reading_error(respelled) is not None and _reading_error(without) is None


def _iri_of(text: str, name: str) -> str | None:
    """Return the IRI that ``name`` stands for after the prologue of ``text``; ``None`` when it stands for none."""
    prologue = _PROLOGUE.match(text)
    query = f"{prologue[0] if prologue else ''}\nSELECT ({name} AS ?graph) {{}}"
    try:
        found = Store().query(query, base_iri=BASE_IRI, prefixes=dict(PREFIXES))
    except SyntaxError:
        return None
    term = next(found)["graph"] if isinstance(found, QuerySolutions) else None
    return term.value if isinstance(term, NamedNode) else None


def _respelled(text: str, word: str, within: str | None = None) -> str:
    """Return ``text`` with ``word`` spelled so that it is none of the words that stand there, each as long as before."""
    lowered = (text if within is None else within).lower()
    spelling = next(spelling for spelling in _spellings(word) if spelling not in lowered)
    return re.sub(word, _as(spelling), text, flags=re.IGNORECASE | re.ASCII)


def _spellings(word: str) -> Iterator[str]:
    """Yield words as long as ``word``; more than fit into a query."""
    letters = "qxzjkvwy"
    for number in range(len(letters) ** 4):
        tail = "".join(letters[number // len(letters) ** place % len(letters)] for place in range(4))
        yield word[: len(word) - 4] + tail


def _as(spelling: str) -> Callable[[re.Match[str]], str]:
    """Return what gives a word in ``spelling`` with the capitals of the match, so that names that differ still do."""

    def respell(match: re.Match[str]) -> str:
        pairs = zip(match[0], spelling, strict=True)
        return "".join(new.upper() if old.isupper() else new for old, new in pairs)

    return respell


def _reading_error(text: str) -> SyntaxError | None:
    """Return why the engine cannot read ``text``, in which no call to another server may be left; ``None`` when it can."""
    try:
        Store().query(text, base_iri=BASE_IRI, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        return error
    except (RuntimeError, ValueError, OSError):
        return None
    return None


def _place_of(text: str, start: int) -> str:
    line = text.count("\n", 0, start) + 1
    return f"line {line}, column {start - text.rfind(chr(10), 0, start)}"
