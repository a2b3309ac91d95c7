"""Sequence: which number a paragraph bears, told by the numbers before and after it."""

from __future__ import annotations

from dataclasses import dataclass, field

from digov.segments.markers import Marker

_NEAR = 30
"""How far apart an old and a new number that stand together may lie."""


@dataclass(slots=True)
class Reading:
    """How a printed number was read: the number for the label, the number that the place calls for if it differs, the issues."""

    number: int
    inferred: str | None = None
    issues: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Sequence:
    """The numbers of the paragraphs so far: ``last`` of the numbering in force, ``old`` of a numbering that it replaces."""

    last: int = 0
    old: int = 0
    may_restart: bool = True
    """True when a heading stands between the last number and this place, so that counting may begin again."""

    def restart(self) -> None:
        """Begin again at 1, as an annex does."""
        self.last, self.old, self.may_restart = 0, 0, True

    def passes_over(self, number: int, following: int) -> bool:
        """Return whether the numbering goes on past a number that stands before a phrase: then it numbers a heading, not a paragraph."""
        if number == self.last + 1:
            return following == number
        return following == self.last + 1

    def read(self, marker: Marker, following: int, *, dual: bool) -> Reading:
        """Return how the number of ``marker`` is to be read; ``following`` is the number of the next paragraph (0 when none follows)."""
        number, expected = marker.number, self.last + 1
        reading = Reading(number)
        if marker.form == "dual":
            self._read_old(marker, reading)
        elif not dual and number > 99 and number != expected and self._is_fused(number, expected):
            reading.number = expected
            message = f"Old and new number are run together as {number}; the new one is {expected}."
            reading.issues.append(("dual-number", message))
            number = expected
        self._place(number, following, reading)
        self.may_restart = False
        return reading

    def _read_old(self, marker: Marker, reading: Reading) -> None:
        reading.issues.append(
            ("dual-number", f"The old number {marker.old} and the new number {marker.number} stand together.")
        )
        if not marker.regular:
            reading.issues.append(
                ("malformed-marker", "A colon stands for the stop of a number, or a stop is missing.")
            )
        if self.old and marker.old != self.old + 1:
            message = f"The old number is printed as {marker.old}; the sequence calls for {self.old + 1}."
            reading.issues.append(("misread-number", message))
            self.old += 1
        else:
            self.old = marker.old

    @staticmethod
    def _is_fused(number: int, expected: int) -> bool:
        digits, new = str(number), str(expected)
        if not digits.endswith(new) or len(digits) == len(new):
            return False
        return abs(int(digits[: -len(new)]) - expected) <= _NEAR

    def _place(self, number: int, following: int, reading: Reading) -> None:
        expected = self.last + 1
        if number == expected:
            self.last = number
        elif number > expected:
            self._ahead(number, following, expected, reading)
        elif number == 1:
            if not self.may_restart:
                reading.issues.append(("numbering-restarts", f"The numbering begins again at 1 after {self.last}."))
            self.last = 1
        else:
            self._back(number, following, expected, reading)

    def _ahead(self, number: int, following: int, expected: int, reading: Reading) -> None:
        if self.last and following == expected + 1:
            reading.inferred = str(expected)
            reading.issues.append(("misread-number", f"{number} is printed where the sequence calls for {expected}."))
            self.last = expected
            return
        if self.last or number > 1:
            missing = str(expected) if number == expected + 1 else f"{expected} to {number - 1}"
            reading.issues.append(("missing-paragraphs", f"Paragraph {missing} missing before {number}." if "to" not in missing
                                   else f"Paragraphs {missing} missing before {number}."))  # fmt: skip
        self.last = number

    def _back(self, number: int, following: int, expected: int, reading: Reading) -> None:
        if following == expected or following == expected + 1:
            reading.inferred = str(expected)
            message = f"{number} was printed before; the place calls for {expected}."
            if following == expected:
                message += f" {expected} follows: one paragraph was split or two were merged."
            else:
                self.last = expected
            reading.issues.append(("repeated-number", message))
            return
        if self.may_restart:
            reading.issues.append(
                ("numbering-restarts", f"The numbering goes back from {self.last} to {number} after a heading.")
            )
        else:
            code = "repeated-number" if number == self.last else "numbering-restarts"
            reading.issues.append((code, f"The numbering goes back from {self.last} to {number}."))
        self.last = number
