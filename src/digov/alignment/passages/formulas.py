"""Formulas: stretches of words that a document uses over and over, its title, and titles that it cites. They make no passage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from digov.alignment.passages.runs import SEED
from digov.alignment.wording import Unit, Words

OFTEN = 4
"""Units of one document in which a stretch stands for it to be a formula."""


BETWEEN = 6
"""Words that may stand between two parts of one citation: "of", its date, "entitled"."""

_DATE = r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
_CITED = re.compile(
    rf"""(?:General[ ]Assembly[ ]|Human[ ]Rights[ ]Council[ ]|Council[ ])?(?:resolutions?|decisions?)[ ]\[?\d[\w/ ]*\]?(?:\(\#\))?
         [ ](?:of|on)[ ]{_DATE}(?:,?[ ](?:on|entitled)[ ](?![“"*])[^,;.:]*)?
       | (?<=entitled[ ])[“"][^”"]*[”"]|(?<=entitled[ ])\*[^*]*\*""",
    re.VERBOSE,
)
"""A resolution with its date and what it is on, and a title in quotation marks or italics."""
_ROUTINE = re.compile(
    r"""\bdecid(?:es|ing)[ ]to[ ](?:include|continue)\b[^,;.]{0,60}?\bagenda[ ]of[ ]its[ ][\w-]+(?:[ ]\w+)?[ ]session
          (?:,?[ ](?:under[ ])?the[ ](?:sub-)?item[ ]entitled)?
       | \brequest(?:s|ing)[ ]the[ ]Secretary-General[ ]to[ ](?:submit|report|present|provide)\b[^,;.]{0,80}?[ ]session
          (?:,?[ ](?:a|an)[ ](?:[\w-]+[ ])?report)?
       | \brequest(?:s|ing)[ ]the[ ]Secretary-General[ ]to[ ](?:submit|present)[ ](?:a|an)[ ](?:[\w-]+[ ])?report\b
       | \bto[ ]the[ ]General[ ]Assembly[ ]at[ ]its[ ][\w-]+[ ]session
       | \btak(?:es|ing)[ ]note[ ](?:with[ ]\w+[ ])?of[ ]the[ ]report[ ]of[ ]the[ ]Secretary-General
       | \bimplementation[ ]of[ ]the[ ]present[ ]resolution
       | \badopted[ ]by[ ]the[ ][^,;.]{0,70}?\bat[ ]its[ ][\w-]+[ ]session""",
    re.VERBOSE | re.IGNORECASE,
)
"""What one resolution after the other says of its own reporting and agenda."""


class Formulas:
    """The stretches of words that are formulas in one of the documents, or stand in one of the titles."""

    def __init__(self, documents: Iterable[Iterable[str]], titles: Iterable[str] = ()) -> None:
        found = {title[index : index + SEED] for title in titles for index in range(len(title) - SEED + 1)}
        for texts in documents:
            spread: Counter[str] = Counter()
            for letters in texts:
                spread.update({letters[index : index + SEED] for index in range(len(letters) - SEED + 1)})
            found |= {stretch for stretch, count in spread.items() if count >= OFTEN}
        self._found = found

    def free(self, letters: str, unit: Unit, cited: Sequence[tuple[int, int]] = ()) -> list[bool]:
        """Return for each word of a unit whether it is free: in no formula, and part of no citation.

        The spans of ``cited`` are citations in the unit's text that are known already.
        """
        free = [True] * len(letters)
        for index in range(len(letters) - SEED + 1):
            if letters[index : index + SEED] in self._found:
                free[index : index + SEED] = [False] * SEED
        for index in cited_words(unit.segment.text, unit.words, cited):
            free[index] = False
        return free


def cited_words(text: str, words: Words, cited: Sequence[tuple[int, int]] = ()) -> list[int]:
    """Return which words of a unit's text belong to a citation: by its form, in the spans of ``cited``, or between two such."""
    found: list[int] = []
    routine = [match.span() for match in _ROUTINE.finditer(text)]
    cited = [*cited, *(match.span() for match in _CITED.finditer(text))]
    for index, (start, end) in enumerate(zip(words.starts, words.ends, strict=True)):
        if any(low < end and start < high for low, high in cited):
            if found and index - found[-1] <= BETWEEN:
                found += range(found[-1] + 1, index)
            found.append(index)
    ways = [
        index
        for index, (start, end) in enumerate(zip(words.starts, words.ends, strict=True))
        if any(low < end and start < high for low, high in routine)
    ]
    return sorted({*found, *ways})
