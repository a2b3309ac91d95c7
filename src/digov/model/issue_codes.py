"""The registry of issue codes: stable slug, severity and what the code means.

A code never changes its meaning. ``docs/reference/issues.md`` lists them all; a test fails when one is missing there.
"""

from __future__ import annotations

from digov.model.issue import Severity

ISSUE_CODES: dict[str, tuple[Severity, str]] = {
    # sources and segments
    "empty-document": ("warning", "The text has no character that is not blank."),
    "no-numbered-paragraph": ("info", "The text has no numbered paragraph; the blocks were kept as they stand."),
    "missing-paragraphs": ("warning", "Numbers are missing in the sequence of paragraphs or items."),
    "repeated-number": ("warning", "A number or letter was printed before in the same place."),
    "numbering-restarts": ("warning", "The numbering goes back or restarts without a new part."),
    "displaced-item": ("warning", "An item follows that belongs to another paragraph by its letter."),
    "displaced-marker": ("warning", "The marker of an item stands in the wrong place."),
    "malformed-marker": ("info", "A number or letter is printed in an unusual form and was repaired for the label."),
    "dual-number": ("info", "Old and new number stand together; the new one is the label."),
    "misread-number": (
        "warning",
        "A digit of the printed number does not fit the sequence; the inferred label says what does.",
    ),
    "missing-marker": ("warning", "A block stands where a numbered or lettered one is expected, without its marker."),
    "broken-off": ("warning", "A paragraph or item ends without a sentence end or has no words after its title."),
    "page-break": ("info", "A page break inside a paragraph, name or quotation was closed."),
    "unanchored-footnote": ("warning", "A footnote has no anchor in the text."),
    "missing-footnote": ("warning", "An anchor has no footnote."),
    "deleted-paragraph": ("info", "Only the number of a paragraph is left; its words were deleted."),
    "fused-words": ("warning", "Words or headings are run together, as in a flattened redline."),
    "stray-mark": (
        "info",
        "A tag, a lone number, a dash or another mark stands in the words that is no part of them; it was kept.",
    ),
    "garbled-characters": ("warning", "Characters were decoded wrongly before the text came here; they were kept."),
    "assumed-encoding": (
        "info",
        "The file is not UTF-8 and was read as Windows-1252; offsets count the characters read that way.",
    ),
    # mentions
    "sdg-out-of-range": ("warning", "An SDG number is not between 1 and 17, or a target does not exist."),
    "malformed-sdg-tag": ("warning", "An SDG tag is cut, doubled or unclosed; its numbers were read."),
    "missing-sdg-tag": ("info", "The neighbours of an item carry an SDG tag; this one has none."),
    "open-body": ("warning", "A short form can mean several bodies here; it was left open."),
    "unknown-body": ("info", "A name has the form of a body but is not in the lexicon."),
    "open-session": ("warning", "A session is named without an organ that could be settled."),
    "unknown-session-year": ("info", "The year of a session does not follow from the calendar."),
    "open-reference": ("warning", "A citation could not be resolved to one work."),
    "unknown-work": ("info", "A cited work is not in the lexicon; its symbol or title was kept."),
    "unresolved-pinpoint": ("warning", "A pinpoint names a paragraph that the cited document of ours does not have."),
    "open-actor": ("warning", "The actor of an act could not be settled."),
    "open-deadline": ("warning", "A timing expression has no normalised value."),
    "open-quantity": ("warning", "A quantity has no normalised value or unit."),
    # redlines
    "not-a-base": ("warning", "The draft that a redline is said to be marked against is not its base."),
    "not-a-redline": ("warning", "A text that is said to be a redline shows no edits, or has no words to compare."),
}
