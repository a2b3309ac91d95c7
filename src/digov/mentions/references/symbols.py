"""UN document symbols: their grammar, one canonical form for each, and the slug that follows from it.

A symbol is a root (organ or treaty body), parts between slashes and perhaps a tail: ``A/RES/70/125``, ``A/C.2/59/3``,
``FCCC/CP/2015/10/Add.1``, ``A/78/12 (Part II)``. A document that belongs to two organs carries both symbols joined by a hyphen,
``A/79/62-E/2024/3``: one document, one symbol. Canonical forms chosen here:

- General Assembly resolutions of the old numbering: number, letter, session in brackets, ``A/RES/217 A (III)``, whatever order and
  spacing is printed (``A/RES/217(III)A``, ``217A(III)``);
- letters of parts of a resolution after a blank: ``A/RES/77/290 B``;
- Security Council resolutions with their year: ``S/RES/1325 (2000)``;
- decisions of the plenary organs, which have no symbol of their own: ``A/DEC/74/548``, ``E/DEC/2021/250``.

Source of the rules: the United Nations editorial conventions for symbols as they appear in the sources and the corpus.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

_FOLD: Final = str.maketrans(
    dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\xa0\u202f\u2009\u2007\t\n\r", " ")
    | dict.fromkeys("‘’ʼ", "'")
    | dict.fromkeys("¹²³⁰⁴⁵⁶⁷⁸⁹", "^")
)

_ROOTS: Final = (
    "A|E|S|T|ST|TD|CD|DP|GC|HS|HSP|HRI|CCPR|CERD|CEDAW|CAT|CRC|CRPD|CMW|CED|FCCC|ICCD|CBD|UNEP|UNCTAD|ECE|ISBA|SPLOS|NPT|CAC|"
    "CTOC|CCW|BWC|APLC|CCM|LOS|UNW|UNFF|PBC|JIU|IDB|TRANS|DC|OPCW|ICC-ASP|ICCD|CLCS|UNOPS|AT|OS|PCNICC|CGRFA|CITES|DTCD|UNHCR|"
    "HCR|INFCIRC|GOV|SPT|OPA|SC|TB|ID|CPR|ICEF|WFP|UNTAET|OHCHR|NGO|CEB|DESA|EP|SAICM|BC|COP"
)
_WORD_PART: Final = r"(?:(?:Add|Corr|Rev|Amend|Res|Dec|Inf|Circ|Doc|Misc)\.?[0-9]+|Corrigendum|Addendum|Decisions|Summary|Annex|Resolutions)"
# A hyphen belongs to a part (S-6, SR.1-28) unless a root and a slash follow: then it joins a second symbol (62-E/2024/3).
_GENERIC_PART: Final = rf"[A-Z0-9]+(?:\.(?=[A-Z0-9])[A-Z0-9]+|-(?!(?:{_ROOTS})/)[A-Z0-9]+)*(?:\([A-Z0-9]{{1,6}}\))?"
_BRACKET: Final = r"(?:\s?\((?:Parts?|Vols?|Sects?|Introduction|Income sect|Suppl)\b[^()]{0,24}\))"
_PARTS: Final = rf"(?:/(?:{_WORD_PART}|{_GENERIC_PART})(?![A-Za-z0-9]){_BRACKET}?)+"
_SESSION: Final = r"\((?:(?:E?S-)?[IVXLC]+|(?:19|20)[0-9]{2})\)"
_LETTER_ENDS: Final = r"(?=\s*(?:\Z|[,;:.)\]]|(?:and|or|of|on|to|in|by)\b))"
_TAIL: Final = (
    rf"(?:\s?{_SESSION}(?:\s?[A-Z](?![\w/]))?|\s?[A-Z]\s?{_SESSION}|[A-Z](?![\w/.-])|\s[A-Z](?:-[A-Z])?{_LETTER_ENDS})"
)
_ANY: Final = re.compile(
    rf"(?<![\w/.#=&-])(?P<root>[A-Z][A-Z0-9]*(?:-[A-Z]{{2,}}|\([0-9]{{1,3}}\))?){_PARTS}(?:-(?:{_ROOTS}){_PARTS})?(?P<tail>{_TAIL})?(?![/\w])"
)
_KNOWN_ROOT: Final = re.compile(rf"(?:{_ROOTS})\Z")
_URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>\]]*")

_RESOLUTION: Final = re.compile(
    r"(?P<organ>A|E|S|A/HRC|E/[A-Z]+)/(?P<kind>RES|DEC)/(?P<number>(?:E?S-)?[0-9]+(?:/[0-9]+)?)"
    r"(?:\s?\((?P<session>(?:E?S-)?[IVXLC]+|[0-9]{4})\)\s?(?P<after>[A-Z](?:-[A-Z])?)?"
    r"|\s?(?P<letter>[A-Z](?:-[A-Z])?)?(?:\s?\((?P<late>(?:E?S-)?[IVXLC]+)\))?)\Z"
)
_NOT_ALNUM: Final = re.compile(r"[^a-z0-9]+")
_SECOND: Final = re.compile(rf"-(?=(?:{_ROOTS})/)")


class Symbol(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """A document symbol in canonical form; ``components`` are the symbols of a joint document, one for most."""

    components: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the symbol as one string: the components joined by hyphens."""
        return "-".join(self.components)

    @property
    def slug(self) -> str:
        """Return the slug under which the document's work is identified."""
        return slug_of(self.text)


