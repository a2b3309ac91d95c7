"""Whether a text is the base of a redline: all its words have to be there, in order."""

from __future__ import annotations

from rapidfuzz.distance import LCSseq

from digov.alignment.redline.edits import WORD, Aligned
from digov.alignment.redline.printed import TOKEN, Printed

LEAST_COVERAGE = 0.95
"""Share of a base's characters that has to stand in the redline in order."""
MOST_LOST = 0.25
"""Words of the base that may be missing for each insertion: in a redline none is; a clean new text lacks what it replaced."""
_GRAM = 3
_LARGE = 300
"""Runs of words from which on two texts are looked at this way; smaller ones are aligned at once."""
_MOST = 40_000
"""Words of the base that are looked for in order; it is a share that is said."""
_FEWEST_GRAMS = 0.5
"""Share of the runs of three words that a redline leaves whole; below it no alignment is tried."""


def share_in_order(base: Printed, redline: Printed) -> float | None:
    """Return the share of the base's words that stand in the redline in order where it is far too low, else ``None``.

    Cheap: it keeps two unrelated texts from being aligned letter by letter.
    """
    runs, others = _runs(base.text), _runs(redline.text)
    if len(runs) < _LARGE or len(runs & others) >= _FEWEST_GRAMS * len(runs):
        return None
    words, theirs = TOKEN.findall(base.text)[:_MOST], TOKEN.findall(redline.text)[: 2 * _MOST]
    return LCSseq.similarity(words, theirs) / len(words)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text)
    return set(zip(*(words[start:] for start in range(_GRAM)), strict=False))


def lost_words(aligned: Aligned) -> int:
    """Return how many words of the base are not in the redline: most of their letters were not found in order."""
    lost = 0
    for match in WORD.finditer(aligned.base.text):
        if match.group()[0].isalnum():
            places = aligned.found[match.start() : match.end()]
            lost += 2 * sum(place < 0 for place in places) > len(places)
    return lost


def percent(share: float) -> str:
    """Return a share in per cent, with a decimal from 90 on.

    >>> percent(0.123), percent(0.9984)
    ('12 %', '99.8 %')
    """
    return f"{100 * share:.1f} %" if share >= 0.9 else f"{100 * share:.0f} %"


def why_no_base(aligned: Aligned) -> str | None:
    """Return why the aligned texts are no redline and its base, as a message; ``None`` where they are."""
    in_order = f"{percent(aligned.coverage)} of its characters are in order"
    if aligned.coverage < LEAST_COVERAGE:
        return f"not a base: {in_order}"
    lost = lost_words(aligned)
    if lost > MOST_LOST * len(aligned.inserted):
        return f"not a base: {in_order}, but {lost} of its words are not printed; a redline prints struck words, too"
    return None
