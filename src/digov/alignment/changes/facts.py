"""Facts of a unit that can be compared: deadlines, quantities, SDG links, references, bodies and groups, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from digov.alignment.changes.view import View
from digov.alignment.quoting import spans_of
from digov.model.mention import DeadlineMention, Mention, QuantityMention, ReferenceMention, SegmentMentions

Aspect = Literal["deadline", "quantity", "sdg", "reference", "body"]
ASPECTS: tuple[Aspect, ...] = ("deadline", "quantity", "sdg", "reference", "body")


ITSELF = "itself"
"""What a document is called where it cites one of its own paragraphs."""
_PLAIN = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"’": "'", "“": '"', "”": '"'})


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact of one side: what it says, what makes it equal to another, and where it stands."""

    aspect: Aspect
    value: str
    """As a change gives it: a normalised date, a number with its unit, an id."""
    key: str
    """What two equal facts share: the value without the freedoms of print."""
    kin: str
    """What a fact has to share with another that takes its place for the two to be one thing that was shifted."""
    amount: float | None = None
    """The session or year of a deadline, the number of a quantity."""
    unit: int
    """Which segment of the view."""
    start: int
    end: int
    low: int
    """First word of the view, and one after the last."""
    high: int
    contested: bool = False


def facts_of(view: View, aspect: Aspect) -> tuple[Fact, ...]:
    """Return the facts of one aspect in text order, each value once; those in struck words are left out."""
    seen: dict[str, Fact] = {}
    for fact in every_fact(view, aspect):
        seen.setdefault(fact.key, fact)
    return tuple(seen.values())


def every_fact(view: View, aspect: Aspect) -> Iterator[Fact]:
    """Yield the facts of one aspect in text order, a value as often as it stands; those in struck words are left out."""
    for number, found in enumerate(view.mentions):
        for mention, settled, kin, amount in _READERS[aspect](found):
            segment = view.segments[number]
            value = settled or segment.text[mention.start : mention.end].strip()
            if not segment.text[mention.start : mention.end].strip():
                continue
            spans = spans_of(view.source, segment, mention.start, mention.end)
            fate = view.marks.fate(view.source.text, *spans)
            if fate == "gone":
                continue
            low, high = view.tokens(number, mention.start, mention.end)
            yield Fact(
                aspect=aspect,
                value=value,
                key=key_of_value(value),
                kin=kin,
                amount=amount,
                unit=number,
                start=mention.start,
                end=mention.end,
                low=low,
                high=high,
                contested=fate == "contested",
            )


def key_of_value(value: str) -> str:
    """Return ``value`` in small letters, with plain dashes, quotes and blanks."""
    return " ".join(value.casefold().translate(_PLAIN).split())


Reading = tuple[Mention, str, str, float | None]


def _deadlines(found: SegmentMentions) -> Iterator[Reading]:
    for mention in found.deadlines:
        # what stays open (a session of an organ that is not named) is compared by its words
        yield mention, mention.value, _kin_of_deadline(mention), _amount(mention) if mention.value else None


def _kin_of_deadline(mention: DeadlineMention) -> str:
    if mention.kind in ("duration", "recurrence"):
        return mention.kind
    return mention.value.split("-", 1)[0] if mention.session is not None else "date"


def _amount(mention: DeadlineMention) -> float | None:
    if mention.session is not None:
        return float(mention.session)
    if mention.year is not None:
        return float(mention.year)
    return float(mention.value[:4]) if mention.value[:4].isdigit() else None


def _quantities(found: SegmentMentions) -> Iterator[Reading]:
    for mention in found.quantities:
        yield mention, quantity_text(mention), mention.unit, mention.value


def quantity_text(mention: QuantityMention) -> str:
    """Return a quantity as a change gives it: comparator unless ``=``, the number in its fewest digits, the unit.

    >>> quantity_text(QuantityMention(start=0, end=1, value=2600000000.0, unit="people")), quantity_text(
    ...     QuantityMention(start=0, end=1, value=2.0, unit="percent", comparator="<"))
    ('2600000000 people', '<2 percent')
    """
    number = f"{mention.value:.6f}".rstrip("0").rstrip(".")
    return f"{'' if mention.comparator == '=' else mention.comparator}{number} {mention.unit}".strip()


def _sdgs(found: SegmentMentions) -> Iterator[Reading]:
    for goal in found.sdgs:
        yield goal, "all" if goal.all else str(goal.goal), "goal", None
    for target in found.targets:
        yield target, target.target, "target", None


def _references(found: SegmentMentions) -> Iterator[Reading]:
    for mention in found.references:
        kin = ITSELF if mention.internal else mention.instrument or mention.target
        yield mention, reference_text(mention), kin, None


def reference_text(mention: ReferenceMention) -> str:
    """Return a reference as a change gives it: the symbol or title, and the pinpoint after a comma.

    A document that cites itself is :data:`ITSELF`, since its symbol is another one in every version.

    >>> reference_text(ReferenceMention(start=0, end=1, target="A/RES/70/1", pinpoint="72"))
    'A/RES/70/1, 72'
    """
    target = ITSELF if mention.internal else mention.target
    return target if mention.pinpoint is None else f"{target}, {mention.pinpoint}"


def _bodies(found: SegmentMentions) -> Iterator[Reading]:
    named = [(body, body.id or body.name) for body in found.bodies] + [(group, group.id) for group in found.groups]
    for mention, name in sorted(named, key=lambda entry: (entry[0].start, entry[1])):
        yield mention, name, name.split("/", 1)[0], None


_READERS = {
    "deadline": _deadlines,
    "quantity": _quantities,
    "sdg": _sdgs,
    "reference": _references,
    "body": _bodies,
}
