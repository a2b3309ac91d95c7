"""Repair: numbers of paragraphs whose stop is missing or whose digit is misprinted, told by their neighbours."""

from __future__ import annotations

import re

import msgspec

from digov.segments.blocks import Block
from digov.segments.markers import Marker

_NO_STOP = re.compile(r"(?P<number>\d{1,3})[ \u00a0]+(?=[*_“\"]{0,2}[A-Z][a-z]+\b)")
_LETTER_FOR_ONE = ("l", "I", "i")


def repair_numbers(text: str, blocks: list[Block]) -> list[Block]:
    """Return ``blocks`` with a number where a block stands between paragraphs n - 1 and n + 1 and begins with n without its stop.

    "l. Decides" before paragraph 2 is paragraph 1 in the same way. The repaired marks are irregular, so that an issue names them.
    """
    following = _following_numbers(blocks)
    repaired = list(blocks)
    last = 0
    for index, block in enumerate(blocks):
        marker = block.marker
        if marker is not None and marker.form == "number":
            last = marker.number
            continue
        found = _misprinted(text, block, last + 1) if following[index] == last + 2 else None
        if found is not None:
            repaired[index] = msgspec.structs.replace(block, marker=found)
            last = found.number
    return repaired


def _following_numbers(blocks: list[Block]) -> list[int]:
    found = [0] * len(blocks)
    number = 0
    for index in range(len(blocks) - 1, -1, -1):
        found[index] = number
        marker = blocks[index].marker
        if marker is not None and marker.form == "number":
            number = marker.number
    return found


def _misprinted(text: str, block: Block, expected: int) -> Marker | None:
    marker = block.marker
    if marker is None:
        match = _NO_STOP.match(text, block.body, block.tail)
        if match is None or int(match["number"]) != expected:
            return None
        return Marker("number", match.start("number"), match.end("number"), number=expected, misprinted=True)
    one = marker.form in ("item", "section") and marker.token in _LETTER_FOR_ONE and text[marker.start] != "("
    if expected == 1 and one and text[marker.end - 1] == "." and block.tail - marker.end > 40:
        return Marker("number", marker.start, marker.end, number=1, misprinted=True)
    return None
