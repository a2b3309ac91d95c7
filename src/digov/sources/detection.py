"""Detection: what the first page of a text says of the instrument: kind, organ, symbols, date, title."""

from __future__ import annotations

import re

import msgspec

from digov.model.source import Instrument, InstrumentKind
from digov.sources.symbols import akn_path, organ_of, resolution_symbol, slug_of, symbols_in

_HEAD = 12_000
_LINES = 60
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(rf"\b(\d{{1,2}})[\s\u00a0]+({'|'.join(_MONTHS)})[\s\u00a0]+(\d{{4}})\b")
_NUMBERED_TITLE = re.compile(
    r"(?P<number>(?:\d{1,4}|E?S-\d{1,3})/\d{1,4}(?:\s?[A-Z](?:[–-][A-Z])?)?)"
    r"(?:\.\s+(?=[\dA-Z“\"])|\s+(?=[A-Z“\"]))(?P<title>.{4,600})",
    re.DOTALL,
)
_MARKED = re.compile(r"^[ \t]*(?:\*\*(?P<bold>[^*]{8,600})\*\*|#[ \t]+(?P<hash>[^\n]{4,600}))[ \t]*$", re.MULTILINE)
_COLUMNS = re.compile(r"\s{3,}")
_STAR = re.compile(r"\s*\*{1,3}\s+\S")
_COUNCIL_TITLE = re.compile(r"Resolution (?P<number>\d{1,4} \(\d{4}\))")
_ADOPTED = re.compile(
    r"(?P<kind>Resolution|Decision)s? adopted by the (?P<organ>[A-Z][\w ,’'-]{4,120}?) (?:on|at its|without)\b"
)
_FORMULA = re.compile(
    r"The (?P<organ>[A-Z][\w’' ,-]{3,140}(?:Assembly|Council|Commission|Conference|Committee|Board|Congress|Parties|Organization)\b"
    r"[\w’' ,-]{0,80}?),?"
)
_REPORT = re.compile(r"(?:Report|Note) (?:of|by) (?:the )?(?P<organ>[A-Z][\w ,’'-]{4,160})", re.IGNORECASE)
_DRAFT = re.compile(r"\b(?:zero|first|revised|final|advance)?[ -]?draft\b|\brev(?:ision)?\.? ?\d\b", re.IGNORECASE)
_DECLARATION = re.compile(
    r"\b(?:Declaration|Compact|Pact|Covenant|Charter|Programme of Action|Plan of Action|Commitment|Agenda)\b"
)
_OUTCOME = re.compile(r"\boutcome document\b|\bagreed conclusions\b|\bchair[’']s summary\b", re.IGNORECASE)
_WE = re.compile(r"(?:^|[.;:]\s)[\W\d]{0,14}We\b", re.MULTILINE)
_FRONT = re.compile(
    r"United Nations.{0,12}|(?:General Assembly|Security Council|Economic and Social Council|Human Rights Council)|Distr\..*|Original:.*|"
    r".{0,40}\bsession\b.{0,40}|Agenda item.*|Item \d.*|\[.*|Resolution adopted.*|Decision adopted.*|Text inputs.*|"
    r".{0,20}\d{1,2}\s[A-Z][a-z]+\s\d{4}.{0,30}|English.{0,12}|Contents|Summary|Report of.*|Note by.*|.*:",
    re.DOTALL,
)


class _Page(msgspec.Struct, frozen=True):
    """The first page: its blocks (lines that follow each other without a blank line), its single lines, its marked title."""

    blocks: tuple[str, ...]
    lines: tuple[str, ...]
    marked: str | None
    """The first block in bold or after ``#``."""


def describe(text: str, name: str, kind: InstrumentKind | None = None) -> Instrument:
    """Return what the first page of ``text`` says of its instrument; ``name`` (of the file) serves where it says nothing.

    ``kind`` overrules the kind found. Nothing is guessed: what the page does not say stays ``None`` or empty.
    """
    page = _first_page(text)
    found = kind or _kind(page, text)
    organ = _organ(page, text, found)
    date = _date(page, text)
    number, title = _title(page)
    symbols = _symbols(page)
    resolution = next((symbol for symbol in symbols if "/RES/" in symbol), None)
    if resolution is not None:
        number = resolution.rsplit("/RES/", 1)[1]
    elif number:
        symbol = resolution_symbol(organ, number) if found == "resolution" else None
        symbols = ((symbol,) if symbol else ()) + symbols
    slug = slug_of(symbols[0]) if symbols else slug_of(name) or "text"
    return Instrument(
        slug=slug, title=title or name, symbols=symbols, kind=found, organ=organ, date=date, draft=found == "draft",
        draft_basis="The first page calls the text a draft." if found == "draft" and kind is None else None,
        akn_path=akn_path(organ, number, date) if number and found == "resolution" else None,
    )  # fmt: skip


