"""The rest of an edit: words that no other change accounts for, as a change of wording or as mere editing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from digov.alignment.changes.difference import Difference, Region
from digov.alignment.changes.view import View
from digov.model.alignment import ChangeKind

Stretch = tuple[int, int]
"""Words of one side, from the first to before the last."""

_GRAMMAR = frozenset(
    "a an and as at by for from in into its of on or that the their these this those to with which who whom whose are is be been"
    " being has have having had was were it they we our also further furthermore moreover thereby therefore thus however while"
    " but both such there here then so per cent percent no not".split()
) - {"not", "no"}
_ACRONYM = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:[-\u2010\u2011/]?\w+)*")
_STEM = 4
"""Letters that two forms of one word share at least."""


def rest_of(
    a: View,
    b: View,
    difference: Difference,
    used: tuple[Collection[int], Collection[int]],
    named: tuple[Collection[int], Collection[int]] = ((), ()),
) -> Iterator[tuple[ChangeKind, tuple[int, int], tuple[int, int]]]:
    """Yield the edited stretches outside the used words: kind, words of the first side, words of the second.

    ``editing`` where only grammar, spelling, an acronym or the form of a word changed, or the words of one name (the places
    ``named`` of either side), else ``wording``. A stretch that lies for the greater part in used words is accounted for.
    """
    used_a, used_b = used
    for region in difference.regions:
        free_a = [token for token in range(region.a, region.a_end) if token not in used_a]
        free_b = [token for token in range(region.b, region.b_end) if token not in used_b]
        left_a = [a.keys[token] for token in free_a if a.keys[token] not in _GRAMMAR and token not in named[0]]
        left_b = [b.keys[token] for token in free_b if b.keys[token] not in _GRAMMAR and token not in named[1]]
        if not free_a and not free_b:
            continue
        touched = len(free_a) + len(free_b) < region.a_end - region.a + region.b_end - region.b
        if touched and not left_a and not left_b:
            continue
        spelled = _is_bracketed(a, free_a, free_b) or _is_bracketed(b, free_b, free_a)
        kind: ChangeKind = "editing" if spelled or _is_editing(left_a, left_b) else "wording"
        yield kind, *_whole_words(a, b, _trim(free_a, region.a), _trim(free_b, region.b))


def _whole_words(a: View, b: View, before: Stretch, after: Stretch) -> tuple[Stretch, Stretch]:
    """Return the stretches with the other parts of words that hyphens join to them: "twenty-fifth", not "fifth"."""
    (low, high), (start, end) = before, after
    if low == high or start == end:
        return before, after
    while a.is_joined(low) and b.is_joined(start) and a.keys[low - 1] == b.keys[start - 1]:
        low, start = low - 1, start - 1
    while a.is_joined(high) and b.is_joined(end) and a.keys[high] == b.keys[end]:
        high, end = high + 1, end + 1
    return (low, high), (start, end)


def _is_bracketed(view: View, free: Sequence[int], others: Sequence[int]) -> bool:
    """Return whether one side alone spells out an acronym that stands in brackets after, or puts one after a long form."""
    if not free or others:
        return False
    text, low, high = view.said(free[0], free[-1] + 1), free[0], free[-1] + 1
    opened = view.marks_before(low).endswith("(") and view.marks_before(high).startswith(")")
    if opened and _ACRONYM.fullmatch(text):
        return True
    spelled_out = view.marks_before(high).strip() == "(" and high < len(view)
    return spelled_out and _ACRONYM.match(view.said(high, high + 1)) is not None


def _trim(free: list[int], start: int) -> tuple[int, int]:
    return (free[0], free[-1] + 1) if free else (start, start)


def _is_editing(before: list[str], after: list[str]) -> bool:
    """Return whether the content words of both sides are forms of the same words, or a name and its acronym."""
    if not before and not after:
        return True
    if "".join(before) == "".join(after):
        return True
    if _initials(before, after) or _initials(after, before):
        return True
    if len(before) != len(after):
        return False
    return all(same_word(one, other) for one, other in zip(sorted(before), sorted(after), strict=True))


def _initials(short: list[str], long: list[str]) -> bool:
    return len(short) == 1 and len(long) > 1 and short[0].rstrip("s") == "".join(word[0] for word in long)


def same_word(one: str, other: str) -> bool:
    """Return whether two words are forms of one word, by the letters they begin with."""
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return shared >= _STEM and max(len(one), len(other)) - shared <= 3


def gap_around(region: Region, view: View, *, second: bool) -> tuple[int, int]:
    """Return the words on either side of the place where the other side has more."""
    place = region.b if second else region.a
    return max(0, place - 1), min(len(view), place + 1)
