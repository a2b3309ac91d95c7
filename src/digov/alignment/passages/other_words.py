"""Other words: clauses of two texts that share so many of their rare words that they are likely to say the same.

Rare means two things, and both have to hold: in these two texts, so that what both speak of throughout tells nothing, and in the
drafting of the United Nations as a whole, so that its phrases tell nothing either.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from digov.alignment.passages.clauses import Text
from digov.alignment.passages.frequent import rarity, stem_of
from digov.alignment.wording import Unit, words_of
from digov.model.lexicon import Lexicon

LEAST = 0.35
"""Likeness by the words that are rare in the two texts, from which a pair is given; developed on half of the gold pairs ..."""
LEAST_KNOWN = 0.48
"""... and by those that are rare in drafting."""
SHARED = 4
"""Words that have to be shared at least."""
SHARED_FREE = 2
"""Words of these that have to be free on both sides."""
TELLING, SHARED_TELLING = 2.5, 3
"""How rare in drafting a word has to be to tell of what a clause speaks (one of 12 paragraphs has it), and how many such words, none
of a name, have to be shared."""
COMMON = 0.15
"""A word that stands in a larger share of the clauses of both texts does not bring two clauses together."""
WHOLE, PART = 4, 1
"""How much a word of its own counts, and one of a formula, of a cited title, of a name, or a number."""
FIRST = 3
"""A pair has to be one of so many that are the best of either of its texts."""
_EVERYDAY: dict[str, tuple[str, ...]] = {
    "ai": ("artificial", "intelligence"),
    "ict": ("information", "communications", "technologies"),
    "icts": ("information", "communications", "technologies"),
    "sdg": ("sustainable", "development", "goals"),
    "sdgs": ("sustainable", "development", "goals"),
    "un": ("united", "nations"),
    "wsis": ("world", "summit", "information", "society"),
}
SMALL = frozenset(
    "the of and to in for on with by as that which their its an a at from into is are be been has have or this these those all other"
    " including also we it our not well such between within through can will may than who where when per cent further we will"
    " shall should would could there they them while both under upon".split()
)


class Known(msgspec.Struct, frozen=True):
    """A unit that is compared: its words, the text made of them, and for each word whether it is free."""

    unit: Unit
    text: Text
    free: Sequence[bool]
    named: Mapping[int, str] = {}
    """For each word in the name of a body or group the id of that body or group."""


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
    """How often each stem stands in it, a free word counted :data:`WHOLE`, another one :data:`PART`."""
    own: frozenset[str]
    """Those that stand in it as free words."""
    said: Mapping[str, int]
    """Each stem once, counted :data:`WHOLE`, or :data:`PART` where it stands in names alone."""
    bodies: frozenset[str]
    """The ids of the bodies that it names."""

    def is_of_others(self, other: _Clause) -> bool:
        """Return whether both speak of bodies, and not of one in common: the same is said of somebody else."""
        return bool(self.bodies and other.bodies) and self.bodies.isdisjoint(other.bodies)


def other_words(
    a: Sequence[Known], b: Sequence[Known], names: Mapping[str, tuple[str, ...]], least: float = LEAST
) -> list[Restatement]:
    """Return the pairs of texts whose clauses are most alike in content, each with its best pair of clauses.

    They are alike twice: by the words that are rare in the two texts, where words that are not free count for little, and by those
    that are rare in drafting, where names count for little. ``names`` gives the words of acronyms. A pair is given when it is the
    best that either of the two has.
    """
    mine, theirs = _clauses(a, names), _clauses(b, names)
    spread = Counter(stem for clause in (*mine, *theirs) for stem in clause.bag)
    total = len(mine) + len(theirs)
    weight = {stem: math.log(total / count) ** 2 for stem, count in spread.items()}
    known = {stem: rarity(stem) ** 2 for stem in spread}
    postings: dict[str, list[int]] = defaultdict(list)
    for number, clause in enumerate(theirs):
        for stem in clause.bag:
            if spread[stem] <= max(COMMON * total, 2):
                postings[stem].append(number)
    masses = [_mass(clause.bag, weight) for clause in theirs]
    best: dict[tuple[int, int], Restatement] = {}
    for clause in mine:
        mass = _mass(clause.bag, weight)
        for number in sorted({number for stem in clause.bag for number in postings.get(stem, ())}):
            other, key = theirs[number], (clause.text, theirs[number].text)
            if len(clause.own & other.own) < SHARED_FREE or not mass or not masses[number]:
                continue
            score = _common(clause.bag, other.bag, weight) / math.sqrt(mass * masses[number])
            if score < least or (key in best and score <= best[key].score):
                continue
            if _likeness(clause, other, known) >= LEAST_KNOWN and not clause.is_of_others(other):
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


def _common(one: Mapping[str, int], other: Mapping[str, int], weight: Mapping[str, float]) -> float:
    """Return the weight of the stems that two clauses share; 0 where there are few."""
    shared = one.keys() & other.keys()
    return sum(weight[stem] * min(one[stem], other[stem]) for stem in sorted(shared)) if len(shared) >= SHARED else 0.0


def _mass(bag: Mapping[str, int], weight: Mapping[str, float]) -> float:
    return sum(weight[stem] * count for stem, count in sorted(bag.items()))


def _likeness(one: _Clause, other: _Clause, weight: Mapping[str, float]) -> float:
    """Return what two clauses share: the geometric mean of its share of both, and of its share of the lighter one.

    0 where few of the words that they share tell of anything.
    """
    telling = [
        stem
        for stem in one.said.keys() & other.said.keys()
        if one.said[stem] == other.said[stem] == WHOLE and rarity(stem) >= TELLING
    ]
    if len(telling) < SHARED_TELLING:
        return 0.0
    common, masses = _common(one.said, other.said, weight), (_mass(one.said, weight), _mass(other.said, weight))
    if not all(masses):
        return 0.0
    return math.sqrt(common / math.sqrt(masses[0] * masses[1]) * common / min(masses))


def _clauses(texts: Sequence[Known], names: Mapping[str, tuple[str, ...]]) -> list[_Clause]:
    found = []
    for number, known in enumerate(texts):
        keys, free = known.unit.words.keys, known.free
        for low, high in known.text.clauses or ((0, len(keys)),):
            bag: Counter[str] = Counter()
            said: dict[str, int] = {}
            own: set[str] = set()
            for index in range(low, high):
                for word in names.get(keys[index], (keys[index],)):
                    if word not in SMALL:
                        stem = stem_of(word)
                        bag[stem] += WHOLE if free[index] else PART
                        said[stem] = max(said.get(stem, 0), PART if index in known.named or word.isdigit() else WHOLE)
                        own |= {stem} if free[index] else set()
            if len(bag) >= SHARED:
                bodies = {name for index, name in known.named.items() if low <= index < high and _is_body(name)}
                found.append(_Clause(number, low, high, bag, frozenset(own), said, frozenset(bodies)))
    return found


def _is_body(name: str) -> bool:
    return not name.startswith("group/")


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


def _leading(pairs: Iterable[Restatement]) -> list[Restatement]:
    """Return the pairs that are the best of their first or of their second text, and among the :data:`FIRST` of both, sorted by place.

    A text that is a little like everything is the best that many others have.
    """
    found = sorted(pairs, key=lambda one: (-one.score, one.first, one.second))
    seen_a: Counter[int] = Counter()
    seen_b: Counter[int] = Counter()
    kept = []
    for one in found:
        ranks = seen_a[one.first], seen_b[one.second]
        if min(ranks) == 0 and max(ranks) < FIRST:
            kept.append(one)
        seen_a[one.first] += 1
        seen_b[one.second] += 1
    return sorted(kept, key=lambda one: (one.first, one.second))
