"""An index of many documents by stretches of words: which of their passages are restated where."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from digov.alignment.passages.clauses import Text, text_of, verbs_of
from digov.alignment.passages.find import PASSAGE_KINDS
from digov.alignment.passages.formulas import cited_words
from digov.alignment.passages.make import Printed, make_passage
from digov.alignment.passages.restated import Match, restated
from digov.alignment.passages.runs import Block, seeds_of
from digov.alignment.wording import Alphabet, Unit, body_start, units_of, words_of
from digov.model.alignment import Passage
from digov.model.document import Document, Segment
from digov.model.lexicon import Verb
from digov.model.mention import SegmentMentions

STRETCH = 6
"""Words of the stretches that are indexed."""
WINDOW = 4
"""Of so many stretches in a row one is indexed, so that no run of STRETCH + WINDOW - 1 words is missed."""
FORMULA = 24
"""A stretch that stands in more different texts is a formula of drafting; it neither brings texts together nor counts."""
_CELLS = 1 << 23


class Place(msgspec.Struct, frozen=True, order=True):
    """Where a text stands: number of the document in the order of adding, and number of the segment in it."""

    document: int
    segment: int


class Restated(msgspec.Struct, frozen=True, kw_only=True):
    """A passage of two different texts, or of one text that stands in several documents (then ``first == second``)."""

    first: int
    second: int
    match: Match


class PassageIndex:
    """Verbatim and near-verbatim passages among many documents.

    Equal texts are kept once with all their places, and compared once. Memory grows with the number of different words in a
    row, time with the number of pairs of texts that share a stretch which is no formula.
    """

    def __init__(self, verbs: Iterable[Verb]) -> None:
        self._verbs = verbs_of(verbs)
        self._alphabet = Alphabet()
        self._documents: list[Document] = []
        self._texts: list[Text] = []
        self._cited: list[array[int]] = []
        self._places: list[list[Place]] = []
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, document: Document, mentions: Iterable[SegmentMentions] = ()) -> None:
        """Add a document; its preambular clauses, paragraphs and items can then be found.

        The words of what it cites do not count: two texts that cite one work share no passage. ``mentions`` know more citations than
        their form tells.
        """
        cited = {found.segment: [(one.start, one.end) for one in found.references] for found in mentions}
        number = len(self._documents)
        self._documents.append(document)
        segments = {segment.id: place for place, segment in enumerate(document.segments)}
        for unit in units_of(document, kinds=PASSAGE_KINDS):
            text = text_of(unit, self._alphabet, self._verbs)
            known = self._numbers.setdefault(text.letters, len(self._texts))
            if known == len(self._texts):
                self._texts.append(text)
                self._places.append([])
                self._cited.append(
                    array("H", cited_words(unit.segment.text, unit.words, cited.get(unit.segment.id, ())))
                )
            self._places[known].append(Place(number, segments[unit.segment.id]))

    def places(self, text: int) -> tuple[Place, ...]:
        """Return where a text stands, in the order of adding."""
        return tuple(self._places[text])

    def restated(self) -> Iterator[Restated]:
        """Yield the passages of all pairs of texts that stand in different documents, sorted by the texts' numbers."""
        spread = self._spread()
        candidates = self._candidates(spread)
        for first, text in enumerate(self._texts):
            if len({place.document for place in self._places[first]}) > 1 and text.clauses:
                yield Restated(first=first, second=first, match=_whole(text))
            partners = candidates.pop(first, None)
            if not partners:
                continue
            seeds, free = seeds_of(text.letters), self._free(first, spread)
            for second in sorted(partners):
                other = self._texts[second]
                for match in restated(other, text, (self._free(second, spread), free), seeds):
                    yield Restated(first=first, second=second, match=_turned(match))

    def passages(self, restated: Restated) -> Iterator[Passage]:
        """Yield a passage for each two places of it in different documents, the earlier document first."""
        match = restated.match
        words = match.a, match.a_end, match.b, match.b_end
        for place in self._places[restated.first]:
            for other in self._places[restated.second]:
                same = restated.first == restated.second
                if place.document == other.document or (same and other.document < place.document):
                    continue
                one, two = self._printed(place), self._printed(other)
                if place.document < other.document:
                    yield make_passage(one, two, match.relation, match.score, words, match.blocks)
                else:
                    turned = _turned(match)
                    back = turned.a, turned.a_end, turned.b, turned.b_end
                    yield make_passage(two, one, match.relation, match.score, back, turned.blocks)

    def _printed(self, place: Place) -> Printed:
        document = self._documents[place.document]
        segment: Segment = document.segments[place.segment]
        return Printed(document.source, Unit(segment, words_of(segment.text, body_start(segment))))

    def _spread(self) -> Sequence[int]:
        """Return how many texts hold a stretch, by the stretch's cell; a few stretches share a cell."""
        cells = array("H", bytes(2 * _CELLS))
        for text in self._texts:
            letters = text.letters
            for cell in {_cell(letters[i : i + STRETCH]) for i in range(len(letters) - STRETCH + 1)}:
                if cells[cell] <= FORMULA:
                    cells[cell] += 1
        return cells

    def _candidates(self, spread: Sequence[int]) -> dict[int, set[int]]:
        """Return the texts with a higher number that share an indexed stretch with each text."""
        holders: dict[str, list[int]] = {}
        for number, text in enumerate(self._texts):
            for stretch in _sampled(text.letters):
                if 1 < spread[_cell(stretch)] <= FORMULA:
                    holders.setdefault(stretch, []).append(number)
        found: dict[int, set[int]] = {}
        for numbers in holders.values():
            for index, number in enumerate(numbers):
                if index + 1 < len(numbers):
                    found.setdefault(number, set()).update(numbers[index + 1 :])
        return {number: {one for one in ones if self._apart(number, one)} for number, ones in found.items()}

    def _apart(self, first: int, second: int) -> bool:
        """Return whether two texts stand in different documents."""
        documents = {place.document for place in (*self._places[first], *self._places[second])}
        return len(documents) > 1

    def _free(self, number: int, spread: Sequence[int]) -> list[bool]:
        letters = self._texts[number].letters
        free = [True] * len(letters)
        for index in self._cited[number]:
            free[index] = False
        for index in range(len(letters) - STRETCH + 1):
            if spread[_cell(letters[index : index + STRETCH])] > FORMULA:
                free[index : index + STRETCH] = [False] * STRETCH
        return free


def _cell(stretch: str) -> int:
    return zlib.crc32(stretch.encode("utf-32-le", "surrogatepass")) % _CELLS


def _sampled(letters: str) -> set[str]:
    """Return the stretches of a text that are indexed: the greatest of every :data:`WINDOW` in a row.

    Letters are given in the order in which words turn up, so the greatest stretch tends to be one with a rare word.
    """
    stretches = [letters[index : index + STRETCH] for index in range(len(letters) - STRETCH + 1)]
    return {max(stretches[index : index + WINDOW]) for index in range(max(1, len(stretches) - WINDOW + 1)) if stretches}


def _whole(text: Text) -> Match:
    length = len(text.letters)
    return Match(relation="verbatim", score=1.0, a=0, a_end=length, b=0, b_end=length, blocks=(Block(0, 0, length),))


def _turned(match: Match) -> Match:
    """Return a match with its two texts in each other's place."""
    return Match(
        relation=match.relation,
        score=match.score,
        a=match.b,
        a_end=match.b_end,
        b=match.a,
        b_end=match.a_end,
        blocks=tuple(sorted(Block(block.b, block.a, block.length) for block in match.blocks)),
    )
