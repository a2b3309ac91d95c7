"""Whole paragraphs that were struck: they stand in the redline as they stood in the base, and only their place betrays them.

Three signs are read together over all units of the redline: a new paragraph beside an old one with the same words; the
numbers, which in the new text run on by one; and the drafting rule that neighbours with one verb are told apart by
"also" and "further" ("Recalling", "Recalling also", "Recalling further"), which a struck paragraph breaks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

import msgspec

from digov.alignment.redline.units import PrintedUnit

BEAM = 48
"""Readings of the text so far that are kept at each unit."""
NEAR = 4
"""Units on either side in which a new paragraph is looked for."""
_VERB = re.compile(r"[A-Z]\w+?(?:ing|s)\Z")
_STEP = {
    (True, 0, 0): -1.04, (True, 0, 1): -0.44, (True, 0, 2): -6.0,
    (True, 1, 0): -2.29, (True, 1, 1): -6.0, (True, 1, 2): -0.11,
    (True, 2, 0): -0.03, (True, 2, 1): -5.0, (True, 2, 2): -5.0,
    (False, 0, 0): 0.0, (False, 0, 1): -5.2, (False, 0, 2): -5.2,
}  # fmt: skip
"""How likely (as a logarithm) "also" (1), "further" (2) or nothing (0) is after what the last paragraph had, with the same
verb and with another; counted on resolutions."""
_SILENT = -1.5
"""An "also" that still stands in print was struck without a trace."""
_NEXT_NUMBER, _LATER_NUMBER, _EARLIER_NUMBER, _NUMBER_LOST = -0.02, -8.0, -25.0, -5.0
"""How likely it is that a number follows the last one, that numbers are passed over, go back, or are not printed."""
_MOVED = 0.75
"""Share of words in common from which on a new paragraph anywhere is taken for the old one, moved."""
_FEW = 4
"""Words that two units have to have for their likeness to say anything."""
SAID = 0.85
"""What a share of words in common with an insertion in another paragraph is worth against one with a new paragraph."""
_ALIKE = 0.5
"""Share of words in common from which on a new paragraph is named as the one that replaced the old."""
_LOWEST = -60.0


class Weights(msgspec.Struct, frozen=True):
    """What speaks for a struck paragraph beside its place in the chain."""

    alone: float = -3.0
    beside: float = 2.2
    alike: float = 9.0
    """Times the share of words that the nearest new paragraph has in common, above a third."""
    run: float = 2.5
    """The paragraph before it was struck, too."""
    steady: float = -1.5
    """The item after it kept its letter."""


DEFAULT = Weights()


class _State(msgspec.Struct, frozen=True):
    """What the next unit has to fit: verb and adverb of the last one that stays, its number, whether the last was struck."""

    verb: str
    level: int
    number: int
    struck: bool


def opening(words: Sequence[str]) -> tuple[str, int]:
    """Return the verb that opens a paragraph, cut to its stem, and its adverb: 0 none, 1 "also", 2 "further".

    >>> opening(("Also", "recalls", "the")), opening(("Recalling", "further", "its"))
    (('recall', 1), ('recall', 2))
    """
    verb, level = "", 0
    for word in words[:2]:
        if word.lower() in ("also", "further"):
            level = 1 if word.lower() == "also" else 2
        elif not verb and (_VERB.match(word) or (level and word.endswith("s"))):
            verb = re.sub(r"(?:ing|s)\Z", "", word.lower())[:6]
        else:
            break
    return verb, level


def struck_units(
    units: tuple[PrintedUnit, ...],
    openings: Sequence[Sequence[str]],
    numbers: Sequence[int | None],
    labels: Sequence[bool],
    steady: Sequence[bool],
    *,
    deletion_first: bool,
    weights: Weights = DEFAULT,
) -> list[float]:
    """Return for each unit how likely it was struck whole, as a probability.

    ``openings`` are the first words of each unit in the new text, ``numbers`` its number there where one is printed, and
    ``labels`` whether the base gives it a number that is not printed, ``steady`` whether it is an item and the next one kept
    its letter. Only a unit without an insertion can have been struck.
    """
    scores = [
        _prior(units, index, steady[index], deletion_first=deletion_first, weights=weights)
        for index in range(len(units))
    ]
    lattice: list[list[tuple[_State, list[tuple[int, float, bool]], float]]] = [
        [(_State("", 0, 0, struck=False), [], 0.0)]
    ]
    for index in range(len(units)):
        lattice.append(
            _advance(lattice[-1], scores[index], opening(openings[index]), numbers[index], labels[index], weights)
        )
    return _marginals(lattice)


def signs_of(
    units: tuple[PrintedUnit, ...], index: int, numbers: Sequence[int | None], labels: Sequence[bool]
) -> tuple[str, ...]:
    """Return the evidence codes of what speaks for a unit having been struck whole, sorted."""
    codes = ["list-mark"] if labels[index] else []
    later = next((number for number in numbers[index + 1 :] if number is not None), None)
    number = numbers[index]
    if number is not None and later is not None and later <= number:
        codes.append("number-sequence")
    if _likeness(units, index) >= _ALIKE:
        codes.append("replaced-unit")
    return tuple(codes) or ("chain",)


def _prior(
    units: tuple[PrintedUnit, ...], index: int, steady: bool, *, deletion_first: bool, weights: Weights
) -> float | None:
    """Return the score of a unit for having been struck, ``None`` where it was not."""
    unit = units[index]
    if unit.kind != "same":
        return None
    beside = index + (1 if deletion_first else -1)
    score = weights.alone + (weights.steady if steady else 0.0)
    if 0 <= beside < len(units) and units[beside].kind == "inserted":
        score += weights.beside
    return score + weights.alike * max(_likeness(units, index) - 1 / 3, 0.0)


def _likeness(units: tuple[PrintedUnit, ...], index: int) -> float:
    """Return the share of words that the unit has in common with a new paragraph or a longer insertion near it, or with the
    same one elsewhere.
    """
    words, best, numbered = units[index].words, 0.0, bool(units[index].number)
    if len(words) < _FEW:
        return best
    for place, other in enumerate(units):
        if place != index and abs(place - index) <= NEAR:
            best = max([best, *(SAID * len(words & run) / min(len(words), len(run)) for run in other.inserted)])
        if other.kind != "inserted" or bool(other.number) != numbered or min(len(words), len(other.words)) < _FEW:
            continue
        shared = len(words & other.words)
        if abs(place - index) <= NEAR:
            best = max(best, shared / min(len(words), len(other.words)))
        elif shared >= _MOVED * max(len(words), len(other.words)):
            best = max(best, shared / max(len(words), len(other.words)))
    return best


def _advance(
    last: list[tuple[_State, list[tuple[int, float, bool]], float]],
    prior: float | None,
    head: tuple[str, int],
    number: int | None,
    labelled: bool,
    weights: Weights,
) -> list[tuple[_State, list[tuple[int, float, bool]], float]]:
    """Return the states after one unit, each with the edges that lead to it (state before, score, struck)."""
    edges: dict[_State, list[tuple[int, float, bool]]] = {}
    for place, (state, _, _) in enumerate(last):
        for after, score, struck in _moves(state, prior, head, number, labelled, weights):
            edges.setdefault(after, []).append((place, score, struck))
    out = []
    for state, ways in edges.items():
        out.append((state, ways, _log_sum(last[place][2] + score for place, score, _ in ways)))
    out.sort(key=lambda node: -node[2])
    return out[:BEAM]


def _moves(
    state: _State, prior: float | None, head: tuple[str, int], number: int | None, labelled: bool, weights: Weights
) -> Iterable[tuple[_State, float, bool]]:
    if prior is not None:
        score = prior + (weights.run if state.struck else 0.0)
        struck_score, kept_score = -math.log1p(math.exp(-score)), -math.log1p(math.exp(score))
        yield _State(state.verb, state.level, state.number, struck=True), struck_score, True
    else:
        kept_score = 0.0
    if number is not None:
        step_on = number - state.number
        kept_score += _NEXT_NUMBER if step_on == 1 else _LATER_NUMBER if step_on > 1 else _EARLIER_NUMBER
    elif labelled:
        kept_score += _NUMBER_LOST
    verb, level = head
    run_on = number if number is not None else state.number
    if not verb:
        yield _State(state.verb, state.level, run_on, struck=False), kept_score, False
        return
    for true_level, silent in ((level, 0.0), (0, _SILENT)) if level else ((0, 0.0),):
        same = verb == state.verb
        step = _STEP.get((same, state.level if same else 0, true_level), -5.0)
        yield _State(verb, true_level, run_on, struck=False), kept_score + step + silent, False


def _log_sum(values: Iterable[float]) -> float:
    """Return the logarithm of the sum of exponentials."""
    items = list(values)
    top = max(items)
    return top + math.log(sum(math.exp(item - top) for item in items))


def _marginals(lattice: list[list[tuple[_State, list[tuple[int, float, bool]], float]]]) -> list[float]:
    """Return for each unit the share of all readings, by their weight, in which it was struck."""
    after = [0.0] * len(lattice[-1])
    total = _log_sum(forward for _, _, forward in lattice[-1])
    out = []
    for position in range(len(lattice) - 1, 0, -1):
        before: list[list[float]] = [[] for _ in lattice[position - 1]]
        struck: list[float] = []
        for (_, ways, _), tail in zip(lattice[position], after, strict=True):
            for place, score, cut in ways:
                before[place].append(score + tail)
                if cut:
                    struck.append(lattice[position - 1][place][2] + score + tail)
        out.append(min(math.exp(_log_sum(struck) - total), 1.0) if struck else 0.0)
        after = [_log_sum(values) if values else _LOWEST for values in before]
    return out[::-1]