class FoundSymbol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A symbol found in a text: its span and its canonical form."""

    start: int
    end: int
    symbol: str


def fold(text: str) -> str:
    """Return ``text`` with dashes as hyphens, apostrophes straight, odd blanks plain and footnote marks as ``^``.

    One character stands for one, so that spans of the result are spans of ``text``.
    """
    return text.translate(_FOLD)


def slug_of(symbol: str) -> str:
    """Return the slug of a symbol or title: lower case, every run of other characters one hyphen.

    >>> slug_of("A/79/62-E/2024/3"), slug_of("A/RES/217 A (III)")
    ('a-79-62-e-2024-3', 'a-res-217-a-iii')
    """
    return _NOT_ALNUM.sub("-", symbol.lower()).strip("-")


def parse_symbol(text: str) -> Symbol | None:
    """Return the symbol that ``text`` is as a whole, or ``None`` when it is none; never raises.

    Escapes (``\\(``), blanks and dashes are normalised first.

    >>> parse_symbol("A/RES/217(III)A").text
    'A/RES/217 A (III)'
    >>> parse_symbol("A/79/62–E/2024/3").components
    ('A/79/62', 'E/2024/3')
    """
    plain = " ".join(fold(text).replace("\\", "").split())
    match = _ANY.match(plain)
    if match is None or match.end() != len(plain) or not _is_symbol(match):
        return None
    return Symbol(tuple(_canonical(part) for part in _SECOND.split(plain)))


def find_symbols(text: str) -> list[FoundSymbol]:
    """Return the symbols printed in ``text`` in order; those inside addresses are left out.

    Spans index ``text``. A hyphenated double symbol is one; a word with slashes that is no symbol (``HIV/AIDS``) is none.
    """
    if "/" not in text:
        return []
    plain = fold(text)
    found: list[FoundSymbol] = []
    addresses = [match.span() for match in _URL.finditer(plain)] if "http" in plain or "www." in plain else []
    for match in _ANY.finditer(plain):
        start, end = match.span()
        if any(low <= start < high for low, high in addresses):
            continue
        if (symbol := _trimmed(plain, start, end)) is not None:
            found.append(symbol)
    return found


def _trimmed(plain: str, start: int, end: int) -> FoundSymbol | None:
    """Return the symbol at ``start``, without the tail when only the head of the match is one."""
    match = _ANY.match(plain, start, end)
    while match is not None:
        if _is_symbol(match) and (symbol := parse_symbol(match[0])) is not None:
            return FoundSymbol(start, match.end(), symbol.text)
        if match["tail"] is None:
            return None
        match = _ANY.match(plain, start, match.start("tail"))
    return None


def _is_symbol(match: re.Match[str]) -> bool:
    """Tell a symbol from other words with slashes: a known root and a number, or the shape of a longer symbol."""
    words, root = match[0], match["root"]
    if match["tail"] is not None:
        return _RESOLUTION.match(words) is not None
    parts = words.split("/")[1:]
    if not any(char.isdigit() for part in parts for char in part):
        return False
    if _KNOWN_ROOT.match(root.partition("(")[0]):
        return len(parts) > 1 or len(root) > 1 or len(parts[0]) > 3
    return len(parts) > 1 and len(root) > 1 and any(part[0].isdigit() or "." in part for part in parts[1:])


def _canonical(component: str) -> str:
    match = _RESOLUTION.match(component)
    if match is None:
        return re.sub(r"\s*\(\s*(?=Part|Vol|Sect|Intro|Income|Suppl)", " (", component)
    return resolution_symbol(
        f"{match['organ']}/{match['kind']}",
        match["number"],
        letter=match["letter"] or match["after"],
        session=match["session"] or match["late"],
    )


def resolution_symbol(series: str, number: str, *, letter: str | None = None, session: str | None = None) -> str:
    """Return the canonical symbol of a resolution or decision.

    ``series`` is ``A/RES``, ``A/HRC/RES`` or ``E/DEC``; ``session`` what stands in brackets: a Roman session or a year.

    >>> resolution_symbol("A/RES", "217", letter="A", session="III")
    'A/RES/217 A (III)'
    """
    return f"{series}/{number}" + (f" {letter}" if letter else "") + (f" ({session})" if session else "")
