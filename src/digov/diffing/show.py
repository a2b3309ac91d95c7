"""What the commands for drafts write: lines, text and pages, from what was compared or recovered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from rich.console import Console

from digov.alignment.lines import alignment_lines
from digov.alignment.redline.lines import SpanLine, TrackedSpanLine
from digov.diffing.compared import BESIDE, Compared, is_telling
from digov.diffing.counts import Count
from digov.diffing.marked import Run, joined
from digov.diffing.page import diff_page, redline_page
from digov.diffing.recovered import Recovered, printed_units
from digov.diffing.rows import Row, rows_of, select
from digov.diffing.text import has_colour, marked_text, print_diff, to_string
from digov.model.alignment import AlignmentLine
from digov.model.lexicon import Lexicon

FILE_WIDTH = 120
"""Columns of a comparison that is written to a file."""


def redline(recovered: Recovered, form: str, *, base: str | None, to_file: bool) -> str | bytes:
    """Return a redline as ``jsonl``, ``text`` or ``html``; the text in colour where it goes to a terminal that has them."""
    if form == "jsonl":
        return encoded(recovered.lines())
    if form == "html":
        return _redline_page(recovered, base)
    console = Console(highlight=False)
    colour = has_colour(console) and not to_file
    runs = joined(Run(line.text, line.status, line.tier, _shown(line)) for line in recovered.lines())
    text = marked_text(runs, colour=colour)
    if not colour:
        return text.plain
    with console.capture() as capture:
        console.print(text, soft_wrap=True, end="")
    return capture.get()


def alignment(compared: Compared, *, relations: Sequence[str], acts: bool) -> bytes:
    """Return the lines of ``digov align``; with ``acts`` only those that matter, with the changes that do."""
    found = alignment_lines(compared.comparison, compared.a.document, compared.b.document)
    lines = (line for line in found if not relations or line.relation in relations)
    return encoded(_mattering(lines, compared) if acts else lines)


def page(compared: Compared, lexicon: Lexicon, *, relations: Sequence[str], acts: bool) -> str:
    """Return the comparison as a page."""
    everything = rows_of(compared, lexicon)
    return diff_page(compared, select(everything, relations=relations, acts=acts), everything)


def text(compared: Compared, lexicon: Lexicon, *, relations: Sequence[str], acts: bool) -> str:
    """Return the comparison as plain text with marks."""
    console = to_string(FILE_WIDTH)
    with console.capture() as capture:
        _print(console, compared, rows_of(compared, lexicon), relations=relations, acts=acts)
    return capture.get()


def print_text(compared: Compared, lexicon: Lexicon, *, relations: Sequence[str], acts: bool) -> None:
    """Print the comparison to standard output."""
    _print(Console(highlight=False), compared, rows_of(compared, lexicon), relations=relations, acts=acts)


def encoded(lines: Iterable[SpanLine | AlignmentLine]) -> bytes:
    """Return ``lines`` as JSON lines in UTF-8."""
    encoder = msgspec.json.Encoder()
    return b"".join(encoder.encode(line) + b"\n" for line in lines)


def _print(
    console: Console, compared: Compared, everything: Sequence[Row], *, relations: Sequence[str], acts: bool
) -> None:
    rows = select(everything, relations=relations, acts=acts)
    print_diff(console, rows, names=compared.names, notes=compared.notes, acts=acts, everything=everything)


def _mattering(lines: Iterable[AlignmentLine], compared: Compared) -> Iterable[AlignmentLine]:
    telling_a, telling_b = (
        {found.segment for found in side.mentions if is_telling(found)} for side in (compared.a, compared.b)
    )
    for line in lines:
        changes = tuple(change for change in line.changes if change.kind not in BESIDE)
        lone = (line.a is None and line.b_segment in telling_b) or (line.b is None and line.a_segment in telling_a)
        if changes or lone or line.a_quote is not None:
            yield msgspec.structs.replace(line, changes=changes)


def _shown(line: SpanLine) -> tuple[str, ...]:
    """Return the evidence that a text without room for it has to know: whether the file tracks the change."""
    return line.evidence if isinstance(line, TrackedSpanLine) else ()


def _redline_page(recovered: Recovered, base: str | None) -> str:
    redline = recovered.redline
    source = recovered.document.source
    pairs = redline.pairs if redline is not None else ()
    names = dict.fromkeys(pair.relation for pair in pairs)
    return redline_page(
        recovered.given.name,
        source.instrument.title,
        printed_units(recovered),
        recovered.spans,
        base=base,
        notes=recovered.notes(),
        numbers=redline.numbers if redline is not None else (),
        relations=[Count(name, sum(pair.relation == name for pair in pairs)) for name in names],
    )
