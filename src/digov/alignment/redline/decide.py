"""Decisions: for each insertion, which words beside it were struck, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from digov.alignment.redline.edits import Edit
from digov.alignment.redline.evidence import evidence_of
from digov.alignment.redline.features import Place, features, options, place_of
from digov.alignment.redline.fluency import Fluency
from digov.alignment.redline.vocabulary import Vocabulary
from digov.alignment.redline.weights import WEIGHTS
from digov.alignment.redline.within import struck_letters

INSIDE = 0.97
"""How often the letters that an edit inside a word leaves out were struck."""
MISREAD = 0.995
"""How often a misread word was struck."""
AROUND_MISREAD = 0.3
"""How likely the words around a misread word, up to the next stop, were struck with it."""
FARTHER = 0.3
"""How much less likely words beyond the longest deletion that is considered were struck than the last one within it."""
_ONE_SIDED = 0.85
"""Share of the joints on one side from which on a file is taken to print all struck words there."""
_CLOSE = 2
"""Words from an insertion in which a misread one was struck together with those between."""
UP_TO_MISREAD = 0.6
"""How likely the words between an insertion and a misread word were struck with it, at least."""
_STOPS = (". ", ";", "\n")


class Struck(msgspec.Struct, frozen=True, kw_only=True):
    """Base words, or letters, that may have been struck: a span of ``redline.text`` and how likely it was."""

    start: int
    end: int
    chance: float
    evidence: tuple[str, ...]


def sides(edit: Edit, joints: tuple[int, int]) -> list[tuple[bool, float]]:
    """Return whether words may have been struck before ``edit``, or after it, and how sure each is.

    The side that a base word touches it on, or else the side on which words are touched in the file; both, each with
    its share, where the file has hardly any ``joints`` or has them on either side.
    """
    if edit.touch_left != edit.touch_right:
        return [(edit.touch_left, 1.0)]
    left, right = joints
    before = (left + 0.5) / (left + right + 1)
    if max(before, 1 - before) >= _ONE_SIDED:
        return [(before > 0.5, 1.0)]
    return [(True, before), (False, 1 - before)]


def chances(
    place: Place, fluency: Fluency, *, at_least: int = 0, weights: Mapping[str, float] = WEIGHTS
) -> list[float]:
    """Return how likely each word of ``place.side`` was struck, the nearest first; the figures never rise.

    An insertion that runs into the letters of a base word replaced at least that word; ``at_least`` words are known to
    have been struck.
    """
    least = max(1 if place.touch and place.side else 0, at_least)
    ways = [k for k in options(place) if k >= least]
    scores = [sum(weights.get(name, 0.0) * value for name, value in features(place, k, fluency).items()) for k in ways]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    total = sum(shares)
    out = []
    for count in range(1, ways[-1] + 1):
        out.append(sum(share for k, share in zip(ways, shares, strict=True) if k >= count) / total)
    return out


def _misread(text: str, misread: tuple[tuple[int, int], ...]) -> list[Struck]:
    """Return the misread words as struck, and the words around each up to a stop as possibly so."""
    out = []
    for start, end in misread:
        out.append(Struck(start=start, end=end, chance=MISREAD, evidence=("misread",)))
        low = max(text.rfind(mark, 0, start) for mark in _STOPS) + 1
        high = min((place for mark in _STOPS if (place := text.find(mark, end)) >= 0), default=len(text))
        out.append(Struck(start=low, end=high, chance=AROUND_MISREAD, evidence=("misread",)))
    return out


def struck_words(
    text: str,
    edits: tuple[Edit, ...],
    misread: tuple[tuple[int, int], ...],
    fluency: Fluency,
    vocabulary: Vocabulary,
    *,
    joints: tuple[int, int],
) -> tuple[Struck, ...]:
    """Return the words of the redline's ``text`` that may have been struck, each with its chance and evidence.

    They come from the least to the most likely, so that where two overlap the later one counts.
    """
    out = _misread(text, misread)
    starts = {start for start, _ in misread}
    for edit in edits:
        for order, sure in sides(edit, joints):
            letters = struck_letters(edit, vocabulary, deletion_first=order)
            if letters is None:
                out += _beside(place_of(edit, deletion_first=order), sure, starts, fluency)
            elif letters[0] < letters[1]:
                signs = ("fused-letters", "same-stem")
                out.append(Struck(start=letters[0], end=letters[1], chance=INSIDE * sure, evidence=signs))
    return tuple(sorted(out, key=lambda one: (one.chance, one.start, one.end)))


def _beside(place: Place, sure: float, misread: set[int], fluency: Fluency) -> list[Struck]:
    """Return the words on the side of ``place`` with their chances, which are all lowered by how ``sure`` the side is."""
    if not place.side:
        return []
    known = [count for count, word in enumerate(place.side, start=1) if word.start in misread]
    figures = chances(place, fluency, at_least=max((count for count in known if count <= _CLOSE), default=0))
    last = max(known, default=0)
    figures = [max(figure, UP_TO_MISREAD) for figure in figures[:last]] + figures[last:]
    signs = evidence_of(place, sum(figure >= 0.5 for figure in figures))
    figures += [figures[-1] * FARTHER] * (len(place.side) - len(figures))
    return [
        Struck(start=word.start, end=word.end, chance=figure * sure, evidence=signs)
        for word, figure in zip(place.side, figures, strict=True)
    ]
