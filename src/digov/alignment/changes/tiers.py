"""Tiers: how sure a redline is of the edits that a change rests on."""

from __future__ import annotations

from rapidfuzz.distance import LCSseq

from digov.alignment.changes.difference import Difference, Region
from digov.alignment.changes.view import View
from digov.alignment.wording import Alphabet, words_of
from digov.model.redline import Tier
from digov.model.span import Span


class Tiers:
    """For the words of two sides, the second of which is a redline, the tiers of the spans that struck or inserted them."""

    def __init__(self, b: View, keys: list[str], difference: Difference) -> None:
        self._b, self._difference = b, difference
        self._struck: dict[int, Tier] = {}
        for region in difference.regions if b.marks else ():
            if region.a < region.a_end:
                self._find_struck(region, keys[region.a : region.a_end])

    def of(self, a: tuple[int, int] | None, b: tuple[int, int] | None) -> Tier | None:
        """Return the lowest tier of words ``a`` of the first side, as struck words, and words ``b`` of the second.

        ``None`` where the second side is no redline, or where no edit touches the words.
        """
        if not self._b.marks:
            return None
        found = [self._struck.get(token) for token in range(*a)] if a else []
        if b and b[0] < b[1]:
            found += [self._b.marks.tier(span) for span in self._b.spans(*b)]
        return max((tier for tier in found if tier is not None), default=None)

    def _find_struck(self, region: Region, lost: list[str]) -> None:
        """Find the words that the first side has in a region among the struck words in the print.

        A word that is not found there has the lowest tier of the place.
        """
        hull = self._b.marks.around(self._b.between(region.b, region.b_end))
        text = self._b.source.text
        chars = [" "] * len(hull)
        for mark in self._b.marks.over(hull.start, hull.end):
            if mark.status == "deleted":
                low, high = max(mark.start, hull.start), min(mark.end, hull.end)
                chars[low - hull.start : high - hull.start] = text[low:high]
        words, alphabet = words_of("".join(chars)), Alphabet()
        worst = self._b.marks.tier(hull)
        if worst is not None:
            self._struck.update((token, worst) for token in range(region.a, region.a_end))
        for block in LCSseq.opcodes(alphabet.encode(lost), alphabet.encode(words.keys)):
            for step in range(block.src_end - block.src_start if block.tag == "equal" else 0):
                word = block.dest_start + step
                place = Span(hull.start + words.starts[word], hull.start + words.ends[word])
                tier = self._b.marks.tier(place)
                if tier is not None:
                    self._struck[region.a + block.src_start + step] = tier
