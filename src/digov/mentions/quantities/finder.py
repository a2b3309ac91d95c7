"""Quantities: measured and counted values, and numeric targets, with unit, comparator and what they measure.

A number is a quantity when a unit, a currency or a counted plural follows it ("65 per cent of women", "304,439,800 dollars", "over 4,000
participants"). Numbers of paragraphs, sessions, goals, versions, dates and durations are none, nor are small counts in words ("two
co-facilitators"). A share in words is a fraction of one: "a third of the population" is 0.3333 with unit ``share``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from digov.mentions.numbers import parse_cardinal
from digov.mentions.quantities.grammar import (
    FRACTION,
    NET_ZERO,
    POST_LEVEL,
    RATIO,
    TIME_UNIT,
    Printed,
    comparator_at,
    printed_numbers,
    scaled,
    unit_at,
)
from digov.mentions.quantities.nouns import counted_noun
from digov.model.issue import Issue
from digov.model.mention import Comparator, QuantityMention
from digov.model.span import Span

_JOINT: Final = re.compile(
    r" (?P<word>to|and|or|out of|of|through)(?: (?:the|some|about|nearly|over|at least|more than|up to"
    r"|just over|all))* $|\s?[\u2013-]\s?$"
)
_BETWEEN: Final = re.compile(r"\bbetween (?:some |about |an estimated )?$")
_FROM: Final = re.compile(r"\bfrom (?:just |over |some |about |nearly |less than |more than |only )*$")
_CHANGE: Final = re.compile(
    r" (?P<noun>(?:(?!(?:of|in|to|for|and|by|from|on|with|at|or|the) )[a-z-]+ ){0,2}?(?:increase|reduction|decrease|decline|drop|rise|growth|cut"
    r"|improvement|share|gap|rate|target|majority)s?)\b(?P<rest> (?:in|of|on) [^,;:.()]{3,110})?"
)
_OF: Final = re.compile(r" of (?P<what>[^,;:.()]{3,110})")
_FOR: Final = re.compile(
    r"(?: gross| net)?(?: per (?:year|annum|day|month|capita))? for (?!(?:the )?(?:period|biennium"
    r"|year|financial|same|\d))(?P<what>(?:the |its )?[^,;:.()]{3,110})"
)
_PER: Final = re.compile(
    r" (?:gross|net)\b| per (?:year|annum|day|month|capita|person)\b| a (?:year|day|month)\b| annually\b"
)
_MEASURE_END: Final = re.compile(
    r" (?:is|are|was|were|has|have|had|will|would|do|does|did|made|make|use|used|using|access|accesses"
    r"|live|living|lived|by|compared|who|that|which|while|with|and(?! \w+s\b)|or|for|to|still|now"
    r"|already|also|thus|"
    r"in (?:19|20)\d\d|from|at|as|between|during|since|on|remain|remained|achieved|reached|accounted"
    r"|account|suffer|lack)\b"
)
_CLAUSE: Final = re.compile(r" (?:is|are|was|were|has|have|had|will|would|by (?:19|20)\d\d|compared|who|which|while)\b")
_PROPORTION: Final = re.compile(
    r"\b[Pp](?:roportion|ercentage|revalence)s? of (?P<what>[^;.()]{3,140}?)(?= (?:is|was|has|had|have"
    r"|are|were|reached|rose|fell)\b)"
)
_OF_WHOLE: Final = re.compile(r" of (?:the )?(?:[\w-]+[’']s )?")
_NUMBER_OF: Final = re.compile(
    r"\bnumber of (?P<what>(?:[a-z-]+ )*?(?:people|women|children|persons|countries|[a-z-]+s))\b"
)
_ARTICLE: Final = re.compile(r"\b(?:an?|the|an additional|an annual|the additional) $", re.IGNORECASE)
_NAME_BEFORE: Final = re.compile(r"(?P<stop>^|[.;:] |[“\"(])?\b(?P<word>[A-Z][A-Za-z]+) $")
_OPENERS: Final = frozenset(
    "The These Those All Some Over About Nearly Almost Only In Of At By To For From On With Approximately An A And Our We Between "
    "Acknowledges Notes Recognizes Welcomes Approves Recalls Decides Appropriates Reaffirms Concerned Noting Stresses".split()
)
_NOT_COUNTED: Final = "-"
"""Unit of a number that counts time, goals or nothing: read, so that it shares no unit with its neighbour, and then dropped."""
_PARTS: Final = ("third", "quarter", "half", "Half", "fifth", "tenth")
_SHARES: Final = {"third": 3, "quarter": 4, "half": 2, "fifth": 5, "tenth": 10}
_LARGEST_WHOLE: Final = 1000
_SDG_TARGETS: Final = 169


class QuantityFindings(msgspec.Struct, frozen=True):
    """The quantities of one segment in text order, and the issues with offsets of the segment's text."""

    quantities: tuple[QuantityMention, ...] = ()
    issues: tuple[Issue, ...] = ()


