"""What stands of a redline: its segments without the struck words, to be read as a text and to be quoted from the print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from digov.alignment.struck import Marks
from digov.model.document import Document, Segment
from digov.model.redline import RedlineSpan
from digov.model.span import Span

_SPACE = re.compile(r"\s")
_HYPHENS = ("-", "‐")
_OPENERS, _CLOSERS = '([“"', ').,:;]”"'


class Standing(msgspec.Struct, frozen=True):
    """A redlined document without the words that were struck, twice: the texts of its segments are the same in both."""

    read: Document
    """On a source of its own, made of the texts: what the recognizers read, as if nobody had ever struck anything."""
    printed: Document
    """On the source as it is printed, each segment in as many pieces as the struck words leave of it."""


class _Kept(msgspec.Struct, frozen=True):
    """A segment that still has words: its text, the standing spans of each of its pieces, and where they begin in the text."""

    segment: Segment
    text: str
    groups: tuple[tuple[tuple[Span, int], ...], ...]


def standing(document: Document, spans: Sequence[RedlineSpan]) -> Standing:
    """Return what stands of ``document``, whose redline has the given ``spans``.

    Struck words and artefacts are left out, contested words stay. Segments keep their ids and labels; one without any
    letter or digit left is gone, and its items belong to the segment above. The mentions found in ``read`` hold for ``printed``, since the
    texts are the same.
    """
    marks = Marks(spans)
    kept = [one for segment in document.segments if (one := _kept(segment, document.source.text, marks)) is not None]
    parents = _parents(document.segments, {one.segment.id for one in kept})
    text = "\n".join(one.text for one in kept)
    source = msgspec.structs.replace(document.source, text=text)
    read: list[Segment] = []
    printed: list[Segment] = []
    offset = 0
    for one in kept:
        read.append(_read(one, offset, parents))
        printed.append(_printed(one, parents))
        offset += len(one.text) + 1
    return Standing(
        read=msgspec.structs.replace(document, source=source, segments=tuple(read), leaves=(), issues=()),
        printed=msgspec.structs.replace(document, segments=tuple(printed), leaves=(), issues=()),
    )


def _kept(segment: Segment, source: str, marks: Marks) -> _Kept | None:
    text = ""
    groups: list[tuple[tuple[Span, int], ...]] = []
    end = -1
    for piece in segment.pieces:
        group: list[tuple[Span, int]] = []
        for span in _standing(piece, marks):
            words = _SPACE.sub(" ", span.slice(source))
            if not text or (group and text.endswith(" ")):
                span, words = Span(span.start + len(words) - len(words.lstrip()), span.end), words.lstrip()
            if not words:
                continue
            if group:
                text += _joint(text, words, source[end : span.start])
            elif text and not text.endswith(_HYPHENS):
                text += " "
            group.append((span, len(text)))
            text, end = text + words, span.end
        if group:
            groups.append(tuple(group))
    return _Kept(segment, text, tuple(groups)) if any(char.isalnum() for char in text) else None


def _standing(piece: Span, marks: Marks) -> Iterator[Span]:
    """Yield the stretches of a piece that were not struck."""
    borders = [piece.start]
    for mark in marks.over(piece.start, piece.end):
        if mark.status != "contested":
            borders += [max(mark.start, piece.start), min(mark.end, piece.end)]
    borders.append(piece.end)
    for start, end in list(pairwise(borders))[::2]:
        if start < end:
            yield Span(start, end)


def _joint(before: str, after: str, struck: str) -> str:
    """Return what stands between two stretches that a deletion brings together: a blank between words.

    The letters of one printed word are not parted: there letters were struck with no blank beside them ("Societ[ies]y").
    """
    words = (before[-1].isalnum() or before[-1] in _CLOSERS) and (after[0].isalnum() or after[0] in _OPENERS)
    inside = any(char.isalnum() for char in struck) and not any(char.isspace() for char in struck)
    return " " if words and not inside and not before[-1].isspace() else ""


def _parents(segments: Sequence[Segment], kept: set[str]) -> Mapping[str, str | None]:
    """Return the segment above each one, of those that are kept."""
    found: dict[str, str | None] = {}
    for segment in segments:
        above = segment.parent
        found[segment.id] = above if above is None or above in kept else found.get(above)
    return found


def _read(one: _Kept, offset: int, parents: Mapping[str, str | None]) -> Segment:
    """Return a segment on the source made of the texts, with a piece for each of those that it is printed in."""
    starts = [group[0][1] for group in one.groups]
    ends = [group[-1][1] + len(group[-1][0]) for group in one.groups]
    anchors = []
    for place, footnote in one.segment.anchors:
        for group in one.groups:
            anchors += [
                (offset + at + place - span.start, footnote) for span, at in group if span.start <= place < span.end
            ]
    return msgspec.structs.replace(
        one.segment,
        parent=parents[one.segment.id],
        pieces=tuple(Span(offset + start, offset + end) for start, end in zip(starts, ends, strict=True)),
        text=one.text,
        starts=tuple(starts),
        anchors=tuple(anchors),
    )


def _printed(one: _Kept, parents: Mapping[str, str | None]) -> Segment:
    pieces = [place for group in one.groups for place in group]
    return msgspec.structs.replace(
        one.segment,
        parent=parents[one.segment.id],
        pieces=tuple(span for span, _ in pieces),
        text=one.text,
        starts=tuple(start for _, start in pieces),
    )
