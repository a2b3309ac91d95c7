"""Issues: what could not be settled, under a stable code and at its place."""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["info", "warning", "error"]


class Issue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """Something that digov could not settle or had to repair.

    ``code`` is a stable slug registered in :data:`digov.model.issue_codes.ISSUE_CODES`; ``start`` and ``end`` are code
    points of the source text (``None`` when the issue has no place in the text).
    """

    code: str
    message: str
    start: int | None = None
    end: int | None = None
    segment: str | None = None
    """Id of the segment where the issue stands, relative to its document."""
