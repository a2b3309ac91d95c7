"""Joining: pinpoints to the documents that they are in, footnote symbols to the words that they are anchored at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from digov.mentions.references.model import LOCATING, Citation, WorkIndex
from digov.mentions.references.organs import DATE
from digov.mentions.references.pinpoints import Pinpoint, find_pinpoints, read_tail
from digov.mentions.references.symbols import parse_symbol
from digov.mentions.references.titles import REPORT_NOUN

_OF: Final = re.compile(
    r",?\s(?:of|to|in|from|under|contained\sin|set\sout\sin|thereto\sof)\s(?:(?:the|its|their|that|his|her|said|our|each|both|UN|United\sNations|revised|new)\s)*"
    r"(?:annex\sto\s(?:the\s|its\s)?)?(?:documents?\s)?(?:(?:19|20)[0-9]{2}\s)?[“\"*\[]?"
)
_TITLED: Final = re.compile(
    r",?\s(?:of|to|in)\s(?:the|its|his|her)\s(?:[a-z-]+\s){0,3}(?:outcome\sdocument|declaration|report|note|plan|programme|strategy|framework|study)s?\b[^;:]{0,260}?,?\s(?:en)?titled\s[“\"*]?"
)
_INTERNAL: Final = re.compile(
    r"\s(?:above|below|hereof)\b|,?\s(?:of|in|to)\s(?:the\spresent|this)\s(?:resolution|decision|report|declaration|document|section|outcome\sdocument|annex|note|"
    r"Resolution|Declaration|Compact|Agenda|Framework|Pact|Convention|Agreement|Statute|Programme\sof\sAction|Agreement|Treaty|Protocol)\b"
)
_THEREOF: Final = re.compile(r",?\s(?:thereof|thereto)\b")
_THAT_DEED: Final = re.compile(r",?\s(?:of|to|in)\s(?:that|the\s(?:same|latter|said))\s(?P<deed>resolution|decision)\b")
_OF_ANOTHER: Final = re.compile(rf",?\s(?:of|to)\s(?!{DATE})|\s(?:above|below)\b")
_OPEN_OF: Final = re.compile(
    r",?\s(?:of|to)\s(?:the|its|that|his|her)\s(?P<what>(?:[a-z-]+\s){0,3}(?:report|declaration|resolution|convention|agreement|decision|document|note|"
    r"Convention|Agreement|Declaration|Treaty|Protocol|Regulations|Rules|Statute|Covenant)s?\b)"
)
_CLOSING: Final = r"[\s,;.:)\]”\"'*]*"
_GAP: Final = re.compile(
    rf"{_CLOSING}(?:,?\s?(?:(?:which\swas\s)?(?:adopted|done|held|signed|issued|opened|concluded|dated|endorsed|proclaimed|as\samended|as\sset\sout|and\sits|thereto|of|at|by)\b"
    rf"|(?:on|from)\s[0-9]|in\s(?:[A-Z]|[0-9]{{4}})|,\s(?:19|20)[0-9]{{2}}\b|[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)*(?=,))(?:(?!\sand\s[a-z])[^,;^]){{0,110}})*{_CLOSING}"
)
_PHRASE_BORDER: Final = re.compile(
    r"[;:^]|(?:,\s|\s)(?:and|as\swell\sas|together\swith)\s(?:also\s)?(?:of\s|on\s|in\s)?(?=(?:the|his|her|its|their|a|an|to)\s)|[.]\s+(?=[A-Z])"
)
_TRAILING: Final = " ,;.:)]”\"'*^"


class Anchor(msgspec.Struct, frozen=True):
    """A footnote mark in a segment's text: its span, the id of the footnote's segment and its printed number."""

    start: int
    end: int
    footnote: str
    number: str


class Places(msgspec.Struct):
    """The citations of a segment with their pinpoints, and the pinpoints whose document could not be settled."""

    citations: list[Citation]
    open: list[Pinpoint]


def attach_pinpoints(text: str, citations: Sequence[Citation], own: str) -> Places:
    """Return ``citations`` with the places that the text names in them; places in the document itself are added (target ``own``)."""
    ordered = sorted(citations, key=lambda citation: (citation.start, -citation.end))
    added: list[Citation] = []
    open_places: list[Pinpoint] = []
    used: list[tuple[int, int]] = []
    for place in find_pinpoints(text):
        if any(c.kind != "report" and c.contains(place.start, place.end) for c in ordered):
            continue
        internal = _INTERNAL.match(text, place.end)
        if internal is not None:
            added.append(
                Citation(
                    start=place.start,
                    end=internal.end(),
                    target=own,
                    kind="internal",
                    pinpoint=place.value,
                    head=place.noun,
                )
            )
        elif (target := _target_of(text, place, ordered)) is not None:
            ordered[target] = _with_place(ordered[target], place)
        elif (thereof := _THEREOF.match(text, place.end)) is not None:
            before = [c for c in ordered if c.end <= place.start]
            if before:
                added.append(
                    replace(
                        before[-1],
                        start=place.start,
                        end=thereof.end(),
                        pinpoint=place.value,
                        mask_start=-1,
                        mask_end=-1,
                    )
                )
        elif (back := _of_that(text, place, ordered)) is not None:
            added.append(back)
        else:
            if _OPEN_OF.match(text, place.end) is not None:
                open_places.append(place)
            continue
        used.append((place.start, place.end))
    tailed, swallowed = _with_tails(text, ordered, used)
    kept = [c for c in tailed if not any(low <= c.start and c.end <= high for low, high in swallowed)]
    taken = [*used, *swallowed]
    still_open = [p for p in open_places if not any(low <= p.start < high for low, high in taken)]
    return Places(sorted([*kept, *added], key=lambda c: (c.start, c.end)), still_open)


def _of_that(text: str, place: Pinpoint, ordered: Sequence[Citation]) -> Citation | None:
    """Return a place "of that resolution": in the resolution or decision last cited before."""
    that = _THAT_DEED.match(text, place.end)
    before = [
        c
        for c in ordered
        if that is not None and c.end <= place.start and c.kind == "resolution" and c.head == that["deed"]
    ]
    if that is None or not before:
        return None
    return replace(before[-1], start=place.start, end=that.end(), pinpoint=place.value, mask_start=-1, mask_end=-1)


def _target_of(text: str, place: Pinpoint, ordered: Sequence[Citation]) -> int | None:
    """Return the index of the citation that ``place`` is "of", or ``None``."""
    for index, citation in enumerate(ordered):
        if citation.start < place.end:
            continue
        gap = text[place.end : citation.start]
        if _OF.fullmatch(gap) or (citation.kind == "title" and _TITLED.fullmatch(gap)):
            return index if citation.pinpoint is None or citation.kind == "report" else None
        if len(gap) > 320:
            return None
    return None


def _with_place(citation: Citation, place: Pinpoint) -> Citation:
    low, high = citation.covered
    return replace(citation, start=place.start, pinpoint=place.value, mask_start=min(low, place.start), mask_end=high)


def _with_tails(
    text: str, ordered: Sequence[Citation], used: Sequence[tuple[int, int]]
) -> tuple[list[Citation], list[tuple[int, int]]]:
    """Return the citations with the places printed after them, and the spans that these take up."""
    result: list[Citation] = []
    swallowed: list[tuple[int, int]] = []
    for citation in ordered:
        if any(low <= citation.start < high for low, high in swallowed):
            continue
        place = _tail_of(text, citation, used)
        if place is None:
            result.append(citation)
            continue
        swallowed.append((place.start, place.end))
        pinpoint = _combined(citation.pinpoint, place)
        low, high = citation.covered
        result.append(
            replace(citation, end=place.end, pinpoint=pinpoint, mask_start=low, mask_end=max(high, place.end))
        )
    return result, swallowed


def _combined(before: str | None, place: Pinpoint) -> str:
    """Return the places before and after a citation as one: "Chapter VI of the Charter, in particular Article 33"."""
    if before is None:
        return place.value
    if place.noun not in ("paragraph", "article", "subparagraph"):
        return f"{place.value}, {before}"
    return f"{before},{place.value}" if before[:1].isdigit() else f"{before}, {place.value}"


def _tail_of(text: str, citation: Citation, used: Sequence[tuple[int, int]]) -> Pinpoint | None:
    if citation.kind == "report" or text[citation.start] == "^":
        return None
    for position in sorted({citation.end, citation.covered[1]}):
        place = read_tail(text, position, deeds=citation.kind not in ("resolution", "name", "short"))
        if place is None or any(low < place.end and place.start < high for low, high in used):
            continue
        if place.noun in ("resolution", "decision", "recommendation") and "," not in text[position : place.start]:
            continue
        if not _OF_ANOTHER.match(text, place.end):
            return place
    return None


def attach_footnotes(
    text: str,
    citations: Sequence[Citation],
    anchors: Sequence[Anchor],
    notes: Mapping[str, Sequence[Citation]],
    index: WorkIndex,
) -> list[Citation]:
    """Return ``citations`` with what the footnotes at ``anchors`` cite.

    A footnote that locates the work named right before its mark is joined to that mention, and its symbol is a mention at the mark
    beside it, unless the words before print that symbol already; one that gives the symbol of the report whose description leads to the mark
    makes that description a mention; any other symbol is a mention at the mark.
    """
    result = list(citations)
    for anchor in anchors:
        cited = [c for c in notes.get(anchor.footnote, ()) if c.kind in LOCATING]
        if not cited:
            continue
        first, rest = cited[0], cited[1:]
        before = len(result)
        joined = _join_first(text, result, anchor, first, index)
        if joined and len(result) == before:  # joined to a name: addenda and corrigenda locate the same work
            rest = [other for other in rest if not other.target.startswith(f"{first.target}/")]
        # The guideline keeps both a work's name and the symbol at its mark; a described report has no name of its own.
        for other in rest if joined and len(result) > before else (first, *rest):
            if other.kind in ("symbol", "resolution", "title", "ibid") and not _said(result, other, anchor):
                result.append(_at_mark(other, anchor))
    return sorted(result, key=lambda c: (c.start, c.end))


def _join_first(text: str, result: list[Citation], anchor: Anchor, first: Citation, index: WorkIndex) -> bool:
    """Join the first work of a footnote to the words before its mark; return whether it found its place."""
    before = _named_before(text, result, anchor)
    phrase = _phrase_before(text, anchor.start)
    work = index.work_of(first.target)
    same = before is not None and before.instrument is not None and work is not None and work.id == before.instrument
    is_document = (
        first.kind in ("symbol", "ibid") and "/RES/" not in first.target and parse_symbol(first.target) is not None
    )
    named = [
        c
        for c in result
        if c.end <= anchor.start
        and c.instrument is not None
        and c.instrument == first.instrument
        and c.footnote is None
    ]
    if named and named[-1] is not before and ". " not in text[named[-1].end : anchor.start]:
        _put(result, named[-1], replace(named[-1], footnote=anchor.number))
        return True
    if before is not None and before.kind == "title" and is_document:
        instrument = before.instrument or first.instrument
        _put(result, before, replace(before, instrument=instrument, footnote=anchor.number))
        return True
    if phrase is not None and is_document and not same:
        end = phrase + len(text[phrase : anchor.start].rstrip(_TRAILING))
        result.append(
            replace(first, start=phrase, end=end, mask_start=phrase, mask_end=-1, kind="report", footnote=anchor.number)
        )
        return True
    if before is None and first.head == "records":
        before = _resolution_before(text, result, anchor)
    if before is not None and not _unlike(before, first, is_document=is_document):
        own_place = (same or first.kind == "resolution" or before.kind == "title") and (first.pinpoint or "")[
            :1
        ].isdigit()
        place = before.pinpoint or (first.pinpoint if own_place else None)
        _put(result, before, replace(before, footnote=anchor.number, pinpoint=place))
        return True
    return False


def _unlike(before: Citation, first: Citation, *, is_document: bool) -> bool:
    """Return whether a footnote cannot locate the resolution before its mark: it cites another one, or a report."""
    if before.kind != "resolution":
        return False
    return (first.kind == "resolution" and before.target != first.target) or (is_document and not _prints_deeds(first))


def _prints_deeds(document: Citation) -> bool:
    """Return whether a document is the record in which an organ's resolutions are printed."""
    return document.head == "records" or "/REC/" in document.target


