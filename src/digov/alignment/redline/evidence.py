"""Evidence: the signs that can be named for an insertion and the words struck beside it."""

from __future__ import annotations

import re

from digov.alignment.redline.features import Place
from digov.alignment.redline.words import CLOSED, class_of, is_acronym_of, same_stem

_NUMBERS = frozenset(("num", "year", "ord"))
_IMPOSSIBLE = re.compile(r"[,;:.]\s*[.;:]|[.;:]\s*,|\.\s+[a-z]|[(]\s*[,.;:)]|[)]\s*[)]")


def evidence_of(place: Place, count: int) -> tuple[str, ...]:
    """Return the codes of what speaks for striking the nearest ``count`` words, sorted; none may be there."""
    struck = [word.text for word in place.side[:count]]
    if place.backward:
        struck.reverse()
    signs = {"fused-letters"} if place.touch else set()
    near = place.side[0].text if place.side else None
    pair = (near, place.near) if place.backward else (place.near, near)
    if pair[0] and pair[1]:
        signs |= _border(pair[0], pair[1], touch=place.touch)
    if _IMPOSSIBLE.search(" ".join([*([near] if near and place.backward else []), *place.inserted][:4])):
        signs.add("punctuation")
    if struck:
        signs |= _beside(struck, place)
    return tuple(sorted(signs))


def _border(left: str, right: str, *, touch: bool) -> set[str]:
    """Return the signs of two words that stand side by side in print."""
    signs = set()
    if touch and right[0].isupper() and not left.isupper():
        signs.add("case")
    if class_of(left) in CLOSED and class_of(right) in CLOSED and class_of(left) != "aux":
        signs.add("function-words")
    return signs


def _beside(struck: list[str], place: Place) -> set[str]:
    inserted = place.inserted
    signs = set()
    if is_acronym_of(struck[-1], inserted) or is_acronym_of(inserted[0], tuple(struck)):
        signs.add("acronym")
    kinds = {class_of(struck[0]), class_of(inserted[0])}, {class_of(struck[-1]), class_of(inserted[-1])}
    if any(pair <= _NUMBERS for pair in kinds):
        signs.add("ordinal")
    for one, other in ((struck[0], inserted[0]), (struck[-1], inserted[-1])):
        if one.lower() == other.lower() and one != other:
            signs.add("case")
        elif one.replace("-", "") == other.replace("-", "") and one != other:
            signs.add("lost-hyphen")
        elif one != other and one.isalpha() and other.isalpha() and same_stem(one, other):
            signs.add("same-stem")
    words = {word.lower() for word in struck if len(word) > 3}
    if words & {word.lower() for word in inserted}:
        signs.add("repeats")
    if "(" in struck or ")" in struck:
        signs |= {"bracket"} if struck.count("(") != struck.count(")") else set()
    if len(struck) == len(inserted) and [class_of(word) for word in struck] == [class_of(word) for word in inserted]:
        signs.add("parallel")
    return signs
