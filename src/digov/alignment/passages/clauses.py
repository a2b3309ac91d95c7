"""Clauses: the sentences of a unit and the clauses of its operative verbs, as what can be restated elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from digov.alignment.wording import Alphabet, Unit
from digov.model.lexicon import Verb

SHORTEST = 9
"""Words of a clause at least: shorter ones are formulas or titles of items."""
_STOP = re.compile(r"[.;:?!][”’\"')\]⁰¹²³⁴-⁹*]*\s")
_OPENERS = frozenset("we also further furthermore moreover therefore thus accordingly and to hereby the".split())
_BEFORE_ACT = frozenset(("and", "we", "also", "further", "therefore"))


class Text(msgspec.Struct, frozen=True):
    """A unit as it is compared: one letter per word, operative verbs in their base form, and its clauses."""

    letters: str
    clauses: tuple[tuple[int, int], ...]
    """First word, and one after the last; sentences, and within them the clauses of operative verbs."""


class Verbs(msgspec.Struct, frozen=True):
    """The operative verbs in the forms that drafting uses."""

    base: dict[str, str]
    """Base form by form: ``takes`` and ``taking`` give ``take``."""
    tails: dict[str, frozenset[str]]
    """For a verb that is an act only with another word ("take note"): that word."""

    def is_head(self, keys: Sequence[str], index: int) -> bool:
        """Return whether the word at ``index`` is the head of an operative verb, its tail within the next three words."""
        base = self.base.get(keys[index])
        if base is None:
            return False
        tails = self.tails.get(base)
        return tails is None or any(key in tails for key in keys[index + 1 : index + 4])


def verbs_of(verbs: Iterable[Verb]) -> Verbs:
    """Return the forms of the operative verbs of a lexicon.

    >>> found = verbs_of([Verb(id="v", lemma="take note", type="note", force=1), Verb(id="w", lemma="urge", type="urge", force=1)])
    >>> [found.base[form] for form in ("takes", "taking", "urges", "urging")]
    ['take', 'take', 'urge', 'urge']
    >>> found.is_head(("takes", "steps"), 0), found.is_head(("takes", "due", "note"), 0)
    (False, True)
    """
    forms: dict[str, str] = {}
    tails: dict[str, set[str]] = {}
    alone: set[str] = set()
    for verb in verbs:
        base, *tail = verb.lemma.lower().split()
        if tail:
            tails.setdefault(base, set()).add(tail[0])
        else:
            alone.add(base)
        for form in _forms(base):
            forms.setdefault(form, base)
    return Verbs(forms, {base: frozenset(words) for base, words in tails.items() if base not in alone})


def _forms(base: str) -> tuple[str, str, str]:
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    third = base + "es" if base.endswith(("s", "sh", "ch", "x", "z")) else base + "s"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        third = base[:-1] + "ies"
    return base, third, stem + "ing"


def text_of(unit: Unit, alphabet: Alphabet, verbs: Verbs) -> Text:
    """Return ``unit`` as a text to compare."""
    letters = alphabet.encode([verbs.base.get(key, key) for key in unit.words.keys])
    return Text(letters, tuple(_clauses(unit, verbs)))


def _clauses(unit: Unit, verbs: Verbs) -> list[tuple[int, int]]:
    words, text = unit.words, unit.segment.text
    gaps = [text[end:start] for end, start in zip(words.ends, (*words.starts[1:], len(text)), strict=True)]
    found: list[tuple[int, int]] = []
    start = 0
    for index, gap in enumerate(gaps):
        if index + 1 == len(words) or _STOP.search(gap):
            found += _parts(words.keys, gaps, start, index + 1, verbs)
            start = index + 1
    return list(dict.fromkeys((low, high) for low, high in found if high - low >= SHORTEST))


def _parts(keys: tuple[str, ...], gaps: Sequence[str], start: int, end: int, verbs: Verbs) -> list[tuple[int, int]]:
    """Return a sentence without its opening words, and the clauses of the operative verbs inside it.

    A verb opens a clause of its own after a comma or a conjunction, in the form of the first one ("Notes ..., and encourages",
    "We note ... and encourage"); in a sentence that does not begin with an act there is none.
    """
    while start < end and keys[start] in _OPENERS:
        start += 1
    if start == end or not verbs.is_head(keys, start):
        return [(start, end)]
    ending = _form(keys[start], verbs)
    heads = [
        index
        for index in range(start + 2, end)
        if (keys[index - 1] in _BEFORE_ACT or "," in gaps[index - 1])
        and verbs.is_head(keys, index)
        and keys[index + 1 : index + 2] != ("of",)  # "views and wishes of"
        and _form(keys[index], verbs) == ending
        and (ending or keys[index - 1] in _BEFORE_ACT)
    ]
    borders = [start, *heads, end]
    inner = []
    for low, high in pairwise(borders):
        last = high
        while last > low and keys[last - 1] in _BEFORE_ACT:
            last -= 1
        inner.append((low, last))
    return [(start, end), *inner]


def _form(word: str, verbs: Verbs) -> str:
    """Return how a verb is inflected: ``s``, ``ing`` or nothing."""
    return "" if verbs.base[word] == word else "ing" if word.endswith("ing") else "s"