def find_quantities(text: str, *, masks: Sequence[Span]) -> QuantityFindings:
    """Return the quantities that ``text`` states, in text order; nothing is looked for inside ``masks`` (citations, deadlines, SDG tags).

    A range gives two mentions: its ends as bounds (``>=``, ``<=``) after "between" and in "0.15 to 0.20 per cent", as two values after "from".
    A number of evident size with no unit in reach is kept with an empty unit and reported. Follows the annotation guideline.
    """
    issues: list[Issue] = []
    found = _measured(text, printed_numbers(text, masks), issues)
    taken = [*masks, *(Span(mention.start, mention.end) for mention in found)]
    for mention in (*_fractions(text), *_net_zero(text)):
        span = Span(mention.start, mention.end)
        if not any(span.overlaps(other) for other in taken):
            found.append(mention)
            taken.append(span)
    found.sort(key=lambda mention: (mention.start, mention.end))
    return QuantityFindings(tuple(found), tuple(issues))


class _Reading(msgspec.Struct):
    """A number with the unit that was read for it (``None`` while it has none) and the end of its words."""

    printed: Printed
    unit: str | None
    end: int
    measures: str | None = None


def _measured(text: str, numbers: Sequence[Printed], issues: list[Issue]) -> list[QuantityMention]:
    readings = [_read(text, printed) for printed in numbers]
    for index in range(len(readings) - 2, -1, -1):
        _share_unit(text, readings[index], readings[index + 1])
    found: list[QuantityMention] = []
    for index, reading in enumerate(readings):
        if reading.unit is None and (reading.printed.scaled or reading.printed.grouped):
            reading.unit = _unit_in_reach(text, reading, found)
        if reading.unit in (None, _NOT_COUNTED) or _is_name(text, reading):
            continue
        following = readings[index + 1] if index + 1 < len(readings) else None
        previous = readings[index - 1] if index else None
        found.extend(_mentions(text, reading, previous, following))
        if not reading.unit:
            issues.append(
                Issue(
                    "open-quantity",
                    f"no unit for {text[reading.printed.start : reading.end]!r}",
                    reading.printed.start,
                    reading.end,
                )
            )
    return found


def _read(text: str, printed: Printed) -> _Reading:
    """Return the number with its unit of measure, currency or counted noun."""
    unit = unit_at(text, printed.end)
    if unit is not None:
        name, end = unit
        measures = _measures(text, name, end)
        if name in ("USD", "EUR", "CHF", "GBP") and (per := _PER.match(text, end)):
            end = per.end()
        elif name == "percent" and (change := _CHANGE.match(text, end)):
            end = change.end("noun")
        return _Reading(printed, name, end, measures)
    if printed.currency:
        per = _PER.match(text, printed.end)
        end = per.end() if per else printed.end
        return _Reading(printed, printed.currency, end, _measures(text, printed.currency, end))
    if TIME_UNIT.match(text, printed.end) or POST_LEVEL.match(text, printed.end):
        return _Reading(printed, None if printed.scaled else _NOT_COUNTED, printed.end)
    at = printed.end
    if printed.scaled and (whole := _OF_WHOLE.match(text, at)):
        noun = counted_noun(text, whole.end())
    else:
        noun = counted_noun(text, at + 1) if text[at : at + 1] == " " else None
    if noun is None or (printed.in_words and not printed.scaled):
        return _Reading(printed, None, printed.end)
    if noun.unit in ("goals", "sdgs") or (noun.unit == "targets" and printed.value == _SDG_TARGETS):
        return _Reading(printed, _NOT_COUNTED, noun.end)
    return _Reading(printed, noun.unit, noun.end, text[noun.start : noun.end])


