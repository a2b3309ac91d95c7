"""The words around a number: comparators before it, units after it, and numbers that are no quantities.

Comparators follow what the words say: "over" and "just over" are ``>``, "at least" ``>=``, "up to" and "as many as" ``<=``, "almost", "about"
and "some" ``~``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from digov.mentions.numbers import CARDINAL, DIGITS, HYPHEN, parse_cardinal, parse_digits
from digov.mentions.timing.dates import find_dates
from digov.model.mention import Comparator
from digov.model.span import Span

_COMPARATORS: Final[Mapping[Comparator, tuple[str, ...]]] = {
    ">=": (r"(?:no|not) (?:less|fewer|lower) than", r"at least", r"(?:with )?(?:an? )?minimum of", r"from a floor of"),
    "<=": (
        r"(?:no|not) (?:more|higher|greater) than",
        r"not to exceed|not exceeding|at most|up to",
        r"as (?:many|much|high) as",
        r"(?:an? )?maximum of",
    ),
    ">": (
        r"(?:just |well |slightly )?(?:over|above)",
        r"(?:much )?(?:more|greater|higher|larger) than",
        r"exceeding|exceeds?|exceeded|in excess of|upwards? of|surpass(?:es|ed|ing)?",
    ),
    "<": (r"(?:just |well )?(?:under|below)", r"(?:less|fewer|lower|smaller) than"),
    "~": (
        r"(?:an? )?(?:estimated|approximate(?:ly)?)(?: (?:at|total|total of))?",
        r"almost|nearly|about|around|approximately|roughly|circa|some|close to|virtually|nigh on|more or less",
    ),
}
_SIGNS: Final = {sign: "|".join(words) for sign, words in _COMPARATORS.items()}
_COMPARATOR_PATTERNS: Final = tuple((re.compile(pattern, re.IGNORECASE), sign) for sign, pattern in _SIGNS.items())
_BEFORE: Final = re.compile(
    rf"\b(?P<words>(?:{'|'.join(_SIGNS.values())}))"
    r"(?: (?:an?|the|its|their|an additional|an estimated|a further|some))? $",
    re.IGNORECASE,
)
_AFTER: Final[tuple[tuple[re.Pattern[str], Comparator], ...]] = (
    (re.compile(r" or (?:more|above|over|higher|greater)\b"), ">="),
    (re.compile(r" or (?:less|fewer|below|under|lower)\b"), "<="),
)
_SCALE: Final = r"(?:thousand|million|billion|trillion)"
_CURRENCY: Final = r"US\$|USD |USD|\$|€|EUR |£|GBP |CHF "
_DIGITS: Final = re.compile(
    rf"(?<![A-Za-z0-9_/.,\u2010\u2011-])(?P<digits>{DIGITS})(?P<plus>\+)?(?:\s?[\u2010-\u2013-]\s?(?P<high>{DIGITS}))?(?:[ -](?P<scale>{_SCALE}))?"
    r"(?![A-Za-z0-9_/]|[.,:]\d|[-\u2010\u2011][A-Za-z])"
)
_CURRENCY_BEFORE: Final = re.compile(rf"(?:{_CURRENCY})$")
_WORDS: Final = re.compile(
    rf"(?P<words>{CARDINAL}|\ban?|\bhalf a)(?P<half> and a half)?(?: (?P<word_scale>{_SCALE})\b"
    rf"|(?=(?: per cent| percent| times)\b))"
)
_CELL: Final = 60
"""Characters before the first and after the last bar of a table that still belong to its cells."""
_BARE_YEAR: Final = re.compile(r"(?:1[89]|2[01])\d\d(?:[\u2010-\u2013-]\d+)?")
_SPELLED: Final = ("illion", "thousand", "per cent", "percent", " times")
FRACTION: Final = re.compile(
    rf"(?:\b(?P<count>an?|one|two|three|four)[ \u2010\u2011-](?P<part>third|quarter|half|fifth|tenth)s?"
    rf"|\b(?P<half>[Hh]alf)) (?P<of>of(?: all)?|the)\b (?!(?:a|{_SCALE}|20\d\d|19\d\d|the year)\b)",
    re.IGNORECASE,
)
RATIO: Final = re.compile(
    rf"\b(?P<part>one|two|three|four|five|six|seven|eight|nine|1) (?:in"
    rf"|out of) (?:every )?(?P<whole>{CARDINAL}|\d+)(?=[ ,;.])",
    re.IGNORECASE,
)
NET_ZERO: Final = re.compile(
    rf"\bnet{HYPHEN}zero(?: (?:greenhouse gas|carbon|global|CO2))? emissions\b|\bnet zero emissions\b", re.IGNORECASE
)

_UNITS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), unit)
    for pattern, unit in (
        (r"(?: ?%| per ?cent\b| percent\b)", "percent"),
        (r" percentage points?\b", "percentage points"),
        (r" (?:United States |US )?dollars?\b", "USD"),
        (r" euros?\b", "EUR"),
        (r" Swiss francs?\b", "CHF"),
        (r" pounds(?: sterling)?\b", "GBP"),
        (r" ?°C\b| degrees? (?:Celsius|C)\b|°", "degrees celsius"),
        (r" parts per (?:million|billion)\b", "parts per million"),
        (r" nautical miles?\b", "nautical miles"),
        (r" square kilomet(?:re|er)s?\b", "square kilometres"),
        (r" kilomet(?:re|er)s?\b| km\b", "kilometres"),
        (r" (?:metric )?(?:tons?|tonnes?)\b", "tons"),
        (r" hectares?\b", "hectares"),
        (r" times\b(?! (?:a|per|each|every)\b)", "times"),
        (r" (?:kilo|mega|giga|tera)watts?(?:-hours?)?\b", "watts"),
    )
)
CURRENCIES: Final = {
    "US$": "USD",
    "USD": "USD",
    "$": "USD",
    "€": "EUR",
    "EUR": "EUR",
    "£": "GBP",
    "GBP": "GBP",
    "CHF": "CHF",
}
TIME_UNIT: Final = re.compile(
    r" ?(?:(?:working|calendar|consecutive|additional|more|full|further|intervening) )*(?:years?"
    r"|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies)|quarters?|o’clock"
    r"|[ap]\.?m\b)"
)
POST_LEVEL: Final = re.compile(
    r" (?:P|D|GS|FS|NO|USG|ASG|L)\b[-(]?|\s?\(?(?:General Service|National Professional|Field Service"
    r"|Local level|New post|temporary)"
)
_REFERENCE_WORDS: Final = (
    r"[Pp]aragraphs?|[Pp]aras?\.?|[Aa]rticles?|[Aa]rts?\.|[Rr]ules?|[Ss]ections?|[Ss]ects?\."
    r"|[Cc]hapters?|[Cc]haps?\.|[Aa]nnex(?:es)?|[Ii]tems?|[Ss]ub-?items?|"
    r"[Rr]esolutions?|[Dd]ecisions?|[Nn]os?\.|[Vv]ols?\.?|[Vv]olumes?|pp?\.|[Pp]ages?|[Ff]ootnotes?"
    r"|[Nn]otes? by|[Gg]oals?|[Tt]argets?|[Ii]ndicators?|SDGs?|[Pp]hases?|"
    r"Protocols?|[Cc]onventions?|Group of|Groups?|[Pp]arts?|[Cc]ategor(?:y|ies)|[Ss]upplement|Add\."
    r"|Corr\.|Rev\.|[Rr]ound tables?|[Pp]anels?|[Pp]rogrammes?|"
    r"[Ss]ubprogrammes?|[Tt]ables?|[Ff]igures?|[Bb]ox|[Pp]rinciples?|[Rr]ecommendations?"
    r"|[Oo]bjectives?|Actions?|Appendix|[Rr]egulations?|[Dd]irectives?|"
    r"[Vv]ersions?|COVID|Agenda|Article|Conference|[Aa]ction teams?|[Ll]evel|[Ss]chedule|Class|[Zz]one"
    r"|[Rr]oom|[Pp]rovisions?|[Cc]lauses?|[Tt]itle|Vision|Horizon|[Cc]ommitments?"
)
_REFERENCES: Final = re.compile(
    rf"\b(?:{_REFERENCE_WORDS}) \(?(?:[A-Z]{{1,4}}\.)?\d[\d./]*(?: ?\([a-z0-9]{{1,4}}\))*(?:(?:, | and "
    rf"| or | to |\u2013|-|, and "
    rf"|; )(?:[A-Z]{{1,4}}\.)?\d[\d./]*(?: ?\([a-z0-9]{{1,4}}\))*(?![\d,]*\d? (?:per cent|percent"
    rf"|million|billion|dollars)))*"
)
_MARKER: Final = re.compile(r"[\s*•\u2022-]*\(?\d{1,3}(?:[.:]\s?\d{1,3})?[.):](?=\s|[*A-Za-z(]|$)")
_CLOCK: Final = re.compile(r"\b\d{1,2}(?:[.:]\d\d)?(?: (?:to|and|until) \d{1,2}(?:[.:]\d\d)?)* [ap]\.m\.")
_ITEMS: Final = re.compile(
    r"\(\d{1,2}\)|\b\d+/\S+|[A-Z]+/\S+|https?://\S+|\b(?:19"
    r"|20)\d\d(?:[-\u2013/]\d{2,4})?(?= (?:[Ss]ession|edition|report))"
)


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A printed number: its value with the scale, where it stands, and the parts that decide how it is read on."""

    start: int
    end: int
    value: float
    currency: str | None = None
    scaled: bool = False
    grouped: bool = False
    plus: bool = False
    in_words: bool = False
    high: float | None = None
    """The upper number of a range printed with a dash ("10–15 per cent")."""


