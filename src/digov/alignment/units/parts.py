"""Splits and merges: a unit without a partner that is part of a unit whose partner holds the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import LCSseq

from digov.alignment.units.pairing import Pair

SHORTEST = 6
"""Words below which nothing is called a part of something."""
INSIDE = 0.7
"""Share of the words of a part that stand in the whole, in order."""
FREE = 0.6
"""Share of the words of a part that stand in the whole where its partner does not claim them."""
NEAR = 3
"""Units on either side of the partner in which a part is looked for ..."""
FAR, LONG = 0.8, 15
"""... and the share, and the words, from which on it is one wherever it stands."""


def find_parts(
    whole: Sequence[str], parts: Sequence[str], partner: Mapping[int, int], free: Sequence[int]
) -> list[Pair]:
    """Return the pairs (whole, part) for parts in ``free``: units without a partner of their own.

    ``partner`` gives for a whole the unit among ``parts`` it is paired with. Each part goes to one whole, the one that
    holds the largest share of it.
    """
    found = []
    for part in free:
        if len(parts[part]) < SHORTEST:
            continue
        options = [
            (share, -abs(partner[index] - part), index)
            for index in sorted(partner)
            if len(whole[index]) > len(parts[part])
            and (abs(partner[index] - part) <= NEAR or len(parts[part]) >= LONG)
            and (share := _free_share(whole[index], parts[partner[index]], parts[part]))
            and (abs(partner[index] - part) <= NEAR or share >= FAR)
        ]
        if options:
            found.append((max(options)[2], part))
    return found


def _free_share(whole: str, claimed: str, part: str) -> float:
    """Return the share of ``part`` in what ``claimed`` leaves of ``whole``; 0 when too little of it is in the whole."""
    if LCSseq.similarity(part, whole) < INSIDE * len(part):
        return 0.0
    rest, position = [], 0
    for block in LCSseq.opcodes(whole, claimed):
        if block.tag == "equal":
            rest.append(whole[position : block.src_start])
            position = block.src_end
    rest.append(whole[position:])
    share = LCSseq.similarity(part, "".join(rest)) / len(part)
    return share if share >= FREE else 0.0
