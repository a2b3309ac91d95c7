"""What footnotes cite in forms of their own: the Treaty Series, "Ibid.", Official Records, reports of conferences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from digov.mentions.references.model import Citation, WorkIndex, free

_SERIES: Final = re.compile(
    r"(?:United\sNations,\s)?\*?Treaty\sSeries\*?,\s(?P<vols>vols?\.\s[0-9][0-9,\sand-]*),\sNos?\.\s(?P<nos>[0-9]+(?:(?:,\s|\sand\s|-)[0-9]+)*)"
)
_IBID_SERIES: Final = re.compile(
    r"\*?\b[Ii]bid\.?\*?,\s(?P<vols>vols?\.\s[0-9][0-9,\sand-]*),\sNos?\.\s(?P<nos>[0-9]+(?:(?:,\s|\sand\s|-)[0-9]+)*)"
)
_IBID: Final = re.compile(r"\*?\b[Ii]bid\.?\*?")
_RECORDS: Final = re.compile(
    r"\*?(?:Official\sRecords\sof\sthe\s|[Ii]bid\.,\s)[^();]{3,200}?\*?\s\((?=[A-Z][A-Z0-9]*/)"
)
_REPORT: Final = re.compile(
    r"\*?(?P<title>(?:Report|Records|Proceedings|Final\sDocument|Final\sAct)\sof\s(?:the\s)?[A-Z][^();*]{8,260}?)\*?"
    r"(?:(?=,\svol\.)|(?P<imprint>\s\([^()]*(?:publication|Sales)[^()]*\)))"
)
_REPORT_SYMBOL: Final = re.compile(
    r"\*?(?P<title>(?:Report|Records|Proceedings)\sof\s(?:the\s)?[A-Z][^();*]{8,260}?)\*?\s\((?=[A-Z][A-Z0-9]*/)"
)


def find_notes(text: str, taken: Sequence[Citation], index: WorkIndex, last: Citation | None) -> list[Citation]:
    """Return what only footnotes print, in order; ``last`` is what the footnote before cited, for "Ibid."."""
    found: list[Citation] = []
    series = [*_SERIES.finditer(text), *(_IBID_SERIES.finditer(text) if last is not None else ())]
    for match in sorted(series, key=lambda match: match.start()):
        found.append(_of_series(match, index))
    for match in _REPORT.finditer(text):
        if free([*taken, *found], match.start(), match.end("title")):
            found.append(_of_report(match, index))
    if last is not None:
        for match in _IBID.finditer(text):
            records = _RECORDS.match(text, match.start())
            if records is None and free([*taken, *found], *match.span()):
                found.append(
                    replace(
                        last,
                        start=match.start(),
                        end=match.end(),
                        kind="series" if last.kind == "series" else "ibid",
                        mask_start=-1,
                        mask_end=-1,
                        pinpoint=None,
                    )
                )
    return sorted(found, key=lambda citation: citation.start)


def widened(text: str, symbol: Citation) -> Citation:
    """Return ``symbol`` with the words that it closes in brackets covered: "Official Records …, Supplement No. 3 (A/78/3)"."""
    for pattern in (_RECORDS, _REPORT_SYMBOL):
        for match in pattern.finditer(text, max(0, symbol.start - 320)):
            if match.end() == symbol.start:
                return Citation(
                    start=match.start(), end=symbol.end + 1, target=symbol.target, kind=symbol.kind, instrument=symbol.instrument,
                    head="records" if pattern is _RECORDS else "report",
                )  # fmt: skip
    return symbol


def _of_series(match: re.Match[str], index: WorkIndex) -> Citation:
    """Return the treaty registered under a volume and number, or that place in the series."""
    volumes, numbers = re.findall("[0-9]+", match["vols"]), re.findall("[0-9]+", match["nos"])
    for volume in volumes:
        for number in numbers:
            if (work := index.series.get((volume, number))) is not None:
                return Citation(
                    start=match.start(), end=match.end(), target=work.title, kind="series", instrument=work.id
                )
    word = "Nos." if len(numbers) > 1 else "No."
    target = f"United Nations, Treaty Series, {' '.join(match['vols'].split())}, {word} {match['nos']}"
    return Citation(start=match.start(), end=match.end(), target=target, kind="series")


def _of_report(match: re.Match[str], index: WorkIndex) -> Citation:
    title = " ".join(match["title"].replace("*", "").split()).rstrip(" ,")
    work = index.exact.get(title.lower())
    return Citation(
        start=match.start(),
        end=match.start("imprint") if match["imprint"] else match.end(),
        mask_end=match.end(),
        target=title if work is None else work.title,
        kind="title",
        head="report",
        instrument=None if work is None else work.id,
    )
