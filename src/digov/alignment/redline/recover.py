"""Recovery: from a printed redline, with its base or without, to the status of every character."""

from __future__ import annotations

from digov.alignment.redline.printed import Printed, printed_of
from digov.alignment.redline.with_base import recover_with_base
from digov.alignment.redline.without_base import recover_without_base
from digov.model.document import Document
from digov.model.redline import NotARedline, Recovery

_LONGEST_WORD = 60
"""Characters between two blanks, on average, from which on a text has no word boundaries."""


def recover(redlined: Document | str, base: Document | str | None = None) -> Recovery:
    """Return what each character of a flattened redline is: kept, inserted, deleted, contested or an artefact.

    With the text that it was marked against, insertions are read off and each deletion beside one is judged; what cannot
    be told is ``contested``. Without it, words are marked only where a sign stands, and the old and new numbers of
    paragraphs are told apart; there is no clean text then. A plain text is cut into blocks at its blank lines.

    An empty side, a redline with no edits, a text without blanks, and a base that is not the base, are answered as such
    (:class:`~digov.model.redline.NotARedline`, :class:`~digov.model.redline.NotABase`); nothing is invented.
    """
    printed = printed_of(redlined)
    refused = _refused(printed, printed.slug, "the redlined text")
    if refused is not None:
        return refused
    if base is None:
        return recover_without_base(printed)
    old = printed_of(base)
    refused = _refused(old, printed.slug, "the base")
    return refused if refused is not None else recover_with_base(printed, old)


def _refused(text: Printed, document: str, name: str) -> NotARedline | None:
    """Return the answer to a text that cannot be read as words, ``None`` for one that can."""
    words = text.text.split()
    if not words:
        return NotARedline(document=document, reason="empty", message=f"no redline found: {name} has no words")
    if sum(map(len, words)) > _LONGEST_WORD * len(words):
        message = f"no redline found: {name} has no blanks between its words"
        return NotARedline(document=document, reason="no word boundaries", message=message)
    return None
