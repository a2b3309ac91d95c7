"""Curated decisions: what a person decided about one reading at one place."""

from __future__ import annotations

from typing import Literal

import msgspec

CuratedField = Literal["acts", "bodies", "groups", "deadlines", "references", "quantities", "sdgs", "targets"]


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row of ``data/curated``: a mention is dropped, or some of its values are set, for a stated reason."""

    document: str
    """Slug of the document."""
    segment: str
    """Id of the segment: ``para_11__point_b``."""
    field: CuratedField
    surface: str
    """The exact words of the mention in the segment's text."""
    occurrence: int = 1
    """Which mention with these words, counted from 1."""
    action: Literal["drop", "set"]
    values: dict[str, str | int | float | None] = {}
    """What to set, by the name of the mention's field: ``{id = "body/igf", name = "Internet Governance Forum"}``."""
    by: str
    """Who decided: a role or a name that may be published."""
    date: str
    reason: str
