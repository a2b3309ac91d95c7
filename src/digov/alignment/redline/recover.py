"""Recovery: from a printed redline, with its base or without, to the status of every character."""

from __future__ import annotations

from digov.alignment.redline.printed import Printed, printed_of
from digov.alignment.redline.with_base import recover_with_base
from digov.alignment.redline.without_base import recover_without_base
from digov.model.document import Document
from digov.model.redline import NotARedline, Recovery

LONGEST = 4_000_000
"""Characters of a text that is read: some 1,500 pages."""
_LONGEST_WORD = 60
"""Characters between two blanks, on average, from which on a text has no word boundaries."""


def recover(redlined: Document | str, base: Document | str | None = None, *, careful: bool = False) -> Recovery:
    """Return what each character of a flattened redline is: kept, inserted, deleted, contested or an artefact.

    With the text that it was marked against, insertions are read off and each deletion beside one is judged; what cannot
    be told is ``contested``. Without it, words are marked only where a sign stands, and the old and new numbers of
    paragraphs are told apart; there is no clean text then. A plain text is cut into blocks at its blank lines.

    A paragraph that was struck whole, with no number that tells, leaves no trace. ``careful`` contests the facts (numbers,
    dates, periods) of every paragraph without an insertion that may have been struck so, however unlikely that is: a
    fourth as many dropped facts are asserted, and twice as many that still hold are contested.

    An empty side, a redline with no edits, a text without blanks or of thousands of pages, and a base that is not the base, are answered as such
    (:class:`~digov.model.redline.NotARedline`, :class:`~digov.model.redline.NotABase`); nothing is invented.
    """
    printed = _read(redlined, "the redlined text")
    if isinstance(printed, NotARedline):
        return printed
    if base is None:
        return recover_without_base(printed)
    old = _read(base, "the base", document=printed.slug)
    return old if isinstance(old, NotARedline) else recover_with_base(printed, old, careful=careful)


def _read(text: Document | str, name: str, *, document: str | None = None) -> Printed | NotARedline:
    """Return a text as it is printed, or the answer to one that cannot be read as words; ``document`` is the redline's slug."""
    source, slug = (text, "") if isinstance(text, str) else (text.source.text, text.source.instrument.slug)
    slug = slug if document is None else document
    if len(source) > LONGEST:
        message = f"no redline found: {name} has more than {LONGEST:,} characters"
        return NotARedline(document=slug, reason="too long", message=message)
    words = source.split()
    if sum(map(len, words)) > _LONGEST_WORD * max(len(words), 1):
        message = f"no redline found: {name} has no blanks between its words"
        return NotARedline(document=slug, reason="no word boundaries", message=message)
    printed = printed_of(text)
    if not printed.text.strip():
        return NotARedline(document=slug, reason="empty", message=f"no redline found: {name} has no words")
    return printed