def _share_unit(text: str, reading: _Reading, following: _Reading) -> None:
    """Give the first number of a range or pair the unit and scale that are printed once, after the second."""
    joint = _JOINT.fullmatch(text[reading.printed.end : following.printed.start])
    if reading.unit is not None or following.unit in (None, _NOT_COUNTED) or joint is None:
        return
    reading.unit = following.unit
    reading.measures = following.measures
    own, other = reading.printed, following.printed
    if other.scaled and not own.scaled and not own.grouped and joint["word"] not in ("out of", "of"):
        for scale in (10**12, 10**9, 10**6, 10**3):
            if other.value / scale >= 1:
                reading.printed = msgspec.structs.replace(own, value=scaled(own.value, scale))
                break


def _unit_in_reach(text: str, reading: _Reading, found: Sequence[QuantityMention]) -> str | None:
    """Return the unit of a large number that prints none: of "the number of …" before it, or of the quantity before it in its sentence."""
    start = reading.printed.start
    sentence = max(text.rfind(". ", 0, start), text.rfind("; ", 0, start)) + 1
    numbered = list(_NUMBER_OF.finditer(text, sentence, start))
    if numbered:
        return numbered[-1]["what"].split()[-1]
    if "population" in re.split(r"[,;.]", text[sentence:start])[-1]:
        return "people"
    if found and found[-1].start >= sentence and found[-1].unit not in ("percent", "times", "share"):
        return found[-1].unit
    return "" if reading.printed.scaled else None


def _is_name(text: str, reading: _Reading) -> bool:
    """Tell a number inside a name ("Partner 2 Connect") from a count: a capitalised word stands right before a small count."""
    printed = reading.printed
    if (
        printed.scaled
        or printed.grouped
        or printed.currency
        or reading.unit in ("percent", "USD", "degrees celsius", "times")
        or printed.value > 100
    ):
        return False
    name = _NAME_BEFORE.search(text, max(0, printed.start - 40), printed.start)
    return name is not None and name["word"] not in _OPENERS and not name["stop"] and name.start() != 0


def _mentions(
    text: str, reading: _Reading, previous: _Reading | None, following: _Reading | None
) -> list[QuantityMention]:
    printed = reading.printed
    comparator, start = comparator_at(text, printed.start, reading.end)
    if comparator == "=":
        comparator = _bound(text, reading, previous, following)
    comparator = ">=" if printed.plus else comparator
    if (
        start == printed.start
        and _changes(text, reading)
        and (article := _ARTICLE.search(text, max(0, start - 16), start))
    ):
        start = article.start()
    unit = reading.unit or ""
    if printed.high is None:
        return [_mention(start, reading.end, printed.value, unit, comparator, reading.measures)]
    signs: tuple[Comparator, Comparator] = (">=", "<=") if comparator == "=" else (comparator, comparator)
    ends = zip((printed.value, printed.high), signs, strict=True)
    return [_mention(start, reading.end, value, unit, sign, reading.measures) for value, sign in ends]


