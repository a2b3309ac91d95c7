"""A recovered redline: one document with a status for every character, from tracked changes, with its base, or without."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import msgspec

from digov.alignment.redline import recover
from digov.alignment.redline.lines import SpanLine, TrackedSpanLine, span_lines, tracked_lines
from digov.diffing.given import Given
from digov.diffing.marked import PARAGRAPH_MARK, Run, is_paragraph_mark, joined
from digov.diffing.page import PrintedUnit
from digov.model.document import Document
from digov.model.errors import InputError
from digov.model.redline import NotABase, NotARedline, Reading, Redline, RedlineSpan
from digov.segments import parse

DIRECTIONS = {
    "deletion-first": "struck words are printed before the inserted ones",
    "insertion-first": "struck words are printed after the inserted ones",
    "unknown": "on which side of the inserted words the struck ones stand is not known",
}


WITHOUT_BASE = (
    "Read without the text that it was marked against: words are marked only where a sign stands, other words may have been"
    " struck or inserted, too. The old and new numbers of paragraphs are told apart."
)


class Recovered(msgspec.Struct, frozen=True, kw_only=True):
    """A redline and how it was read."""

    given: Given
    document: Document
    redline: Redline | None
    """``None`` for a file with tracked changes, which is exact."""

    @property
    def spans(self) -> tuple[RedlineSpan, ...]:
        """Return the spans that tile the printed text."""
        if self.redline is not None:
            return self.redline.spans
        return self.given.tracked.spans if self.given.tracked is not None else ()

    def lines(self) -> Iterator[SpanLine]:
        """Yield the lines of ``digov redline --format jsonl``."""
        if self.redline is None and self.given.tracked is not None:
            return iter(tracked_lines(self.document, self.spans, self.given.tracked.changes))
        return span_lines(self.document, self.spans)

    def notes(self) -> tuple[str, ...]:
        """Return what a reader has to know of how the text was read, in sentences."""
        if self.redline is None:
            return ("Read from the tracked changes of the file: every mark is certain.",)
        if self.redline.coverage is None:
            return (WITHOUT_BASE,)
        # Rounded down: a share of 100 % is said only where nothing is missing.
        share = f"{math.floor(self.redline.coverage * 10_000) / 100:g} % of the base's characters stand in it in order"
        return (f"Read with its base: {share}; {DIRECTIONS[self.redline.direction]}.",)


def recover_given(redlined: Given, base: Given | None) -> Recovered:
    """Return how ``redlined`` reads, with its base if there is one.

    Raises :class:`InputError` with the reason where it is no redline, where ``base`` is not its base, and where a base is
    given for a file whose changes are tracked.
    """
    document = parse(redlined.source)
    if redlined.tracked is not None:
        if base is not None:
            raise InputError(
                "a base is not needed: the changes of this file are tracked",
                where=redlined.name,
                remedy="leave --base out; --write-base writes the text before the changes",
            )
        return Recovered(given=redlined, document=document, redline=None)
    answer = recover(document, None if base is None else parse(base.after()))
    if isinstance(answer, Redline):
        return Recovered(given=redlined, document=document, redline=answer)
    raise _refusal(answer, redlined, base)


def reading_of(recovered: Recovered, which: str) -> Reading:
    """Return the reading called ``which`` (``fewest`` or ``best``).

    Tracked changes leave one reading, the text after them. Without a base there is none: an :class:`InputError` says why.
    """
    if recovered.redline is None and recovered.given.tracked is not None:
        return recovered.given.tracked.new
    redline = recovered.redline
    found = None if redline is None else redline.fewest_deletions if which == "fewest" else redline.best_guess
    if found is None:
        raise InputError(
            "no clean text can be read from a redline without its base: most struck words leave no sign",
            where=recovered.given.name,
            remedy="give the text that it was marked against with --base, or look at the marked spots with --format html",
        )
    return found


def printed_units(recovered: Recovered) -> tuple[PrintedUnit, ...]:
    """Return the printed text segment by segment, in the order of the print, with its marks."""
    units: list[tuple[str, list[Run]]] = []
    last = ""
    kinds = {segment.id: segment.kind for segment in recovered.document.segments}
    for line in recovered.lines():
        if not units or line.segment != last:
            units.append((line.label or kinds[line.segment], []))
            last = line.segment
        units[-1][1].append(_run(line))
    return tuple(PrintedUnit(label, tuple(joined(_trimmed(runs)))) for label, runs in units)


def _run(line: SpanLine) -> Run:
    by = "; ".join(_author(line)) or None if isinstance(line, TrackedSpanLine) else None
    return Run(line.text, line.status, line.tier, () if line.status == "kept" else line.evidence, by)


def _author(line: TrackedSpanLine) -> Iterator[str]:
    for change in line.changes:
        who = change.author or "an unnamed author"
        yield f"{change.kind} by {who}" + (f", {change.date}" if change.date else "")


def _trimmed(runs: Sequence[Run]) -> list[Run]:
    """Return ``runs`` without the blanks at both ends, which part the units in print; a tracked end of a paragraph is shown."""
    out = [msgspec.structs.replace(run, text=PARAGRAPH_MARK) if is_paragraph_mark(run) else run for run in runs]
    while out and not out[0].text.strip():
        out.pop(0)
    while out and not out[-1].text.strip():
        out.pop()
    if out:
        out[0] = msgspec.structs.replace(out[0], text=out[0].text.lstrip())
        out[-1] = msgspec.structs.replace(out[-1], text=out[-1].text.rstrip())
    return out


def _refusal(answer: NotARedline | NotABase, redlined: Given, base: Given | None) -> InputError:
    if isinstance(answer, NotABase) and base is not None:
        return InputError(
            f"{answer.message} in {redlined.name}",
            where=base.name,
            remedy="give the text that the redline was marked against, or leave --base out",
        )
    remedy = "give a text in which struck and inserted words are printed"
    if base is None:
        remedy += ", or a .docx file with tracked changes"
    return InputError(answer.message, where=redlined.name, remedy=remedy)
