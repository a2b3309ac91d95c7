"""Headings: how deep each stands, and whether one of a series is missing."""

from __future__ import annotations

from dataclasses import dataclass, field

from digov.segments.ordinals import Style, readings, token_of, word_value

_RANKS = {
    "part": 10, "title": 12, "chapter": 14, "standard": 15, "section-word": 16, "objective": 18, "goal": 18, "commitment": 18, "pillar": 18,
    "priority": 18, "cluster": 18, "theme": 18, "upper-roman": 20, "upper": 30, "number": 40, "letter": 50,
    "roman": 60, "digit": 60, "decimal": 62, "bold": 66, "plain": 70, "italic": 74,
}  # fmt: skip
_SELECTIVE = frozenset({"section-word", "part", "table", "figure", "box", "target", "annex", "plain"})
"""Series of which a text may treat a choice, so that a gap says nothing: the sections of a budget, for one."""
_LEAF = 80
"""Rank of headings that stand directly above their words: "Article 5", "Rule 3", "Action 12", "Table 1"."""


@dataclass(slots=True)
class Open:
    """A heading that is still open: its rank, its series ("objective", "upper"), its place in the series, whether it is a mark alone."""

    rank: int
    series: str
    value: int = 0
    bare: bool = False


@dataclass(slots=True)
class Outline:
    """The headings open at this place, outermost first, and how many annexes and appendices there were."""

    open: list[Open] = field(default_factory=list)
    base: int = 0
    """1 inside an annex, whose own heading is level 1; 0 in the main part."""
    parts: dict[str, int] = field(default_factory=dict)
    in_preamble: bool = False
    """True below a heading "Preamble"."""
    gap: str | None = None
    """What the last heading shows to be missing: "Objective 3"."""

    def open_part(self, *, bare: bool) -> None:
        """Begin the headings of an annex or appendix; ``bare`` when its own heading has no title yet."""
        self.open.clear()
        self.base, self.in_preamble = 1, False
        self.open.append(Open(0, "part-heading", bare=bare))

    def enter(self, series: str, token: str, *, hashes: int = 0, bare: bool = False) -> int:
        """Return the level of a heading and open it. ``series`` is a word ("objective"), "section", "item", "number" or a form of type."""
        self.in_preamble, self.gap = False, None
        series, value = self._reading(series, token)
        if self.titles(series, hashes):
            self.open[-1].bare = False
            return self._level()
        rank = hashes or _RANKS.get(series, _LEAF)
        closed = None
        while self.open and self.open[-1].rank >= rank:
            closed = self.open.pop()
        if (
            closed is not None
            and closed.series == series
            and value > closed.value + 1
            and closed.value
            and series not in _SELECTIVE
        ):
            self.gap = self._missing(series, closed.value + 1, value - 1)
        # A standard heading closes everything before it but heads nothing itself: the next one of any series stands beside it.
        self.open.append(Open(_LEAF + 1 if series == "standard" else rank, series, value, bare))
        return self._level()

    def titles(self, series: str, hashes: int) -> bool:
        """Return whether a heading without a mark is the title of the mark that stands alone before it: "I" / "Scope"."""
        return (
            bool(self.open) and self.open[-1].bare and series in ("plain", "bold", "italic", "standard") and not hashes
        )

    def _level(self) -> int:
        return max(sum(1 for heading in self.open if heading.rank) + self.base, 1)

    @staticmethod
    def _missing(series: str, first: int, last: int) -> str:
        word = (
            f"{series.removesuffix('-word').capitalize()} "
            if series not in ("upper-roman", "upper", "letter", "roman", "number")
            else ""
        )
        styles: dict[str, Style] = {
            "upper-roman": "upper-roman",
            "upper": "upper",
            "letter": "letter",
            "roman": "roman",
        }
        style = styles.get(series, "digit")
        names = token_of(style, first) if first == last else f"{token_of(style, first)} to {token_of(style, last)}"
        return word + names

    def _reading(self, series: str, token: str) -> tuple[str, int]:
        """Return the series and the place in it; "I" after "H" is a letter, else a numeral."""
        if series not in ("section", "item"):
            name = "section-word" if series == "section-heading" else series.rsplit(" ", 1)[-1]
            return name, word_value(token) if token else 0
        options = readings(token)
        for heading in reversed(self.open):
            for style, value in options:
                if style == heading.series and value == heading.value + 1:
                    return style, value
        numerals = [option for option in options if "roman" in option[0]]
        if numerals and (len(token) > 1 or numerals[0][1] == 1 or len(options) == 1):
            return numerals[-1]
        return options[0] if options else ("plain", 0)

    def continues_items(self, token: str) -> bool:
        """Return whether a heading "(b)" follows an open heading "(a)"."""
        return any(
            style == heading.series and value == heading.value + 1
            for heading in self.open
            for style, value in readings(token)
        )
