"""Words as a reader expects them: without the marks that a conversion left in a source. The data keep every character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

_TAG: Final = re.compile(r"</?(?:u|ins|del|sup|sub)>")
_LINK: Final = re.compile(r"(\[)[^\[\]]*(\]\((?:#|https?://)?[^)\s]{0,300}\))")
"""A link of Markdown: what stands before its words, and what behind them."""
_NO_ADDRESS: Final = re.compile(r"\]\([A-Za-z0-9]+\)")
"""What looks like the end of a link, and is the number of an item behind a bracket."""
_STRESS: Final = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])[^*\n]*(?<=[^\s*])(\1)(?![\w*])")
_NUMBER: Final = re.compile(r"[0-9]{1,4}[.:]")
_ESCAPE: Final = re.compile(r"\\(?=[()\[\]*_])")


def signs_of(text: str) -> list[tuple[int, int]]:
    """Return where marks of a conversion stand in ``text``: tags of underlining, links, stress, escapes; in order.

    >>> [text[start:end] for text in ["In [70/1](#), *Recalls* <u>all</u>"] for start, end in signs_of(text)]
    ['[', '](#)', '*', '*', '<u>', '</u>']
    """
    return sorted(_signs(text))


def _signs(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_TAG, _ESCAPE):
        yield from (found.span() for found in pattern.finditer(text))
    for link in _LINK.finditer(text):
        if not _NO_ADDRESS.fullmatch(link[2]):
            yield from (link.span(1), link.span(2))
    for stress in _STRESS.finditer(text):
        yield from (stress.span(1), stress.span(2))


def plain(text: str) -> str:
    """Return ``text`` without the marks of a conversion.

    >>> plain("resolution [70/125](#), [States](a) *Recalls* <u>and others</u>, 2 * 3 * 4")
    'resolution 70/125, [States](a) Recalls and others, 2 * 3 * 4'
    """
    return plain_parts((text,))[0]


def plain_parts(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the ``parts`` of one text, one after another, each without the marks, which may reach over several of them.

    >>> plain_parts(("resolution [", "70/125", "](#) of"))
    ('resolution ', '70/125', ' of')
    """
    signs = signs_of("".join(parts))
    if not signs:
        return tuple(parts)
    shown, first = [], 0
    for part in parts:
        last = first + len(part)
        inside = [
            (max(start, first) - first, min(end, last) - first) for start, end in signs if start < last and end > first
        ]
        ends = [0, *(end for _, end in inside)]
        starts = [*(start for start, _ in inside), len(part)]
        shown.append("".join(part[end:start] for end, start in zip(ends, starts, strict=True)))
        first = last
    return tuple(shown)


def without_struck_number(words: str, number: str) -> str:
    """Return the words of a paragraph of a redline without the struck number before its own ``number``.

    >>> without_struck_number("136.147. We request", "147"), without_struck_number("1.2. We request", "1")
    ('147. We request', '1.2. We request')
    """
    struck = _NUMBER.match(words)
    own = f"{number}."
    return words[struck.end() :] if struck and words.startswith((own + " ", own + "\n"), struck.end()) else words
