"""Organs that adopt resolutions and decisions: their names, the numbers they use, and the symbol of each text.

Which organ a number belongs to follows from, in this order: the name before or after it; the form of the number ("1325 (2000)" is
the Security Council's, "2006/46" the Economic and Social Council's, "217 A (III)" the General Assembly's); the year printed with it
(the sessions of an organ fall in known years); the organ last named in the clause ("the Council, in its resolution"); the speaker.
"""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

from digov.mentions.references.symbols import resolution_symbol
from digov.model.source import Instrument

DeedKind = Literal["resolution", "decision"]

_NAMES: Final = {
    "United Nations Environment Assembly of the United Nations Environment Programme": "UNEA",
    "United Nations Environment Assembly": "UNEA",
    "Environment Assembly": "UNEA",
    "World Health Assembly": "WHA",
    "United Nations General Assembly": "GA",
    "General Assembly": "GA",
    "Human Rights Council": "HRC",
    "United Nations Security Council": "SC",
    "Security Council": "SC",
    "Economic and Social Council": "ECOSOC",
    "Trusteeship Council": "T",
    "Commission on Human Rights": "CHR",
    "Economic and Social Commission for Asia and the Pacific": "ESCAP",
    "Assembly": "GA",
    "Council": "COUNCIL",
}
_OTHER: Final = (
    r"(?:[A-Z][\w'-]+\s(?:[A-Z][\w'-]+\s|of\s|on\s|for\s|and\s|the\s)*?)?"
    r"(?:Commission|Conference|Committee|Board|Organization|Agency|Congress|Union|Assembly|Council|Parties)"
    r"(?:\s(?:on|of|for|to|against)(?:\s(?:the|and|in|of|for|on|to|against|[A-Z][\w'-]*))*?\s[A-Z][\w'-]*)?"
)
_KNOWN: Final = "|".join(re.escape(name).replace("\\ ", r"\s") for name in _NAMES)
_MONTH: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE: Final = (
    rf"(?:[0-9]{{1,2}}(?:(?:,\s|\sand\s|\sto\s|-)[0-9]{{1,2}})*\s)?(?:{_MONTH})\s(?P<year>(?:19|20)[0-9]{{2}})"
)

_KNOWN_BEFORE: Final = re.compile(rf"(?<![\w-])({_KNOWN})(?:'s)?,?\s\Z")
_OTHER_BEFORE: Final = re.compile(rf"(?<![\w-])({_OTHER})(?:'s)?,?\s\Z")
AFTER: Final = re.compile(
    rf"(?:,?\s(?:of|on)\s{DATE})?(?P<link>,?\s(?:which\swas\s)?(?:of|adopted\sby|by|adopted\sat\s\w+\ssession\sof|of\sthe\s\w+\ssession\sof)\sthe\s|,\sthe\s)"
    rf"(?:(?P<known>{_KNOWN})\b|(?P<other>Conference\sof\sthe\s(?:States\s)?Parties(?:\sto\sthe\s[A-Z][\w'-]*(?:\s(?:[A-Z][\w'-]*|on|of|the|for|and|to|in|against)(?=[\s,;.:^)]|\Z))*)?|[A-Z][\w'-]+\sCommission|Commission\son\s[A-Z][\w'-]+(?:\s(?:and\s)?[A-Z][\w'-]+)*))"
)
_LONGER: Final = re.compile(
    r"[a-z]\s(?:[A-Z][\w'-]+\s)+(?:Organization|Union|Agency)\s\Z|\A(?:[A-Z][\w'-]+\s)+(?:Organization|Union|Agency)\s\Z"
)
_OPENING_VERB: Final = re.compile(r"\A(?:See\s(?=[A-Z]))?(?:[A-Z][a-z]+(?:ing|s)\s(?:also\s|further\s)?(?=[A-Z]))?")
_ANY_ORGAN: Final = re.compile(rf"(?<![\w-])(?:{_KNOWN})(?![\w-])")
_ITS: Final = re.compile(r"\b(?:its|their)\s(?:[a-z-]+\s){0,3}\Z")
_IN_ITS: Final = re.compile(r"\b(?:in|by|through|with|under|of|and)\s(?:its|their)\s(?:[a-z-]+\s){0,3}\Z")
_CLAUSE: Final = re.compile(
    r"[;:]|\b(?:[Rr]ecall|[Rr]eaffirm|[Nn]ot|[Tt]aking note|[Gg]uid|[Ss]tress|[Ww]elcom|[Bb]ear)\w*\b"
)


class Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A printed number of a resolution: ``serial`` (``70/125``, ``217``), letter, and what stands in brackets."""

    form: Literal["slash", "old", "year", "other"]
    serial: str
    letter: str | None = None
    bracket: str | None = None

    @property
    def session(self) -> int | None:
        """Return the session or year before the slash of an ordinary number."""
        head = self.serial.partition("/")[0]
        return int(head) if self.form == "slash" and head.isdigit() else None


def speaker_of(instrument: Instrument) -> str:
    """Return the code of the organ that speaks in a document; the General Assembly where nothing tells."""
    for symbol in instrument.symbols:
        for prefix, code in (("A/HRC/", "HRC"), ("A/", "GA"), ("E/ESCAP/", "ESCAP"), ("E/", "ECOSOC"), ("S/", "SC")):
            if symbol.startswith(prefix) and instrument.kind != "report":
                return code
    organ = instrument.organ or ""
    for part, code in (
        ("general-assembly", "GA"), ("human-rights-council", "HRC"), ("economic-and-social-council", "ECOSOC"),
        ("ecosoc", "ECOSOC"), ("security-council", "SC"), ("environment-assembly", "UNEA"), ("health-assembly", "WHA"),
    ):  # fmt: skip
        if part in organ:
            return code
    return "GA"


def named_before(text: str, position: int) -> tuple[str, int] | None:
    """Return the organ named right before ``position`` (code or full name) and where its name begins."""
    low = max(position - 160, 0)
    known = _KNOWN_BEFORE.search(text, low, position)
    if known is not None and not _LONGER.search(text, low, known.start()):
        return _NAMES[" ".join(known[1].split())], known.start()
    other = _OTHER_BEFORE.search(text, low, position)
    if other is None:
        return None
    words = _OPENING_VERB.sub("", other[1])
    return words, other.start() + len(other[1]) - len(words)


def named_after(text: str, position: int) -> tuple[str, bool] | None:
    """Return the organ named after a number ("of the Human Rights Council", ", the Assembly") and whether by a comma only."""
    match = AFTER.match(text, position)
    if match is None:
        return None
    weak = match["link"].startswith(",") and "by" not in match["link"]
    return (_NAMES[" ".join(match["known"].split())] if match["known"] else match["other"]), weak


def named_in_clause(text: str, position: int) -> str | None:
    """Return the organ to which "its" before ``position`` points back, or ``None`` when the speaker is meant."""
    low = max(position - 220, 0)
    window = text[low:position]
    if _IN_ITS.search(window) is None:
        return None
    borders = [match.end() for match in _CLAUSE.finditer(window)]
    organs = [match for match in _ANY_ORGAN.finditer(window) if not borders or match.start() >= borders[-1] - 1]
    return _NAMES[" ".join(organs[-1][0].split())] if organs else None


def possessive(text: str, position: int) -> bool:
    """Return whether "its" or "their" stands before ``position``."""
    return _ITS.search(text, max(position - 60, 0), position) is not None


def fits(code: str, number: Number, year: int | None) -> bool:
    """Return whether an organ can have adopted a text of that number, in that year where one is printed."""
    session = number.session
    if number.form == "year":
        return code in ("SC", "COUNCIL")
    if number.form == "old":
        return code in ("GA", "ECOSOC", "T", "COUNCIL") and (
            code != "GA" or _roman(number.bracket or "") <= _LAST_ROMAN
        )
    if session is None:
        return code in ("GA", "HRC") if number.form == "slash" else code not in ("GA", "ECOSOC", "HRC", "SC", "COUNCIL")
    low, high = _sessions(code, session)
    return low <= (year or low) <= high and (year is not None or low > 0)


def _sessions(code: str, session: int) -> tuple[int, int]:
    """Return the years in which a session can have met; ``(0, 0)`` for a number that the organ never used."""
    if code in ("ECOSOC", "CHR"):
        return (session, session + 1) if session >= 1946 else (0, 0)
    if code == "GA":
        return (1945 + session, 1946 + session) if 31 <= session < 200 else (0, 0)
    if code in ("HRC", "COUNCIL"):
        middle = 2006 + session / 3
        return (
            (int(middle - 2), int(middle + 2)) if session < 80 else (session, session + 1) if session > 1900 else (0, 0)
        )
    if code == "UNEA":
        return (2014, 2014 + 3 * session) if session < 15 else (0, 0)
    if code == "ESCAP":
        return (1944 + session, 1945 + session) if session < 200 else (0, 0)
    return (0, 0) if code in ("SC", "T") else (1945, 9999)


_LAST_ROMAN: Final = 31
"""The General Assembly numbered its resolutions through, with the session in Roman numerals, up to 1975 and 1976."""


def _roman(numeral: str) -> int:
    """Return the value of a Roman numeral; of ``S-IV`` that of the numeral."""
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}.get(char, 0) for char in numeral.rpartition("-")[2]]
    later = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, later, strict=True))


def symbol_of(code: str, number: Number, kind: DeedKind) -> str:
    """Return the symbol of a text of the organ, or its name as a title where the organ has no series of symbols."""
    deed = "RES" if kind == "resolution" else "DEC"
    if code == "COUNCIL":
        session = number.session
        code = "SC" if number.form == "year" else "ECOSOC" if number.form == "old" or (session or 0) > 1900 else "HRC"
    if code == "UNEA":
        session_number, _, item = number.serial.partition("/")
        return f"UNEP/EA.{session_number}/{'Res' if kind == 'resolution' else 'Dec'}.{item}"
    if code == "WHA":
        return number.serial if number.serial.startswith("WHA") else f"WHA{number.serial}"
    if number.form == "other" and not number.serial.replace(".", "").replace("/", "").isdigit():
        organ = "" if "/" in number.serial or code.isupper() else code
        return f"{organ} {kind} {number.serial}".strip() if code != "WHA" else f"WHA{number.serial.removeprefix('WHA')}"
    series = {"GA": "A", "ECOSOC": "E", "SC": "S", "HRC": "A/HRC", "T": "T", "CHR": "E/CN.4", "ESCAP": "E/ESCAP"}.get(
        code
    )
    if series is None:
        return f"{code} {kind} {number.serial}".strip()
    return resolution_symbol(f"{series}/{deed}", number.serial, letter=number.letter, session=number.bracket)
