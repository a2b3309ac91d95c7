"""Edits inside one word: a letter or an ending changed ("Societ[ies]y", "[M]member", "foster[ing]")."""

from __future__ import annotations

from digov.alignment.redline.edits import Edit
from digov.alignment.redline.vocabulary import Vocabulary

_LONGEST_END = 4


def struck_letters(edit: Edit, vocabulary: Vocabulary, *, deletion_first: bool) -> tuple[int, int] | None:
    """Return which letters of the touched word were struck, as a span of the printed text, where the edit lies inside a word.

    The span may be empty (letters were only added). ``None`` where the insertion is words of its own.
    """
    letters = edit.text
    if not letters.isalpha() or not edit.left:
        return None
    word = edit.left[0]
    if word.torn:
        return _torn(edit, vocabulary, deletion_first=deletion_first)
    if not edit.touch_left or edit.touch_right or len(letters) > _LONGEST_END or not letters.islower():
        return None
    if not word.text.isalpha() or vocabulary.seen(letters) or len(word.text) < _LONGEST_END:
        return None
    for cut in range(_LONGEST_END):
        stem = word.text[: len(word.text) - cut]
        if len(stem) >= _LONGEST_END and vocabulary.knows(stem + letters):
            return word.end - cut, word.end
    return None


def _torn(edit: Edit, vocabulary: Vocabulary, *, deletion_first: bool) -> tuple[int, int] | None:
    """Return the struck letters of a word with an insertion in it: its tail, its head, or none."""
    word = edit.left[0]
    head_size = edit.start - word.start
    head, tail = word.text[:head_size], word.text[head_size:]
    readings = [
        (head + edit.text, (edit.end, word.end)),
        (edit.text + tail, (word.start, edit.start)),
        (head + edit.text + tail, (edit.start, edit.start)),
    ]
    if deletion_first:
        readings[0], readings[1] = readings[1], readings[0]
    for reading, span in readings:
        if reading.isalpha() and vocabulary.knows(reading):
            return span
    return None
