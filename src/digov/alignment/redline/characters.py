"""Character alignment: where each character of the base stands in the redline, in order."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

import msgspec

from digov.alignment.redline.printed import TOKEN, UNIT_END

GRAM = 5
"""Tokens of a run that stands once in either text and so ties the two together."""
_TRIM = 2
"""Tokens given up at either end of a tied run: beside an edit the choice between two equal words is left to the chain."""
_WORD_FOUND = 4.0
_GAP = 1.0
_CROSS = 1.5
"""Cost of a gap that holds the end of a unit though the base goes on in its own: it is rather two gaps in two units."""
_TORN = 0.5
"""Cost of a gap that begins or ends inside a run of letters; it breaks ties between words that stand twice."""
_MANY = 24
"""Letters between two runs that are not found from which on one of the runs may be false."""
_LONG_RUN = 30
"""Tokens of a run that is never false."""
_LONGEST_LIST, _SHORTEST_LIST = 400, 4
"""Places of one word in one window that are looked at, the nearest to where it is to be expected; in a wide one fewer."""
_MOST_PLACES = 60_000
"""Places of all words in one window that are looked at, so that a text of a few words said over and over ends in time."""


class Match(msgspec.Struct, frozen=True, order=True):
    """Characters ``base .. base + length`` of the base, found at ``redline`` in the redline."""

    base: int
    redline: int
    length: int


class Tokens:
    """The tokens of a text with their places."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = [(match.start(), match.end()) for match in TOKEN.finditer(text)]
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]
        self.words = [text[start:end] for start, end in found]
        self.borders = frozenset(self.starts) | frozenset(self.ends)
        self._unit_of = array("I", accumulate((1, *(char == UNIT_END for char in text))))
        units = [self._unit_of[start] for start in self.starts]
        self._begins = [True, *(one != other for one, other in pairwise(units))]
        self._next = _next_starts(text)

    def __len__(self) -> int:
        return len(self.starts)

    def unit_at(self, position: int) -> int:
        """Return the number of the unit in which ``position`` lies, the first is 1."""
        return self._unit_of[position]

    def begins_unit(self, token: int) -> bool:
        """Return whether ``token`` is the first of its unit."""
        return self._begins[token]

    def next_start(self, position: int) -> int:
        """Return where the first character that is not blank stands at or after ``position``."""
        return self._next[position]


def _next_starts(text: str) -> Sequence[int]:
    """Return for each place of ``text``, its end included, the next one that is not blank."""
    out = array("I", bytes(4 * (len(text) + 1)))
    following = out[len(text)] = len(text)
    for index in range(len(text) - 1, -1, -1):
        if not text[index].isspace():
            following = index
        out[index] = following
    return out


def align(base: str, redline: str, *, deletion_first: bool | None = None) -> tuple[Match, ...]:
    """Return the matches, in order in both texts, that find as much of ``base`` in ``redline`` as there is.

    Runs of five words that stand once in either text are tied first; between them words are chained so that the fewest
    gaps are needed and gaps lie between words. Where a word could be one of two copies, ``deletion_first`` says on which
    side of an insertion the base's own words stand. Blanks are not aligned.
    """
    old, new = Tokens(base), Tokens(redline)
    runs = [(-1, -1, 1), *_anchors(old, new), (len(old), len(new), 1)]
    filled: list[list[Match]] = []
    place = 1
    while place < len(runs):
        between = _between(old, new, runs[place - 1], runs[place], deletion_first)
        wider = _without_false_run(old, new, runs, place, between, deletion_first)
        if wider is None:
            filled.append(between)
            place += 1
        else:
            place = wider
            del filled[place - 1 :]
    matches = [match for part in filled for match in part]
    for i, j, length in runs[1:-1]:
        matches += [Match(old.starts[i + n], new.starts[j + n], len(old.words[i + n])) for n in range(length)]
    return _merged(sorted(matches))


Run = tuple[int, int, int]
"""Tokens ``i ..`` of the base and ``j ..`` of the redline that are the same, and how many they are."""


def _between(old: Tokens, new: Tokens, before: Run, after: Run, deletion_first: bool | None) -> list[Match]:
    """Return the matches of the base tokens between two runs."""
    first, last = before[0] + before[2], after[0]
    low = new.ends[before[1] + before[2] - 1] if before[0] >= 0 else 0
    high = new.starts[after[1]] if after[1] < len(new) else len(new.text)
    return list(_chain(old, range(first, last), new, low, high, deletion_first)) if first < last else []


