"""Pinpoints: the place in a cited document, from printed words to one normal form.

Normal form: paragraphs and articles are their numbers, ranges with a hyphen, lists with a comma (``34-37,67-72``); items follow
their number in brackets (``18(b)``, ``1(2)(b)`` for article 1, paragraph 2 (b)); everything else keeps its noun in the singular
(``annex``, ``annex VII``, ``chapter 3``, ``section II``); a path goes from the larger to the smaller part with a comma and a blank
(``section III, 9``, ``annex, 46``).

Source of the rules: drafting in the sources and the corpus ("paragraphs 34 to 37 and 67 to 72 of", "article 4, paragraph 19, of",
"paragraphs 3 and 4 of article 4 of", ", chap. III, sect. A", "paragraph 4 above").
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

_NOUNS: Final = {
    "part": ("part", 0),
    "volume": ("volume", 0),
    "vol": ("volume", 0),
    "annex": ("annex", 1),
    "appendix": ("appendix", 1),
    "appendice": ("appendix", 1),
    "enclosure": ("enclosure", 1),
    "chapter": ("chapter", 2),
    "chap": ("chapter", 2),
    "resolution": ("resolution", 3),
    "decision": ("decision", 3),
    "recommendation": ("recommendation", 3),
    "section": ("section", 4),
    "sect": ("section", 4),
    "principle": ("principle", 4),
    "action": ("action", 4),
    "rule": ("rule", 4),
    "guideline": ("guideline", 4),
    "regulation": ("regulation", 4),
    "article": ("article", 5),
    "art": ("article", 5),
    "paragraph": ("paragraph", 6),
    "para": ("paragraph", 6),
    "subparagraph": ("subparagraph", 7),
    "sub-paragraph": ("subparagraph", 7),
    "subpara": ("subparagraph", 7),
}
_BARE_NOUNS: Final = r"annex|appendix|enclosure"
_ITEMS: Final = r"(?:\s?\((?:[a-z]{1,2}|[ivx]{1,5}|[A-Z]|[0-9]{1,2})\))"
_NUMBER: Final = (
    rf"(?:[0-9]+(?:\.[0-9]+)*(?:\s(?:bis|ter|quater)\b)?{_ITEMS}*(?:\s[a-h](?=\s(?:of|and)\b))?"
    rf"|[IVXLC]+(?:\.[0-9A-Z]+)?(?![A-Za-z]){_ITEMS}*|[A-Z](?:\.[0-9]+)?(?![\w'-])|{_ITEMS}+)"
)
_RANGE: Final = rf"{_NUMBER}(?:(?:\s(?:to|through)\s|\s?-\s?){_NUMBER})?"
_LIST: Final = rf"{_RANGE}(?:(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s){_RANGE})*"
_DECISION: Final = r"[0-9A-Z](?:[\w./()-]*[\w)])?"
_NOUN: Final = (
    r"(?:(?:operative|preambular)\s)?(?:sub-?)?(?:paragraphs?|paras?\.)|articles?|arts?\.|sections?|sects?\.?|chapters?|chaps?\.|"
    r"annex(?:es)?|appendix|appendices|enclosures?|parts?|vols?\.|principles?|actions?|rules?|guidelines?|regulations?|recommendations?"
)
_UNIT: Final = (
    rf"(?:(?P<noun>{_NOUN})\s(?:Nos?\.\s)?(?P<list>{_LIST})|(?P<bare>{_BARE_NOUNS})\b(?!\s(?:to|of)\sthe\spresent))"
)
_TAIL_UNIT: Final = rf"(?:(?P<deed>resolution|decision)\s(?P<deedno>{_DECISION})|{_UNIT})"
_UNIT_RE: Final = re.compile(_UNIT, re.IGNORECASE)
_TAIL_RE: Final = re.compile(_TAIL_UNIT, re.IGNORECASE)
_STEMS: Final = (
    "aragraph", "rticle", "ection", "hapter", "nnex", "ppendi", "nclosure", "art ", "arts ", "ol.", "ols.", "rinciple", "ction ", "ctions ",
    "ule ", "ules ", "egulation", "ecommendation", "uideline", "ara.", "aras.", "rt.", "rts.", "ect.", "ects.", "hap.", "haps.",
)  # fmt: skip
"""What a segment must hold for a pinpoint to be looked for; most hold none."""
_START: Final = re.compile(
    r"\b(?:[Oo]perative\s|[Pp]reambular\s)?(?:[Ss]ub-?)?(?:[Pp]ara(?:graphs?|s?\.)|[Aa]rt(?:icles?|s?\.)|[Ss]ect(?:ions?|s?\.)|[Cc]hap(?:ters?|s?\.)|"
    r"[Aa]nnex(?:es)?|[Aa]ppendi(?:x|ces)|[Ee]nclosures?|[Pp]arts?|[Vv]ols?\.|[Pp]rinciples?|[Aa]ctions?|[Rr]ules?|[Gg]uidelines?|[Rr]egulations?|"
    r"[Rr]ecommendations?)\s(?:Nos?\.\s)?(?:(?=[0-9IVXLC(A-H])|(?<=[xe]\s)(?:to|of)\s)"
)
_BORDER: Final = re.compile(r"[\w.-]\Z|\ban\s\Z")
_JOINT: Final = re.compile(
    r"(?P<of>\s(?:of|to|in)\s(?:the\s)?)|(?P<sep>,\s(?:\*?Resolutions\*?,\s)?(?:and\s|or\s)?|\s(?:and|or)\s)(?:(?:in|of|its|their|the)\s)?"
)
_TAIL_LEAD: Final = re.compile(
    r"(?:,\s|\s)?(?:\((?=(?:paras?|sects?|chaps?|annex)))?(?:and\s)?(?:(?:in|and)\s)?(?:(?:in\s)?particular(?:ly)?\s|notably\s|especially\s|specifically\s|see\s|the\s)?"
    r"(?:its\s)?",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r",\s(?:and\s|or\s)?|\s(?:and|or)\s")
_TO: Final = re.compile(r"\s(?:to|through)\s|(?<=[\w)])\s?-\s?(?=[\w(])")


class Pinpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in a document: the span of its words, the normal form, and the noun of its outermost part."""

    start: int
    end: int
    value: str
    noun: str