def _first_page(text: str) -> _Page:
    head = text[:_HEAD].replace("\r", "")
    blocks: list[str] = []
    lines: list[str] = []
    for block in re.split(r"\n[ \t\u00a0]*\n", head):
        columns = [
            _plain(column)
            for line in block.splitlines()
            if not _STAR.match(line)
            for column in _COLUMNS.split(line.strip())
        ]
        lines.extend(line for line in columns if line)
        if not any(_FRONT.fullmatch(line) or symbols_in(line) for line in columns):
            blocks.append(_plain(block))
    marked = _MARKED.search(head)
    title = " ".join((marked["bold"] or marked["hash"]).split()) if marked else None
    return _Page(tuple(b for b in blocks if b)[:_LINES], tuple(lines[:_LINES]), title)


def _plain(words: str) -> str:
    return " ".join(words.split()).strip("*_# \ufeff\u200e")


def _front_lines(page: _Page) -> tuple[str, ...]:
    """Return the lines before the text proper begins."""
    for index, line in enumerate(page.lines):
        if _FORMULA.fullmatch(line) or re.match(r"\W{0,3}1\.\W", line) or len(line) > 400:
            return page.lines[:index]
    return page.lines[:30]


def _kind(page: _Page, text: str) -> InstrumentKind:
    front = _front_lines(page)
    joined = "\n".join(front)
    if any("/RES/" in symbol for line in front for symbol in symbols_in(line)):
        return "resolution"
    adopted = _ADOPTED.search(joined)
    if adopted:
        return "resolution" if adopted["kind"] == "Resolution" else "decision"
    if any(_REPORT.fullmatch(line) for line in front):
        return "report"
    if any(len(line) < 200 and _DRAFT.search(line) for line in front):
        return "draft"
    title = _title(page)[1] or ""
    if any(_FORMULA.fullmatch(line) for line in page.lines):
        return "resolution"
    if _OUTCOME.search(joined):
        return "outcome"
    if _speaks_as_we(text):
        return "declaration" if _DECLARATION.search(title) else "outcome"
    return "declaration" if re.search(r"\bDeclaration\b", title) else "unknown"


def _speaks_as_we(text: str) -> bool:
    sample = text[: 40 * _HEAD // 10]
    return len(_WE.findall(sample)) >= max(3, len(sample) // 4000)


def _organ(page: _Page, text: str, kind: InstrumentKind) -> str | None:
    if kind in ("resolution", "decision", "draft", "unknown"):
        adopted = _ADOPTED.search("\n".join(page.lines))
        if adopted:
            return organ_of(adopted["organ"])
        for line in page.lines:
            formula = _FORMULA.fullmatch(line)
            if formula:
                return organ_of(formula["organ"])
    if kind == "report":
        for line in _front_lines(page):
            report = _REPORT.fullmatch(line)
            if report:
                return organ_of(re.split(r" (?:on|submitted|prepared|pursuant|entitled)\b", report["organ"])[0])
        return None
    return "group/member-states" if kind != "resolution" and _speaks_as_we(text) else None


def _date(page: _Page, text: str) -> str | None:
    """Return the date of adoption, else of the meeting at the end, else of distribution or of the first page, as ``YYYY-MM-DD``."""
    front = "\n".join(_front_lines(page))
    adopted = re.search(r"adopted by [^\n]{3,160}? on (.{8,30})", front)
    meeting = re.search(r"\d(?:st|nd|rd|th) (?:\(resumed\) )?(?:plenary )?meeting\s+(.{8,30})", text[-20_000:])
    for words in (adopted and adopted[1], meeting and meeting[1], front):
        match = _DATE.search(words) if words else None
        if match:
            return f"{match[3]}-{_MONTHS.index(match[2]) + 1:02d}-{int(match[1]):02d}"
    return None


def _symbols(page: _Page) -> tuple[str, ...]:
    found: list[str] = []
    for line in _front_lines(page):
        found.extend(symbol for symbol in symbols_in(line) if symbol not in found)
    return tuple(found)


def _title(page: _Page) -> tuple[str, str | None]:
    """Return the number and the title of the instrument; the number is empty when the title has none."""
    front = _front_lines(page)
    for block in page.blocks:
        match = _NUMBERED_TITLE.fullmatch(block)
        if match and not _DATE.match(block):
            return match["number"], match["title"].rstrip("*_ ")
        council = _COUNCIL_TITLE.fullmatch(block)
        if council:
            return council["number"], block
    limit = " ".join(front)
    if page.marked and page.marked in limit and not _FRONT.fullmatch(page.marked):
        return "", page.marked
    for block in page.blocks:
        if (
            len(block) < 600
            and block in limit
            and not _FRONT.fullmatch(block)
            and not symbols_in(block)
            and not block.endswith(".")
        ):
            return "", block
    return "", None
