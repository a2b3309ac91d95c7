"""Features: what speaks for each number of words that an insertion may have replaced."""

from __future__ import annotations

import math

import msgspec

from digov.alignment.redline.edits import WORD, Edit, Word
from digov.alignment.redline.fluency import Fluency
from digov.alignment.redline.vocabulary import affinity
from digov.alignment.redline.words import CLOSED, class_of, is_acronym_of, same_stem

LONGEST = 30
"""Words of the longest deletion that is considered."""
_NUMBERS = frozenset(("num", "year", "ord"))


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """An insertion seen from the side on which the file strikes words: nearest first, whatever the direction."""

    side: tuple[Word, ...]
    """Base words that may have been struck, the nearest first."""
    beyond: str | None
    """The base word on the other side of the insertion."""
    near: str
    """The inserted word that the struck ones touch."""
    far: str
    """The inserted word at the other end."""
    inserted: tuple[str, ...]
    """Inserted words in the order of the text."""
    touch: bool
    blank: bool
    backward: bool
    """Whether the struck words stand before the insertion."""


def place_of(edit: Edit, *, deletion_first: bool) -> Place:
    """Return ``edit`` as a place where words before (or after) the insertion may have been struck."""
    words = tuple(WORD.findall(edit.text))
    side, other = (edit.left, edit.right) if deletion_first else (edit.right, edit.left)
    return Place(
        side=side,
        beyond=other[0].text if other else None,
        near=words[0] if deletion_first else words[-1],
        far=words[-1] if deletion_first else words[0],
        inserted=words,
        touch=edit.touch_left if deletion_first else edit.touch_right,
        blank=edit.blank_left if deletion_first else edit.blank_right,
        backward=deletion_first,
    )


def options(place: Place) -> range:
    """Return how many words may have been struck: none or some, no more than stand there."""
    return range(min(len(place.side), LONGEST) + 1)


def features(place: Place, k: int, fluency: Fluency) -> dict[str, float]:
    """Return the features of striking the nearest ``k`` words, those that are not 0, by name."""
    struck = [word.text for word in place.side[:k]]
    left_over = place.side[k].text if k < len(place.side) else None
    pair = (left_over, place.near) if place.backward else (place.near, left_over)
    out = {
        f"joint:{_joint(place)}:{'none' if k == 0 else 'some'}": 1.0,
        "ease": fluency.ease(*pair),
        "seen": min(fluency.seen(*pair), 2.0),
        "affinity": affinity(*pair),
        "case": float(fluency.miscased(*pair)),
    }
    if left_over is not None and left_over.lower() == place.near.lower():
        out["doubled"] = 1.0
    if class_of(left_over) in CLOSED and class_of(place.near) in CLOSED:
        out["closed-pair"] = 1.0
    inserted = {word.lower() for word in place.inserted if word[0].isalnum() and class_of(word) not in CLOSED}
    around = [word.text.lower() for word in place.side[k : k + 8]]
    out["repeat-left"] = sum(word in inserted for word in around) / (1 + len(inserted))
    if k:
        out.update(_struck(struck, place, inserted))
        out[f"beyond:{class_of(left_over)}"] = 1.0
    return {name: value for name, value in out.items() if value}


def _joint(place: Place) -> str:
    if place.touch:
        return "letters"
    return "blank" if place.blank else "mark"


def _struck(struck: list[str], place: Place, inserted: set[str]) -> dict[str, float]:
    """Return the features of the struck words themselves, beside the inserted ones."""
    order = struck[::-1] if place.backward else struck
    classes, theirs = [class_of(word) for word in order], [class_of(word) for word in place.inserted]
    k, size = len(order), len(theirs)
    first, last = order[0], order[-1]
    out = {
        f"length:{k if k < 4 else '4-6' if k < 7 else '7+'}": 1.0,
        f"from:{classes[0]}": 1.0,
        "length": math.log(k),
        "length-apart": abs(math.log(k / size)),
        "same-length": float(k == size),
        "parallel": float(classes == theirs),
        "same-classes": len(set(classes) & set(theirs)) / len(set(classes) | set(theirs)),
        "first-class": float(classes[0] == theirs[0]),
        "last-class": float(classes[-1] == theirs[-1]),
        "first-number": float({classes[0], theirs[0]} <= _NUMBERS),
        "last-number": float({classes[-1], theirs[-1]} <= _NUMBERS),
        "first-stem": float(same_stem(first, place.inserted[0])),
        "last-stem": float(same_stem(last, place.inserted[-1])),
        "first-equal": float(first.lower() == place.inserted[0].lower()),
        "last-equal": float(last.lower() == place.inserted[-1].lower()),
        "stops": float(_stops(struck)),
        "commas": float(classes.count("comma")),
        "brackets": float(classes.count("open") != classes.count("close")),
        "numbers": float(bool(_NUMBERS & set(classes)) != bool(_NUMBERS & set(theirs))),
        "repeats": sum(word.lower() in inserted for word in order) / k,
        "closed": sum(name in CLOSED for name in classes) / k,
        "acronym": float(is_acronym_of(first, place.inserted) or is_acronym_of(place.inserted[0], tuple(order))),
        "all": float(k == len(place.side)),
    }
    if k == size:
        out["class-by-class"] = sum(a == b for a, b in zip(classes, theirs, strict=True)) / k
    return out


def _stops(struck: list[str]) -> int:
    """Return how many stops stand between the struck words, the nearest to the insertion left out."""
    return sum(class_of(word) == "stop" for word in struck[1:])
