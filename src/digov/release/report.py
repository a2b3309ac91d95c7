"""The report of a release: counts per instrument, and every issue at its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from digov.model.issue import Severity
from digov.model.issue_codes import ISSUE_CODES
from digov.model.mention import SegmentMentions
from digov.model.statement import DocumentStatements


class InstrumentReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Counts of one document, in ``dict`` fields by kind, code or type; a chapeau's deadlines count once."""

    title: str
    kind: str
    characters: int
    segments: dict[str, int]
    acts: dict[str, int]
    """Performed acts by type, those that items take over included."""
    inherited_acts: int
    reported_acts: int
    sdg_links: int
    """Explicit links to a goal or to a target."""
    all_sdgs: int
    """Tags that name all goals."""
    bodies: int
    """Different bodies named."""
    body_mentions: int
    groups: int
    deadlines: dict[str, int]
    references: int
    works_cited: int
    quantities: int
    topics: int
    statements: int
    """Those that the document asserts."""
    contested: int = 0
    """Statements that stand in words of a redline of which nobody can tell whether they were struck."""
    dropped: int = 0
    """Statements that only struck words of a redline say."""
    open_questions: int
    """Issues of severity ``warning`` or ``error``."""
    issues: dict[str, int]


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The report of a release: one entry per instrument by slug, and the issues of all by code."""

    instruments: dict[str, InstrumentReport]
    issues: dict[str, int]


class IssueLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of ``issues.jsonl``; offsets index the stored source text, ``line`` and ``column`` count from 1."""

    document: str
    segment: str | None
    label: str | None
    code: str
    severity: Severity
    message: str
    start: int | None
    end: int | None
    line: int | None
    column: int | None


def report_of(documents: Sequence[DocumentStatements]) -> Report:
    """Return the report over ``documents``, which are in order of their slugs."""
    reports = {stated.document.source.instrument.slug: _instrument(stated) for stated in documents}
    total: Counter[str] = Counter()
    for report in reports.values():
        total.update(report.issues)
    return Report(reports, _sorted(total))


def _instrument(stated: DocumentStatements) -> InstrumentReport:
    source = stated.document.source
    found = stated.mentions
    acts = [act for one in found for act in one.acts]
    performed = [act for act in acts if not act.reported]
    bodies = [body.id or body.name for one in found for body in one.bodies]
    cited = [reference for one in found for reference in one.references]
    return InstrumentReport(
        title=source.instrument.title,
        kind=source.instrument.kind,
        characters=len(source.text),
        segments=_sorted(Counter(segment.kind for segment in stated.document.segments)),
        acts=_sorted(Counter(act.type for act in performed)),
        inherited_acts=sum(act.inherited_from is not None for act in performed),
        reported_acts=len(acts) - len(performed),
        sdg_links=sum(not sdg.all for one in found for sdg in one.sdgs) + _total(found, "targets"),
        all_sdgs=sum(sdg.all for one in found for sdg in one.sdgs),
        bodies=len(set(bodies)),
        body_mentions=len(bodies),
        groups=_total(found, "groups"),
        deadlines=_sorted(Counter(deadline.kind for one in found for deadline in one.deadlines)),
        references=len(cited),
        works_cited=len({reference.instrument or reference.target for reference in cited if not reference.internal}),
        quantities=_total(found, "quantities"),
        topics=_total(found, "topics"),
        statements=sum(one.status == "asserted" for one in stated.statements),
        contested=sum(one.status == "contested" for one in stated.statements),
        dropped=sum(one.status == "dropped" for one in stated.statements),
        open_questions=sum(ISSUE_CODES[issue.code][0] != "info" for issue in stated.issues),
        issues=_sorted(Counter(issue.code for issue in stated.issues)),
    )


def _total(found: Iterable[SegmentMentions], field: str) -> int:
    return sum(len(getattr(one, field)) for one in found)


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def issue_lines(documents: Sequence[DocumentStatements]) -> bytes:
    """Return the issues of ``documents`` as JSON, one to a line, by document and then in text order."""
    lines: list[bytes] = []
    for stated in documents:
        text = stated.document.source.text
        segments = stated.document.by_id()
        for issue in stated.issues:
            line, column = _place(text, issue.start)
            segment = segments.get(issue.segment) if issue.segment is not None else None
            entry = IssueLine(
                document=stated.document.source.instrument.slug,
                segment=issue.segment,
                label=None if segment is None else segment.label,
                code=issue.code,
                severity=ISSUE_CODES[issue.code][0],
                message=issue.message,
                start=issue.start,
                end=issue.end,
                line=line,
                column=column,
            )
            lines.append(msgspec.json.encode(entry) + b"\n")
    return b"".join(lines)


def _place(text: str, start: int | None) -> tuple[int | None, int | None]:
    """Return line and column of an offset, counted from 1."""
    if start is None:
        return None, None
    begin = text.rfind("\n", 0, start) + 1
    return text.count("\n", 0, start) + 1, start - begin + 1
