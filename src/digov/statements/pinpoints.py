"""From a pinpoint to the segments that it names in a document of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from digov.model.document import Document

_PLACE: Final = re.compile(r"(\d+)((?:\([a-z0-9]+\))*)(?:\s*[-–]\s*(\d+))?", re.IGNORECASE)
_BORDER: Final = re.compile(r"\s*(?:,|;|\band\b)\s*")
_LONGEST_RANGE: Final = 200
"""Paragraphs in a range at most; a longer one is a misreading."""


class Labels:
    """The segments of the documents that digov holds, by instrument and label."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_work: dict[str, dict[str, str]] = {}
        for document in documents:
            labels = self._by_work.setdefault(document.source.instrument.slug, {})
            for segment in document.segments:
                label = segment.inferred_label or segment.label
                # The main part comes first: a number alone means its paragraph, not one of an annex.
                if label is not None and segment.kind in ("paragraph", "item", "preamble"):
                    labels.setdefault(label.lower(), segment.id)

    def holds(self, work: str) -> bool:
        """Return whether the text of ``work`` is one of ours."""
        return work in self._by_work

    def find(self, work: str, pinpoint: str) -> tuple[str, ...] | None:
        """Return the ids of the segments at ``pinpoint`` (``72``, ``34-37``, ``11(b)``, ``3, 5-7``), in its order.

        A range gives every paragraph in it. ``None`` when the pinpoint has another form, names an article or chapter,
        or names a paragraph that the document does not have.
        """
        labels = self._by_work.get(work, {})
        found: list[str] = []
        for part in _BORDER.split(pinpoint.strip()):
            match = _PLACE.fullmatch(part)
            if match is None:
                return None
            for label in _expand(match[1], match[2], match[3]):
                if label not in labels:
                    return None
                found.append(labels[label])
        return tuple(found) or None


def _expand(first: str, items: str, last: str | None) -> list[str]:
    if last is None:
        return [first + items.lower()]
    numbers = range(int(first), int(last) + 1)
    return [str(number) for number in numbers] if 0 < len(numbers) <= _LONGEST_RANGE and not items else [""]
