"""Competency questions: the named queries under ``queries/``, each with a title, a sentence and a group.

The head of a file holds comment lines ``# title:``, ``# question:`` and ``# group:``; the rest is SPARQL. The name is that of the
file without its ending.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from digov.model.errors import ConfigError, QueryError

_HEAD = re.compile(r"^#\s*(title|question|group|note):\s*(.+?)\s*$")


class CompetencyQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A named query: what it answers, and its text."""

    name: str
    group: str
    title: str
    question: str
    text: str
    note: str | None = None


def load_queries(folder: Path) -> tuple[CompetencyQuery, ...]:
    """Return the queries of ``folder`` sorted by group and name; a file without its head raises :class:`ConfigError`."""
    queries = [_read(file) for file in sorted(folder.glob("*.rq"))]
    return tuple(sorted(queries, key=lambda query: (query.group, query.name)))


def _read(file: Path) -> CompetencyQuery:
    text = file.read_text("utf-8")
    head: dict[str, str] = {}
    for line in text.splitlines():
        match = _HEAD.match(line)
        if match:
            head[match.group(1)] = match.group(2)
        elif line.strip() and not line.startswith("#"):
            break
    missing = [key for key in ("title", "question", "group") if key not in head]
    if missing:
        raise ConfigError(
            f"the head lacks {', '.join(missing)}",
            where=str(file),
            remedy="begin the file with lines '# title: …', '# question: …' and '# group: …'",
        )
    return CompetencyQuery(name=file.stem, text=text, **head)


def find_query(folder: Path, name: str) -> CompetencyQuery:
    """Return the query called ``name``; an unknown name raises :class:`QueryError` with the nearest ones."""
    queries = {query.name: query for query in load_queries(folder)}
    if name in queries:
        return queries[name]
    from difflib import get_close_matches

    near = get_close_matches(name, queries, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    raise QueryError(f"no competency question is called {name!r}", remedy=f"{hint}digov query --list names them all")