class _Unit(msgspec.Struct, frozen=True):
    noun: str
    rank: int
    items: tuple[str, ...]


def find_pinpoints(text: str) -> list[Pinpoint]:
    """Return the places named in ``text`` (folded) in order, each chain of nouns and numbers as one.

    >>> [p.value for p in find_pinpoints("under paragraphs 34 to 37 and 67 to 72 of the plan and article 12, paragraph 3, of it")]
    ['34-37,67-72', '12(3)']
    """
    found: list[Pinpoint] = []
    if not any(stem in text for stem in _STEMS):
        return found
    position = 0
    while (head := _START.search(text, position)) is not None:
        place = (
            None
            if _BORDER.search(text, max(0, head.start() - 4), head.start())
            else _read(text, head.start(), _UNIT_RE)
        )
        position = head.end()
        if place is not None:
            found.append(place)
            position = place.end
    return found


def read_tail(text: str, position: int, *, deeds: bool = True) -> Pinpoint | None:
    """Return the place that stands after a cited document at ``position`` (``, annex II``, ``, in particular paragraph 27``).

    With ``deeds``, a resolution or decision printed in the document counts as a place in it (``, decision 1/CP.21, annex``).
    """
    lead = _TAIL_LEAD.match(text, position)
    if lead is None or lead.end() == position:
        return None
    return _read(text, lead.end(), _TAIL_RE if deeds else _UNIT_RE)


def normal_items(printed: str) -> tuple[str, ...]:
    """Return the numbers of a printed list in normal form.

    >>> normal_items("4 (a) to (c), 9 and 12 (b)")
    ('4(a)-4(c)', '9', '12(b)')
    """
    items: list[str] = []
    last = ""
    for piece in _SPLIT.split(printed):
        ends = [_compact(end) for end in _TO.split(piece, maxsplit=1)]
        for index, end in enumerate(ends):
            if end.startswith("(") and (stem := re.match(r"[^(]+", last)):
                ends[index] = stem[0] + end
            last = ends[index]
        items.append("-".join(ends))
    return tuple(items)


def _compact(number: str) -> str:
    """Return ``18 (b)`` as ``18(b)`` and ``73 e`` as ``73(e)``."""
    return re.sub(r"\s", "", re.sub(r"([0-9])\s([a-h])$", r"\1(\2)", number.strip()))


def _read(text: str, start: int, unit: re.Pattern[str]) -> Pinpoint | None:
    """Return the chain of units that begins at ``start``, or ``None`` when none does."""
    match = unit.match(text, start)
    if match is None:
        return None
    paths: list[list[_Unit]] = [[_unit(match)]]
    end = match.end()
    while (joint := _JOINT.match(text, end)) is not None and (match := unit.match(text, joint.end())) is not None:
        if "and" in joint[0] and match.groupdict().get("deed"):
            break
        _join(paths, _unit(match), of=joint["of"] is not None, comma=joint[0].startswith(",") and "and" not in joint[0])
        end = match.end()
    return Pinpoint(start, end, ",".join(_format(path) for path in paths), paths[0][0].noun)


def _unit(match: re.Match[str]) -> _Unit:
    groups = match.groupdict()
    if groups.get("deed"):
        return _Unit(groups["deed"].lower(), 3, (groups["deedno"],))
    words = (groups["noun"] or groups["bare"]).lower().rsplit(" ", 1)[-1].rstrip(".")
    stem = words if words in _NOUNS else words.removesuffix("es") if words == "annexes" else words.removesuffix("s")
    noun, rank = _NOUNS[stem]
    return _Unit(noun, rank, normal_items(groups["list"]) if groups["list"] else ())


def _join(paths: list[list[_Unit]], unit: _Unit, *, of: bool, comma: bool) -> None:
    """Add ``unit``: as the whole of what stands before ("of"), as its part (after a comma, or smaller), or as another place."""
    path = paths[-1]
    nouns = [other.noun for other in path]
    if of and unit.rank < path[0].rank:
        path.insert(0, unit)
    elif not of and unit.noun not in nouns and (comma or unit.rank > path[-1].rank):
        path.append(unit)
    else:
        paths.append([unit])


def _format(path: list[_Unit]) -> str:
    words: list[str] = []
    numbers: tuple[str, ...] = ()
    for unit in path:
        if unit.rank < 5:
            words.append(f"{unit.noun} {','.join(unit.items)}" if unit.items else unit.noun)
        elif len(numbers) == 1 and unit.items:
            numbers = tuple(_under(numbers[0], item) for item in unit.items)
        else:
            numbers += unit.items
    return ", ".join([*words, ",".join(numbers)] if numbers else words)


def _under(parent: str, item: str) -> str:
    """Return the item of a part: paragraph 3 of article 12 is ``12(3)``, (b) of paragraph 2 is ``2(b)``."""
    return "-".join(parent + (end if end.startswith("(") else _bracketed(end)) for end in item.split("-"))


def _bracketed(number: str) -> str:
    head, bracket, rest = number.partition("(")
    return f"({head})" + bracket + rest
