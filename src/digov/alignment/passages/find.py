"""The passages of two documents: verbatim, near-verbatim and in other words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from digov.alignment.passages.clauses import text_of, verbs_of
from digov.alignment.passages.formulas import Formulas
from digov.alignment.passages.make import Printed, make_passage
from digov.alignment.passages.other_words import Known, acronyms_of, other_words
from digov.alignment.passages.restated import Match, restated
from digov.alignment.passages.runs import SEED, seeds_of
from digov.alignment.struck import Marks
from digov.alignment.wording import Alphabet, Unit, units_of
from digov.model.alignment import Passage, PassageRelation, Side
from digov.model.lexicon import Lexicon
from digov.model.redline import RedlineSpan

PASSAGE_KINDS = frozenset(("preamble", "paragraph", "item"))
"""The segments that state something."""
_ALL_KINDS = PASSAGE_KINDS | {"title", "heading", "footnote", "front"}
_RANK: tuple[PassageRelation, ...] = ("other-words", "near-verbatim", "verbatim")


def find_passages(
    a: Side, b: Side, lexicon: Lexicon, *, redline_a: Sequence[RedlineSpan] = (), redline_b: Sequence[RedlineSpan] = ()
) -> tuple[Passage, ...]:
    """Return what the two documents say in the same, nearly the same and in other words, in the order of the first.

    Preambular clauses, paragraphs and items are compared; a document without any shares nothing. The operative verbs of
    ``lexicon`` tell clauses apart, its acronyms tell that two names are one. That one document cites the other plays no part:
    words of cited titles (the references among the mentions) do not count. Struck words of a redline, given by its spans, are
    none.
    """
    mine, theirs = _known((a, b), (Marks(redline_a), Marks(redline_b)), lexicon)
    sources = a.document.source, b.document.source
    passages: list[Passage] = []
    found: set[tuple[int, int]] = set()
    for first, second, match in _restated(mine, theirs):
        found.add((first, second))
        one, other = Printed(sources[0], mine[first].unit), Printed(sources[1], theirs[second].unit)
        words = match.a, match.a_end, match.b, match.b_end
        passages.append(make_passage(one, other, match.relation, match.score, words, match.blocks))
    for said in other_words(mine, theirs, acronyms_of(lexicon)):
        if (said.first, said.second) not in found:
            one, other = Printed(sources[0], mine[said.first].unit), Printed(sources[1], theirs[said.second].unit)
            words = said.a, said.a_end, said.b, said.b_end
            passages.append(make_passage(one, other, "other-words", said.score, words))
    return tuple(sorted(passages, key=_place))


def strongest(passages: Iterable[Passage]) -> Mapping[tuple[str, str], PassageRelation]:
    """Return the relation of each pair of segments: the strongest of its passages."""
    found: dict[tuple[str, str], PassageRelation] = {}
    for passage in passages:
        key = (passage.a, passage.b)
        if key not in found or _RANK.index(passage.relation) > _RANK.index(found[key]):
            found[key] = passage.relation
    return found


def _place(passage: Passage) -> tuple[int, int, str, str]:
    return passage.a_evidence[0].span.start, passage.b_evidence[0].span.start, passage.a, passage.b


def _known(sides: tuple[Side, Side], marks: tuple[Marks, Marks], lexicon: Lexicon) -> tuple[list[Known], list[Known]]:
    """Return the comparable units of both documents, each with the words of it that are free."""
    alphabet, verbs = Alphabet(), verbs_of(lexicon.verbs)
    units = [units_of(side.document, kinds=_ALL_KINDS, marks=struck) for side, struck in zip(sides, marks, strict=True)]
    texts = [[text_of(unit, alphabet, verbs) for unit in group] for group in units]
    titles = [
        text.letters
        for group, made in zip(units, texts, strict=True)
        for unit, text in zip(group, made, strict=True)
        if unit.segment.kind == "title"
    ]
    formulas = Formulas(([text.letters for text in made] for made in texts), titles)
    cited, named = [_cited(side) for side in sides], [_named(side) for side in sides]
    first, second = (
        [
            Known(
                unit,
                text,
                formulas.free(text.letters, unit, spans.get(unit.segment.id, ())),
                _within(unit, names.get(unit.segment.id, ())),
            )
            for unit, text in zip(group, made, strict=True)
            if unit.segment.kind in PASSAGE_KINDS
        ]
        for group, made, spans, names in zip(units, texts, cited, named, strict=True)
    )
    return first, second


def _cited(side: Side) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of the cited titles and symbols by segment."""
    return {found.segment: [(one.start, one.end) for one in found.references] for found in side.mentions}


def _named(side: Side) -> dict[str, list[tuple[int, int, str]]]:
    """Return the spans of the names of bodies and groups by segment, each with its id, or the name where it has none."""
    return {
        found.segment: [
            *((one.start, one.end, one.id or one.name) for one in found.bodies),
            *((one.start, one.end, one.id) for one in found.groups),
        ]
        for found in side.mentions
    }


def _within(unit: Unit, spans: Sequence[tuple[int, int, str]]) -> dict[int, str]:
    """Return for each word of a unit that lies in one of the spans the id that goes with it."""
    places = enumerate(zip(unit.words.starts, unit.words.ends, strict=True))
    return {index: name for index, (start, end) in places for low, high, name in spans if low < end and start < high}


def _restated(mine: Sequence[Known], theirs: Sequence[Known]) -> Iterator[tuple[int, int, Match]]:
    """Yield the verbatim and near-verbatim passages with the numbers of their two units."""
    seeds = [seeds_of(known.text.letters) for known in theirs]
    holders: dict[str, list[int]] = {}
    for number, stretches in enumerate(seeds):
        for stretch in stretches:
            holders.setdefault(stretch, []).append(number)
    for first, known in enumerate(mine):
        letters = known.text.letters
        near: set[int] = set()
        for index in range(len(letters) - SEED + 1):
            if any(known.free[index : index + SEED]):
                near.update(holders.get(letters[index : index + SEED], ()))
        for second in sorted(near):
            other = theirs[second]
            for match in restated(known.text, other.text, (known.free, other.free), seeds[second]):
                yield first, second, match
