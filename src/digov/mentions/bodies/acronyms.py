"""Names defined in the text: "Commission on … (CXY)" makes CXY a name of that body in the rest of the document, "(the Commission)" a short form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digov.mentions.bodies.named import Named, Page
from digov.mentions.bodies.names import OFFICER_HEADS, Short
from digov.mentions.bodies.words import ACRONYM, LOWER, Words


def defined_acronyms(pages: Sequence[Page]) -> dict[str, Named]:
    """Return the acronyms that stand in brackets after a body's name, with the body; the first definition counts."""
    found: dict[str, Named] = {}
    for page in pages:
        by_first = {named.first: named for named in page.named}
        for named in page.named:
            if named.form == "acronym" or not _is_bracketed(page.words, named.last) or _is_officer(page.words, named):
                continue
            same = by_first.get(named.last + 1)
            if same is None or same.key != named.key:
                found.setdefault(page.words.raw[named.last + 1], named)
    return found


def defined_shorts(pages: Sequence[Page]) -> dict[Short, str]:
    """Return the short forms that stand in brackets after a body's name ("(the Authority)"), with the body's key."""
    found: dict[Short, str] = {}
    for page in pages:
        words = page.words
        for named in page.named:
            at = named.last + 1
            if words.key_at(named.last) != "(" or words.key_at(at) != "the":
                continue
            last = at + 1
            while words.is_capital(last):
                last += 1
            if words.key_at(last) == ")" and last > at + 1:
                found.setdefault(tuple(words.key[at + 1 : last]), named.key)
    return found


def with_acronyms(page: Page, acronyms: Mapping[str, Named]) -> Page:
    """Return ``page`` with the defined acronyms named, also where the lexicon reads them as another body's."""
    if not acronyms:
        return page
    covered = {at: named for named in page.named for at in range(named.first, named.last)}
    added: dict[int, Named] = {}
    for at, raw in enumerate(page.words.raw):
        body = acronyms.get(raw)
        if body is None or page.words.rank[at] == LOWER or page.closed.until[at] >= 0:
            continue
        other = covered.get(at)
        if other is None or (other.last - other.first == 1 and other.key != body.key):
            added[at] = Named(at, at + 1, body.key, body.name, "acronym", "defined in text")
    kept = [named for named in page.named if named.first not in added]
    return page._replace(named=sorted([*kept, *added.values()], key=lambda body: body.first))


def _is_officer(words: Words, named: Named) -> bool:
    """Officers have no acronyms: what stands in brackets after one is that of the body."""
    return any(words.key[at] in OFFICER_HEADS for at in range(named.first, min(named.first + 3, named.last)))


def _is_bracketed(words: Words, at: int) -> bool:
    if words.key_at(at) != "(" or words.key_at(at + 2) != ")":
        return False
    raw = words.raw[at + 1]
    return words.rank[at + 1] == ACRONYM or (len(raw) > 1 and raw.isupper())
