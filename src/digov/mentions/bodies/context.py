"""Context: what a short form ("the Commission", "the Secretary-General") means at its place.

A short form goes, in this order, to the body that the text defines it for ("(the Authority)"), to one named before it in the same
segment, to one named in the heading above, to the one that usage or the speaker gives it, to the one named in the title, to the one
named last, to an officer or office implied by what was named, and to its only bearer. Competing readings without a winner stay open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from digov.mentions.bodies.names import Names, Short

EVENT: Final = ""
"""The key of what is no body: an event or a programme of action, which a short form may mean all the same."""

_NEAR: Final = 3
_ASSEMBLY: Final = "body/general-assembly"
_COUNCIL: Final = "body/economic-and-social-council"
_ORGANIZATION: Final = "body/united-nations"


class Reading(NamedTuple):
    """What a short form means: the key of a body (or :data:`EVENT`) and what that rests on."""

    key: str
    basis: str


class _Place(NamedTuple):
    segment: int
    key: str


class Context:
    """The bodies named so far, and what short forms mean; fed in reading order."""

    def __init__(
        self,
        names: Names,
        speaker: str | None,
        title: Sequence[str],
        unknown: Mapping[str, frozenset[Short]],
        defined: Mapping[Short, str],
    ) -> None:
        self._names = names
        self._speaker = speaker
        self._unknown = unknown
        self._defined = defined
        self._title = tuple(dict.fromkeys(title))
        self._headings: list[tuple[int, tuple[str, ...]]] = []
        self._named: dict[Short, list[_Place]] = {}
        self._implied: dict[Short, list[_Place]] = {}
        self._officers: dict[str, list[str]] = {}
        for body in names.bodies.values():
            if body.kind == "officer" and body.parent:
                self._officers.setdefault(body.parent, []).append(body.id)

    def shorts(self, key: str) -> frozenset[Short]:
        """Return the short forms of the body with this key."""
        return self._names.shorts.get(key) or self._unknown.get(key, frozenset())

    def heading(self, level: int, keys: Sequence[str]) -> None:
        """Enter the section of a heading that names ``keys``."""
        self._headings = [entry for entry in self._headings if entry[0] < level]
        self._headings.append((level, tuple(keys)))

    def name(self, segment: int, key: str) -> None:
        """Note that the body ``key`` is named next, in this segment."""
        for short in self.shorts(key):
            self._named.setdefault(short, []).append(_Place(segment, key))
        body = self._names.bodies.get(key)
        related = list(self._officers.get(key, ()))
        if body is not None and body.kind == "officer" and body.parent:
            related.append(body.parent)
        for other in related:
            for short in self.shorts(other):
                self._implied.setdefault(short, []).append(_Place(segment, other))

    def event(self, segment: int, short: Short) -> None:
        """Note an event or a programme that ``short`` may mean from here on."""
        self._named.setdefault(short, []).append(_Place(segment, EVENT))

    def resolve(self, short: Short, segment: int, *, pointed: bool = False) -> Reading | None:
        """Return what ``short`` means after all that was named so far, or ``None`` when that stays open.

        ``pointed`` tells that "that" or "this" stands before it, so that it means what was just named.
        """
        if short in self._defined and not pointed:
            return Reading(self._defined[short], "defined in text")
        places = self._named.get(short, [])
        if places and places[-1].segment == segment:
            return Reading(places[-1].key, "last named")
        for _, keys in reversed(self._headings):
            if found := [key for key in keys if short in self.shorts(key)]:
                return Reading(found[0], "section heading") if len(found) == 1 else self._last(places)
        usage = self._usage(short, segment, places)
        if usage is not None:
            return usage
        titled = [key for key in self._title if short in self.shorts(key)]
        if len(titled) == 1 and not (places and places[-1].key == EVENT):
            return Reading(titled[0], "title")
        if places and "parties" in short:
            return self._most_named(places)
        if places:
            return self._last(places)
        if implied := self._implied.get(short):
            return self._last(implied)
        bearers = self._names.bearers.get(short, ())
        alone = len(short) > 1 and len(bearers) == 1 and "of" not in short
        return Reading(bearers[0], "only bearer") if alone else None

    def _most_named(self, places: Sequence[_Place]) -> Reading:
        """Return the body named most often, of several the last: a text on one convention names the others in passing."""
        counts = Counter(place.key for place in places)
        most = max(counts.values())
        return Reading(next(place.key for place in reversed(places) if counts[place.key] == most), "most named")

    def _last(self, places: Sequence[_Place]) -> Reading | None:
        return Reading(places[-1].key, "last named") if places else None

    def _usage(self, short: Short, segment: int, places: Sequence[_Place]) -> Reading | None:
        """Return the reading that United Nations usage gives a lone "Assembly", "Council" or "Organization"."""
        titled = any(short in self.shorts(key) for key in self._title)
        if short == ("assembly",) and not titled:
            return Reading(_ASSEMBLY, "speaker" if self._speaker == _ASSEMBLY else "usage")
        if short == ("council",) and self._speaker == _COUNCIL:
            return Reading(_COUNCIL, "speaker")
        if short == ("organization",) and not titled and self._speaker is not None:
            near = bool(places) and segment - places[-1].segment <= _NEAR and places[-1].key != EVENT
            return None if near else Reading(_ORGANIZATION, "usage")
        return None
