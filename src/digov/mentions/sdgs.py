"""Explicit links to the Sustainable Development Goals and their targets.

A link is a tag ("(SDGs 4, 9 & 17)", "(All SDGs)"), or a goal named by its number ("Sustainable Development Goal 5", "SDG4", "Goals 3 and
5", "Goal 17 of the 2030 Agenda"). "The SDGs" and "all 17 Goals" in running text are none, nor are the numbered goals of other instruments.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

import msgspec

from digov.model.issue import Issue
from digov.model.mention import SdgMention, TargetMention

GOALS: Final = 17
_TARGETS: Final = ("5ab 5abc 9abcd 7abc 6abc 6ab 3ab 10ab 5abc 7abc 7abc 8abc 3ab 7abc 9abc 10ab 19").split()
"""Numbered and lettered targets of each goal, 169 in all: "9abcd" is 1 to 9 and a to d."""


class SdgFindings(msgspec.Struct, frozen=True):
    """The goals and targets that a text links to, in text order, and the issues with offsets of that text."""

    sdgs: tuple[SdgMention, ...] = ()
    targets: tuple[TargetMention, ...] = ()
    issues: tuple[Issue, ...] = ()


def target_codes() -> tuple[str, ...]:
    """Return the codes of all 169 targets, goal by goal: ``1.1`` … ``1.5``, ``1.a``, ``1.b``, ``2.1`` …"""
    codes: list[str] = []
    for goal, shape in enumerate(_TARGETS, start=1):
        digits = re.match(r"\d+", shape)
        numbered = int(digits.group()) if digits else 0
        codes.extend(f"{goal}.{number}" for number in range(1, numbered + 1))
        codes.extend(f"{goal}.{letter}" for letter in shape.lstrip("0123456789"))
    return tuple(codes)


_TARGET_CODES: Final = frozenset(target_codes())
_DASH: Final = "[-\u2010-\u2014]"
_NUMBER: Final = r"\d{1,2}(?![\d.]*\d)"
_GLOSS: Final = r"(?: ?\([^()\d]{3,90}\))?"
_JOINT: Final = (
    rf"(?:\s*,\s*(?:&\s*|and\s+|or\s+|as well as\s+)?|\s*[&/]\s*|\s+(?:and|or|to|through)\s+|\s?{_DASH}\s?(?=\d))"
)
_LIST: Final = rf"(?P<list>{_NUMBER}{_GLOSS}(?:{_JOINT}{_NUMBER}{_GLOSS})*)"
_OPEN: Final = r"(?P<open>[(\[]\s?[*_]{0,2}\s?)?"
_CLOSE: Final = r"(?P<close>\s?[*_]{0,2}\s?[)\]])?"
_ALL: Final = re.compile(
    r"[(\[]\s?[*_]{0,2}\s?all (?:the )?(?:17 )?(?:SDGs|(?:Sustainable Development )?Goals)\s?[*_]{0,2}\s?[)\]]",
    re.IGNORECASE,
)
_ABBREVIATED: Final = re.compile(
    rf"{_OPEN}\bSDGs?(?:\s?[#:]\s?|\s+|{_DASH}(?=\d)|(?=\d))(?:[Gg]oals? |[Nn]os?\. )?{_LIST}{_CLOSE}"
)
_NAMED: Final = re.compile(
    rf"(?P<goal>\b(?P<full>(?:[Ss]ustainable [Dd]evelopment )(?:[Gg]oals?)(?: \(SDGs?\))?|SDG [Gg]oals?)|\bGoals?)"
    rf" (?:[Nn]os?\. )?{_LIST}"
)
_OTHERS_BEFORE: Final = re.compile(
    r"\b(?:Millennium Development|[Ss]trategic|[Ff]orests?|[Pp]olicy|Aichi|[Pp]rogramme|Global"
    r"|[Mm]anagement|[Oo]rganizational|[Cc]orporate|[Pp]eacebuilding|[Tt]hematic|[Oo]utcome"
    r"|Strategy) $"
)
_OTHERS_AFTER: Final = re.compile(
    r" of (?:the |its |their |our )?(?!2030 Agenda|Sustainable Development|Goals|SDGs"
    r"|Agenda for Sustainable|outcome document|Transforming)(?:[A-Z]|[a-z-]*(?: [a-z-]+){0,3} ?(?:plan"
    r"|strategy|framework|programme|agenda|compact|declaration|road ?map)\b)"
)
_SUSTAINABLE: Final = re.compile(r"SDG|Sustainable Development|2030 Agenda")
_BROKEN: Final = re.compile(r"\(\s?\*?SDGs?\b(?!\s?(?:[#:]\s?)?\d)[^()]{0,60}(?=\()|\(\s?\*?SDGs?\s?$")
_AFTER_TAG: Final = re.compile(r"[.;,]?\)")
_TARGET: Final = re.compile(
    rf"\b(?P<word>[Tt]argets?|SDGs?|[Gg]oals?|indicators?) (?P<list>\d{{1,2}}\.(?:[a-e]"
    rf"|\d{{1,2}})\b(?:\.\d+)?(?:(?: ?, ?(?:and |or )?| and | or | ?& ?| to "
    rf"| ?{_DASH} ?)\d{{1,2}}\.(?:[a-e]|\d{{1,2}})\b(?:\.\d+)?)*)"
    r"|\b[Tt]argets? (?P<glued>\d{1,2}[a-d])\b"
)
_CODE: Final = re.compile(r"(\d{1,2}\.(?:[a-e]|\d{1,2}))\b(\.\d+)?")
_COUNTED: Final = re.compile(
    r" (?:per cent|percent|million|billion|countries|States|years|days|months|people|women|men"
    r"|[a-z]+(?<!target)(?<!i)(?<!a)s)\b|%"
)


def find_sdgs(text: str) -> SdgFindings:
    """Return the goals and targets that ``text`` links to explicitly; each goal of a list is a mention over the whole tag or phrase.

    A range ("SDGs 1–5") counts every goal in it. A number that is no goal or target is left out under ``sdg-out-of-range``; a tag that is
    cut, doubled or unclosed is read and reported as ``malformed-sdg-tag``.
    """
    if not ("SDG" in text or "oal" in text or "arget" in text):
        return SdgFindings()
    found: list[SdgMention] = []
    issues: list[Issue] = []
    for match in _ALL.finditer(text):
        found.append(SdgMention(start=match.start(), end=match.end(), goal=0, all=True))
    for match in _ABBREVIATED.finditer(text):
        start, end = _tag_span(text, match, issues)
        _add(text, match, start, end, found, issues)
    for match in _NAMED.finditer(text):
        if match["full"] or not _is_other(text, match):
            _add(text, match, match.start("goal"), match.end(), found, issues)
    for match in _BROKEN.finditer(text):
        issues.append(
            Issue("malformed-sdg-tag", f"no goal follows {match.group().strip()!r}", match.start(), match.end())
        )
    targets = _targets(text, issues)
    order = sorted(found, key=lambda mention: (mention.start, mention.end))
    return SdgFindings(tuple(order), targets, tuple(sorted(issues, key=lambda issue: (issue.start or 0, issue.code))))


def _is_other(text: str, match: re.Match[str]) -> bool:
    """Tell the numbered goal of another instrument by the words around it."""
    if _OTHERS_BEFORE.search(text[max(0, match.start("goal") - 30) : match.start("goal")]):
        return True
    if "Millennium Development Goal" in text and not _SUSTAINABLE.search(text):
        return True
    return bool(_OTHERS_AFTER.match(text, match.end()))


def _tag_span(text: str, match: re.Match[str], issues: list[Issue]) -> tuple[int, int]:
    """Return the span of a tag, or of the bare phrase when no bracket encloses it; report brackets that do not match."""
    start, end = match.start(), match.end()
    opened, closed = bool(match["open"]), bool(match["close"])
    if opened and closed:
        extra = _AFTER_TAG.match(text, end)
        if extra and text.count("(", 0, end + len(extra.group())) < text.count(")", 0, end + len(extra.group())):
            issues.append(Issue("malformed-sdg-tag", f"doubled bracket after {text[start:end]!r}", start, extra.end()))
        return start, end
    if opened and not closed and ")" not in text[end : end + 90]:
        issues.append(Issue("malformed-sdg-tag", f"unclosed bracket in {text[start:end]!r}", start, end))
        return start, end
    if opened:
        start = match.end("open")
    if closed:
        end = match.start("close")
    return start, end


def _add(text: str, match: re.Match[str], start: int, end: int, found: list[SdgMention], issues: list[Issue]) -> None:
    """Add a mention for each goal of the list in ``match``, in the order of the list, each goal once."""
    numbers, stop = _numbers(text, match, in_tag=text[end - 1] in ")]")
    end = min(end, stop) if stop < match.end("list") else end
    goals: list[int] = []
    for goal in numbers:
        if not 1 <= goal <= GOALS:
            issues.append(Issue("sdg-out-of-range", f"there is no SDG {goal}", start, end))
        elif goal not in goals:
            goals.append(goal)
    found.extend(SdgMention(start=start, end=end, goal=goal) for goal in goals)


def _numbers(text: str, match: re.Match[str], *, in_tag: bool) -> tuple[list[int], int]:
    """Return the numbers of a list, ranges spelled out, and where the list ends.

    Running text closes a list with "and"; what follows, and a last number that counts a noun ("SDG 5, 10 countries"), is not of it.
    """
    words = re.sub(r"\([^()]*\)", lambda gloss: " " * len(gloss.group()), match["list"])
    numbers = list(re.finditer(r"\d+", words))
    joints = [""] + [words[one.end() : other.start()].strip() for one, other in pairwise(numbers)]
    if not in_tag:
        closing = next((index for index, joint in enumerate(joints) if re.search(r"and|&|or", joint)), len(numbers))
        while closing + 1 < len(numbers) and _is_range(joints[closing + 1]):
            closing += 1
        numbers = numbers[: closing + 1]
        if (
            len(numbers) > 1
            and joints[len(numbers) - 1] == ","
            and _COUNTED.match(text, match.start("list") + numbers[-1].end())
        ):
            numbers.pop()
    values: list[int] = []
    for number, joint in zip(numbers, joints, strict=False):
        value = int(number.group())
        if _is_range(joint) and values[-1] < value <= GOALS:
            values.extend(range(values[-1] + 1, value))
        values.append(value)
    return values, match.start("list") + numbers[-1].end()


def _is_range(joint: str) -> bool:
    return joint in ("to", "through") or bool(re.fullmatch(_DASH, joint))


def _targets(text: str, issues: list[Issue]) -> tuple[TargetMention, ...]:
    found: list[TargetMention] = []
    for match in _TARGET.finditer(text):
        if match["glued"]:
            code = f"{match['glued'][:-1]}.{match['glued'][-1]}"
            _add_target(code, match.start(), match.end(), found, issues)
            continue
        indicator = match["word"].startswith("indicator")
        if _OTHERS_AFTER.match(text, match.end()) or (indicator and not _is_sdg_indicator(text, match)):
            continue
        codes = list(_CODE.finditer(text, match.start("list"), match.end("list")))
        for index, code_match in enumerate(codes):
            start = match.start() if index == 0 else code_match.start()
            _add_target(code_match[1], start, code_match.end(), found, issues)
    return tuple(found)


def _is_sdg_indicator(text: str, match: re.Match[str]) -> bool:
    """Tell an SDG indicator, whose first two parts are its target, from the indicators of others."""
    before = text[max(0, match.start() - 32) : match.start()]
    return bool(re.search(r"(?:SDG|Sustainable Development Goals?) $", before))


def _add_target(code: str, start: int, end: int, found: list[TargetMention], issues: list[Issue]) -> None:
    if code in _TARGET_CODES:
        found.append(TargetMention(start=start, end=end, target=code))
    else:
        issues.append(Issue("sdg-out-of-range", f"there is no SDG target {code}", start, end))