def _own_masks(text: str) -> list[Span]:
    """Return the spans in which a number is no quantity: dates, clock times, references by number, symbols, tables."""
    spans = [Span(date.start, date.end) for date in find_dates(text) if date.kind != "year"]
    for pattern in (_REFERENCES, _CLOCK, _ITEMS):
        spans.extend(Span(match.start(), match.end()) for match in pattern.finditer(text))
    if "|" in text:
        spans.append(Span(max(0, text.index("|") - _CELL), text.rindex("|") + _CELL))
    return spans


def printed_numbers(text: str, masks: Sequence[Span]) -> list[Printed]:
    """Return the numbers of ``text`` that no mask touches, in text order.

    Those in dates, clock times, markers, references by number ("paragraphs 4 and 5"), symbols and tables are left out too.
    """
    marker = _MARKER.match(text)
    found = [
        number for match in _DIGITS.finditer(text, marker.end() if marker else 0) if (number := _digits(text, match))
    ]
    if any(word in text for word in _SPELLED):
        found.extend(number for match in _WORDS.finditer(text) if (number := _words(match)))
    if not found:
        return []
    hidden = [*masks, *_own_masks(text)]
    found = [n for n in found if not any(n.start < mask.end and mask.start < n.end for mask in hidden)]
    return sorted(found, key=lambda number: number.start)