def _resolution_before(text: str, result: Sequence[Citation], anchor: Anchor) -> Citation | None:
    """Return the resolution whose subject leads to the mark ("resolution 49/1 of … on …,⁸"); Official Records print its text."""
    ended = [c for c in result if c.end <= anchor.start and not c.open]
    last = max(ended, key=lambda c: (c.end, -c.start)) if ended else None
    if last is None or last.kind != "resolution" or last.footnote is not None or last.target.startswith("A/RES"):
        return None
    return None if re.search(r"[;^]|\b(?:and|as well as) the\b", text[last.end : anchor.start]) else last


def _put(result: list[Citation], old: Citation, new: Citation) -> None:
    result[result.index(old)] = new


def _said(result: Sequence[Citation], other: Citation, anchor: Anchor) -> bool:
    """Return whether a work of a footnote is named in the segment before the mark already."""
    return any(
        c.target == other.target and c.end <= anchor.end and other.pinpoint in (None, c.pinpoint) for c in result
    )


def _at_mark(citation: Citation, anchor: Anchor) -> Citation:
    return replace(citation, start=anchor.start, end=anchor.end, mask_start=-1, mask_end=-1, footnote=anchor.number)


def _named_before(text: str, result: Sequence[Citation], anchor: Anchor) -> Citation | None:
    """Return the citation that ends at the mark but for punctuation and a date, if there is one."""
    ended = [c for c in result if c.end <= anchor.start and c.footnote is None and not c.open]
    if not ended:
        return None
    last = max(ended, key=lambda c: (c.end, -c.start))
    begin = last.covered[1] if last.end <= last.covered[1] <= anchor.start else last.end
    return last if _GAP.fullmatch(text, begin, anchor.start) else None


