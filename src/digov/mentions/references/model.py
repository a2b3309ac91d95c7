"""Values shared by the modules that find references: citations on their way, and the index of the works known by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal

import ahocorasick
import msgspec

from digov.mentions.references.symbols import fold, parse_symbol
from digov.model.lexicon import Work

CitationKind = Literal["symbol", "resolution", "name", "short", "title", "report", "series", "ibid", "internal"]
LOCATING: Final = ("symbol", "resolution", "series", "title", "report", "ibid")
"""Kinds that, in a footnote, tell where the work named in the text is to be found."""

_SERIES: Final = re.compile(r"Treaty Series, vols?\. ([0-9]+)[^.]*?Nos?\. ([0-9]+)")


class Citation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A cited document on its way to a mention: where it stands, what it is, and the words that it covers.

    ``mask_end`` is where its date or title ends (at or after ``end``); ``head`` is the noun by which a short form may take it up again
    (``convention``; several are joined by ``|``).
    """

    start: int
    end: int
    target: str
    kind: CitationKind
    mask_start: int = -1
    mask_end: int = -1
    head: str = ""
    instrument: str | None = None
    pinpoint: str | None = None
    footnote: str | None = None
    open: bool = False
    """True when no single work could be settled; it then becomes an issue, not a mention."""

    @property
    def covered(self) -> tuple[int, int]:
        """Return the words inside which nothing else is looked for."""
        return (self.start if self.mask_start < 0 else self.mask_start, max(self.end, self.mask_end))

    def contains(self, start: int, end: int) -> bool:
        """Return whether ``start:end`` lies in the covered words."""
        low, high = self.covered
        return low <= start and end <= high

    def overlaps(self, start: int, end: int) -> bool:
        """Return whether ``start:end`` shares a character with the covered words."""
        low, high = self.covered
        return start < high and low < end


class WorkIndex(msgspec.Struct, frozen=True, kw_only=True):
    """The works known by name: by label, symbol and place in the Treaty Series."""

    labels: ahocorasick.Automaton
    """Label in lower case to its forms: (label as printed, work, whether letter case counts)."""
    exact: Mapping[str, Work]
    """Label in lower case to work."""
    symbols: Mapping[str, Work]
    series: Mapping[tuple[str, str], Work]
    shorts: Mapping[str, Sequence[Work]]
    """Short form in lower case to the works that claim it."""
    claims: Mapping[str, tuple[str, ...]]
    """Id of a work to its short forms in lower case."""

    def work_of(self, target: str) -> Work | None:
        """Return the work that a symbol or title stands for, or ``None``."""
        return self.symbols.get(target) or self.exact.get(fold(target).lower())


@lru_cache(maxsize=8)
def index_works(works: tuple[Work, ...]) -> WorkIndex:
    """Return the index of ``works``; labels of four words and more are found in any letter case, shorter ones as printed."""
    labels = ahocorasick.Automaton()
    printed: dict[str, list[tuple[str, Work, bool]]] = {}
    exact: dict[str, Work] = {}
    symbols: dict[str, Work] = {}
    series: dict[tuple[str, str], Work] = {}
    shorts: dict[str, list[Work]] = {}
    for work in works:
        for symbol in work.symbols:
            parsed = parse_symbol(symbol)
            symbols.setdefault(symbol if parsed is None else parsed.text, work)
        for label in work.labels:
            text = fold(label.text)
            if label.form == "short":
                shorts.setdefault(text.lower(), []).append(work)
            elif found := _SERIES.search(text):
                series.setdefault((found[1], found[2]), work)
            else:
                exact.setdefault(text.lower(), work)
                cased = text.count(" ") < 3 or text.isupper()
                printed.setdefault(text.lower(), []).append((text, work, cased))
    for lower, forms in printed.items():
        labels.add_word(lower, tuple(forms))
    labels.make_automaton()
    claims = {work.id: tuple(label.text.lower() for label in work.labels if label.form == "short") for work in works}
    return WorkIndex(labels=labels, exact=exact, symbols=symbols, series=series, shorts=shorts, claims=claims)


def free(citations: Sequence[Citation], start: int, end: int) -> bool:
    """Return whether no citation covers a part of ``start:end``."""
    return not any(citation.overlaps(start, end) for citation in citations)
