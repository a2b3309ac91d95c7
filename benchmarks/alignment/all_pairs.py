"""Verbatim and near-verbatim passages among all pairs of a folder of documents: processor seconds, memory and growth.

    python benchmarks/alignment/all_pairs.py --corpus FOLDER [--sizes 100 400 1414]

The texts are not part of the repository. Each size runs in a process of its own, so that its peak of memory is its own. Seconds are those
of the processor: what else the machine does at the time makes little difference to them.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from digov.alignment.passages.index import PassageIndex
from digov.rdf.lexicons import load_lexicon
from digov.segments import parse
from digov.sources import read_source

ROOT = Path(__file__).parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="folder with the documents as text")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 400, 1414])
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    files = sorted(options.corpus.rglob("*.txt")) if options.corpus.is_dir() else []
    if not files:
        sys.exit(
            f"no texts under {options.corpus}: the corpus is not part of the repository; give its folder with --corpus"
        )
    if options.one:
        print(json.dumps(measure(spread(files, options.sizes[0]))))
        return
    print(
        f"{'documents':>9} {'pairs':>9} {'texts':>7} {'parse s':>8} {'index s':>8} {'search s':>9} {'MB':>6}  passages (places)"
    )
    for size in options.sizes:
        command = [sys.executable, __file__, "--corpus", str(options.corpus), "--sizes", str(size), "--one"]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        passages = ", ".join(
            f"{name} {count} ({row['places'][name]})" for name, count in sorted(row["passages"].items())
        )
        print(
            f"{row['documents']:>9} {row['pairs']:>9} {row['texts']:>7} {row['parse']:>8.1f} {row['index']:>8.1f} "
            f"{row['search']:>9.1f} {row['megabytes']:>6.0f}  {passages}"
        )


def spread(files: list[Path], size: int) -> list[Path]:
    """Return ``size`` of the files, evenly from the whole folder."""
    return files if size >= len(files) else [files[index * len(files) // size] for index in range(size)]


def measure(files: list[Path]) -> dict:
    lexicon = load_lexicon(ROOT / "ontology" / "concepts")
    start = time.process_time()
    documents = [parse(read_source(path)) for path in files]
    parsed = time.process_time()
    index = PassageIndex(lexicon.verbs)
    for document in documents:
        index.add(document)
    indexed = time.process_time()
    passages: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for found in index.restated():
        first, second = index.places(found.first), index.places(found.second)
        passages[found.match.relation] += 1
        pairs = sum(one.document != other.document for one in first for other in second)
        places[found.match.relation] += pairs // 2 if found.first == found.second else pairs
    searched = time.process_time()
    return {
        "documents": len(files),
        "pairs": len(files) * (len(files) - 1) // 2,
        "texts": len(index),
        "parse": parsed - start,
        "index": indexed - parsed,
        "search": searched - indexed,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "passages": dict(passages),
        "places": dict(places),
    }


if __name__ == "__main__":
    main()
