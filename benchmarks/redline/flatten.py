"""Redlines with a known truth: two versions of a text, flattened into one run the way such files are.

The edit script is a true one (paragraphs paired, words compared, edits that a drafter would make as one joined); the
way it is printed is drawn from the forms that real flattened redlines show: deleted words before or after the inserted
ones, with or without a blank between, old and new number fused, list marks lost, hyphens lost, struck letters misread.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from pairs import Pair
from rapidfuzz.distance import LCSseq

KEPT, DELETED, INSERTED, ARTEFACT, NUMBER = "k", "d", "i", "x", "n"
"""What a printed character is; a number of a paragraph is left out of the scores."""

_TOKEN = re.compile(r"(\s*)(\w+(?:(?:[-–’'/.]|(?<=\d),(?=\d))\w+)*|[^\w\s])")
_LABEL = re.compile(r"^(\d+)\.\s+")
_FUNCTION = frozenset(
    "a an the of to in on at by for with from as and or its their that which this these be is are has have been was were".split()
)
_MISREAD = {"l": "t", "i": "l", "1": "4", "h": "b", "c": "e", "n": "u", "t": "f", "rn": "m"}


@dataclass(frozen=True)
class Style:
    """How one file prints its edits."""

    deletion_first: bool
    fused: float
    """Chance that a replacement has no blank at its joint."""
    dual_numbers: bool
    misread: float
    """Chance that a struck word is misread."""
    lost_hyphens: float

    @classmethod
    def draw(cls, rng: random.Random) -> Style:
        return cls(
            deletion_first=rng.random() < 0.5,
            fused=rng.choice((0.6, 0.7, 0.8, 0.9)),
            dual_numbers=rng.random() < 0.5,
            misread=rng.choice((0.0, 0.0, 0.0, 0.08)),
            lost_hyphens=rng.choice((0.0, 0.05)),
        )


@dataclass(frozen=True)
class Edit:
    """One edit of the truth and where its characters stand in the printed text."""

    deleted: str
    inserted: str
    deleted_spans: tuple[tuple[int, int], ...]
    inserted_spans: tuple[tuple[int, int], ...]
    whole: bool
    """Whether it is a whole paragraph."""
    trace: bool
    """Whether anything beside the deleted words betrays that they were deleted."""


@dataclass
class Flattened:
    """One made redline: base, printed and new text, one letter of truth for each printed character, and the edits."""

    name: str
    style: Style
    base: str = ""
    printed: str = ""
    new: str = ""
    truth: str = ""
    edits: list[Edit] = field(default_factory=list)
    units: list[tuple[int, int]] = field(default_factory=list)
    """Number of the base paragraph and of the printed paragraph, for each base paragraph."""


Token = tuple[str, str]
"""Blank before, and the word or mark."""


def tokens_of(text: str) -> list[Token]:
    return [(match[1] and " ", match[2]) for match in _TOKEN.finditer(text)]


def edit_script(old: list[Token], new: list[Token], rng: random.Random) -> list[tuple[str, list[Token], list[Token]]]:
    """Return runs of (``keep`` or ``edit``, old words, new words) that turn ``old`` into ``new``."""
    runs: list[tuple[str, list[Token], list[Token]]] = []
    for code in LCSseq.opcodes([token[1] for token in old], [token[1] for token in new]):
        before, after = old[code.src_start : code.src_end], new[code.dest_start : code.dest_end]
        if code.tag == "equal":
            runs.append(("keep", before, after))
        elif runs and runs[-1][0] == "edit":
            runs[-1] = ("edit", runs[-1][1] + before, runs[-1][2] + after)
        else:
            runs.append(("edit", before, after))
    return _joined(runs, rng)


def _joined(
    runs: list[tuple[str, list[Token], list[Token]]], rng: random.Random
) -> list[tuple[str, list[Token], list[Token]]]:
    """Join edits that only a function word or a mark parts, as a drafter who strikes a phrase would."""
    out: list[tuple[str, list[Token], list[Token]]] = []
    for index, run in enumerate(runs):
        slight = run[0] == "keep" and len(run[1]) <= 2 and all(_slight(word) for _, word in run[1])
        between = 0 < index < len(runs) - 1
        if out and out[-1][0] == "edit" and (run[0] == "edit" or (slight and between and rng.random() < 0.8)):
            out[-1] = ("edit", out[-1][1] + run[1], out[-1][2] + run[2])
        else:
            out.append(run)
    return out


def _slight(word: str) -> bool:
    return word.lower() in _FUNCTION or not word[0].isalnum()


def pair_paragraphs(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[int | None, int | None]]:
    """Return paragraphs in order, paired where they share most of their words, else alone (old before new)."""
    before = [[token[1] for token in tokens_of(_LABEL.sub("", text))] for text in old]
    after = [[token[1] for token in tokens_of(_LABEL.sub("", text))] for text in new]
    rows, columns = len(old), len(new)
    bags = [set(words) for words in after]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    scores: dict[tuple[int, int], float] = {}
    for i in range(rows - 1, -1, -1):
        words = set(before[i])
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if len(words & bags[j]) < 0.4 * max(len(words), len(bags[j])):
                continue
            score = LCSseq.normalized_similarity(before[i], after[j])
            if score >= 0.5:
                scores[i, j] = score
                best[i][j] = max(best[i][j], best[i + 1][j + 1] + score)
    out: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < rows or j < columns:
        if (i, j) in scores and best[i][j] == best[i + 1][j + 1] + scores[i, j]:
            out.append((i, j))
            i, j = i + 1, j + 1
        elif i < rows and (j == columns or best[i][j] == best[i + 1][j]):
            out.append((i, None))
            i += 1
        else:
            out.append((None, j))
            j += 1
    return out


class Printer:
    """Prints the edit script of one pair into a :class:`Flattened`."""

    def __init__(self, pair: Pair, seed: int) -> None:
        self.rng = random.Random(f"{seed} {pair.name}")
        self.style = Style.draw(self.rng)
        self.pair = pair
        self.out: list[str] = []
        self.truth: list[str] = []
        self.length = 0
        self.result = Flattened(pair.name, self.style)

    def run(self) -> Flattened:
        """Return the flattened redline of the pair."""
        old, new = self.pair.old.paragraphs, self.pair.new.paragraphs
        script = pair_paragraphs(old, new)
        if not self.style.deletion_first:
            script = _insertions_first(script)
        for place, (i, j) in enumerate(script):
            if i is not None:
                self.result.units.append((i, place))
            if i is not None and j is not None:
                self._edited(old[i], new[j])
            elif i is not None:
                self._deleted(old[i])
            elif j is not None:
                self._inserted(new[j])
            self._put("\n\n", KEPT)
        result = self.result
        result.base, result.new = "\n\n".join(old), "\n\n".join(new)
        result.printed, result.truth = "".join(self.out), "".join(self.truth)
        return result

    def _put(self, text: str, letter: str) -> tuple[int, int]:
        start = self.length
        self.out.append(text)
        self.truth.append(letter * len(text))
        self.length += len(text)
        return start, self.length

    def _deleted(self, text: str) -> None:
        label = _LABEL.match(text)
        body = text[label.end() :] if label else text
        trace = False
        if label and self.style.dual_numbers:
            self._put(f"{label[1]}. ", NUMBER)
            trace = True
        elif label and self.rng.random() < 0.5:
            self._put(label[0], NUMBER)
        elif label:
            trace = True
        span = self._put(body, DELETED)
        self.result.edits.append(Edit(body, "", (span,), (), whole=True, trace=trace))

    def _inserted(self, text: str) -> None:
        label = _LABEL.match(text)
        if label:
            self._put(label[0], NUMBER)
        body = text[label.end() :] if label else text
        span = self._put(body, INSERTED)
        self.result.edits.append(Edit("", body, (), (span,), whole=True, trace=True))

    def _edited(self, old: str, new: str) -> None:
        before, after = _LABEL.match(old), _LABEL.match(new)
        if after:
            both = before and self.style.dual_numbers and before[1] != after[1]
            self._put(f"{before[1]}.{after[1]}. " if both and before else after[0], NUMBER)
        old, new = old[before.end() if before else 0 :], new[after.end() if after else 0 :]
        for kind, was, now in edit_script(tokens_of(old), tokens_of(new), self.rng):
            if kind == "keep":
                self._keep(now)
            else:
                self._edit(was, now)

    def _keep(self, words: list[Token]) -> None:
        for blank, word in words:
            lost = "-" in word and self.rng.random() < self.style.lost_hyphens
            self._put(blank + (word.replace("-", "", 1) if lost else word), KEPT)

    def _edit(self, was: list[Token], now: list[Token]) -> None:
        style = self.style
        if len(was) == len(now) == 1 and self.rng.random() < 0.3 and self._within(was[0], now[0]):
            return
        first, second = (was, now) if style.deletion_first else (now, was)
        letters = (DELETED, INSERTED) if style.deletion_first else (INSERTED, DELETED)
        fused = bool(was and now) and self.rng.random() < style.fused
        misread = False
        spans: dict[str, tuple[tuple[int, int], ...]] = {DELETED: (), INSERTED: ()}
        for letter, words in zip(letters, (first, second), strict=True):
            start = None
            for index, (blank, word) in enumerate(words):
                touching = fused and index == 0 and words is second
                shown = word
                if letter == DELETED and len(word) > 2 and self.rng.random() < style.misread:
                    shown = self._misread(word)
                    misread = misread or shown != word
                span = self._put(("" if touching else blank) + shown, letter)
                start = span[0] if start is None else start
            if start is not None:
                spans[letter] = ((start, self.length),)
        trace = not was or bool(now) or misread
        words_of = ["".join(blank + word for blank, word in words).strip() for words in (was, now)]
        self.result.edits.append(
            Edit(words_of[0], words_of[1], spans[DELETED], spans[INSERTED], whole=False, trace=trace)
        )

    def _within(self, was: Token, now: Token) -> bool:
        """Print one word whose end alone was changed ("Societ[ies][y]"); return whether the words are of that kind."""
        before, after = was[1], now[1]
        stem = 0
        while stem < min(len(before), len(after)) and before[stem] == after[stem]:
            stem += 1
        if stem < 4 or len(before) - stem > 3 or len(after) - stem > 3:
            return False
        self._put(now[0] + before[:stem], KEPT)
        ends = [(before[stem:], DELETED), (after[stem:], INSERTED)]
        spans = {
            letter: self._put(end, letter) for end, letter in (ends if self.style.deletion_first else reversed(ends))
        }
        self.result.edits.append(
            Edit(before[stem:], after[stem:], (spans[DELETED],), (spans[INSERTED],), whole=False, trace=True)
        )
        return True

    def _misread(self, word: str) -> str:
        places = [index for index, letter in enumerate(word) if letter in _MISREAD]
        if not places:
            return word
        place = self.rng.choice(places)
        return word[:place] + _MISREAD[word[place]] + word[place + 1 :]


def _insertions_first(script: list[tuple[int | None, int | None]]) -> list[tuple[int | None, int | None]]:
    """Return the script with new paragraphs before the old ones that they stand beside."""
    out: list[tuple[int | None, int | None]] = []
    alone: list[tuple[int | None, int | None]] = []
    for step in [*script, (-1, -1)]:
        if None in step:
            alone.append(step)
            continue
        out += sorted(alone, key=lambda one: one[0] is not None)
        alone = []
        out.append(step)
    return out[:-1]


def flatten(pair: Pair, seed: int = 0) -> Flattened:
    """Return the redline of ``pair`` with its truth; the same pair and seed give the same redline."""
    return Printer(pair, seed).run()