def _without_false_run(
    old: Tokens, new: Tokens, runs: list[Run], place: int, between: list[Match], deletion_first: bool | None
) -> int | None:
    """Remove a run that stands in the way of many words between it and the next; return the place to go on from.

    A run is false where its words stand once in the redline because the true ones were misread, and again, whole, in an
    insertion. ``None``: nothing is in the way, and ``runs`` is as it was.
    """
    first, last = runs[place - 1][0] + runs[place - 1][2], runs[place][0]
    lost = sum(map(len, old.words[first:last])) - sum(match.length for match in between)
    if lost < _MANY:
        return None
    for false in (place - 1, place):
        run = runs[false]
        if not 0 < false < len(runs) - 1 or run[2] > _LONG_RUN:
            continue
        wide = _between(old, new, runs[false - 1], runs[false + 1], deletion_first)
        own = sum(map(len, old.words[run[0] : run[0] + run[2]]))
        beside = false - 1 if false == place - 1 else false + 1
        other = _between(old, new, runs[min(beside, false)], runs[max(beside, false)], deletion_first)
        now = own + sum(match.length for match in between) + sum(match.length for match in other)
        if sum(match.length for match in wide) > now + _MANY // 2:
            del runs[false]
            return min(false, place)
    return None


def _anchors(old: Tokens, new: Tokens) -> list[tuple[int, int, int]]:
    """Return runs of tokens, rising on both sides, that stand once in either text."""
    places = [_grams(tokens) for tokens in (old, new)]
    shared = sorted((i, places[1][gram]) for gram, i in places[0].items() if gram in places[1])
    runs: list[tuple[int, int, int]] = []
    for i, j in _rising(shared):
        if runs and j - i == runs[-1][1] - runs[-1][0] and i <= runs[-1][0] + runs[-1][2]:
            runs[-1] = (runs[-1][0], runs[-1][1], i + GRAM - runs[-1][0])
        else:
            runs.append((i, j, GRAM))
    out: list[tuple[int, int, int]] = []
    for i, j, length in runs:
        head = 0 if i == j == 0 else _TRIM
        tail = 0 if i + length == len(old) and j + length == len(new) else _TRIM
        if out:
            head = max(head, out[-1][0] + out[-1][2] - i, out[-1][1] + out[-1][2] - j)
        if length - tail > head:
            out.append((i + head, j + head, length - tail - head))
    return out


