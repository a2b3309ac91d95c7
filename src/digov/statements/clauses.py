"""Which act a deadline of the same segment belongs to.

The clause of an act runs from its words to the words of the next act; words that open the sentence before its first act
("By 2030, we will …") belong to that act. The rule is read off UN drafting, where timing follows the verb that it
binds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from digov.model.mention import Act, DeadlineMention

_SENTENCE_END: Final = re.compile(r"[.!?][\"”’)\]*_]*\s+(?=[\"“(*_]*[A-Z])")
_ASIDE: Final = re.compile(r"\bas\s+$", re.IGNORECASE)
_ASIDE_END: Final = re.compile(r"[,;)]")


def acts_due(text: str, acts: Sequence[Act], deadline: DeadlineMention) -> tuple[int, ...]:
    """Return the indices into ``acts`` of the performed acts whose clause holds ``deadline``, in order.

    ``text`` is the segment's. Words before the first act of the segment's own belong to the acts taken over from the
    chapeau; an act inside another shares the clause with it; a deadline told of a reported act belongs to none.
    """
    borders = [act for act in acts if act.inherited_from is None and not act.inner]
    governing = _governing(text, borders, deadline.start)
    inner = [act for act in acts if act.inner and act.inherited_from is None and act.start <= deadline.start]
    if governing is None:
        found = [act for act in acts if act.inherited_from is not None] + inner[-1:]
    elif governing.reported:
        found = []
    else:
        found = [governing, *(act for act in inner[-1:] if act.start >= governing.start)]
    return tuple(i for i, act in enumerate(acts) if not act.reported and any(act is one for one in found))


def _governing(text: str, borders: Sequence[Act], place: int) -> Act | None:
    """Return the last act whose clause has begun at ``place``, past asides that are over ("as requested in …, ")."""
    for number in range(len(borders) - 1, -1, -1):
        act = borders[number]
        earlier = borders[number - 1].start if number else -1
        if place < _clause_start(text, act, earlier):
            continue
        if act.reported and _ASIDE.search(text[: act.start]) and _ASIDE_END.search(text, act.end, place):
            continue
        return act
    return None


def _clause_start(text: str, act: Act, earlier: int) -> int:
    """Return where the clause of ``act`` begins: at its sentence when it is the first act there, else at its words.

    A reported act never reaches back: it hangs on what stands before it.
    """
    if act.reported:
        return act.start
    sentence = max((match.end() for match in _SENTENCE_END.finditer(text, 0, act.start + 1)), default=0)
    return act.start if earlier >= sentence else sentence
