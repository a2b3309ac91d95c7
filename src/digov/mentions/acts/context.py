"""What stands before a verb: adverbs, clause borders, subjects. It decides whether the verb is operative.

Sources of the rules: the drafting forms listed in the guide of the documents and the 1,414 resolutions of the
development corpus, where operative verbs open a paragraph or follow a comma or "and" at the level of the main clause.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

Border = Literal["head", "comma", "comma-and", "and", "we", "i", "organ", "it", "relative", "passive", "none"]

_ADVERBS = (
    r"also|further|furthermore|moreover|additionally|therefore|thus|hence|hereby|hereto|accordingly|consequently|likewise|"
    r"similarly|again|once\s+again|once\s+more|strongly|firmly|deeply|gravely|seriously|profoundly|extremely|particularly|"
    r"especially|specifically|solemnly|urgently|earnestly|warmly|fully|continuously|expressly|unequivocally|categorically|"
    r"unanimously|repeatedly|formally|explicitly|sincerely|greatly|highly|vigorously|very|most|increasingly|gratefully|"
    r"jointly|collectively|individually|consistently|actively|resolutely|respectfully|inter\s+alia|instead|still|now|"
    r"in\s+(?:this|that|the\s+same|the\s+above|these|those)\s+(?:regard|respect|context|connection|spirit|sense|vein|light)|"
    r"in\s+particular|in\s+addition|in\s+general|to\s+(?:this|that)\s+end|for\s+(?:this|that)\s+(?:purpose|reason)|"
    r"at\s+the\s+same\s+time|as\s+appropriate|in\s+turn|as\s+a\s+matter\s+of\s+(?:urgency|priority)|on\s+the\s+other\s+hand|"
    r"however|nevertheless|nonetheless|do"
)
_TRAILING_ADVERBS = re.compile(rf"(?:(?<=[\s,;(])|^)(?:{_ADVERBS})\s*,?\s*$", re.IGNORECASE)
_MARKER = re.compile(
    r"^[\s\u200b-\u200f\ufeff>*_•–-]*"
    r"(?:(?:\d+[.:]?){1,3}(?:\s*bis)?[.):]?|\(?[a-z]{1,4}\)|\([ivxlc]+\)|[A-Z]\.|OP\s?\d+\.?|PP\s?\d+\.?)?[\s\u200b-\u200f*_.]*",
    re.IGNORECASE,
)
_WE = re.compile(r"(?:^|[\s“\"(])(we)\s*,?\s*$", re.IGNORECASE)
_WE_ADDRESS = re.compile(r"(?:^|\s)(we),\s[^.;:]{1,400},\s*$", re.IGNORECASE)
_I = re.compile(r"(?:^|[\s“\"(])(I)\s*,?\s*$")
_ORGAN = re.compile(
    r"(?:^|[.;]\s+|,\s+)(the\s+(?:general\s+assembly|security\s+council|economic\s+and\s+social\s+council|human\s+rights\s+council|"
    r"assembly|council|commission|committee|conference|conference\s+of\s+the\s+parties))(?:,[^.;:]{1,300},)?\s*$",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"^\W*(?:to|in|for|with|on|at|by|through|building|recognizing|recognising|noting|therefore|accordingly|as|while|given|"
    r"during|under|throughout|following|guided|mindful|considering|thus|today|here|hereby|reaffirming|recalling|and|but|where)\b",
    re.IGNORECASE,
)
_CLAUSE_WORDS = re.compile(
    r"(?:that|which|who|whom|where|when|as|if|what|how|because|while|whether|until|once|though|although|than|so)\s*$",
    re.IGNORECASE,
)


_WINDOW = 600
"""Characters before a verb that are looked at: the subject of a clause stands nearer, a long address ("We, the Ministers …,") within."""


_NOTE_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


class Before(msgspec.Struct, frozen=True):
    """What stands before a verb: the border, where the act's words begin, and the adverbs as modifiers."""

    border: Border
    start: int
    modifiers: tuple[str, ...]