def _bound(text: str, reading: _Reading, previous: _Reading | None, following: _Reading | None) -> Comparator:
    """Return the comparator that a range gives: bounds after "between" and in a bare "X to Y", plain values after "from"."""
    if following is not None and following.unit == reading.unit and reading.end <= following.printed.start:
        joint = _JOINT.fullmatch(text[reading.end : following.printed.start])
        if joint and _is_range(text, reading.printed.start, joint["word"]):
            return ">="
    if previous is not None and previous.unit == reading.unit and previous.end <= reading.printed.start:
        joint = _JOINT.fullmatch(text[previous.end : reading.printed.start])
        if joint and _is_range(text, previous.printed.start, joint["word"]):
            return "<="
    return "="


def _is_range(text: str, start: int, word: str | None) -> bool:
    before = text[max(0, start - 30) : start]
    if word == "and":
        return bool(_BETWEEN.search(before))
    return word in ("to", None) and not _FROM.search(before)


def _changes(text: str, reading: _Reading) -> bool:
    return (
        reading.unit == "percent"
        and reading.end > reading.printed.end
        and bool(_CHANGE.search(text, reading.printed.end, reading.end))
    )


def _mention(
    start: int, end: int, value: float, unit: str, comparator: Comparator, measures: str | None
) -> QuantityMention:
    return QuantityMention(start=start, end=end, value=value, unit=unit, comparator=comparator, measures=measures)


def _measures(text: str, unit: str, end: int) -> str | None:
    """Return the words that say what a percentage or an amount measures, cut at the next verb or mark."""
    if unit in ("percent", "percentage points"):
        match = _OF.match(text, end)
        if match is None and (change := _CHANGE.match(text, end)):
            return _cut(change.group().strip(), _CLAUSE)
        if match is None:
            return _proportion(text, end)
    else:
        match = _FOR.match(text, end)
    return _cut(match["what"]) if match else None


def _proportion(text: str, end: int) -> str | None:
    """Return the whole of "the proportion of … is now over 95 per cent", read backwards from the number."""
    sentence = max(text.rfind(". ", 0, end), text.rfind("; ", 0, end), text.rfind(", while ", 0, end)) + 1
    found = list(_PROPORTION.finditer(text, sentence, end))
    return found[-1]["what"].strip() if found else None


def _cut(words: str, border: re.Pattern[str] | None = None) -> str:
    end = (border or _MEASURE_END).search(words)
    return (words[: end.start()] if end else words).strip(" –-")


def _fractions(text: str) -> list[QuantityMention]:
    """Return the shares in words: "a third of", "half of", "one in five"."""
    found: list[QuantityMention] = []
    for match in FRACTION.finditer(text) if any(part in text for part in _PARTS) else ():
        count = match["count"]
        part = (match["part"] or "half").lower()
        number = 1 if count is None or count.lower() in ("a", "an") else parse_cardinal(count) or 1
        comparator, start = comparator_at(text, match.start(), match.end())
        what = _cut(re.split(r"[,;:.()]", text[match.end("of") : match.end("of") + 110])[0])
        end = (
            match.end("part") + (text[match.end("part") : match.end("part") + 1] == "s")
            if match["part"]
            else match.end("half")
        )
        if number < _SHARES[part]:
            found.append(_mention(start, end, round(number / _SHARES[part], 4), "share", comparator, what or None))
    for match in RATIO.finditer(text) if " out of " in text or "ne in " in text or " in 1" in text else ():
        part_value = parse_cardinal(match["part"]) if not match["part"].isdigit() else int(match["part"])
        whole = int(match["whole"]) if match["whole"].isdigit() else parse_cardinal(match["whole"])
        noun = counted_noun(text, match.end() + 1)
        if part_value and whole and part_value < whole <= _LARGEST_WHOLE:
            comparator, start = comparator_at(text, match.start(), match.end())
            end, measures = (noun.end, noun.unit) if noun else (match.end(), None)
            found.append(_mention(start, end, round(part_value / whole, 4), "share", comparator, measures))
    return found


def _net_zero(text: str) -> list[QuantityMention]:
    found = NET_ZERO.finditer(text) if "zero" in text else ()
    return [_mention(match.start(), match.end(), 0.0, "emissions", "=", "net emissions") for match in found]
