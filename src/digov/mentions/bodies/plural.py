"""Names that share a plural head: "the United Nations Offices at Geneva and Vienna", "the Second and Third Committees"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from digov.mentions.bodies.find import Hit
from digov.mentions.bodies.names import HEADS, Entry, Names, Node
from digov.mentions.bodies.words import Words

_PREPOSITIONS: Final = frozenset(("at", "for", "on", "of", "to", "in"))
_MOST: Final = 12
_PLURALS: Final = {
    **{head + "s": head for head in HEADS if not head.endswith("y")},
    **{head[:-1] + "ies": head for head in HEADS if head.endswith("y")},
    "secretariesgeneral": "secretarygeneral",
}


def shared_heads(words: Words, names: Names, hits: Sequence[Hit]) -> list[Hit]:
    """Return the bodies named around plural heads, in text order; the second name covers only its own words ("Vienna")."""
    taken = {at for hit in hits if hit.is_body for at in range(hit.first, hit.last)}
    found: list[Hit] = []
    for at in words.capitals():
        if words.key[at] not in _PLURALS or at in taken:
            continue
        found += _after(words, names, at) or _before(words, names, at)
    return sorted(found, key=lambda hit: hit.first)


def _after(words: Words, names: Names, head: int) -> list[Hit]:
    """Return the bodies whose complements follow the head, when at least two do."""
    first = head
    stem = names.root.next.get(_PLURALS[words.key[head]])
    if head and words.key[head - 1] == "un":
        first, below = head - 1, names.root.next["un"].next.get(_PLURALS[words.key[head]])
        stem = below or stem
    elif words.is_capital(head - 1):
        modified = names.root.next.get(words.key[head - 1])
        stem = modified.next.get(_PLURALS[words.key[head]]) if modified is not None else None
        first = head - 1
    if stem is None:
        return []
    found: list[Hit] = []
    at, prefix, begin = head + 1, words.key_at(head + 1), first
    if prefix not in _PREPOSITIONS:
        return []
    while True:
        node = stem if words.key_at(at) in _PREPOSITIONS else stem.next.get(prefix)
        match = _walk(words, node, at) if node is not None else None
        if match is None:
            break
        found.append(Hit(begin, match[0], match[1]))
        at = match[0]
        if words.key_at(at) == ",":
            at += 1
        if words.key_at(at) == "and":
            at += 1
        if at == match[0]:
            break
        begin = at + (words.key_at(at) == "the")
    return found if len(found) > 1 else []


def _before(words: Words, names: Names, head: int) -> list[Hit]:
    """Return the bodies whose modifiers stand before the head ("Second and Third Committees"), when at least two do."""
    singular = _PLURALS[words.key[head]]
    found: list[Hit] = []
    at, last = head - 1, head + 1
    while words.is_capital(at):
        node = names.root.next.get(words.key[at])
        below = node.next.get(singular) if node is not None else None
        if below is None or not below.entries:
            break
        found.append(Hit(at, last, below.entries[0]))
        at -= 1
        if words.key_at(at) == "and":
            at -= 1
        if words.key_at(at) == ",":
            at -= 1
        last = at + 1
    return found if len(found) > 1 else []


def _walk(words: Words, node: Node | None, at: int) -> tuple[int, Entry] | None:
    """Return the end and the entry of the longest label below ``node`` that the words from ``at`` complete."""
    best: tuple[int, Entry] | None = None
    for step in range(_MOST):
        node = node.next.get(words.key_at(at + step)) if node is not None else None
        if node is None:
            break
        if node.entries and node.entries[0].entity.id.startswith("body/"):
            best = (at + step + 1, node.entries[0])
    return best
