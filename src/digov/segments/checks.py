"""Checks: what a finished document shows to be missing, broken off or garbled."""

from __future__ import annotations

import re
from itertools import pairwise

from digov.segments.draft import Draft, Sheet
from digov.segments.forms import ends_with_colon, is_closed

_SHARE_CLOSED = 0.8
"""From this share of closed paragraphs and items on, one without a stop is an exception worth an issue."""
_ENOUGH = 5
_AND = re.compile(r"[;,]\s*(?:and|or)\s*[)\].]*$", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"(?<=[.;])\s(\d{1,3})$")
_TAG = re.compile(r"</?u>|\[\w{2,30}\?\]")
_GARBLED = re.compile(r"\ufffd+|(?:â€[\x80-\xbf™œ“”˜¦\u009d]?|Ã[©¨¡³±¼¶¤§ª\xad]|Â[ \u00a0«»°§])")
_MANY = 200
"""How many issues of one kind about single characters are reported; the last one says that there are more."""


def check(sheet: Sheet) -> None:
    """Note the issues that only the whole document shows: nothing numbered, paragraphs broken off, stray and garbled marks."""
    ordered = sorted(sheet.drafts, key=lambda draft: draft.pieces[0].start)
    if not any(draft.kind == "paragraph" and draft.label for draft in ordered):
        end = min(len(sheet.text), ordered[0].end if ordered else 0)
        sheet.report("no-numbered-paragraph", "The text has no numbered paragraph.", 0, end)
    _check_ends(sheet, ordered)
    _check_marks(sheet, ordered)
    _check_characters(sheet)


def _check_ends(sheet: Sheet, ordered: list[Draft]) -> None:
    labelled = [draft for draft in ordered if draft.kind in ("paragraph", "item") and (draft.label or draft.inferred)]
    ends = {draft.id: is_closed(sheet.text, draft.pieces[-1].start, draft.end, comma=True) for draft in labelled}
    judge = len(labelled) >= _ENOUGH and sum(ends.values()) >= _SHARE_CLOSED * len(labelled)
    texts = [draft for draft in ordered if draft.kind not in ("footnote", "front")]
    following = {draft.id: after for draft, after in pairwise(texts)}
    for draft in labelled:
        after = following.get(draft.id)
        message = _broken(sheet, draft, after, ends[draft.id] or not judge)
        if message:
            sheet.report("broken-off", message, max(draft.pieces[-1].start, draft.end - 40), draft.end, draft)


def _broken(sheet: Sheet, draft: Draft, after: Draft | None, closed: bool) -> str:
    """Return what shows that a paragraph or item breaks off, or nothing."""
    start, end = draft.pieces[-1].start, draft.end
    below = after is not None and (after.parent == draft.id or (after.kind == "item" and after.label is None))
    beside = after is not None and after.kind == "item" and after.parent == draft.parent
    if ends_with_colon(sheet.text, start, end):
        numbered = after is not None and after.kind in ("paragraph", "item") and after.label is None
        return "" if below or numbered else "Nothing follows the colon."
    if draft.kind == "item" and not beside and not below and _AND.search(sheet.text, max(start, end - 24), end):
        return "The list breaks off: another item is announced and none follows."
    return "" if closed else "The words end without a stop."


def _check_marks(sheet: Sheet, ordered: list[Draft]) -> None:
    for draft in ordered:
        if draft.kind not in ("paragraph", "item", "preamble"):
            continue
        lone = _LONE_NUMBER.search(sheet.text, max(draft.pieces[-1].start, draft.end - 8), draft.end)
        if lone:
            sheet.report(
                "stray-mark", f"A number stands alone at the end: {lone[1]}.", lone.start(1), lone.end(1), draft
            )
        for piece in draft.pieces:
            for match in _TAG.finditer(sheet.text, piece.start, piece.end):
                sheet.report(
                    "stray-mark", f"“{match.group()}” is no part of the words.", match.start(), match.end(), draft
                )


def _check_characters(sheet: Sheet) -> None:
    if not any(sign in sheet.text for sign in ("\ufffd", "â€", "Ã", "Â")):
        return
    for count, match in enumerate(_GARBLED.finditer(sheet.text), start=1):
        more = " There are more." if count == _MANY else ""
        message = f"“{match.group()}” looks like a character decoded wrongly before the text came here.{more}"
        sheet.report("garbled-characters", message, match.start(), match.end())
        if count == _MANY:
            return
