"""Pairing of units between consecutive yearly resolutions, side by side with difflib and a Levenshtein ratio.

    python benchmarks/alignment/unit_pairs.py --corpus FOLDER [--half report] [--errors]

The texts are not part of the repository. The truth is in unit_truth.jsonl: pairs of units with the same words are certain; of
the rest, one reader said by reading which paragraph became which, and left open what is a matter of taste.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from digov.alignment.units import align_units
from digov.model.alignment import NotAligned
from digov.model.document import Document, Segment
from digov.segments import parse
from digov.sources import read_source

TRUTH = Path(__file__).with_name("unit_truth.jsonl")
KINDS = ("preamble", "paragraph", "item")
Pairs = set[tuple[str, str]]


def short(segment: Segment) -> str:
    return segment.id.replace("preamble__recital_", "pp").replace("para_", "").replace("__point_", ".")


def plain(segment: Segment) -> str:
    text = re.sub(r"\]\(#\)", "]", re.sub(r"^\s*(\d+\.|\([a-z]+\))\s*", "", segment.text))
    return " ".join(re.findall(r"[^\W_¹²³⁴⁵⁶⁷⁸⁹⁰]+", text.lower()))


def units(document: Document) -> list[Segment]:
    return [segment for segment in document.segments if segment.kind in KINDS]


def certain(old: list[Segment], new: list[Segment]) -> Pairs:
    """Return the pairs of units with the same words, where no other unit has them."""
    left, right = Counter(map(plain, old)), Counter(map(plain, new))
    place = {plain(segment): short(segment) for segment in new}
    return {(short(s), place[plain(s)]) for s in old if left[plain(s)] == 1 and right[plain(s)] == 1}


def ours(old: Document, new: Document) -> Pairs:
    names = {segment.id: short(segment) for document in (old, new) for segment in units(document)}
    found = align_units(old, new)
    if isinstance(found, NotAligned):
        return set()
    return {(names[a], names[b]) for link in found.links for a in link.a for b in link.b if a in names and b in names}


def with_difflib(old: Document, new: Document) -> Pairs:
    """Pair the lines as difflib does: equal lines, and lines of which it prints a "?" line or that it replaces one by one."""
    left, right = units(old), units(new)
    matcher = difflib.SequenceMatcher(None, [plain(s) for s in left], [plain(s) for s in right], autojunk=False)
    pairs: Pairs = set()
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs |= {(short(a), short(b)) for a, b in zip(left[i1:i2], right[j1:j2], strict=True)}
        elif tag == "replace":
            _fancy([(s, plain(s)) for s in left[i1:i2]], [(s, plain(s)) for s in right[j1:j2]], pairs)
    return pairs


def _fancy(left: list[tuple[Segment, str]], right: list[tuple[Segment, str]], pairs: Pairs) -> None:
    """Pair the two most alike lines above difflib's cut-off of 0.75, then what stands before and after them."""
    best, place = 0.75, None
    for i, (_, a) in enumerate(left):
        for j, (_, b) in enumerate(right):
            cruncher = difflib.SequenceMatcher(None, a, b, autojunk=False)
            if (
                cruncher.real_quick_ratio() > best
                and cruncher.quick_ratio() > best
                and (ratio := cruncher.ratio()) > best
            ):
                best, place = ratio, (i, j)
    if place is None:
        return
    i, j = place
    pairs.add((short(left[i][0]), short(right[j][0])))
    _fancy(left[:i], right[:j], pairs)
    _fancy(left[i + 1 :], right[j + 1 :], pairs)


def with_levenshtein(old: Document, new: Document) -> Pairs:
    """Pair each line with the most alike one whose Levenshtein ratio is above 0.8."""
    right = [(short(s), plain(s)) for s in units(new)]
    pairs: Pairs = set()
    for segment in units(old):
        text = plain(segment)
        score, name = max((Levenshtein.normalized_similarity(text, other), name) for name, other in right)
        if score > 0.8:
            pairs.add((short(segment), name))
    return pairs


METHODS: dict[str, Callable[[Document, Document], Pairs]] = {
    "digov": ours,
    "difflib": with_difflib,
    "levenshtein > 0.8": with_levenshtein,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, help="folder with the resolutions as text")
    parser.add_argument("--half", choices=("development", "report"))
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    files = {path.stem: path for path in sorted(options.corpus.rglob("*.txt"))} if options.corpus.is_dir() else {}
    truth = [json.loads(line) for line in TRUTH.read_text("utf-8").splitlines()]
    missing = sorted({row[side] for row in truth for side in ("old", "new")} - set(files))
    if missing:
        sys.exit(f"not in {options.corpus}: {', '.join(missing)}; the resolutions are not part of the repository")
    totals: dict[tuple[str, str], Counter[str]] = {}
    for row in truth:
        if options.half in (None, row["half"]):
            _measure(row, files, totals, options.errors)
    for (half, name), count in totals.items():
        precision = count["right"] / max(count["right"] + count["wrong"], 1)
        recall = count["right"] / max(count["right"] + count["missing"], 1)
        score = 2 * precision * recall / (precision + recall)
        seconds = count["microseconds"] / 1e6
        print(f"{half:<12} {name:<18} P {precision:.4f}  R {recall:.4f}  F1 {score:.4f}  {seconds:.3f} s")


def _measure(row: dict, files: dict[str, Path], totals: dict[tuple[str, str], Counter[str]], errors: bool) -> None:
    old, new = (parse(read_source(files[row[side]])) for side in ("old", "new"))
    same = certain(units(old), units(new))
    edited = {(a, b) for a, b in row["pairs"]}
    for name, method in METHODS.items():
        start = time.perf_counter()
        found = {(a, b) for a, b in method(old, new) if not (a in row["open_old"] and b in row["open_new"])}
        count = totals.setdefault((row["half"], name), Counter())
        count["microseconds"] += int((time.perf_counter() - start) * 1e6)
        for part, expected in (("all", same | edited), ("edited only", edited)):
            key = totals.setdefault((row["half"], f"{name}, {part}"), Counter()) if part != "all" else count
            known = found if part == "all" else found - same
            key["right"] += len(known & expected)
            key["wrong"] += len(known - expected)
            key["missing"] += len(expected - known)
        if errors and name == "digov":
            print(row["old"], "wrong", sorted(found - same - edited), "missing", sorted((same | edited) - found))


if __name__ == "__main__":
    main()
