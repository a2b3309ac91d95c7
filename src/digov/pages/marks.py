"""Marked text: the words of a segment cut into pieces, so that each piece of evidence can be seen, named and opened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from digov.pages.words import signs_of
from digov.rdf.base import DCTERMS, DG, ELI, RDF

KINDS: Final = {
    RDF + "type": "act",
    DG + "actor": "actor",
    DG + "addressee": "party",
    DG + "mentionsBody": "party",
    DG + "mentionsGroup": "party",
    DG + "due": "time",
    DG + "hasDeadline": "time",
    DCTERMS + "subject": "goal",
    DG + "coversAllGoals": "goal",
    ELI + "cites": "cite",
    ELI + "is_about": "topic",
    DG + "hasQuantity": "amount",
}
"""How the words behind a predicate are marked; all others are marked ``other``."""
OPENING: Final = "opening"
"""The kind of the words that open an item, where they only say what a chapeau's words are carried over to."""
ANCHOR: Final = "anchor"
"""The kind of marks that do not show: only a place to lead to."""
CHANGES: Final = ("inserted", "deleted", "contested", "artefact")
"""Kinds of marks that tell what a redline did to words; they show beside the others."""
_STRENGTH: Final = ("goal", "time", "party", "amount", "act", "cite", "actor", "other", "topic", OPENING)
"""Where marks of one length overlap, the first of these shows; of several lengths, the shortest."""
_WEAK: Final = ("actor", "other", "topic", OPENING)
"""These show only where no other mark is."""
_SIGNS: Final = re.compile(r"\*+")
"""What may be a mark of a conversion and may be meant: it is shown, but faint."""


class Mark(msgspec.Struct, frozen=True):
    """A passage to be marked: its offsets in the source, the kind of what it is evidence for, its anchor, what it says."""

    start: int
    end: int
    kind: str
    anchor: str
    says: str


class Piece(msgspec.Struct, frozen=True):
    """A run of text with one set of marks; ``anchors`` are those of the marks that begin with it."""

    text: str
    kind: str | None = None
    anchors: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    change: str | None = None
    faint: bool = False
    hidden: bool = False
    """Whether the text is a mark that a conversion left, which a reader does not want to see."""


def pieces_of(text: str, offset: int, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return ``text``, which begins at ``offset`` of its source, cut at the ends of the marks that lie in it.

    The pieces together are the text. A mark that reaches beyond the text is cut; one outside of it is left out.

    >>> pieces = pieces_of("We act by 2030.", 10, [Mark(17, 24, "time", "e1", "due 2030")])
    >>> [(piece.text, piece.kind) for piece in pieces]
    [('We act ', None), ('by 2030', 'time'), ('.', None)]
    """
    end = offset + len(text)
    inside = [mark for mark in marks if mark.start < end and mark.end > offset and mark.start < mark.end]
    faint = [(offset + sign.start(), offset + sign.end()) for sign in _SIGNS.finditer(text)]
    hidden = [(offset + first, offset + last) for first, last in signs_of(text)]
    cuts = {offset, end}
    for start, stop in (*((mark.start, mark.end) for mark in inside), *faint, *hidden):
        cuts |= {max(start, offset), min(stop, end)}
    edges = sorted(cuts)
    ordered = sorted(inside, key=lambda mark: (*_rank(mark), mark.start, mark.end, mark.anchor, mark.says))
    return tuple(
        _piece(text[start - offset : stop - offset], start, stop, ordered, offset, faint, hidden)
        for start, stop in pairwise(edges)
    )


def _piece(
    text: str,
    start: int,
    stop: int,
    marks: Sequence[Mark],
    offset: int,
    faint: Sequence[tuple[int, int]],
    hidden: Sequence[tuple[int, int]],
) -> Piece:
    covering = [mark for mark in marks if mark.start <= start and mark.end >= stop]
    over = [mark for mark in covering if mark.kind not in (*CHANGES, ANCHOR)]
    return Piece(
        text,
        over[0].kind if over else None,
        tuple(dict.fromkeys(mark.anchor for mark in covering if mark.anchor and max(mark.start, offset) == start)),
        tuple(dict.fromkeys(mark.says for mark in covering if mark.kind != ANCHOR)),
        next((mark.kind for mark in covering if mark.kind in CHANGES), None),
        _within(start, stop, faint),
        _within(start, stop, hidden),
    )


def _within(start: int, stop: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and stop <= last for first, last in spans)


def _rank(mark: Mark) -> tuple[bool, int, int]:
    kind = mark.kind if mark.kind in _STRENGTH else "other"
    return kind in _WEAK, mark.end - mark.start, _STRENGTH.index(kind)
