"""Changes that lie within two quotes: those of a restated passage, or of a clause that moved."""

from __future__ import annotations

from collections.abc import Sequence

from digov.model.alignment import Change
from digov.model.evidence import Evidence


def is_within(change: Change, a: Sequence[Evidence], b: Sequence[Evidence]) -> bool:
    """Return whether what changed lies within the quotes ``a`` and ``b``; the side that lacks it counts only by its place."""
    sides = ((change.before, change.before_evidence, a), (change.after, change.after_evidence, b))
    return all(
        covers(quotes, evidence) if value is not None else touches(quotes, evidence)
        for value, evidence, quotes in sides
    )


def covers(quotes: Sequence[Evidence], evidence: Sequence[Evidence]) -> bool:
    """Return whether the stretch from the first to the last of ``quotes`` holds all of ``evidence``."""
    return quotes[0].span.start <= evidence[0].span.start and evidence[-1].span.end <= quotes[-1].span.end


def touches(quotes: Sequence[Evidence], evidence: Sequence[Evidence]) -> bool:
    """Return whether the two stretches have a character in common."""
    return evidence[0].span.start < quotes[-1].span.end and quotes[0].span.start < evidence[-1].span.end
