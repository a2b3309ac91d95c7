"""Where an insertion begins and ends, when its first letters are also the next ones of the base, or its last the ones before."""

from __future__ import annotations

from digov.alignment.redline.characters import Match
from digov.alignment.redline.printed import UNIT_END

_CLOSERS = ".;:)"
_TOUCH = 3
"""What letters that touch are worth on the side where they touch in a file; a blank is worth 4."""
_TORN = 3
"""What it costs to tear a word of the base."""
_FARTHEST = 2000
"""Letters along which an insertion is moved: more than a paragraph has in common with the next."""


class Letters:
    """The characters of a text that are not blank, numbered in order, with what stands before each."""

    def __init__(self, text: str) -> None:
        self.at = [index for index, char in enumerate(text) if not char.isspace()]
        self.chars = [text[index] for index in self.at]
        self.before = [_before(text, index) for index in self.at]

    def __len__(self) -> int:
        return len(self.at)


def _before(text: str, index: int) -> int:
    """Return how clean the border before a character is: 3 between units, 2 at a blank, 1 at a mark, 0 inside a word."""
    if index == 0 or text[index - 1] == UNIT_END:
        return 3
    last = text[index - 1]
    if last.isspace():
        return 2
    return 0 if _inner(text, index) or _inner(text, index - 1) else 1


def _inner(text: str, index: int) -> bool:
    """Return whether a character stands between others of one word: a letter, or a hyphen or stroke between letters."""
    if text[index].isalnum():
        return text[index - 1].isalnum()
    around = text[max(index - 1, 0) : index + 2]
    return text[index] in "-/'." and len(around) == 3 and around[0].isalnum() and around[2].isalnum()


def positions(
    matches: tuple[Match, ...], base: str, redline: Letters, size: int, *, deletion_first: bool | None
) -> list[int]:
    """Return for each character of the base its number among the letters of the redline, -1 where it was not found.

    Each insertion is moved along equal letters to where it begins and ends most like words that were typed: between units,
    at blanks, closing marks after the words that they close; and where letters touch, on the side where they do in this file.
    """
    slider = _Slider(redline, base, {None: (0, 0), True: (_TOUCH, 0), False: (0, _TOUCH)}[deletion_first])
    number = [-1] * size
    for count, index in enumerate(redline.at):
        number[index] = count
    out = [-1] * len(base)
    for match in matches:
        for step in range(match.length):
            if not base[match.base + step].isspace():
                out[match.base + step] = number[match.redline + step]
    letters = [index for index, place in enumerate(out) if place >= 0]
    for order, index in enumerate(letters[:-1]):
        if out[letters[order + 1]] > out[index] + 1:
            slider.slide(out, letters, order)
    return out


class _Slider:
    """Moves gaps to their cleanest places."""

    def __init__(self, redline: Letters, base: str, touching: tuple[int, int]) -> None:
        self._redline = redline
        self._base = base
        self._touching = touching

    def slide(self, out: list[int], letters: list[int], order: int) -> None:
        """Move the gap after ``letters[order]`` to its cleanest place; ``out`` is changed."""
        start, end = out[letters[order]] + 1, out[letters[order + 1]]
        chars = self._redline.chars
        best, shift = self._cleanness(letters, order, start, end), 0
        step = 0
        while order + 2 + step < len(letters) and step < _FARTHEST:
            here = letters[order + 1 + step]
            if out[here] != end + step or chars[start + step] != chars[end + step]:
                break
            step += 1
            value = self._cleanness(letters, order + step, start + step, end + step)
            if value > best:
                best, shift = value, step
        step = 0
        while order - step > 0 and step < _FARTHEST:
            here = letters[order - step]
            if out[here] != start - 1 - step or chars[start - 1 - step] != chars[end - 1 - step]:
                break
            step += 1
            value = self._cleanness(letters, order - step, start - step, end - step)
            if value > best:
                best, shift = value, -step
        for moved in range(shift):
            out[letters[order + 1 + moved]] = start + moved
        for moved in range(-shift):
            out[letters[order - moved]] = end - 1 - moved

    def _cleanness(self, letters: list[int], order: int, start: int, end: int) -> int:
        """Return how much the letters ``start .. end`` look like words typed at one place, after ``letters[order]``."""
        chars, before = self._redline.chars, self._redline.before
        value = 2 * (before[start] + (before[end] if end < len(chars) else 3))
        last, following = letters[order], letters[order + 1]
        if following == last + 1 and self._base[last].isalnum() and self._base[following].isalnum():
            return value - _TORN
        if before[start] == 0 and chars[start].isalnum() and chars[start - 1].isalnum():
            value += self._touching[0]
        if end < len(chars) and before[end] == 0 and chars[end].isalnum() and chars[end - 1].isalnum():
            value += self._touching[1]
        return value - 2 * (chars[start] in _CLOSERS and before[start] < 3)
