"""Passages found in the five documents against the 60 pairs of data/gold/alignment.jsonl.

    python benchmarks/alignment/gold_passages.py [--half development|report] [--errors]

Every pair of documents is searched as a whole, so that a gold pair counts only when the search brings it up.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from digov.alignment.passages import find_passages, strongest
from digov.model.alignment import Passage, Side
from digov.pipeline import extract
from digov.rdf.lexicons import load_lexicon
from digov.sources import load_sources

ROOT = Path(__file__).parents[2]
RELATIONS = ("verbatim", "near-verbatim", "other-words", "unrelated")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=("development", "report"))
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    rows = [json.loads(line) for line in (ROOT / "data/gold/alignment.jsonl").read_text("utf-8").splitlines()]
    rows = [row for row in rows if options.half in (None, row["half"])]
    lexicon = load_lexicon(ROOT / "ontology" / "concepts")
    documents = {s.instrument.slug: extract(s, lexicon) for s in load_sources(ROOT / "data" / "sources")}
    sides = {slug: Side(one.document, one.mentions.segments) for slug, one in documents.items()}
    found: dict[tuple[str, str], tuple[Passage, ...]] = {}
    start = time.perf_counter()
    for pair in sorted({(row["a"]["document"], row["b"]["document"]) for row in rows}):
        found[pair] = find_passages(sides[pair[0]], sides[pair[1]], lexicon)
    print(f"{len(found)} pairs of documents in {time.perf_counter() - start:.1f} s")
    for pair, passages in found.items():
        print(f"  {pair[0]} {pair[1]}: {dict(sorted(Counter(p.relation for p in passages).items()))}")
    _report(rows, found, errors=options.errors)


def _report(rows: list[dict], found: dict[tuple[str, str], tuple[Passage, ...]], *, errors: bool) -> None:
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    covered = []
    for row in rows:
        passages = found[row["a"]["document"], row["b"]["document"]]
        key = (row["a"]["segment"], row["b"]["segment"])
        relation = strongest(passages).get(key, "unrelated")
        gold[row["relation"]] += 1
        given[relation] += 1
        right[relation] += relation == row["relation"]
        if errors and relation != row["relation"]:
            print(f"  {row['id']}: {row['relation']} found as {relation}: {row['a']['label']} {row['b']['label']}")
        if "quote" in row["a"] and relation in ("verbatim", "near-verbatim"):
            covered += [_overlap(row, passages, key, side) for side in ("a", "b")]
    for relation in RELATIONS:
        precision = right[relation] / given[relation] if given[relation] else 0.0
        recall = right[relation] / gold[relation] if gold[relation] else 0.0
        score = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(f"{relation:<14} {gold[relation]:>3} gold  P {precision:.3f}  R {recall:.3f}  F1 {score:.3f}")
    print(f"characters of the annotated quotes inside the quotes found: {sum(covered) / max(len(covered), 1):.3f}")


def _overlap(row: dict, passages: tuple[Passage, ...], key: tuple[str, str], side: str) -> float:
    """Return the share of the annotated quote that lies in the quotes found for the same pair of segments."""
    span = range(row[side]["start"], row[side]["end"])
    inside: set[int] = set()
    for passage in passages:
        if (passage.a, passage.b) == key and passage.relation != "other-words":
            for piece in passage.a_evidence if side == "a" else passage.b_evidence:
                inside.update(range(piece.span.start, piece.span.end))
    return len(inside.intersection(span)) / len(span)


if __name__ == "__main__":
    main()
