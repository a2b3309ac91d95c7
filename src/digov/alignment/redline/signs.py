"""Signs: places of a printed text where struck and inserted words betray themselves without the base."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from digov.alignment.redline.edits import WORD
from digov.alignment.redline.fused import FOREIGN, derived, fused_words
from digov.alignment.redline.vocabulary import Vocabulary
from digov.alignment.redline.words import class_of, same_stem


class Sign(msgspec.Struct, frozen=True, order=True):
    """One sign: a span of the printed text and its evidence code."""

    start: int
    end: int
    code: str


_PUNCTUATION = re.compile(
    r"\S*(?:(?<![.!?])\.[ ]?\.(?!\.)|[.,;:][ ]?[;,](?=\s)|[;,:][ ]?\.(?=\s|\Z)|\)[.;]?[ ]?\)[.;]*|(?<=[a-z])\.[a-z]{2,}"
    r"|\band,(?= (?:the|and|a)\b)|\b(?:and|or)\)?\.(?=\s|\Z))"
)
"""Marks that cannot stand side by side: two stops, a stop and a comma, a bracket closed twice, a stop within a sentence."""
_REPEAT = re.compile(r"\b(?P<words>[^\W\d_]{2,}(?:[ ][^\W\d_]+){0,4}),?[ ](?P=words)\b", re.IGNORECASE)
_STRAY = re.compile(
    r"(?<=[a-z])[\u2014_]+(?=[a-z])|(?<=\w)_+(?=\w)|(?:^|(?<=[ ]))[_\u2014]{1,3}(?=[a-z])|(?<=[a-z])[\u2014_](?=[ ]|$)"
    r"|\[[a-z]+\?\]|</?[a-z]{1,3}>|(?<=[a-z][ ])-(?=[a-z])|(?<=\.)[\u2014_](?=[ ]*$)"
    r"|(?:(?<=[ ]the)|(?<=[ ]and))-(?=[A-Z])",
    re.MULTILINE,
)
"""Dashes and underscores where a line struck words out, questions of an editor, tags of a layout."""
_DOUBLE_HEAD = re.compile(
    r"[a-z]{1,2}[A-Z][a-z]{3,}|[A-Z]{2}[a-z]{3,}|(?P<head>[A-Za-z])(?!(?P=head))(?i:(?P=head))[a-z]{3,}"
)
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+|\]\([^)\s]*\)")
_ABBREVIATED = re.compile(
    r"[(\[“\"]*(?:[A-Z]|ibid|etc|al|cit|nos?|vols?|arts?|paras?|sects?|chaps?|eds?|pp?|add|corr|rev|inc|ltd|co|jr|sr|approx|[ap]\.m"
    r"|e\.g|i\.e|[A-Z]\.[A-Z])\.[,;]",
    re.IGNORECASE,
)
"""An abbreviation before a comma: its stop ends no sentence."""
_ROMAN_HEAD = re.compile(r"[IVXLC]+\. ?\.")
_LETTERS = re.compile(r"[^\W\d_\u00b2\u00b3\u00b9\u2070-\u2079]+")
_DETERMINERS = frozenset("a an the its their our".split())
_PREPOSITIONS = frozenset("of in on at by for from with into within through".split())
_MODALS = frozenset("will would shall should can could may must".split())
_LATIN = frozenset("alia etc viz et al ad hoc".split())
_SHORTEST, _LONGEST_END, _LONG = 3, 5, 6
_FREQUENT = 5 * 10**6


def signs_of(text: str, vocabulary: Vocabulary) -> tuple[Sign, ...]:
    """Return the signs in ``text``, sorted: fused words, marks and function words that clash, repeats, stray marks, misreadings.

    A fused run gives two signs, one for either word, so that the joint can be read off.
    """
    text = _ADDRESS.sub(lambda match: " " * len(match.group()), text)
    out: list[Sign] = []
    for start, joint, end in fused_words(text, vocabulary):
        code = "fused-numbers" if text[start:end].isdigit() else "fused-letters"
        out += [
            Sign(start, joint, code),
            Sign(joint, end, code),
            Sign(start, joint, "joint-left"),
            Sign(joint, end, "joint-right"),
        ]
    fused = [(sign.start, sign.end) for sign in out]
    out += [
        Sign(match.start(), match.end(), "punctuation")
        for match in _PUNCTUATION.finditer(text)
        if not _may_stand(text, match)
    ]
    out += _repeats(text)
    out += _clashes(text)
    out += _unknown(text, vocabulary, fused)
    return tuple(sorted(set(out)))


def _may_stand(text: str, match: re.Match[str]) -> bool:
    """Return whether marks that seem to clash do not: after an abbreviation or a heading's number, or brackets within brackets."""
    marks = match.group()
    if _ABBREVIATED.fullmatch(marks):
        return True
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()]
    if _ROMAN_HEAD.fullmatch(line.strip()):
        return True
    return "))" in marks and line.count("(") >= line.count(")")


def stray_marks(source: str) -> tuple[Sign, ...]:
    """Return the marks of a source text that belong to no text: they are looked for where dashes are still told apart."""
    return tuple(Sign(match.start(), match.end(), "stray-mark") for match in _STRAY.finditer(source))