def body_start(text: str) -> int:
    """Return where the words begin after the printed number or letter of a segment.

    >>> body_start("(a) Develop targets")
    4
    """
    match = _MARKER.match(text)
    return match.end() if match else 0


def look_before(text: str, verb_start: int, first: int) -> Before:
    """Return what stands before the word at ``verb_start``; ``first`` is where the segment's words begin.

    Emphasis marks must have been blanked. ``start`` includes adverbs and the subject ("We therefore", "Also").
    """
    start, modifiers = _strip_adverbs(text, verb_start, first)
    first = max(first, start - _WINDOW)
    left = text[first:start]
    stripped = left.rstrip()
    if not stripped:
        return Before("head", start, modifiers)
    subject = _subject(left, first, modifiers)
    if subject is not None:
        return subject
    if stripped[-1] in ".:" or stripped.endswith((".”", '."', ".’")):
        return Before("head", start, modifiers)
    if stripped.rstrip(_NOTE_MARKS)[-1:] in (",", ";"):
        return Before("comma", start, modifiers)
    last = re.search(r"([,;]?)[⁰¹²³⁴-⁹]*\s*\b(and|but|or|as well as)$", stripped, re.IGNORECASE)
    if last:
        return Before("comma-and" if last.group(1) else "and", start, modifiers)
    if re.search(r"\bit$", stripped, re.IGNORECASE):
        return Before("it", start, modifiers)
    if re.search(r"\b(?:which|that|who)$", stripped, re.IGNORECASE):
        return Before("relative", start, modifiers)
    return Before("none", start, modifiers)


def _strip_adverbs(text: str, verb_start: int, first: int) -> tuple[int, tuple[str, ...]]:
    start = verb_start
    modifiers: list[str] = []
    while True:
        match = _TRAILING_ADVERBS.search(text, max(first, start - 60), start)
        if not match:
            return start, tuple(reversed(modifiers))
        left = text[first : match.start()].rstrip()
        if (
            match.group().rstrip().endswith(",")
            and left
            and not re.search(r"(?:[,;.:]|\b(?:and|but|we))$", left, re.IGNORECASE)
        ):
            # "… efforts in this regard, further takes note": the words close the clause before; their comma is the border.
            return start, tuple(reversed(modifiers))
        words = " ".join(match.group().replace(",", " ").split())
        if words.lower() != "do":
            modifiers.append(words.lower())
        start = match.start()


def _subject(left: str, first: int, modifiers: tuple[str, ...]) -> Before | None:
    we = _WE.search(left) or _WE_ADDRESS.search(left)
    if we:
        place = we.start(1)
        return Before("we" if _is_main_we(left[:place]) else "none", first + place, modifiers)
    i_subject = _I.search(left)
    if i_subject:
        return Before("i" if _is_main_we(left[: i_subject.start(1)]) else "none", first + i_subject.start(1), modifiers)
    organ = _ORGAN.search(left)
    if organ and (
        organ.start(1) == 0 or left[: organ.start(1)].rstrip()[-1:] in ".;" or "meeting" in left[: organ.start(1)]
    ):
        return Before("organ", first + organ.start(1), modifiers)
    return None


def _is_main_we(before: str) -> bool:
    """Return whether "we" after ``before`` is the subject of a main clause.

    It is after a sentence border, a comma or "and"; after a bare word only when the sentence opens with an adverbial ("To track
    progress we request"), since otherwise the words are a relative clause ("the actions we undertake").
    """
    stripped = before.rstrip(" “\"'(")
    if not stripped or stripped[-1] in ".:;,!?—–-" or stripped.endswith((".”", "’")):
        return not _CLAUSE_WORDS.search(stripped.rstrip(",")) if stripped.endswith(",") else True
    if _CLAUSE_WORDS.search(stripped):
        return False
    if re.search(r"\b(?:and|but|therefore|thus|hereby|end|regard|context|respect)$", stripped, re.IGNORECASE):
        return True
    sentence = re.split(r"(?<=[.;:])\s+", stripped)[-1]
    return bool(_OPENER.match(sentence)) and not re.search(r"\bwe\b", sentence, re.IGNORECASE)
