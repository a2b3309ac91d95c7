"""Markers: the numbers, letters and signs that stand at the beginning of a block."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from digov.segments.ordinals import letter_value, readings, token_of

MarkerForm = Literal["number", "dual", "decimal", "clause", "item", "section", "word", "part", "note", "star"]

# Joiners, direction marks and the byte-order mark stand between a number and its words in converted files.
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff"
_EMPHASIS = r"[*_]{0,3}"
_BLANK = rf"[\s{UNSEEN}]"
_BULLET = re.compile(rf"(?:(?P<hash>#{{1,6}})|(?P<sign>[-–—−•·▪●◦‣►■*>+o]|\uf0b7)){_BLANK}+")
_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SUPERSCRIPTS = str.maketrans(_SUPERSCRIPT, "0123456789")

_NOTE = re.compile(
    rf"(?:(?P<up>[{_SUPERSCRIPT}]{{1,4}})|<sup>\s*(?P<sup>\d{{1,4}})\s*</sup>|\[\^?(?P<square>\d{{1,4}})\]:?"
    rf"|(?P<slash>\d{{1,3}})/(?={_BLANK})){_BLANK}*"
)
_STAR = re.compile(rf"\\?(?P<star>\*{{1,4}}|†{{1,3}}|‡{{1,3}}){_BLANK}+(?=\S)")
_DUAL = re.compile(
    rf"{_EMPHASIS}(?P<old>\d{{1,4}})[.:][ \t]?(?P<new>\d{{1,4}})(?P<dot>[.:]?){_EMPHASIS}(?:{_BLANK}+\.)?(?={_BLANK}|$)"
)
_DECIMAL = re.compile(
    rf"{_EMPHASIS}(?P<path>\d{{1,3}}(?:\.\d{{1,3}}){{2,3}})\.?{_EMPHASIS}(?:{_BLANK}+\.)?(?={_BLANK})"
)
_NUMBER = re.compile(
    rf"{_EMPHASIS}(?P<number>\d{{1,8}})(?P<latin>[ \u00a0]?(?:bis|ter|quater|quinquies|sexies|alt)\b|[A-Z](?=\.))?"
    rf"{_EMPHASIS}[{UNSEEN}]*(?P<close>[ ]?\\?\.|\\?\)){_EMPHASIS}(?={_BLANK}|$|[—–-]|[A-Z“\"‘])"
)
_CLAUSE = re.compile(
    rf"{_EMPHASIS}(?P<zone>PP|OP|pp|op)[ .]?(?P<number>\d{{1,3}})(?P<latin>[ ]?(?:bis|ter|quater|alt)\b)?"
    rf"[.:)]?{_EMPHASIS}(?={_BLANK})"
)
_ITEM = re.compile(
    rf"{_EMPHASIS}(?P<open>\\?\()[ \u00a0]?{_EMPHASIS}(?P<token>[a-z]{{1,8}}|[A-Z]{{1,5}}|\d{{1,3}})"
    rf"(?P<latin>[ \u00a0](?:bis|ter|quater))?{_EMPHASIS}\\?\)[.:]?{_EMPHASIS}(?={_BLANK}|$|[A-Z“\"‘*])"
)
_BARE_ITEM = re.compile(
    rf"{_EMPHASIS}(?P<token>[a-z]{{1,6}}|[A-Z])(?P<close>[.)]){_EMPHASIS}(?={_BLANK}+[*_“\"‘]*[^\W\d_])"
)
_SECTION = re.compile(
    rf"{_EMPHASIS}(?P<token>[IVXL]{{1,8}}|[A-Z])(?:\.{_EMPHASIS}(?:{_BLANK}+\.)?(?={_BLANK}|$)|{_EMPHASIS}$)"
)
_WORD = re.compile(
    rf"{_EMPHASIS}(?P<word>(?:Strategic |Specific )?(?:Article|ARTICLE|Rule|Principle|PRINCIPLE|Guideline|Regulation|Section|"
    r"SECTION|Chapter|CHAPTER|Part|PART|Title|Objective|OBJECTIVE|Goal|GOAL|Target|Action|Commitment|Recommendation|Pillar|Priority|"
    r"Theme|Table|Figure|Box|Outcome|Action [Ll]ine|Area|Cluster|Step|Standard))"
    rf"[ \u00a0](?P<value>\d{{1,3}}(?:\.\w{{1,3}})?|C\d{{1,2}}|[IVXLC]{{1,7}}|[A-Z]|[a-z]{{3,6}})(?![\w’'])"
    rf"(?P<sep>[.:]?){_EMPHASIS}{_BLANK}*(?:[–—-](?={_BLANK}))?{_BLANK}*"
)
_PART = re.compile(
    rf"{_EMPHASIS}(?P<word>Annex|ANNEX|Appendix|APPENDIX|Enclosure|ENCLOSURE|Attachment|Addendum)"
    rf"(?:[ \u00a0](?P<value>[IVXLC]{{1,7}}|[A-Z]|\d{{1,2}})\b)?(?P<sep>[.:]?){_EMPHASIS}{_BLANK}*(?:[–—-]{_BLANK}+)?"
)
_WORD_VALUES = {
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
}  # fmt: skip
_HEAD = 240
_JOINED = re.compile(r"[;.:]\)?,?\s{1,3}(?:and\s|or\s)?\((?P<token>[a-z]{1,5})\)\s+(?=[A-Z*“\"])")


class Marker(msgspec.Struct, frozen=True):
    """A mark at the beginning of a block: what kind, where it stands, and its value.

    ``number`` is the number (the *new* one of ``8.9.``), ``old`` the old one of a dual number, ``token`` the letter or numeral of
    an item or section, ``word`` the word of ``Article 5``; ``regular`` is false when the form is unusual (``b)``, ``47:20.``).
    """

    form: MarkerForm
    start: int
    end: int
    number: int = 0
    old: int = 0
    token: str = ""
    word: str = ""
    latin: str = ""
    regular: bool = True
    misprinted: bool = False
    """True for a number whose stop or digit is wrong and whose neighbours say what it is."""


def skip_decoration(text: str, start: int, end: int) -> tuple[int, str, int]:
    """Return where the words of a block begin, its bullet, and the number of ``#`` signs before them."""
    while start < end and text[start] in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff":
        start += 1
    match = _BULLET.match(text, start, end)
    if match is None or match.end() >= end:
        return start, "", 0
    if match["hash"]:
        return match.end(), "", len(match["hash"])
    sign = match["sign"]
    if sign == "*" and not _starts_item(text, match.end(), end):
        return start, "", 0  # a star note, or a row of stars
    return match.end(), sign, 0


