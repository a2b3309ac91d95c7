"""The cache of answers: whole answers, byte for byte, within a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

import msgspec

_OVERHEAD = 500
_LARGEST_PART = 8
"""The largest answer that is kept may take one part in so many of the cache."""

Headers = list[tuple[bytes, bytes]]


class CachedAnswer(msgspec.Struct, frozen=True):
    """An answer that was given: its headers, its body, and its tag."""

    headers: Headers
    body: bytes
    tag: bytes


class AnswerCache:
    """Keeps answers under keys that say everything that determines them; what was asked for longest ago goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._answers: OrderedDict[Hashable, CachedAnswer] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """Return the number of bytes that the cache takes."""
        return self._bytes

    def get(self, key: Hashable) -> CachedAnswer | None:
        """Return the answer under ``key``; ``None`` when it is not kept."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def keeps(self, size: int) -> bool:
        """Return whether an answer of ``size`` bytes is small enough to be kept."""
        return size + _OVERHEAD <= self._most // _LARGEST_PART

    def put(self, key: Hashable, answer: CachedAnswer, key_size: int) -> None:
        """Keep ``answer`` under ``key``, which takes ``key_size`` bytes, and forget others until there is room."""
        held = len(answer.body) + key_size + sum(len(name) + len(value) for name, value in answer.headers)
        size = held + _OVERHEAD
        if not self.keeps(held) or key in self._answers:
            return
        self._answers[key] = answer
        self._sizes[key] = size
        self._bytes += size
        while self._bytes > self._most:
            oldest, _ = self._answers.popitem(last=False)
            self._bytes -= self._sizes.pop(oldest)
