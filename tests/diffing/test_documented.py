"""The fields, codes and kinds that redlines and alignments are written with stand on the page that describes them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from digov.alignment.redline.lines import SpanLine, TrackedLine, TrackedSpanLine
from digov.commands.comparing import RELATIONS
from digov.diffing.compared import compare_given
from digov.diffing.show import alignment
from digov.model.alignment import UNIT_EVIDENCE, AlignmentLine, ChangeKind, ChangeLine
from digov.model.lexicon import Lexicon
from digov.model.redline import EVIDENCE, Status, Tier

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "drafts.md").read_text("utf-8")
GUIDE = (ROOT / "docs" / "guide" / "compare.md").read_text("utf-8")
NAMED = set(re.findall(r"`([\w.-]+)`", PAGE))


@pytest.mark.parametrize("kind", [SpanLine, TrackedSpanLine, TrackedLine, AlignmentLine, ChangeLine])
def test_every_field_is_described(kind: type[msgspec.Struct]) -> None:
    assert set(kind.__struct_fields__) <= NAMED


def test_every_kind_relation_status_and_tier_is_described() -> None:
    assert {*get_args(ChangeKind), *RELATIONS, *get_args(Status), *get_args(Tier)} <= NAMED


def test_evidence_codes_are_described_as_they_are() -> None:
    rows = dict(re.findall(r"(?m)^\| `([a-z-]+)` \| (.*) \|$", PAGE))
    assert {**EVIDENCE, **UNIT_EVIDENCE}.items() <= rows.items()


def holds(shown: Any, found: Any) -> bool:
    """Return whether ``found`` says all that ``shown`` says; it may say more in each object."""
    if isinstance(shown, dict):
        return all(key in found and holds(shown[key], found[key]) for key in shown)
    if isinstance(shown, list):
        return len(shown) == len(found) and all(map(holds, shown, found))
    return bool(shown == found)


def test_the_example_of_the_guide_is_what_align_writes(give: Callable, lexicon: Lexicon) -> None:
    old, new = re.findall(r"(?ms)^```text\n(.*?)^```", GUIDE)
    [shown] = re.findall(r"(?ms)^```json\n(.*?)^```", GUIDE)
    compared = compare_given(give("old.txt", old), give("new.txt", new), lexicon)
    first = json.loads(alignment(compared, relations=(), acts=False).splitlines()[0])
    assert holds(json.loads(shown), first), first
