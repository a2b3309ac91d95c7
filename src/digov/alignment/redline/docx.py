"""Tracked changes of a DOCX file, read as what they are: exact, with author and date."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec

from digov.alignment.redline.package import read_parts
from digov.model.errors import InputError
from digov.model.redline import ChangeKind, Reading, ReadingPiece, RedlineSpan, Status, TrackedChange, TrackedChanges

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MOVE_STARTS = frozenset(("moveFromRangeStart", "moveToRangeStart"))
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_DEEPEST = 150
_KINDS: dict[str, ChangeKind] = {"ins": "inserted", "del": "deleted", "moveFrom": "moved-from", "moveTo": "moved-to"}
_CELLS: dict[str, ChangeKind] = {"cellIns": "inserted", "cellDel": "deleted"}
_TEXTS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_SKIPPED = frozenset(
    ("pPr", "rPr", "tblPr", "tblGrid", "tcPr", "trPr", "sectPr", "instrText", "delInstrText", "fldData", "sdtPr")
)
_NOTE_KINDS = frozenset(("separator", "continuationSeparator", "continuationNotice"))
_COME, _GO = frozenset(("inserted", "moved-to")), frozenset(("deleted", "moved-from"))


class _Change(msgspec.Struct, frozen=True):
    """A tracked change that is in force where a text stands."""

    kind: ChangeKind
    author: str | None
    date: str | None
    move: str | None = None


class _Piece(msgspec.Struct, frozen=True):
    """A text and the changes that it stands in, the outermost first; or the end of a paragraph."""

    text: str
    changes: tuple[_Change, ...]
    mark: bool = False


def read_tracked(data: bytes, *, where: str = "document") -> TrackedChanges:
    """Return a DOCX file as it is printed with all its tracked changes, with the text before and the text after them.

    Body, footnotes and endnotes are read in this order, one paragraph a line, the cells of a table one after the other.
    Insertions, deletions, moves, inserted and deleted paragraph marks, table rows and cells are followed, nested ones too;
    changes of format are not text. Numbers that the word processor makes itself stand in no run and are left out. Raises
    :class:`InputError` where ``data`` is no DOCX file or a broken one.
    """
    parts = read_parts(data, _PARTS, where=where)
    pieces: list[_Piece] = []
    for name in _PARTS:
        if name in parts:
            pieces += _Reader(f"{where}, {name}").story(parts[name])
    return _assemble(pieces)


class _Reader:
    """Walks one part of the file."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._move: str | None = None
        self._boxes: list[_Piece] = []

    def story(self, root: Element) -> Iterator[_Piece]:
        """Yield the pieces of a part in order."""
        yield from self._walk(root, (), 0)

    def _walk(self, element: Element, changes: tuple[_Change, ...], depth: int) -> Iterator[_Piece]:
        if depth > _DEEPEST:
            raise InputError("elements are nested too deeply", where=self._where, remedy="save the file again")
        for child in element:
            name = _name(child)
            if name in _SKIPPED or (name in ("footnote", "endnote") and _attribute(child, "type") in _NOTE_KINDS):
                continue
            if name.startswith("move") and "Range" in name:
                self._move = _attribute(child, "name") if name in _MOVE_STARTS else None
            elif name in ("t", "delText"):
                yield _Piece(child.text or "", changes)
            elif name in _TEXTS:
                yield _Piece(_TEXTS[name], changes)
            elif name == "p":
                yield from self._paragraph(child, changes, depth)
            elif name == "txbxContent":
                self._boxes += list(self._walk(child, changes, depth + 1))
            elif child.tag == _ALTERNATIVES:
                yield from self._walk(next(iter(child), child), changes, depth + 1)
            else:
                yield from self._walk(child, (*changes, *self._own(child, name)), depth + 1)

    def _own(self, element: Element, name: str) -> tuple[_Change, ...]:
        """Return the changes that an element makes to all that stands in it: its own, or those of a table row or cell."""
        if name in _KINDS:
            return (self._change(element, _KINDS[name]),)
        if name == "tr":
            return self._of(element, "trPr", names=_KINDS)
        return self._of(element, "tcPr", names=_CELLS) if name == "tc" else ()

    def _paragraph(self, element: Element, changes: tuple[_Change, ...], depth: int) -> Iterator[_Piece]:
        """Yield a paragraph, its end, and then the text boxes that hang on it."""
        outer, self._boxes = self._boxes, []
        yield from self._walk(element, changes, depth + 1)
        yield _Piece("\n", (*changes, *self._of(element, "pPr", "rPr", names=_KINDS)), mark=True)
        yield from self._boxes
        self._boxes = outer

    def _of(self, element: Element, *path: str, names: dict[str, ChangeKind]) -> tuple[_Change, ...]:
        """Return the changes that the properties of ``element`` at ``path`` name."""
        found: list[Element] = [element]
        for step in path:
            found = [child for parent in found for child in parent if _name(child) == step]
        return tuple(
            self._change(child, names[_name(child)]) for parent in found for child in parent if _name(child) in names
        )

    def _change(self, element: Element, kind: ChangeKind) -> _Change:
        move = self._move if kind.startswith("moved") else None
        return _Change(kind, _attribute(element, "author"), _attribute(element, "date"), move)


