"""The parser: from a source text to a document."""

from __future__ import annotations

from digov.model.document import Document
from digov.model.source import SourceText
from digov.segments.blocks import cut_blocks
from digov.segments.checks import check
from digov.segments.draft import Draft, Sheet
from digov.segments.notes import link_notes, link_star_notes
from digov.segments.plan import make_plan
from digov.segments.reader import Reader
from digov.segments.redline import find_fused

_ASSUMED = "cp1252"
"""The encoding that is taken where a file says none and is not Unicode."""


def parse(source: SourceText) -> Document:
    """Return ``source`` as a tree of segments, with the issues found on the way.

    Never refuses a text and takes time linear in its length. The leaves tile the text: each character lies in exactly one, and
    joining them gives the text back. Printed labels are kept; where the place calls for another, ``inferred_label`` says so.
    """
    text = source.text
    sheet = Sheet(text)
    blocks, width = cut_blocks(text)
    if not blocks:
        return _empty(source, sheet)
    reader = Reader(make_plan(text, blocks, width), sheet)
    reader.read()
    link_notes(sheet, reader.notes, reader.texts)
    link_star_notes(sheet, reader.stars, reader.texts)
    check(sheet)
    if source.encoding == _ASSUMED:
        sheet.report("assumed-encoding", "The file is not UTF-8; it was read as Windows-1252.", 0, 0)
    find_fused(sheet, reader.texts, renumbered=reader.plan.numbering == "dual")
    issues = sorted(
        set(sheet.issues),
        key=lambda issue: (issue.start or 0, issue.end or 0, issue.code, issue.message, issue.segment or ""),
    )
    return Document(source=source, segments=sheet.segments(), leaves=sheet.leaves(), issues=tuple(issues))


def _empty(source: SourceText, sheet: Sheet) -> Document:
    """Return the document of a text without words: its blanks, if any, are front matter."""
    if source.text:
        sheet.add(Draft(sheet.new_id("front", ordinal=True), "front", "main"), 0, 0, len(source.text))
    sheet.report("empty-document", "The text has no words.", 0, len(source.text))
    return Document(source=source, segments=sheet.segments(), leaves=sheet.leaves(), issues=tuple(sheet.issues))
