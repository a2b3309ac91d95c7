"""The table of digov.alignment.passages.frequent: how common words are in the drafting of the United Nations.

    python benchmarks/alignment/word_frequencies.py --corpus FOLDER

prints the stems that stand in at least one of 87 different paragraphs, by how common they are. The texts are not part of the repository.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from pathlib import Path

from digov.alignment.passages.find import PASSAGE_KINDS
from digov.alignment.passages.frequent import RAREST, stem_of
from digov.alignment.passages.other_words import SMALL
from digov.alignment.wording import units_of
from digov.segments import parse
from digov.sources import read_source


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="folder with the documents as text")
    options = parser.parse_args()
    files = sorted(options.corpus.rglob("*.txt")) if options.corpus.is_dir() else []
    if not files:
        sys.exit(f"no texts under {options.corpus}: the corpus is not part of the repository")
    seen: set[tuple[str, ...]] = set()
    spread: Counter[str] = Counter()
    for path in files:
        for unit in units_of(parse(read_source(path)), kinds=PASSAGE_KINDS):
            if unit.words.keys not in seen:
                seen.add(unit.words.keys)
                spread.update({stem_of(key) for key in unit.words.keys if key not in SMALL})
    steps: dict[int, list[str]] = {}
    for stem, count in spread.items():
        step = round(2 * math.log(len(seen) / count))
        if step <= RAREST and 2 * math.log(len(seen) / count) < RAREST and len(stem) > 1:
            steps.setdefault(step, []).append(stem)
    print(f"{len(files)} documents, {len(seen)} different paragraphs")
    for step, stems in sorted(steps.items()):
        print(step, " ".join(sorted(stems)))


if __name__ == "__main__":
    main()
