"""RDF/XML, written: one element per subject, one property element per triple; nothing abbreviated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import count, groupby
from operator import itemgetter
from typing import Final

from digov.rdf.base import RDF
from digov.rdf.rows import Row, literal_of

_ABOUT: Final = {"<": "about", "_": "nodeID"}
_RESOURCE: Final = {"<": "resource", "_": "nodeID"}
_NAME: Final = re.compile(r"<(.+?)([A-Za-z_][A-Za-z0-9_.-]*)>", re.DOTALL)
_NODE_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)
_SYNTAX_NAMES: Final = frozenset(
    RDF + name
    for name in ("RDF", "ID", "about", "bagID", "parseType", "resource", "nodeID", "datatype", "Description", "li",
                 "aboutEach", "aboutEachPrefix")
)  # fmt: skip
"""Names of the RDF vocabulary that are syntax in RDF/XML and cannot be properties there."""


def rdfxml_document(rows: Sequence[Row], prefixes: Mapping[str, str]) -> bytes:
    """Return sorted ``rows`` as RDF/XML, with a namespace declared for every property.

    Raises :class:`ValueError` for what RDF/XML cannot hold: a predicate without a local name, a control character in a
    literal, a text direction, a triple as a term.
    """
    split = {predicate: _split(predicate) for predicate in sorted({row[1] for row in rows})}
    named = _prefixes(sorted({RDF, *(space for space, _ in split.values())}), prefixes)
    names = {predicate: f"{named[space]}:{local}" for predicate, (space, local) in split.items()}
    content, node = cache(_content), cache(_node)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<rdf:RDF"]
    lines += [f'    xmlns:{name}="{_escape(space)}"' for space, name in sorted(named.items(), key=itemgetter(1))]
    lines[-1] += ">"
    for subject, of_subject in groupby(rows, itemgetter(0)):
        lines.append(f"  <rdf:Description rdf:{_ABOUT[subject[0]]}={node(subject)}>")
        for _, predicate, value in of_subject:
            name = names[predicate]
            if value[0] == '"':
                lines.append(f"    <{name}{content(value)}</{name}>")
            else:
                lines.append(f"    <{name} rdf:{_RESOURCE[value[0]]}={node(value)}/>")
        lines.append("  </rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>", ""]).encode()


def _prefixes(spaces: Iterable[str], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefix of each namespace: the usual one, or a new one."""
    usual = {space: name for name, space in sorted(prefixes.items(), reverse=True)}
    new = (name for number in count(1) if (name := f"ns{number}") not in prefixes)
    return {space: "rdf" if space == RDF else usual.get(space) or next(new) for space in spaces}


def _split(predicate: str) -> tuple[str, str]:
    """Return namespace and local name of a predicate: the longest end that is a name."""
    match = _NAME.fullmatch(predicate)
    if match is None or predicate[1:-1] in _SYNTAX_NAMES:
        raise ValueError(f"RDF/XML has no form for the predicate {predicate}")
    return match[1], match[2]


def _content(text: str) -> str:
    """Return what follows the name in the element of a literal: its type or language, and its words."""
    literal = literal_of(text)
    words = literal.words
    if literal.direction is not None or _NO_XML.search(words):
        raise ValueError(f"RDF/XML has no form for the literal {text}")
    # White space beside the words would belong to them. CR would be read as LF, so it is written by its number.
    if literal.language is not None:
        return f' xml:lang="{literal.language}">{_escape(words)}'
    typed = "" if literal.datatype is None else f' rdf:datatype="{_escape(literal.datatype)}"'
    return f"{typed}>{_escape(words)}"


def _node(term: str) -> str:
    """Return the value of the attribute that names a node."""
    if term.startswith("<<"):
        raise ValueError(f"RDF/XML has no form for a triple as a term: {term}")
    if term.startswith("<"):
        return f'"{_escape(term[1:-1])}"'
    # A label that starts with a digit is no name of XML; what is put before it keeps labels apart.
    label = term[2:]
    return f'"{label}"' if _NODE_ID.fullmatch(label) else f'"_{label}"'


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)
