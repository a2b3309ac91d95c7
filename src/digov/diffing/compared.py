"""Compared documents: two texts with what was found in them, what became of the one in the other, and how they were read."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from digov.alignment.lines import compare
from digov.alignment.redline import recover
from digov.comparing import read_standing
from digov.diffing.given import Given
from digov.model.alignment import Change, Comparison, NotAligned, Side, UnitAlignment, UnitLink
from digov.model.curated import Decision
from digov.model.document import Document
from digov.model.errors import InputError
from digov.model.lexicon import Lexicon
from digov.model.mention import SegmentMentions
from digov.model.redline import NotARedline, Redline
from digov.model.source import SourceText
from digov.pipeline import extract

BESIDE = frozenset(("wording", "editing"))
"""Kinds of changes that touch no act and no fact."""

SIGNS_FOR, FEWEST_NUMBERS = 1000, 3
"""A text is taken for a redline without being asked about where it has a sign for so many characters, or so many numbers that
are printed old and new. Clean resolutions show up to nine signs in 10,000 characters, most of them marks of footnotes."""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """Two documents compared, with all that is needed to show it."""

    a: Side
    """Of a redline that is read with its base: what stands of it, on the printed source."""
    b: Side
    printed: tuple[Document, Document]
    """Both documents as they are printed, struck words and all; their segments have the ids of those of the sides."""
    names: tuple[str, str]
    """The documents as they were called; two different names."""
    comparison: Comparison
    redlines: tuple[Redline | None, Redline | None]
    """How each was read where it is a redline, of the other or of a text that is not at hand."""
    notes: tuple[str, ...]
    """What a reader has to know of how the texts were read, in sentences."""


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    """One document with how it was read."""

    name: str
    side: Side
    redline: Redline | None = None
    note: str | None = None


def compare_given(a: Given, b: Given | None, lexicon: Lexicon, decisions: Sequence[Decision] = ()) -> Compared:
    """Return ``a`` compared with ``b``, or, without ``b``, the text before the tracked changes of ``a`` with the one after.

    A document that is a redline of the other is read as one: struck words are no words of it. Of a file with tracked changes
    the text with all of them accepted is taken. Raises :class:`InputError` where a side has no words, or no boundaries
    between them, or where the two are neither versions of one text nor share a passage.
    """
    notes: list[str] = []
    if b is None:
        if a.tracked is None:
            raise InputError(
                "a second document is missing: no changes are tracked in this one",
                where=a.name,
                remedy="name the document to compare it with; digov redline reads a redline without its base",
            )
        sources, names = (a.before(), a.after()), (f"{a.name} (before)", f"{a.name} (after)")
        notes.append(f"{a.name}: the text before its tracked changes is compared with the text after them.")
    else:
        sources, names = (a.after(), b.after()), _names(a.name, b.name)
        notes += [f"{one.name}: read with its tracked changes accepted." for one in (a, b) if one.tracked is not None]
    sides = [
        _side(source, lexicon, decisions if given.held else ())
        for source, given in zip(sources, (a, b or a), strict=True)
    ]
    first = _read(names[0], sides[0], names[1], sides[1], lexicon)
    second = _read(names[1], sides[1], names[0], sides[0], lexicon)
    notes += [one.note for one in (first, second) if one.note is not None]
    spans = [one.redline.spans if one.redline is not None else () for one in (first, second)]
    comparison = compare(first.side, second.side, lexicon, redline=spans[1], redline_a=spans[0])
    _require_something(comparison, names, notes)
    return Compared(
        a=first.side,
        b=second.side,
        printed=(sides[0].document, sides[1].document),
        names=names,
        comparison=comparison,
        redlines=(first.redline, second.redline),
        notes=tuple(notes),
    )


def links_of(compared: Compared) -> tuple[tuple[UnitLink, tuple[Change, ...]], ...]:
    """Return each link of the alignment with its changes; none where the documents are no versions of one text."""
    comparison = compared.comparison
    if not isinstance(comparison.alignment, UnitAlignment):
        return ()
    return tuple(zip(comparison.alignment.links, comparison.changes, strict=True))


def is_telling(found: SegmentMentions) -> bool:
    """Return whether a segment states an act or carries a goal, a deadline or a quantity."""
    acts = any(not act.reported for act in found.acts)
    return acts or bool(found.sdgs or found.targets or found.deadlines or found.quantities)


def _names(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a != b else (f"{a} (first)", f"{b} (second)")


def _side(source: SourceText, lexicon: Lexicon, decisions: Sequence[Decision]) -> Side:
    extraction = extract(source, lexicon, decisions)
    return Side(extraction.document, extraction.mentions.segments)


def _read(name: str, side: Side, other_name: str, other: Side, lexicon: Lexicon) -> _Read:
    """Return a document with how it reads beside the other one: as a redline of it, as one without a base, or as it stands."""
    answer = recover(side.document, other.document)
    if isinstance(answer, Redline):
        note = f"{name} is read as a redline of {other_name}: struck words are no words of it."
        return _Read(name=name, side=read_standing(side.document, answer, lexicon), redline=answer, note=note)
    if isinstance(answer, NotARedline) and answer.reason != "no edits":
        _refuse_wordless(answer, name, other_name)
    alone = recover(side.document)
    if isinstance(answer, NotARedline) or not isinstance(alone, Redline) or not _is_plain(alone):
        return _Read(name=name, side=side)
    note = f"{name} looks like a redline, but {other_name} is not its base: what may have been struck is contested."
    return _Read(name=name, side=side, redline=alone, note=note)


def _is_plain(redline: Redline) -> bool:
    """Return whether a text that nobody called a redline has enough signs, or numbers printed twice, to be read as one."""
    signs = sum(span.status == "contested" for span in redline.spans)
    renumbered = sum(number.old != number.new for number in redline.numbers)
    return signs * SIGNS_FOR > redline.spans[-1].end or renumbered >= FEWEST_NUMBERS


def _refuse_wordless(answer: NotARedline, name: str, other: str) -> None:
    where = other if "the base" in answer.message else name
    message = answer.message.replace("no redline found: ", "nothing to compare: ").replace("the redlined text", "it")
    raise InputError(
        message.replace("the base", "it"), where=where, remedy="give texts of words with blanks between them"
    )


def _require_something(comparison: Comparison, names: tuple[str, str], notes: list[str]) -> None:
    """Return where there is something to show, and note it where it is not an alignment; else raise."""
    alignment = comparison.alignment
    if not isinstance(alignment, NotAligned):
        return
    if alignment.reason == "unrelated" and comparison.passages:
        share = f"{alignment.coverage * 100:.0f} % of the words of the shorter stand in units that can be paired"
        notes.append(f"They are not versions of one text ({share}). Listed are the passages that both share.")
        return
    message = alignment.message.split(";")[0]
    if alignment.reason == "unrelated":
        message += ", and they share no passage"
    raise InputError(
        message, where=" and ".join(names), remedy="give two versions of one text, or texts that share passages"
    )