def _grams(tokens: Tokens) -> dict[tuple[str, ...], int]:
    """Return where each run of tokens that stands once begins."""
    words = tokens.words
    grams = list(zip(*(words[n:] for n in range(GRAM)), strict=False))
    counts = Counter(grams)
    return {gram: index for index, gram in enumerate(grams) if counts[gram] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs that rises on the right side, too (pairs come sorted by the left)."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        place = bisect_left(tops, j)
        before.append(last[place - 1] if place else -1)
        if place == len(tops):
            tops.append(j)
            last.append(index)
        else:
            tops[place], last[place] = j, index
    out = []
    index = last[-1] if last else -1
    while index >= 0:
        out.append(pairs[index])
        index = before[index]
    return out[::-1]


class _Node(msgspec.Struct, frozen=True):
    """A place where a token of the base may stand, at the end of the best chain up to it."""

    token: int
    start: int
    score: float
    before: _Node | None


class _Frontier:
    """The best chain that ends at or before a position."""

    def __init__(self) -> None:
        self.positions: list[int] = []
        self.values: list[float] = []
        self.nodes: list[_Node] = []

    def best(self, position: int) -> tuple[float, _Node | None]:
        place = bisect_right(self.positions, position) - 1
        return (self.values[place], self.nodes[place]) if place >= 0 else (0.0, None)

    def add(self, position: int, value: float, node: _Node) -> None:
        place = bisect_right(self.positions, position)
        if place and self.values[place - 1] >= value:
            return
        if place and self.positions[place - 1] == position:
            place -= 1
        stop = place
        while stop < len(self.values) and self.values[stop] <= value:
            stop += 1
        self.positions[place:stop], self.values[place:stop], self.nodes[place:stop] = [position], [value], [node]


class _Chain:
    """The best chains through one window of the redline; words are taken one after the other."""

    def __init__(self, old: Tokens, new: Tokens, low: int, deletion_first: bool | None) -> None:
        self._old, self._new = old, new
        self._opening = new.next_start(low)
        self._low_unit = new.unit_at(low)
        self._torn_before, self._torn_after = _torn(deletion_first)
        self._frontier = _Frontier()
        self._in_unit: dict[int, _Frontier] = {}
        self._flush: dict[int, _Node] = {}

    def best(self, token: int, start: int) -> tuple[float, _Node | None]:
        """Return the score of the best chain before ``token`` where that stands at ``start``, and its last word.

        The chain runs on without a gap, after a gap, or after a gap with whole units in it, which is dear inside a unit of
        the base.
        """
        joined = self._flush.get(start)
        value, node = self._frontier.best(start)
        unit = self._new.unit_at(start)
        value -= _GAP if node is not None or start != self._opening else 0.0
        if token < len(self._old) and not self._old.begins_unit(token) and (node is not None or unit != self._low_unit):
            value -= _CROSS
            inner = self._in_unit.get(unit)
            near, last = inner.best(start) if inner else (0.0, None)
            if last is not None and near - _GAP >= value:
                value, node = near - _GAP, last
        if start < len(self._new.text) and start not in self._new.borders:
            value -= self._torn_before
        if joined is not None and joined.token == token - 1 and joined.score >= value:
            return joined.score, joined
        return value, node

    def take(self, token: int, starts: Iterable[int]) -> None:
        """Add ``token`` at each of the places where it may stand."""
        length = len(self._old.words[token])
        fresh = []
        for start in starts:
            value, node = self.best(token, start)
            fresh.append(_Node(token, start, value + _WORD_FOUND + length, node))
        self._flush = {}
        for node in fresh:
            end = node.start + length
            self._flush[self._new.next_start(end)] = node
            value = node.score - (0.0 if end in self._new.borders else self._torn_after)
            self._frontier.add(end, value, node)
            self._in_unit.setdefault(self._new.unit_at(node.start), _Frontier()).add(end, value, node)


def _chain(
    old: Tokens, indices: range, new: Tokens, low: int, high: int, deletion_first: bool | None
) -> Iterator[Match]:
    """Yield the matches of the base tokens ``indices`` within ``new.text[low:high]``."""
    chain = _Chain(old, new, low, deletion_first)
    places = _Places(old, indices, new, low, high)
    for token in indices:
        chain.take(token, places.of(token))
    last = chain.best(indices.stop, new.next_start(high))[1]
    while last is not None:
        yield Match(old.starts[last.token], last.start, len(old.words[last.token]))
        last = last.before


def _torn(deletion_first: bool | None) -> tuple[float, float]:
    """Return the costs of base letters that begin, and that end, inside a run of letters."""
    if deletion_first is None:
        return _TORN, _TORN
    return (2 * _TORN, 0.0) if deletion_first else (0.0, 2 * _TORN)


class _Places:
    """Where the words of the base ``indices`` may stand in the window ``low .. high`` of the redline."""

    def __init__(self, old: Tokens, indices: range, new: Tokens, low: int, high: int) -> None:
        self._old, self._new, self._low, self._high = old, new, low, high
        self._begin = old.starts[indices.start]
        self._pace = (high - low) / (old.ends[indices.stop - 1] - self._begin)
        self._most = max(_SHORTEST_LIST, min(_LONGEST_LIST, _MOST_PLACES // len(indices)))
        self._found: dict[str, list[int]] = {}

    def of(self, token: int) -> Sequence[int]:
        """Return the places of ``token``, no more than are looked at, rising."""
        word = self._old.words[token]
        if word not in self._found:
            self._found[word] = list(self._all(word))
        found = self._found[word]
        if len(found) <= self._most:
            return found
        expected = self._low + self._pace * (self._old.starts[token] - self._begin)
        first = bisect_left(found, expected) - self._most // 2
        first = max(0, min(first, len(found) - self._most))
        return found[first : first + self._most]

    def _all(self, word: str) -> Iterator[int]:
        """Yield where ``word`` stands, beginning or ending between words unless it is long."""
        text, borders, length = self._new.text, self._new.borders, len(word)
        start = text.find(word, self._low, self._high)
        while start >= 0:
            if start in borders or start + length in borders or length > 4:
                yield start
            start = text.find(word, start + 1, self._high)


def _merged(matches: list[Match]) -> tuple[Match, ...]:
    """Return the matches with those that touch on both sides made one."""
    out: list[Match] = []
    for match in matches:
        last = out[-1] if out else None
        if last and last.base + last.length == match.base and last.redline + last.length == match.redline:
            out[-1] = Match(last.base, last.redline, last.length + match.length)
        else:
            out.append(match)
    return tuple(out)