def _phrase_before(text: str, end: int) -> int | None:
    """Return where the description of a report begins that leads to a mark ("the report of … on …"), or ``None``.

    The last "report" or "note" is what the mark stands at, else the first noun for a document.
    """
    end = len(text[:end].rstrip(_TRAILING))
    low = max(0, end - 420)
    borders = [match.end() for match in _PHRASE_BORDER.finditer(text, low, end)]
    nouns = list(REPORT_NOUN.finditer(text, borders[-1] if borders else low, end))
    reports = [noun for noun in nouns if noun[0].rstrip("s").endswith(("report", "note"))]
    return (reports[-1] if reports else nouns[0]).start() if nouns else None


def report_author(text: str) -> str | None:
    """Return the author that a description of a report begins with ("report of the Advisory Committee on …": ``advisory committee``)."""
    match = _AUTHOR.match(text)
    return None if match is None else match["author"].lower()


_AUTHOR: Final = re.compile(
    r"(?:[a-z-]+\s){0,3}(?:reports?|notes?)\s(?:of|by|from)\s(?:the\s)?(?P<author>[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)*)"
)
BACK: Final = re.compile(r",?\s(?:of|to|in)\s(?:the|his|her)\s(?=(?:[a-z-]+\s){0,3}(?:report|note)\s(?:of|by)\s)")
"""Between a place and the report that it is in, described by its author."""


def back_reference(text: str, place: Pinpoint, reports: Mapping[str, Citation]) -> Citation | None:
    """Return the report with ``place`` that a phrase without footnote takes up: the one last cited with that author."""
    lead = BACK.match(text, place.end)
    match = None if lead is None else _AUTHOR.match(text, lead.end())
    report = None if match is None else reports.get(match["author"].lower())
    if match is None or report is None:
        return None
    return replace(
        report, start=place.start, end=match.end(), pinpoint=place.value, footnote=None, mask_start=-1, mask_end=-1
    )
