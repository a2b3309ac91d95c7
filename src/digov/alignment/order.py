"""Order: which of two instruments comes first, by revision, by date, and for a draft by the date of the work that it became."""

from __future__ import annotations

from collections.abc import Iterable

from digov.model.lexicon import Work
from digov.model.source import Instrument


class Order:
    """Tells of instruments which one comes before which, where that is known."""

    def __init__(self, instruments: Iterable[Instrument], works: Iterable[Work]) -> None:
        self._instruments = {instrument.slug: instrument for instrument in instruments}
        self._works = {work.id: work.date for work in works}

    def before(self, first: str, second: str) -> bool:
        """Return whether ``first`` is known to come before ``second``; both are slugs of the instruments given.

        A draft comes before those that revise it, and not after the work of which it is one.
        """
        if self._revises(second, first) or self._revises(first, second):
            return self._revises(second, first) and not self._revises(first, second)
        latest, earliest = self._latest(first), self._instruments[second].date
        return latest is not None and earliest is not None and latest < _day(earliest, last=False)

    def _revises(self, later: str, earlier: str) -> bool:
        seen: set[str] = set()
        slug: str | None = later
        while slug in self._instruments and slug not in seen:
            seen.add(slug)
            slug = self._instruments[slug].revision_of
            if slug == earlier:
                return True
        return False

    def _latest(self, slug: str) -> str | None:
        instrument = self._instruments[slug]
        date = instrument.date or self._works.get(instrument.member_of or "")
        return None if date is None else _day(date, last=True)


def _day(date: str, *, last: bool) -> str:
    """Return the first or the last day of an ISO date that may be a month or a year, as a string that sorts.

    >>> _day("2024-07", last=False), _day("2024", last=True)
    ('2024-07-01', '2024-12-31')
    """
    rest = ("-12", "-31") if last else ("-01", "-01")
    return date + "".join(rest[date.count("-") :])
