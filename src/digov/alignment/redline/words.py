"""Classes of words: closed classes by list, the rest by form; enough to tell which two words can stand side by side."""

from __future__ import annotations

import re
from functools import lru_cache

_LISTS = {
    "det": "a an the this these those each every any some no its their our his her such all both another whose",
    "prep": "of in on at by for from with into upon within without towards toward through throughout during under over between among"
    " amongst against across before after since until about above below per via including regarding concerning despite"
    " beyond following notwithstanding amid along around behind beside besides inter as than like",
    "to": "to",
    "conj": "and or but nor & yet",
    "sub": "that which who whom where when while whereas if whether because although though in-which how what why",
    "aux": "is are was were be been being has have had having do does did will would shall should can could may might must",
    "not": "not never",
    "pron": "it they we i he she them us itself themselves ourselves one others other there",
    "adv": "also further again well more most less least only even still already not too very much thereby therefore"
    " thus inter alia, notably together currently",
    "month": "january february march april may june july august september october november december",
}
_CLASS_OF = {word: name for name, words in _LISTS.items() for word in words.split() if name != "month"}
_MONTHS = frozenset(_LISTS["month"].split()) - {"may"}
_ORDINAL = re.compile(
    r"(?:\d+(?:st|nd|rd|th)|(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ieth)(?:-\w+)?|first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|hundredth)\Z"
)
_SUFFIXES = (
    ("ly", "adv"),
    ("ing", "ing"),
    ("ed", "ed"),
    ("tions", "nouns"),
    ("ments", "nouns"),
    ("ties", "nouns"),
    ("tion", "noun"),
    ("sion", "noun"),
    ("ment", "noun"),
    ("ness", "noun"),
    ("ity", "noun"),
    ("ance", "noun"),
    ("ence", "noun"),
    ("ship", "noun"),
    ("ism", "noun"),
    ("al", "adj"),
    ("ive", "adj"),
    ("ous", "adj"),
    ("able", "adj"),
    ("ible", "adj"),
    ("ic", "adj"),
    ("ary", "adj"),
    ("ful", "adj"),
    ("less", "adj"),
)
CLOSED = frozenset(("det", "prep", "to", "conj", "sub", "aux", "not", "pron"))
"""The classes of function words."""
EDGE = "edge"
"""The class of what stands before the first word of a unit, and after the last."""


@lru_cache(maxsize=65536)
def class_of(word: str | None) -> str:
    """Return the class of a word: a closed class, a kind of number or mark, or the kind of its ending.

    >>> [class_of(word) for word in ("the", "2030", "80th", "Goals", "fostering", ";", None)]
    ['det', 'year', 'ord', 'Names', 'ing', 'stop', 'edge']
    """
    if word is None:
        return EDGE
    lower = word.lower()
    if lower in _CLASS_OF:
        return _CLASS_OF[lower]
    if not word[0].isalnum():
        return {",": "comma", "(": "open", ")": "close"}.get(word, "stop" if word in ".;:" else "mark")
    if word[0].isdigit() and not _ORDINAL.match(lower):
        return "year" if re.fullmatch(r"(?:19|20)\d\d", word) else "num"
    if lower in _MONTHS or word == "May":
        return "month"
    if _ORDINAL.match(lower):
        return "ord"
    if word[0].isupper():
        return "Names" if word.endswith("s") else "Name"
    return _by_ending(lower)


def _by_ending(lower: str) -> str:
    if len(lower) > 4:
        for ending, name in _SUFFIXES:
            if lower.endswith(ending):
                return name
    if lower.endswith("s") and not lower.endswith("ss") and len(lower) > 3:
        return "plural"
    return "word"


def same_stem(one: str, other: str) -> bool:
    """Return whether two words share a stem: at least four letters and all but the last four of the shorter.

    >>> same_stem("foster", "fostering"), same_stem("developing", "develop"), same_stem("percent", "person")
    (True, True, False)
    """
    a, b = one.lower(), other.lower()
    shared = 0
    while shared < min(len(a), len(b)) and a[shared] == b[shared]:
        shared += 1
    return shared >= 4 and shared >= min(len(a), len(b)) - 3 and max(len(a), len(b)) - shared <= 5


def is_acronym_of(short: str, words: tuple[str, ...]) -> bool:
    """Return whether ``short`` is made of the first letters of the capitalized ``words``, a plural ``s`` left out.

    >>> is_acronym_of("SDGs", ("Sustainable", "Development", "Goals")), is_acronym_of("UN", ("United", "Nations"))
    (True, True)
    """
    letters = short.rstrip("s")
    if len(words) < 2:
        return False
    initials = "".join(word[0] for word in words if word[0].isupper())
    return len(letters) >= 2 and letters.isupper() and letters == initials
