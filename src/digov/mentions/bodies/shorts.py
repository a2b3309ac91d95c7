"""Short forms: where "the Commission", "its Executive Board" or "the Office of the High Commissioner" stand in a segment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from digov.mentions.bodies.find import cites_document
from digov.mentions.bodies.named import Page
from digov.mentions.bodies.names import HEADS, LOOSE_HEADS, NO_MODIFIER, ORGAN_HEADS, Short

_DETERMINERS: Final = frozenset("the its said this that each their his her our current present new".split())
_JOINING: Final = frozenset(("and", "or", ","))
_BEFORE_ATTRIBUTE: Final = frozenset("of by with for under to in on from existing relevant other all".split())
_FUNCTION_WORDS: Final = frozenset(
    "of on for to in at by with and or the a an is are was were has have had that which as from shall will".split()
)
_LONGEST: Final = 4


class ShortForm(NamedTuple):
    """A possible short form at tokens ``[first, last)``; ``known`` when some body goes by it."""

    first: int
    last: int
    short: Short
    known: bool
    article: bool = True
    """False for "Agency" in "Agency safeguards", which counts only where it has a reading."""


def with_preposition(known: Iterable[Short]) -> dict[str, list[Short]]:
    """Return the short forms with "of" inside ("Office of the High Commissioner") by their first head, the longest first."""
    found: dict[str, list[Short]] = {}
    for short in sorted((short for short in known if "of" in short), key=lambda short: (-len(short), short)):
        head = next((key for key in short if key in HEADS), None)
        if head is not None:
            found.setdefault(head, []).append(short)
    return found


def short_forms(page: Page, known: Collection[Short], phrases: Mapping[str, Sequence[Short]]) -> list[ShortForm]:
    """Return the possible short forms of ``page``, left to right.

    ``known`` are the short forms that some body goes by; ``phrases`` those with a preposition inside, by :func:`with_preposition`.
    """
    taken = {at for named in page.named for at in range(named.first, named.last)}
    found: list[ShortForm] = []
    beyond = 0
    for at in page.words.capitals():
        if at < beyond or page.words.key[at] not in HEADS or at in taken or page.closed.until[at] >= 0:
            continue
        form = _form(page, at, known, phrases, taken)
        if form is None or cites_document(page.words, form.last):
            continue
        article = _has_article(page, form.first, found, taken)
        if article or (form.known and _is_attribute(page, form)):
            found.append(form._replace(article=article))
            beyond = form.last
    return found


def _form(
    page: Page, head: int, known: Collection[Short], phrases: Mapping[str, Sequence[Short]], taken: set[int]
) -> ShortForm | None:
    words = page.words
    for phrase in phrases.get(words.key[head], ()):
        begin = head - next(at for at, key in enumerate(phrase) if key in HEADS)
        if begin >= 0 and tuple(words.key[begin : begin + len(phrase)]) == phrase and begin not in taken:
            return ShortForm(begin, begin + len(phrase), phrase, True)
    first = head
    while head - first < _LONGEST and words.is_capital(first - 1) and first - 1 not in taken:
        longer = tuple(words.key[first - 1 : head + 1])
        if page.closed.until[first - 1] >= 0 or (words.key[first - 1] in NO_MODIFIER and longer not in known):
            break
        first -= 1
    last = head + 1
    if words.is_capital(last) and last not in taken and not words.owns(head):
        return None
    short = tuple(words.key[first:last])
    if short in known:
        return ShortForm(first, last, short, True)
    if len(short) > 1:
        return ShortForm(first, last, short, False)
    return ShortForm(first, last, short, False) if short[0] not in LOOSE_HEADS else None


def has_determiner(page: Page, first: int) -> bool:
    """Return whether an article or the like stands before the token ``first``."""
    before = page.words.key_at(first - 1)
    adjective = before.isalpha() and not page.words.is_capital(first - 1) and before not in _FUNCTION_WORDS
    return before in _DETERMINERS or (adjective and page.words.key_at(first - 2) in _DETERMINERS)


def _is_attribute(page: Page, form: ShortForm) -> bool:
    """Return whether a short form without article stands before a noun and after a preposition ("of Agency safeguards")."""
    after = page.words.key_at(form.last)
    before = page.words.key_at(form.first - 1)
    return (
        form.short[-1] in ORGAN_HEADS
        and before in _BEFORE_ATTRIBUTE
        and after.isalpha()
        and after not in _FUNCTION_WORDS
    )


def _has_article(page: Page, first: int, found: list[ShortForm], taken: set[int]) -> bool:
    """A short form needs an article, or stands joined to a body before it ("the Assembly and Council")."""
    if has_determiner(page, first):
        return True
    joined = page.words.key_at(first - 1) in _JOINING
    return joined and (first - 2 in taken or bool(found and found[-1].last == first - 1))
