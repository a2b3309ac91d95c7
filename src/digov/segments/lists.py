"""Lists: at which depth an item stands, told by what its letter or numeral can follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from digov.segments.draft import Draft
from digov.segments.ordinals import Style, readings, token_of

Fit = Literal["start", "next", "gap", "odd", "restart", "back"]


MAX_DEPTH = 8
"""How deep lists may nest; deeper ones are read as beginning again at this depth."""


@dataclass(slots=True)
class Level:
    """One open list: the style of its marks, the last value, and the item that bears it."""

    style: Style
    last: int
    draft: Draft


@dataclass(slots=True)
class Placement:
    """Where an item goes: the depth of its list (0 = outermost), the reading of its mark, and how it fits."""

    depth: int
    style: Style
    value: int
    fit: Fit


@dataclass(slots=True)
class ListStack:
    """The lists that are open below one paragraph or clause, outermost first."""

    levels: list[Level] = field(default_factory=list)

    def place(self, token: str, following: str, *, announced: bool) -> Placement | None:
        """Return where the item marked ``token`` goes, or ``None`` when the token is no mark.

        ``following`` is the token of the next item (empty when none follows), ``announced`` tells whether the words before
        end with a colon. ``i``, ``v``, ``x`` and ``l`` are letters or numerals by what they follow; where both fit, the next
        token decides, then the colon.
        """
        found = readings(token)
        if not found:
            return None
        placement = self._place(found, following, announced=announced)
        placement.depth = min(placement.depth, MAX_DEPTH - 1)
        return placement

    def _place(self, found: tuple[tuple[Style, int], ...], following: str, *, announced: bool) -> Placement:
        nexts = self._successors(found)
        starts = [(style, value) for style, value in found if value == 1]
        if announced and starts and not self._fits_next(nexts, following):
            return Placement(len(self.levels), *starts[-1], fit="start")
        if nexts and starts and self._is_start(nexts, starts[-1][0], following):
            return Placement(len(self.levels), *starts[-1], fit="start")
        if nexts:
            return self._choose(nexts, following)
        open_styles = {level.style for level in self.levels}
        for style, value in reversed(starts):
            if style not in open_styles:
                return Placement(len(self.levels), style, value, "start")
        return self._misfit(found, following)

    def enter(self, placement: Placement, draft: Draft) -> None:
        """Make ``draft`` the last item at its depth and close everything deeper."""
        del self.levels[placement.depth + 1 :]
        if placement.depth == len(self.levels):
            self.levels.append(Level(placement.style, placement.value, draft))
            return
        level = self.levels[placement.depth]
        level.style, level.draft = placement.style, draft
        if placement.fit != "odd":
            level.last = placement.value

    def parent_at(self, depth: int, owner: Draft | None) -> Draft | None:
        """Return the segment below which an item at ``depth`` stands."""
        return owner if depth == 0 else self.levels[depth - 1].draft

    def _successors(self, found: tuple[tuple[Style, int], ...]) -> list[Placement]:
        return [
            Placement(depth, style, value, "next")
            for depth in range(len(self.levels) - 1, -1, -1)
            for style, value in found
            if self.levels[depth].style == style and value == self.levels[depth].last + 1
        ]

    @staticmethod
    def _fits_next(nexts: list[Placement], following: str) -> bool:
        return any(following == token_of(option.style, option.value + 1) for option in nexts)

    def _is_start(self, nexts: list[Placement], style: Style, following: str) -> bool:
        """Return whether a token that could go on with a list opens a deeper one instead: ``(i)`` after ``(h)``."""
        return following == token_of(style, 2) and not self._fits_next(nexts, following)

    def _choose(self, nexts: list[Placement], following: str) -> Placement:
        for option in nexts:
            if following == token_of(option.style, option.value + 1):
                return option
        return nexts[0]

    def _misfit(self, found: tuple[tuple[Style, int], ...], following: str) -> Placement:
        """Return the place of a token that continues no open list: a gap, a letter out of order, or a list begun again."""
        best: tuple[int, Placement] | None = None
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            for style, value in found:
                if style == level.style and value > level.last and (best is None or value - level.last < best[0]):
                    best = (value - level.last, Placement(depth, style, value, "gap"))
        if best is not None:
            return best[1]
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            for style, value in found:
                if style == level.style:
                    return Placement(depth, style, value, self._back(level, value, following))
        style, value = found[0]
        return Placement(len(self.levels), style, value, "start" if value == 1 else "gap")

    @staticmethod
    def _back(level: Level, value: int, following: str) -> Fit:
        if following == token_of(level.style, level.last + 1):
            return "odd"
        return "restart" if value == 1 else "back"
