"""Other words: clauses of two texts that share so many of their rare words that they are likely to say the same."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from digov.alignment.passages.clauses import Text
from digov.alignment.wording import Unit, words_of
from digov.model.lexicon import Lexicon

LEAST = 0.35
"""Likeness from which a pair is given; developed on half of the gold pairs."""
SHARED = 4
"""Words that have to be shared at least."""
SHARED_FREE = 2
"""Words of these that have to be free on both sides."""
COMMON = 0.15
"""A word that stands in a larger share of the clauses of both texts does not bring two clauses together."""
WHOLE, PART = 4, 1
"""How much a free word counts, and one of a formula or of a cited title."""
_EVERYDAY: dict[str, tuple[str, ...]] = {
    "ai": ("artificial", "intelligence"),
    "ict": ("information", "communications", "technologies"),
    "icts": ("information", "communications", "technologies"),
    "sdg": ("sustainable", "development", "goals"),
    "sdgs": ("sustainable", "development", "goals"),
    "un": ("united", "nations"),
    "wsis": ("world", "summit", "information", "society"),
}
_SUFFIX = re.compile(r"(?:ies|es|s|ing|ed|ly|'s)\Z")
_SMALL = frozenset(
    "the of and to in for on with by as that which their its an a at from into is are be been has have or this these those all other"
    " including also we it our not well such between within through can will may than who where when per cent further we will"
    " shall should would could there they them while both under upon".split()
)


class Known(msgspec.Struct, frozen=True):
    """A unit that is compared: its words, the text made of them, and for each word whether it is free."""

    unit: Unit
    text: Text
    free: Sequence[bool]


class Restatement(msgspec.Struct, frozen=True, kw_only=True):
    """Two clauses with the same content: words ``[a, a_end)`` of text ``first``, ``[b, b_end)`` of text ``second``."""

    first: int
    second: int
    score: float
    a: int
    a_end: int
    b: int
    b_end: int


class _Clause(msgspec.Struct, frozen=True):
    text: int
    low: int
    high: int
    bag: Counter[str]
    own: frozenset[str]
    """Those that stand in it as free words."""


def stem_of(key: str) -> str:
    """Return a word without the endings of number, tense and adverb.

    >>> [stem_of(word) for word in ("strategies", "strategy", "enabling", "enabled", "forum")]
    ['strateg', 'strateg', 'enabl', 'enabl', 'forum']
    """
    if len(key) <= 4:
        return key
    stem = _SUFFIX.sub("", key)
    return stem.rstrip("e") if len(stem) <= 4 else stem.rstrip("ey")


def other_words(
    a: Sequence[Known], b: Sequence[Known], names: Mapping[str, tuple[str, ...]], least: float = LEAST
) -> list[Restatement]:
    """Return the pairs of texts whose clauses are most alike in content, each with its best pair of clauses.

    Words that are not free count for little. ``names`` gives the words of
    acronyms. A pair is given when it is the best that either of the two has.
    """
    mine, theirs = _clauses(a, names), _clauses(b, names)
    spread = Counter(stem for clause in (*mine, *theirs) for stem in clause.bag)
    total = len(mine) + len(theirs)
    weight = {stem: math.log(total / count) ** 2 for stem, count in spread.items()}
    postings: dict[str, list[int]] = defaultdict(list)
    for number, clause in enumerate(theirs):
        for stem in clause.bag:
            postings[stem].append(number)
    masses = [_mass(clause, weight) for clause in theirs]
    best: dict[tuple[int, int], Restatement] = {}
    for clause in mine:
        mass = _mass(clause, weight)
        near = {
            number for stem in clause.bag if spread[stem] <= max(COMMON * total, 2) for number in postings.get(stem, ())
        }
        for number in sorted(near):
            other = theirs[number]
            shared = clause.bag.keys() & other.bag.keys()
            if len(shared) < SHARED or len(clause.own & other.own) < SHARED_FREE or not mass or not masses[number]:
                continue
            common = sum(weight[stem] * min(clause.bag[stem], other.bag[stem]) for stem in sorted(shared))
            score = common / math.sqrt(mass * masses[number])
            key = (clause.text, other.text)
            if score >= least and (key not in best or score > best[key].score):
                best[key] = Restatement(
                    first=clause.text,
                    second=other.text,
                    score=round(min(score, 1.0), 4),
                    a=clause.low,
                    a_end=clause.high,
                    b=other.low,
                    b_end=other.high,
                )
    return _leading(best.values())


def _clauses(texts: Sequence[Known], names: Mapping[str, tuple[str, ...]]) -> list[_Clause]:
    found = []
    for number, known in enumerate(texts):
        keys, free = known.unit.words.keys, known.free
        for low, high in known.text.clauses or ((0, len(keys)),):
            bag: Counter[str] = Counter()
            own: set[str] = set()
            for index in range(low, high):
                for word in names.get(keys[index], (keys[index],)):
                    if word not in _SMALL:
                        stem = stem_of(word)
                        bag[stem] += WHOLE if free[index] else PART
                        own |= {stem} if free[index] else set()
            if len(bag) >= SHARED:
                found.append(_Clause(number, low, high, bag, frozenset(own)))
    return found


def acronyms_of(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Return the words of the names that each acronym of a body or work of ``lexicon`` stands for, and a few everyday ones.

    An acronym that two entities claim is left out.
    """
    found: dict[str, tuple[str, ...]] = {}
    twice: set[str] = set()
    named = [(body.name, body.labels) for body in lexicon.bodies] + [
        (work.title, work.labels) for work in lexicon.works
    ]
    for name, labels in named:
        for label in labels:
            if label.form == "acronym":
                key = label.text.casefold()
                twice |= {key} & found.keys()
                found[key] = words_of(name).keys
    return _EVERYDAY | {key: words for key, words in found.items() if key not in twice}


def _mass(clause: _Clause, weight: dict[str, float]) -> float:
    return sum(weight[stem] * count for stem, count in sorted(clause.bag.items()))


def _leading(pairs: Iterable[Restatement]) -> list[Restatement]:
    """Return the pairs that are the best of their first or of their second text, sorted by place."""
    found = sorted(pairs, key=lambda one: (-one.score, one.first, one.second))
    seen_a: set[int] = set()
    seen_b: set[int] = set()
    kept = []
    for one in found:
        if one.first not in seen_a or one.second not in seen_b:
            kept.append(one)
        seen_a.add(one.first)
        seen_b.add(one.second)
    return sorted(kept, key=lambda one: (one.first, one.second))