def _repeats(text: str) -> Iterator[Sign]:
    """Yield words that stand twice in a row, and two forms of one word side by side."""
    for match in _REPEAT.finditer(text):
        words = match["words"]
        if "," in match.group() and " " not in words:
            continue
        if len(words) > 3 or class_of(words) in ("det", "prep", "aux", "conj", "to"):
            yield Sign(match.start(), match.end(), "repeats")
    words = list(_LETTERS.finditer(text))
    for one, other in pairwise(words):
        if text[one.end() : other.start()] == " " and _two_forms(one.group(), other.group()):
            yield Sign(one.start(), other.end(), "same-stem")


def _two_forms(one: str, other: str) -> bool:
    """Return whether two words are forms of one long word that could stand in one place: of one number, or of one ending."""
    if min(len(one), len(other)) < _LONG or one.lower() == other.lower() or not same_stem(one, other):
        return False
    return one.rstrip("s").lower() == other.rstrip("s").lower() or class_of(one) == class_of(other)


def _clashes(text: str) -> Iterator[Sign]:
    """Yield pairs of function words that no sentence has side by side."""
    words = list(WORD.finditer(text))
    for one, other in pairwise(words):
        a, b = one.group().lower(), other.group().lower()
        if text[one.end() : other.start()].strip() or "\n" in text[one.end() : other.start()]:
            continue
        if one.group() == "A" or other.group() == "May" or (a == "to" and _takes_to(text, one.start())):
            continue
        if _clash(a, b):
            yield Sign(one.start(), other.end(), "function-words")


def _takes_to(text: str, place: int) -> bool:
    """Return whether the word before ``place`` is a participle, after which "to" may end its group ("referred to in")."""
    return text[max(place - 4, 0) : place].rstrip().endswith("ed")


def _clash(first: str, second: str) -> bool:
    if (first, second) == ("the", "will"):
        return False
    if first in _DETERMINERS:
        return second in _DETERMINERS | _PREPOSITIONS | _MODALS or second in ("and", "or", "to", "is", "are", "which")
    if first == "to":
        return second in ("of", "in", "for", "to", "with", "by") or second in _MODALS
    if first in _MODALS:
        gerund = second.endswith("ing") and len(second) > 4 and second != "bring"
        return gerund or second in _MODALS or second in ("the", "a", "of")
    if first in _PREPOSITIONS:
        return second in _MODALS or second in ("is", "are", "of")
    return first in ("and", "or") and second in ("and", "or")


def _unknown(text: str, vocabulary: Vocabulary, fused: list[tuple[int, int]]) -> Iterator[Sign]:
    """Yield words that are none: torn by a letter put in or out, or misread where they were struck."""
    inside = {index for start, end in fused for index in range(start, end)}
    counts = Counter(match.group().lower() for match in _LETTERS.finditer(text))
    for match in _LETTERS.finditer(text):
        word = match.group()
        if (
            match.start() in inside
            or len(word) < _SHORTEST
            or vocabulary.listed(word)
            or word.isupper()
            or word in _LATIN
        ):
            continue
        if _DOUBLE_HEAD.fullmatch(word):
            yield Sign(match.start(), match.end(), "case")
        elif _torn(word, vocabulary):
            yield Sign(match.start(), match.end(), "same-stem")
        elif counts[word.lower()] == 1 and not _part_of_more(text, match) and _misread(word, vocabulary):
            yield Sign(match.start(), match.end(), "misread")


def _part_of_more(text: str, match: re.Match[str]) -> bool:
    """Return whether a run of letters belongs to a longer name or an address."""
    before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 2]
    return (
        before in ("-", "/", "@", ".", "'")
        or after[:1] in ("-", "/", "@")
        or (after[:1] == "." and after[1:].isalpha())
    )


def _misread(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether an unknown word is neither a name nor made of a known word with an ending or a beginning."""
    lower = word.lower()
    if word[0].isupper():
        return len(word) >= _LONG and any(
            vocabulary.weight(lower[:cut] + lower[cut + 1 :]) >= _FREQUENT for cut in range(1, len(lower))
        )
    return lower not in FOREIGN and not derived(word, vocabulary) and not _compound(lower, vocabulary)


def _compound(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether an unknown word is made of two listed ones ("workplan")."""
    cuts = range(_SHORTEST, len(word) - _SHORTEST + 1)
    return any(vocabulary.listed(word[:cut]) and vocabulary.listed(word[cut:]) for cut in cuts)


def _torn(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether the word is two forms of one word, one in the other ("Societiesy", "recognizse")."""
    lower = word.lower()
    for stem in range(max(len(lower) - _LONGEST_END, _SHORTEST), len(lower) - 1):
        end = lower[stem:]
        for cut in range(1, len(end)):
            if vocabulary.listed(lower[:stem] + end[:cut]) and vocabulary.listed(lower[:stem] + end[cut:]):
                return end not in ("ing", "ings")
    shorter = {lower[:cut] + lower[cut + 1 :] for cut in range(1, len(lower))}
    return sum(vocabulary.listed(one) for one in shorter) > 1