def _starts_item(text: str, start: int, end: int) -> bool:
    return _ITEM.match(text, start, end) is not None or _NUMBER.match(text, start, end) is not None


def read_marker(text: str, start: int, end: int) -> Marker | None:
    """Return the marker at ``start``, or ``None``. Looks at the first few characters only, never at the rest of the block.

    What a marker means (a paragraph or a heading, a letter or a numeral, old or new number) is decided later, in its sequence.
    """
    stop = min(end, start + _HEAD)
    if start >= stop:
        return None
    return _read_number(text, start, stop) or _read_note(text, start, stop) or _read_letter(text, start, stop)


def _read_number(text: str, start: int, stop: int) -> Marker | None:
    if match := _DECIMAL.match(text, start, stop):
        return Marker("decimal", match.start("path"), match.end(), token=match["path"])
    if match := _DUAL.match(text, start, stop):
        regular = text[match.end("old")] == "." and match["dot"] == "."
        old, new = int(match["old"]), int(match["new"])
        return Marker(
            "dual", match.start("old"), match.end(), number=new, old=old, token=f"{old}.{new}", regular=regular
        )
    if match := _NUMBER.match(text, start, stop):
        latin = (match["latin"] or "").strip()
        stop_sign = match["close"].endswith(".")
        return Marker(
            "number", match.start("number"), match.end(), number=int(match["number"]), latin=latin, regular=stop_sign
        )
    return None


