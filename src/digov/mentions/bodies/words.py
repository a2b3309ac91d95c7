"""Words: a text as the tokens that names are compared by.

Spelling that does not tell names apart is levelled (hyphens, apostrophes, -ise and -ize, ``UN`` and ``United Nations``), capitals
are kept as a rank, since "the Forum" is a body and "a forum" is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import NamedTuple

LOWER, CAPITAL, ACRONYM = 0, 1, 2

_LETTER = r"[^\W_\u00b2\u00b3\u00b9\u2070-\u2079]"
_UN = rf"\b(?:United\s+Nations|UNITED\s+NATIONS)(?!{_LETTER})"
# "Nations" takes no suffix: in "Association of Southeast Asian Nations-led" the name is whole.
_JOINER = r"(?:(?<!Nations)[-\u2010\u2011]|['’])"
_TOKEN = re.compile(rf"{_UN}|{_LETTER}+(?:{_JOINER}{_LETTER}+)*(?:(?<=s)['’](?= ))?|[^\s\w*]")
# Words run together in a flattened redline part where a small letter meets a capital, or an acronym meets a word; "ITU-UNICEF" are two.
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})|(?<=[A-Z]{2}-)(?=[A-Z]{2})")
_HYPHENS = re.compile(r"[-\u2010\u2011]")
_POSSESSIVE = re.compile(r"['’][sS]?$")
_SPELLING = (
    (re.compile(r"organis"), "organiz"),
    (re.compile(r"isation"), "ization"),
    (re.compile(r"^program$"), "programme"),
    (re.compile(r"^center$"), "centre"),
    (re.compile(r"^labor$"), "labour"),
)


class Words(NamedTuple):
    """The tokens of one text; all columns have one length.

    ``key`` is what names are compared by, ``raw`` the letters as printed without hyphens and possessive ``'s`` (which ``end`` leaves out),
    ``rank`` tells lower case, capital and acronym apart (punctuation has lower case).
    """

    key: list[str]
    raw: list[str]
    rank: list[int]
    start: list[int]
    end: list[int]

    def is_capital(self, index: int) -> bool:
        """Return whether there is a word at ``index`` that begins with a capital letter."""
        return 0 <= index < len(self.rank) and self.rank[index] != LOWER

    def owns(self, at: int) -> bool:
        """Return whether the word at ``at`` bears a possessive "'s": more than two characters lie between it and the next."""
        return at + 1 < len(self.start) and self.start[at + 1] - self.end[at] > 2

    def capitals(self) -> list[int]:
        """Return where the words with a capital stand."""
        return [at for at, rank in enumerate(self.rank) if rank]

    def tail(self, begin: int) -> Words:
        """Return the words from ``begin`` on."""
        return Words(self.key[begin:], self.raw[begin:], self.rank[begin:], self.start[begin:], self.end[begin:])

    def key_at(self, index: int) -> str:
        """Return the key at ``index``, the empty string beyond either end."""
        return self.key[index] if 0 <= index < len(self.key) else ""


class _Token(NamedTuple):
    """What a token is compared by; ``joints`` are the places where it falls apart into words run together."""

    key: str
    raw: str
    rank: int
    length: int
    joints: tuple[int, ...] = ()


def words_of(text: str) -> Words:
    """Return the words of ``text``; ``United Nations`` and ``UN`` are one word ``un``."""
    found = list(_TOKEN.finditer(text))
    tokens = [_read(match[0]) for match in found]
    starts = [match.start() for match in found]
    if [token for token in tokens if token[4]]:
        tokens, starts = _parted(found)
    if not tokens:
        return Words([], [], [], [], [])
    key, raw, rank, length, _ = zip(*tokens, strict=True)
    return Words(list(key), list(raw), list(rank), starts, list(map(add, starts, length)))


def _parted(found: Sequence[re.Match[str]]) -> tuple[list[_Token], list[int]]:
    """Return the tokens and their starts with the words run together parted."""
    tokens: list[_Token] = []
    starts: list[int] = []
    for match in found:
        text, start = match[0], match.start()
        borders = (0, *_read(text).joints, len(text))
        for begin, end in pairwise(borders):
            token = _read(text[begin:end])
            if token.key == "nations" and tokens and tokens[-1].raw == "United":
                tokens[-1] = _Token("un", "United Nations", CAPITAL, start + token.length - starts[-1])
                continue
            tokens.append(token)
            starts.append(start + begin)
    return tokens, starts


@lru_cache(maxsize=32768)
def _read(token: str) -> _Token:
    """Return what ``token`` is compared by; kept, since a text repeats its words."""
    if token.startswith(("United", "UNITED")) and token[6:].strip() in ("Nations", "NATIONS"):
        return _Token("un", "United Nations", CAPITAL, len(token))
    if not token[0].isalnum():
        return _Token("and" if token == "&" else token, token, LOWER, len(token))
    bare = _POSSESSIVE.sub("", token).rstrip("-\u2010\u2011")
    raw = _HYPHENS.sub("", bare).replace("’", "'")
    key = raw.casefold()
    for pattern, spelling in _SPELLING:
        key = pattern.sub(spelling, key)
    joints = () if token[1:].islower() else tuple(joint.start() for joint in _JOINT.finditer(token))
    capitals = sum(char.isupper() for char in raw)
    if capitals > 1 and not _is_compound(bare):
        return _Token(key, raw, CAPITAL if key == "un" else ACRONYM, len(bare), joints)
    rank = CAPITAL if raw[:1].isupper() or raw[:1].isdigit() else LOWER
    return _Token(key, raw, rank, len(bare), joints)


def _is_compound(token: str) -> bool:
    """Tell "Secretary-General" and "d'Ivoire" from acronyms: no part has two capitals."""
    parts = re.split(r"[-\u2010\u2011'’]", token)
    return len(parts) > 1 and all(sum(char.isupper() for char in part) < 2 for part in parts)