def _name(element: Element) -> str:
    """Return the local name of an element of WordprocessingML, and ``""`` for any other."""
    tag = element.tag
    for space in (_W, _STRICT):
        if tag.startswith(space):
            return tag[len(space) :]
    return ""


def _attribute(element: Element, name: str) -> str | None:
    return element.get(f"{_W}{name}", element.get(f"{_STRICT}{name}"))


def _status(changes: tuple[_Change, ...]) -> Status:
    kinds = {change.kind for change in changes}
    come, gone = bool(kinds & _COME), bool(kinds & _GO)
    return "artefact" if come and gone else "inserted" if come else "deleted" if gone else "kept"


def _assemble(pieces: list[_Piece]) -> TrackedChanges:
    """Return the whole of the pieces, with neighbours of one status made one span."""
    spans: list[RedlineSpan] = []
    changes: list[TrackedChange] = []
    position = 0
    for piece in pieces:
        end = position + len(piece.text)
        if end == position:
            continue
        status = _status(piece.changes)
        if spans and spans[-1].status == status:
            spans[-1] = RedlineSpan(spans[-1].start, end, status, "A", ("tracked",))
        else:
            spans.append(RedlineSpan(position, end, status, "A", ("tracked",)))
        changes += [
            TrackedChange(position, end, one.kind, one.author, one.date, one.move, piece.mark) for one in piece.changes
        ]
        position = end
    printed = "".join(piece.text for piece in pieces)
    return TrackedChanges(
        printed=printed,
        spans=tuple(spans),
        changes=_joined(changes),
        base=_reading(printed, spans, "inserted"),
        new=_reading(printed, spans, "deleted"),
    )


def _joined(changes: list[TrackedChange]) -> tuple[TrackedChange, ...]:
    """Return the changes in order, with what one change covers piece by piece made one."""
    out: list[TrackedChange] = []
    for change in sorted(
        changes, key=lambda one: (one.kind, one.author or "", one.date or "", one.move or "", one.start)
    ):
        last = out[-1] if out else None
        if last is not None and last.end == change.start and _same(last, change):
            out[-1] = msgspec.structs.replace(last, end=change.end)
        else:
            out.append(change)
    return tuple(sorted(out, key=lambda one: (one.start, one.end, one.kind, one.author or "", one.date or "")))


def _same(one: TrackedChange, other: TrackedChange) -> bool:
    return (one.kind, one.author, one.date, one.move, one.paragraph_mark) == (
        other.kind,
        other.author,
        other.date,
        other.move,
        other.paragraph_mark,
    )


def _reading(printed: str, spans: list[RedlineSpan], left_out: Status) -> Reading:
    """Return the printed text without the spans of one status and without those of neither text."""
    parts: list[str] = []
    pieces: list[ReadingPiece] = []
    length = 0
    for span in spans:
        if span.status in (left_out, "artefact"):
            continue
        words = printed[span.start : span.end]
        if pieces and pieces[-1].source + pieces[-1].length == span.start:
            pieces[-1] = msgspec.structs.replace(pieces[-1], length=pieces[-1].length + len(words))
        else:
            pieces.append(ReadingPiece(length, span.start, len(words)))
        parts.append(words)
        length += len(words)
    return Reading(text="".join(parts), pieces=tuple(pieces))