def _read_note(text: str, start: int, stop: int) -> Marker | None:
    if match := _NOTE.match(text, start, stop):
        digits = (match["up"] or "").translate(SUPERSCRIPTS) or match["sup"] or match["square"] or match["slash"]
        return Marker("note", start, match.end(), number=int(digits))
    if match := _STAR.match(text, start, stop):
        return Marker("star", start, match.end(), token=match["star"])
    return None


def _read_letter(text: str, start: int, stop: int) -> Marker | None:
    if match := _ITEM.match(text, start, stop):
        if readings(match["token"]):
            latin = (match["latin"] or "").strip()
            end = _past_repeat(text, match.start("open"), match.end(), stop)
            return Marker("item", match.start("open"), end, token=match["token"], latin=latin)
        return None
    if match := _CLAUSE.match(text, start, stop):
        return Marker(
            "clause", match.start("zone"), match.end(), number=int(match["number"]), word=match["zone"].lower(),
            latin=(match["latin"] or "").strip(),
        )  # fmt: skip
    if match := _PART.match(text, start, stop):
        return Marker("part", match.start("word"), match.end(), token=match["value"] or "", word=match["word"].lower())
    if (match := _WORD.match(text, start, stop)) and _is_word_value(match["value"]):
        return Marker(
            "word", match.start("word"), match.end(), token=match["value"], word=match["word"].lower(),
            regular=bool(match["sep"]),
        )  # fmt: skip
    if (match := _SECTION.match(text, start, stop)) and readings(match["token"]):
        end = _past_repeat(text, match.start("token"), match.end(), stop)
        return Marker("section", match.start("token"), end, token=match["token"])
    if (match := _BARE_ITEM.match(text, start, stop)) and readings(match["token"]):
        return Marker("item", match.start("token"), match.end(), token=match["token"], regular=False)
    return None


def _past_repeat(text: str, start: int, end: int, stop: int) -> int:
    """Return where the words begin when converters printed the same mark twice ("I. I. Scope", "(a) (a) Scope")."""
    printed = text[start:end].strip()
    again = end
    while again < stop and text[again].isspace():
        again += 1
    if again > end and text.startswith(printed, again, stop):
        after = again + len(printed)
        if text[after : after + 1].isspace():
            return after
    return end


def _is_word_value(value: str) -> bool:
    return not value.islower() or value in _WORD_VALUES


def find_joined_item(text: str, marker: Marker, end: int) -> int:
    """Return where the next item begins when it stands on the line of this one (``(e) …; (f) …``), else ``end``.

    Only the letter that follows counts, after a stop or semicolon and before a capital: references such as
    "paragraph 5 (b)" and enumerations inside a sentence stay where they are.
    """
    if marker.form != "item" or not letter_value(marker.token):
        return end
    following = token_of("letter", letter_value(marker.token) + 1)
    for match in _JOINED.finditer(text, marker.end, end):
        if match["token"] == following:
            return match.start("token") - 1
    return end


def find_nested_item(text: str, marker: Marker, end: int) -> int:
    """Return where an item begins that stands directly after this mark ("1. (a) …", "(a) (i) …"), else ``end``.

    Only a mark that opens a list counts; two letters of one list side by side ("(g) (f)") are an old and a new one.
    """
    if marker.form not in ("number", "dual", "item"):
        return end
    start = marker.end
    while start < end and (text[start].isspace() or text[start] in "\u200e\u200b"):
        start += 1
    match = _ITEM.match(text, start, min(end, start + _HEAD))
    if match is None or start == marker.end or match.end() >= end:
        return end
    own = {style for style, _ in readings(marker.token)} if marker.form == "item" else set()
    opens = [style for style, value in readings(match["token"]) if value == 1 and style not in own]
    return start if opens else end