def _digits(text: str, match: re.Match[str]) -> Printed | None:
    value = parse_digits(match["digits"])
    if value is None:
        return None
    scale = _SCALES[match["scale"]] if match["scale"] else 1
    high = parse_digits(match["high"]) if match["high"] else None
    if _BARE_YEAR.fullmatch(match.group()) and unit_at(text, match.end()) is None:
        return None
    currency = _CURRENCY_BEFORE.search(text, max(0, match.start() - 4), match.start())
    return Printed(
        start=currency.start() if currency else match.start(),
        end=match.end(),
        value=scaled(value, scale),
        currency=CURRENCIES[currency.group().strip()] if currency else None,
        scaled=scale > 1,
        grouped="," in match["digits"],
        plus=bool(match["plus"]),
        high=None if high is None else scaled(high, scale),
    )


def _words(match: re.Match[str]) -> Printed | None:
    words, scale_word = match["words"], match["word_scale"]
    value: float | None
    if words in ("a", "an", "half a"):
        if scale_word is None:
            return None
        value = 0.5 if words == "half a" else 1
    else:
        value = parse_cardinal(words)
    if value is None:
        return None
    value += 0.5 if match["half"] else 0
    scale = _SCALES[scale_word] if scale_word else 1
    return Printed(start=match.start(), end=match.end(), value=scaled(value, scale), scaled=scale > 1, in_words=True)


_SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def scaled(value: float, scale: int) -> float:
    """Return the product without the dust of binary fractions: 2.6 billion is 2600000000, not 2600000000.0000005."""
    return float(Decimal(str(value)) * scale) if scale > 1 else value


def unit_at(text: str, end: int) -> tuple[str, int] | None:
    """Return the unit of measure printed at ``end`` and where it ends; ``None`` when a noun or nothing follows."""
    for pattern, unit in _UNITS:
        if match := pattern.match(text, end):
            return unit, match.end()
    return None


def comparator_at(text: str, start: int, end: int) -> tuple[Comparator, int]:
    """Return the comparator of the number in ``text[start:end]`` and where its words begin (``start`` without any)."""
    before = _BEFORE.search(text, max(0, start - 40), start)
    for pattern, sign in _AFTER:
        if pattern.match(text, end):
            return sign, start
    if before is None:
        return "=", start
    return next(sign for pattern, sign in _COMPARATOR_PATTERNS if pattern.fullmatch(before["words"])), before.start()
