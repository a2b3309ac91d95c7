"""Measure the recovery of redlines on made ones, whose truth is known.

    python benchmarks/redline/measure.py --corpus FOLDER [--half report] [--every 5] [--seed 0] [--careful]

The resolutions are not part of the repository. The weights and thresholds were chosen on the development half; the
figures to quote are those of the report half. Blanks, and the numbers of paragraphs, are not counted.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from itertools import groupby
from pathlib import Path

from flatten import ARTEFACT, DELETED, INSERTED, KEPT, NUMBER, Edit, Flattened, flatten
from pairs import find_pairs

from digov.alignment.redline import recover, status_of
from digov.alignment.redline.edits import WORD
from digov.alignment.redline.facts import is_fact
from digov.model.redline import Redline
from digov.model.span import Span

STATUS = {KEPT: "kept", DELETED: "deleted", INSERTED: "inserted", ARTEFACT: "artefact"}
PLAIN = ("kept", "inserted")


class Tally:
    """What is counted over all redlines."""

    def __init__(self, *, careful: bool = False) -> None:
        self.careful = careful
        self.letters: Counter[tuple[str, str]] = Counter()
        """(status given, status true)"""
        self.tiers: Counter[tuple[str, str, bool]] = Counter()
        """(status given, tier, right)"""
        self.deletions: Counter[tuple[str, str, str]] = Counter()
        """(whole or part, trace or none, status given), in letters"""
        self.edits: Counter[tuple[str, str]] = Counter()
        self.facts: Counter[tuple[str, str, str, str]] = Counter()
        """(status true, trace or none, status given, tier)"""
        self.joints: Counter[str] = Counter()
        self.refused: list[str] = []
        self.pairs = 0
        self.seconds = 0.0

    def add(self, made: Flattened) -> None:
        """Count one redline, read with its base and without."""
        self.pairs += 1
        begin = time.perf_counter()
        redline = recover(made.printed, made.base, careful=self.careful)
        self.seconds += time.perf_counter() - begin
        kinds = deletion_kinds(made)
        for edit in made.edits:
            if edit.deleted:
                self.edits[kind_of(edit)] += 1
        if isinstance(redline, Redline):
            truth = slid(made, redline)
            self._letters(made, redline, truth, kinds)
            self._facts(made, redline, truth, kinds)
        else:
            self.refused.append(f"{made.name}: {redline.message}")
        self._joints(made)

    def _letters(self, made: Flattened, redline: Redline, truth: str, kinds: dict[int, tuple[str, str]]) -> None:
        for span in redline.spans:
            for offset in range(span.start, span.end):
                if truth[offset] == NUMBER or made.printed[offset].isspace():
                    continue
                true = STATUS[truth[offset]]
                self.letters[span.status, true] += 1
                self.tiers[span.status, span.tier, true == span.status] += 1
                if true == "deleted":
                    self.deletions[(*kinds[offset], span.status)] += 1

    def _facts(self, made: Flattened, redline: Redline, truth: str, kinds: dict[int, tuple[str, str]]) -> None:
        position = 0
        for letter, group in groupby(truth):
            end = position + len(list(group))
            for match in WORD.finditer(made.printed, position, end):
                if letter in (KEPT, DELETED, INSERTED) and is_fact(match.group()):
                    status, tier = status_of(redline, Span(match.start(), match.end()))
                    trace = kinds[match.start()][1] if letter == DELETED else ""
                    self.facts[STATUS[letter], trace, status, tier] += 1
            position = end

    def _joints(self, made: Flattened) -> None:
        """Count the joints that are found without the base."""
        true = {
            place
            for place in range(1, len(made.printed))
            if {made.truth[place - 1], made.truth[place]} == {DELETED, INSERTED}
            and made.printed[place - 1].isalnum()
            and made.printed[place].isalnum()
        }
        redline = recover(made.printed)
        spans = redline.spans if isinstance(redline, Redline) else ()
        found = {span.start for span in spans if "joint-right" in span.evidence}
        runs = [match.span() for match in re.finditer(r"[\w/,.]+", made.printed)]
        for start, end in runs:
            here = {place for place in true if start < place < end}
            there = {place for place in found if start < place < end}
            self.joints["found"] += len(here) if there else 0
            self.joints["missed"] += 0 if there else len(here)
            self.joints["at its place"] += len(here & there)
            self.joints["false"] += 0 if here else len(there)

    def report(self) -> dict[str, object]:
        """Return the figures."""
        letters = sum(self.deletions.values())
        untraced = sum(count for (_, trace, _), count in self.deletions.items() if trace == "no trace")
        tier = {name: self._tier(name, None) for name in "AB"}
        dropped = {key: count for key, count in self.facts.items() if key[0] == "deleted"}
        plain = {key: count for key, count in dropped.items() if key[2] in PLAIN}
        kept = sum(count for key, count in self.facts.items() if key[0] == "kept")
        open_facts = sum(count for key, count in self.facts.items() if key[0] == "kept" and key[2] == "contested")
        joints = self.joints
        return {
            "redlines": self.pairs,
            "refused": self.refused,
            "seconds with base": round(self.seconds, 1),
            "inserted": self._score("inserted"),
            "deleted": self._score("deleted"),
            "deleted, edits inside paragraphs": self._recall("part"),
            "deleted, whole paragraphs": self._recall("whole"),
            "share of deletions without a trace": share(
                sum(count for (_, trace), count in self.edits.items() if trace == "no trace"), sum(self.edits.values())
            ),
            "share of deleted letters without a trace": share(untraced, letters),
            "tier precision": tier,
            "tier precision by status": {
                f"{status} {name}": self._tier(name, status)
                for status in ("inserted", "deleted", "kept")
                for name in "ABC"
                if self._tier(name, status)[1]
            },
            "dropped facts": sum(dropped.values()),
            "dropped facts asserted plainly, with a trace": sum(n for key, n in plain.items() if key[1] == "trace"),
            "dropped facts with a trace": sum(n for key, n in dropped.items() if key[1] == "trace"),
            "dropped facts asserted plainly, without a trace": sum(
                n for key, n in plain.items() if key[1] == "no trace"
            ),
            "dropped facts without a trace": sum(n for key, n in dropped.items() if key[1] == "no trace"),
            "share of kept facts contested": share(open_facts, kept),
            "joints without base": {
                "number": joints["found"] + joints["missed"],
                "found": share(joints["found"], joints["found"] + joints["missed"]),
                "at its place": share(joints["at its place"], joints["found"]),
                "precision": share(joints["found"], joints["found"] + joints["false"]),
            },
        }

    def _score(self, status: str) -> dict[str, float]:
        right = self.letters[status, status]
        given = sum(count for (one, _), count in self.letters.items() if one == status)
        true = sum(count for (_, one), count in self.letters.items() if one == status)
        return {"precision": share(right, given), "recall": share(right, true), "f1": share(2 * right, given + true)}

    def _recall(self, kind: str) -> dict[str, float]:
        """Return the shares of truly deleted letters that were given as deleted, or as contested."""
        out = {}
        for trace in ("trace", "no trace"):
            all_ = sum(count for (one, two, _), count in self.deletions.items() if (one, two) == (kind, trace))
            for status in ("deleted", "contested"):
                out[f"{status}, {trace}"] = share(self.deletions[kind, trace, status], all_)
        return out

    def _tier(self, tier: str, status: str | None) -> tuple[float, int]:
        """Return the share of letters of a tier that have the status they are given, and how many there are."""
        rows = {
            key: n
            for key, n in self.tiers.items()
            if key[1] == tier and key[0] in ((status,) if status else STATUS.values())
        }
        rows = {key: n for key, n in rows.items() if key[0] != "artefact"}
        total = sum(rows.values())
        return share(sum(n for key, n in rows.items() if key[2]), total), total


def share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def kind_of(edit: Edit) -> tuple[str, str]:
    return "whole" if edit.whole else "part", "trace" if edit.trace else "no trace"


def deletion_kinds(made: Flattened) -> dict[int, tuple[str, str]]:
    """Return for each deleted character whether it is part of a whole paragraph and whether anything betrays it."""
    return {
        offset: kind_of(edit)
        for edit in made.edits
        for start, end in edit.deleted_spans
        for offset in range(start, end)
    }


def slid(made: Flattened, redline: Redline) -> str:
    """Return the truth with insertions that replace nothing moved along equal letters to where the recovery has them.

    "the [old and the] new" and "[the old and] the new" are one edit: both texts come out the same.
    """
    truth = list(made.truth)
    given = ["" for _ in made.printed]
    for span in redline.spans:
        given[span.start : span.end] = [span.status] * (span.end - span.start)
    for edit in made.edits:
        if edit.deleted or edit.whole:
            continue
        for start, end in edit.inserted_spans:
            for shift in _shifts(made.printed, start, end):
                inside = range(start + shift, end + shift)
                if all(given[place] == "inserted" or made.printed[place].isspace() for place in inside):
                    truth[start:end] = KEPT * (end - start)
                    truth[start + shift : end + shift] = INSERTED * (end - start)
                    break
    return "".join(truth)


def _shifts(text: str, start: int, end: int) -> list[int]:
    """Return by how much a run of letters can be moved so that the text without it stays the same, nearest first."""
    out = [0]
    for step in (1, -1):
        shift = step
        while start + shift >= 0 and end + shift <= len(text) and abs(shift) < end - start:
            leaving = text[start + shift - 1] if step > 0 else text[end + shift]
            joining = text[end + shift - 1] if step > 0 else text[start + shift]
            if leaving != joining:
                break
            out.append(shift)
            shift += step
    return sorted(out, key=abs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of resolutions as plain text")
    parser.add_argument("--half", choices=("development", "report", "both"), default="report")
    parser.add_argument("--every", type=int, default=1, help="take every n-th pair")
    parser.add_argument("--named", default="", help="take only the pairs whose title holds these words")
    parser.add_argument("--seed", type=int, default=0, help="another seed prints the same edits in other forms")
    parser.add_argument(
        "--careful", action="store_true", help="contest facts of paragraphs that may have been struck whole"
    )
    options = parser.parse_args()
    pairs = [
        pair
        for pair in find_pairs(options.corpus)
        if options.half in (pair.half, "both") and options.named in pair.old.title
    ]
    tally = Tally(careful=options.careful)
    for pair in pairs[:: options.every]:
        tally.add(flatten(pair, options.seed))
    print(json.dumps(tally.report(), indent=2))


if __name__ == "__main__":
    main()
