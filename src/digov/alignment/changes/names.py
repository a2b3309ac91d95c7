"""Names that only look different: paragraphs that got another number, and one work or body in more or fewer words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from digov.alignment.changes.difference import Difference
from digov.alignment.changes.facts import ITSELF, Aspect, Fact, every_fact, key_of_value
from digov.alignment.changes.view import View
from digov.model.document import Document

_NAMED: tuple[Aspect, ...] = ("reference", "body")


def new_labels(a: Document, b: Document, partners: Mapping[str, frozenset[str]]) -> Mapping[str, str]:
    """Return for each label of the first document that of its partner in the second, where there is exactly one."""
    labels = {segment.id: segment.label for segment in b.segments}
    found: dict[str, str] = {}
    for segment in a.segments:
        theirs = [labels.get(name) for name in partners.get(segment.id, ())]
        if segment.label is not None and len(theirs) == 1 and theirs[0] is not None:
            found.setdefault(segment.label, theirs[0])
    return found


def renumbered(facts: Sequence[Fact], labels: Mapping[str, str]) -> list[Fact]:
    """Return ``facts`` of the first side; those that cite the text itself are known by the label that the place has now.

    "Paragraph 12 above" that became "paragraph 11 above" cites the same words where the paragraph got that number.
    """
    return [_renumbered(fact, labels) for fact in facts]


def _renumbered(fact: Fact, labels: Mapping[str, str]) -> Fact:
    if fact.aspect != "reference" or fact.kin != ITSELF:
        return fact
    label = fact.value.removeprefix(f"{ITSELF}, ")
    return msgspec.structs.replace(fact, key=key_of_value(f"{ITSELF}, {labels.get(label, label)}"))


def named_alike(
    a: View, b: View, difference: Difference, labels: Mapping[str, str]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the edited words of both sides that belong to a name of what the other side names in their place."""
    mine: set[int] = set()
    theirs: set[int] = set()
    for aspect in _NAMED:
        after: dict[str, list[Fact]] = {}
        for fact in every_fact(b, aspect):
            after.setdefault(fact.key, []).append(fact)
        for old in renumbered(list(every_fact(a, aspect)), labels):
            for new in after.get(old.key, ()):
                if _meet(old, new, difference):
                    mine.update(token for token in range(old.low, old.high) if difference.to_b[token] < 0)
                    theirs.update(token for token in range(new.low, new.high) if difference.to_a[token] < 0)
    return frozenset(mine), frozenset(theirs)


def _meet(old: Fact, new: Fact, difference: Difference) -> bool:
    """Return whether a word of one name stands in the other, or in the stretch that took its place."""
    if any(new.low <= difference.to_b[token] < new.high for token in range(old.low, old.high)):
        return True
    regions = {difference.region_at(a=token) for token in range(old.low, old.high)}
    return bool((regions & {difference.region_at(b=token) for token in range(new.low, new.high)}) - {None})
