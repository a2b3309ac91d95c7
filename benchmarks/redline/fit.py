"""Fit the weights with which the words struck beside an insertion are chosen.

Reads made redlines of the development half alone (see ``pairs.py``), aligns each as the program does, and fits a
conditional logistic model: of all numbers of words that may have been struck, the true one. Writes
``src/digov/alignment/redline/weights.py``. Needs numpy.

    python benchmarks/redline/fit.py --corpus FOLDER [--seeds 2]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from flatten import DELETED, Flattened, flatten
from pairs import find_pairs

from digov.alignment.redline.edits import Word, align_texts, edits_of
from digov.alignment.redline.features import LONGEST, features, options, place_of
from digov.alignment.redline.fluency import Fluency
from digov.alignment.redline.printed import Printed, printed_of

TARGET = Path(__file__).parents[2] / "src/digov/alignment/redline/weights.py"
HEAD = '''"""Weights of the features, fitted on made redlines of the development half by ``benchmarks/redline/fit.py``."""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
'''
Case = tuple[list[dict[str, float]], int]
"""The features of each option, and the number of the true one."""
SMALLEST = 0.02
SET = {"acronym": 4.0}
"""Weights that are set: a long form beside its acronym is hardly ever an edit of resolutions, in drafts it always is one."""
RIDGE, STEP, ROUNDS = 3.0, 0.05, 400


def cases_of(made: Flattened) -> list[Case]:
    """Return a case for each insertion with words beside it."""
    base, redline = printed_of(made.base), printed_of(made.printed)
    fluency = Fluency(base.text)
    out = []
    for edit in edits_of(align_texts(base, redline)):
        place = place_of(edit, deletion_first=made.style.deletion_first)
        count = struck(made, redline, place.side)
        if not place.side or count > LONGEST or (place.touch and not count):
            continue
        ways = [k for k in options(place) if k or not place.touch]
        out.append(([features(place, k, fluency) for k in ways], ways.index(count)))
    return out


def struck(made: Flattened, redline: Printed, side: tuple[Word, ...]) -> int:
    """Return how many of the nearest words were truly struck."""
    for count, word in enumerate(side):
        letters = [
            made.truth[redline.at[index]]
            for index in range(word.start, word.end)
            if redline.at[index] >= 0 and not redline.text[index].isspace()
        ]
        if 2 * letters.count(DELETED) <= len(letters):
            return count
    return len(side)


def fit(cases: list[Case]) -> dict[str, float]:
    """Return the weight of each feature, by Adam with a ridge."""
    names = sorted({name for ways, _ in cases for way in ways for name in way})
    column = {name: place for place, name in enumerate(names)}
    table = np.zeros((sum(len(ways) for ways, _ in cases), len(names)))
    group, true, row = [], [], 0
    for number, (ways, right) in enumerate(cases):
        for place, way in enumerate(ways):
            for name, value in way.items():
                table[row, column[name]] = value
            group.append(number)
            true.append(float(place == right))
            row += 1
    groups, truth, size = np.array(group), np.array(true), len(cases)
    weights, first, second = (np.zeros(len(names)) for _ in range(3))
    for count in range(1, ROUNDS + 1):
        scores = table @ weights
        top = np.full(size, -1e9)
        np.maximum.at(top, groups, scores)
        shares = np.exp(scores - top[groups])
        shares /= np.bincount(groups, shares, size)[groups]
        slope = table.T @ (shares - truth) / size + RIDGE * weights / size
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope * slope
        weights -= STEP * (first / (1 - 0.9**count)) / (np.sqrt(second / (1 - 0.999**count)) + 1e-8)
    right = shares[truth > 0]
    print(f"{size} insertions, {len(names)} features, log loss {-np.mean(np.log(right + 1e-12)):.4f}")
    return {name: float(weights[place]) for name, place in column.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of resolutions as plain text")
    parser.add_argument("--seeds", type=int, default=2, help="redlines to make of each pair")
    options_ = parser.parse_args()
    pairs = [pair for pair in find_pairs(options_.corpus) if pair.half == "development"]
    cases = [case for seed in range(options_.seeds) for pair in pairs for case in cases_of(flatten(pair, seed))]
    weights = fit(cases) | SET
    rows = [f'    "{name}": {weights[name]:.3f},' for name in sorted(weights) if abs(weights[name]) >= SMALLEST]
    TARGET.write_text(HEAD + "\n".join(rows) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
