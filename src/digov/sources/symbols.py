"""Symbols: the symbols of UN documents, what they say of a document, and the slugs made from them."""

from __future__ import annotations

import re

_SERIES = "A|E|S|T|ST|TD|DP|CRC|CCPR|CEDAW|CERD|CAT|CBD|FCCC|UNEP|ITU|HSP|ISBA|CTOC|CAC|WHA|LC"
_SYMBOL = rf"(?:{_SERIES})(?:/[A-Z0-9](?:[\w.]*\w)?(?:\s?\([\w. ]+\))?)+(?:\s[A-Z](?:[–-][A-Z])?)?"
_LINE = re.compile(rf"\*{{0,2}}(?P<first>{_SYMBOL})\*{{0,2}}(?:\s*[–—-]\s*(?P<second>{_SYMBOL}))?\*{{0,2}}")
_LONGEST = 120
_SLUG = re.compile(r"[^a-z0-9]+")
_ORGANS = {
    "general assembly": ("body/general-assembly", "A/RES/", "unga"),
    "economic and social council": ("body/economic-and-social-council", "E/RES/", "unecosoc"),
    "security council": ("body/security-council", "S/RES/", ""),
    "human rights council": ("body/human-rights-council", "A/HRC/RES/", ""),
}


def symbols_in(line: str) -> tuple[str, ...]:
    """Return the symbols that make up a line: one, or two joined by a dash; none when the line holds anything else.

    >>> symbols_in("A/79/62–E/2024/3")
    ('A/79/62', 'E/2024/3')
    >>> symbols_in("See A/60/687.")
    ()
    """
    match = _LINE.fullmatch(line.strip()) if len(line) <= _LONGEST else None
    if match is None:
        return ()
    return tuple(symbol for symbol in (match["first"], match["second"]) if symbol)


def slug_of(words: str) -> str:
    """Return the slug of a symbol or name: lower case, every other run one hyphen.

    >>> slug_of("A/RES/70/125"), slug_of("S/RES/2664 (2022)")
    ('a-res-70-125', 's-res-2664-2022')
    """
    return _SLUG.sub("-", words.lower()).strip("-")


def organ_of(name: str) -> str:
    """Return the id of the organ called ``name``: ``body/`` and the slug of its name without the article.

    >>> organ_of("The General Assembly")
    'body/general-assembly'
    """
    plain = " ".join(name.split()).removeprefix("The ").removeprefix("the ").rstrip(",. ")
    known = _ORGANS.get(plain.lower())
    return known[0] if known else f"body/{slug_of(plain)}"


def resolution_symbol(organ: str | None, number: str) -> str | None:
    """Return the symbol of the resolution that its organ numbers ``number``, or ``None`` when the organ's symbols are not known.

    >>> resolution_symbol("body/economic-and-social-council", "2024/13")
    'E/RES/2024/13'
    """
    for name, prefix, _ in _ORGANS.values():
        if name == organ:
            return prefix + number
    return None


def akn_path(organ: str | None, number: str, date: str | None) -> str | None:
    """Return the Akoma Ntoso work path that the UN gives a resolution, or ``None`` where it gives none or gives it both ways (parts A, B).

    >>> akn_path("body/general-assembly", "79/1", "2024-09-22")
    '/akn/un/statement/deliberation/unga/2024-09-22/79-1'
    """
    for name, _, code in _ORGANS.values():
        if (
            name == organ
            and code
            and date
            and number.replace("/", "").replace("-", "").removeprefix("ES").removeprefix("S").isdigit()
        ):
            return f"/akn/un/statement/deliberation/{code}/{date}/{number.replace('/', '-')}"
    return None
