"""Given documents: what a command is asked to compare, read from a file, from standard input, or from the project's own."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import msgspec

from digov.alignment.redline import read_tracked
from digov.model.errors import InputError
from digov.model.keys import sha256_of
from digov.model.redline import TrackedChanges
from digov.model.source import SourceText
from digov.sources import Limits, load_sources, source_of
from digov.sources.reading import read_bytes
from digov.sources.symbols import slug_of

STANDARD_INPUT = "-"
_ZIP = b"PK\x03\x04"
_DOCX = ".docx"


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it was given: its name in the call, its text, and the tracked changes of its file."""

    name: str
    source: SourceText
    """Of a file with tracked changes: the text as it is printed with all of them."""
    tracked: TrackedChanges | None = None
    """``None`` for a plain text, and for a DOCX file in which no change is tracked."""
    held: bool = False
    """Whether it is one of the project's documents, to which the curated decisions apply."""

    def before(self) -> SourceText:
        """Return the text without its tracked changes."""
        return self.source if self.tracked is None else _version(self, self.tracked.base.text, "before")

    def after(self) -> SourceText:
        """Return the text with all its tracked changes accepted."""
        return self.source if self.tracked is None else _version(self, self.tracked.new.text, "after")


def read_given(name: str, *, held: Path, standard_input: BinaryIO) -> Given:
    """Return the document that ``name`` means: a file, "-" for standard input, or the slug or symbol of a document in ``held``.

    A DOCX file is known by its first bytes or its ending. Raises :class:`InputError` for a name that is neither, and for a
    file that is empty, binary, damaged, too large or in an unknown encoding.
    """
    path, limits = Path(name), Limits()
    if name == STANDARD_INPUT:
        return _from_bytes(standard_input.read(limits.bytes + 1), "standard-input", limits)
    if not path.exists() and path.suffix != _DOCX:
        found = _held(name, held)
        if found is not None:
            return found
    return _from_bytes(read_bytes(path, limits.bytes), name, limits)


def _from_bytes(data: bytes, name: str, limits: Limits) -> Given:
    if not (data.startswith(_ZIP) or name.endswith(_DOCX)):
        return Given(name=name, source=source_of(data, name, limits=limits))
    if not data:
        raise InputError("the file is empty", where=name, remedy="give a .docx file")
    tracked = read_tracked(data, where=name)
    if not tracked.printed.strip():
        raise InputError("the document has no text", where=name, remedy="give a .docx file with text in it")
    source = source_of(tracked.printed.encode(), name, limits=limits)
    # Offsets of the tracked changes index the text as it was read, a byte-order mark at its head and all.
    source = msgspec.structs.replace(source, text=tracked.printed, sha256=sha256_of(data))
    return Given(name=name, source=source, tracked=tracked if tracked.changes else None)


def _held(name: str, folder: Path) -> Given | None:
    """Return the document of the project with this slug or symbol; raise where ``name`` is none and no path either."""
    sources = load_sources(folder)
    wanted = slug_of(name)
    for source in sources:
        instrument = source.instrument
        symbols = {*instrument.symbols, "-".join(instrument.symbols)}
        if name == instrument.slug or wanted in {slug_of(symbol) for symbol in symbols}:
            return Given(name=instrument.slug, source=source, held=True)
    if "/" not in name and "\\" not in name and not Path(name).suffix:
        slugs = ", ".join(source.instrument.slug for source in sources)
        raise InputError(
            "no such file, and no document of digov is called so", where=name, remedy=f"give a file, or one of: {slugs}"
        )
    return None


def _version(given: Given, text: str, which: str) -> SourceText:
    """Return one of the two texts of a file with tracked changes as a source of its own."""
    if not text.strip():
        raise InputError(
            f"there is no text {which} the tracked changes", where=given.name, remedy="compare it with another document"
        )
    return source_of(text.encode(), f"{Path(given.name).stem}-{which}.txt")
