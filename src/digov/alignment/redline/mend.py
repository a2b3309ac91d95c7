"""Words of the base that are not in the redline letter by letter: torn by an insertion, or misread where they were struck."""

from __future__ import annotations

from collections.abc import Iterator

from digov.alignment.redline.characters import Match, Tokens

_SHORTEST = 3
"""Letters of the shortest word that is looked for."""
_WIDEST = 600
"""Characters of the redline in which a word is looked for."""


def mend(
    matches: tuple[Match, ...], base: str, redline: str, *, deletion_first: bool | None
) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Return the matches with torn and misread words added, in order, and apart from these the misread words.

    A torn word has its head before an insertion and its tail after it ("Societ[ies]y"). A misread one stands letter for
    letter in its place but for one in four ("taw" for "law"); that it was misread says that it was struck.
    """
    old, new = Tokens(base), Tokens(redline)
    covered = {match.base: match for match in matches}
    ends = sorted(matches)
    added: list[Match] = []
    misread: list[Match] = []
    free = _Free(new, matches)
    position = 0
    last_end = 0
    for index, word in enumerate(old.words):
        start = old.starts[index]
        while position < len(ends) and ends[position].base + ends[position].length <= start:
            last_end = max(last_end, ends[position].redline + ends[position].length)
            position += 1
        found = position < len(ends) and ends[position].base <= start
        if found or start in covered or len(word) < _SHORTEST or not word.isalnum():
            continue
        high = ends[position].redline if position < len(ends) else len(redline)
        for place, shown in free(last_end, min(high, last_end + _WIDEST)):
            pieces = _torn(word, shown)
            if pieces is not None:
                cut, rest = pieces
                added += [Match(start, place, cut), Match(start + cut, place + rest, len(word) - cut)]
                last_end = place + len(shown)
                break
            shift = _misread(word, shown, at_start=deletion_first is not False)
            if shift is not None:
                misread.append(Match(start, place + shift, len(word)))
                last_end = place + shift + len(word)
                break
    return tuple(sorted((*matches, *added, *misread))), tuple(misread)


class _Free:
    """The runs of letters and digits of the redline that no base token was found in.

    Called with a window, yields place and letters of each.
    """

    def __init__(self, new: Tokens, matches: tuple[Match, ...]) -> None:
        self._taken = bytearray(len(new.text) + 1)
        for match in matches:
            self._taken[match.redline : match.redline + match.length] = b"\1" * match.length
        self._new = new

    def __call__(self, low: int, high: int) -> Iterator[tuple[int, str]]:
        text, position = self._new.text, low
        while position < high:
            if self._taken[position] or not text[position].isalnum():
                position += 1
                continue
            end = position
            while end < high and text[end].isalnum() and not self._taken[end]:
                end += 1
            yield position, text[position:end]
            position = end


def _torn(word: str, shown: str) -> tuple[int, int] | None:
    """Return how many letters of ``word`` head ``shown`` and where in it the rest of the word begins."""
    if len(shown) <= len(word):
        return None
    head = 0
    while head < len(word) and word[head] == shown[head]:
        head += 1
    for cut in range(min(head, len(word) - 1), 0, -1):
        if shown.endswith(word[cut:]):
            return cut, len(shown) - (len(word) - cut)
    return None


def _misread(word: str, shown: str, *, at_start: bool) -> int | None:
    """Return where in ``shown`` the misread ``word`` begins, at its start or its end, of which the one is tried first.

    ``None`` where it is at neither.
    """
    if len(shown) < len(word):
        return None
    allowed = max(1, len(word) // 4)
    ends = (0, len(shown) - len(word))
    for shift in ends if at_start else ends[::-1]:
        other = shown[shift : shift + len(word)]
        if sum(a != b for a, b in zip(word, other, strict=True)) <= allowed:
            return shift
    return None
