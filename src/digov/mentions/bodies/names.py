"""Names: the labels of the lexicon compiled for one pass over a text, and the short forms that follow from a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from digov.mentions.bodies.words import ACRONYM, CAPITAL, LOWER, Words, words_of
from digov.model.lexicon import Entity, LabelForm, Lexicon

Short = tuple[str, ...]

ORGAN_HEADS: Final = frozenset(
    "agency assembly authority board bureau centre college commission committee council court department division force forum fund group institute"
    " mission office organization panel secretariat section subcommission subcommittee tribunal union unit university".split()
)
"""Heads of names that, with an article and a capital, always mean a body."""

LOOSE_HEADS: Final = frozenset(
    "academy alliance association bank branch chamber cluster coalition collaborative college conference consortium"
    " corporation directorate entity facility federation foundation hub initiative laboratory league library mechanism movement network"
    " observatory operation parliament partnership platform programme registry school service team trust body community institution caucus".split()
)
"""Heads that stand for other things too (an initiative, a programme of action): without a name before them they are let be."""

OFFICER_HEADS: Final = frozenset(
    "administrator advocate adviser advisor chair chairman chairperson chancellor commissioner commissionergeneral coordinator director"
    " directorgeneral envoy expert general highcommissioner ombudsman president prosecutor rapporteur registrar representative"
    " secretary secretarygeneral undersecretarygeneral vicechair vicepresident counsel chief cochairs cochair".split()
)
"""Heads of names of officers."""

HEADS: Final = ORGAN_HEADS | LOOSE_HEADS | OFFICER_HEADS
NO_MODIFIER: Final = frozenset(
    "a an the and or of in on at by for to from with as also further all any both each every its it their his her our this that these those such"
    " other another no not mr ms mrs dr h.e. excellency member members state states government governments party parties mindful aware"
    " acting having being considering recalling recognizing reaffirming noting welcoming stressing emphasizing expressing taking bearing"
    " underlining underscoring acknowledging commending convinced concerned deeply gravely guided encouraged alarmed determined"
    " desiring appreciating deploring condemning reiterating affirming conscious cognizant pursuant building requests request requested"
    " invites invite encourages encourage urges urge calls call decides decide notes note recalls recall recognizes recognize reaffirms"
    " reaffirm welcomes welcome stresses stress emphasizes emphasize expresses express takes take underlines underscores acknowledges"
    " acknowledge commends commend reiterates reiterate affirms affirm endorses approves authorizes recommends appeals appreciates"
    " strongly supports highlights looks draws condemns deplores demands declares proclaims adopts confirms concurs considers instructs"
    " regrets resolves reminds thanks trusts commits mandates congratulates strengthening financing implementing implementation follow"
    " report reports see cf note official records resolution resolutions decision agenda item annex chapter section paragraph article"
    " january february march april may june july august september october november december monday tuesday wednesday thursday friday"
    " main permanent when where while if since until under through during within between against upon after before following including"
    " ensuring enhancing promoting supporting providing developing establishing beyond role status situation promotion question cooperation"
    " sound good former new next present current first-ever host head signed done adopted distr original english mexico".split()
) - {"permanent", "cooperation", "new", "implementation"}
"""Words that no name of a body begins with, though a capital may open a sentence with them."""

_PREPOSITIONS: Final = frozenset("of on for to against in at with under from".split())
_WHOLE_HEADS: Final = frozenset(("secretarygeneral",))
_NOT_SHORT: Final = frozenset(
    (("general",), ("secretarygeneral",), ("expert",), ("community",), ("cooperation",), ("secretariat",))
)


class Entry(NamedTuple):
    """A label in the trie: whose it is, what form it has, and where it asks for capitals or for exact letters."""

    entity: Entity
    form: LabelForm
    capitals: tuple[int, ...]
    exact: tuple[tuple[int, str], ...]


class Node:
    """A node of the trie of labels."""

    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.entries: list[Entry] = []


class Names(NamedTuple):
    """The compiled lexicon."""

    root: Node
    bodies: Mapping[str, Entity]
    shorts: Mapping[str, frozenset[Short]]
    """Short forms by body id."""
    bearers: Mapping[Short, tuple[str, ...]]
    """Body ids by short form."""
    of_un: frozenset[str]
    """Ids of the bodies that belong to the United Nations, so that "United Nations" may stand before their name."""


@lru_cache(maxsize=4)
def compile_names(lexicon: Lexicon) -> Names:
    """Return ``lexicon`` compiled; the same lexicon is compiled once."""
    bodies = {entity.id: entity for entity in lexicon.bodies}
    of_un = frozenset(entity.id for entity in lexicon.bodies if _root(entity, bodies) == "body/united-nations")
    root = Node()
    shorts: dict[str, frozenset[Short]] = {}
    bearers: dict[Short, list[str]] = {}
    for entity in lexicon.bodies:
        for label in entity.labels:
            if label.form != "short":
                _insert(root, words_of(label.text), entity, label.form, entity.id in of_un and label.form != "acronym")
    for group in lexicon.groups:
        for label in group.labels:
            _insert(root, words_of(label.text), group, label.form, False)
    for entity in lexicon.bodies:
        own = _shorts_of_body(root, entity)
        shorts[entity.id] = own
        for short in sorted(own):
            bearers.setdefault(short, []).append(entity.id)
    return Names(root, bodies, shorts, {short: tuple(ids) for short, ids in bearers.items()}, of_un)


def _shorts_of_body(root: Node, entity: Entity) -> frozenset[Short]:
    """Return the short forms given for a body and those that follow from its name, without another body's name before it."""
    given = [tuple(words_of(label.text).key) for label in entity.labels if label.form == "short"]
    words = words_of(entity.name)
    owner = 0
    node: Node | None = root
    for at, key in enumerate(words.key[:-1]):
        node = node.next.get(key) if node is not None else None
        if node is not None and any(_is_other_body(entry, entity) for entry in node.entries):
            owner = at + 1
    tail = words.tail(owner) if owner > 1 else words
    return frozenset((*given, *shorts_of(tail, whole=owner > 1)))


def _is_other_body(entry: Entry, entity: Entity) -> bool:
    return entry.entity.id != entity.id and entry.entity.id.startswith("body/")


def shorts_of(words: Words, *, whole: bool = False) -> Iterator[Short]:
    """Yield the short forms that follow from a full name: the ends of the words before its first preposition.

    "Intergovernmental Group of Experts on …" gives "Group", "Intergovernmental Group" and "Intergovernmental Group of Experts"; a
    name without a known head gives none. With ``whole``, a name without complement is its own short form (what is left of a
    name after its owner's).
    """
    of, border = _borders(words)
    cut = border < len(words.key) and words.key[border - 1] in HEADS - _WHOLE_HEADS  # "… of the Organisation for"
    if 0 < of < border < len(words.key) and words.key[of - 1] in HEADS and not cut:
        yield tuple(words.key[:border])
    border = of or border
    head = words.key[:border]
    if not head or head[-1] not in HEADS:
        if words.key and words.key[-1] in HEADS and words.rank[-1] != LOWER and border < len(words.key) - 1:
            yield (words.key[-1],)
        return
    for begin in range(len(head) - 1, -1, -1):
        short = tuple(head[begin:])
        itself = begin == 0 and border == len(words.key) and not whole
        if words.rank[begin] == LOWER or "," in short or short[0] == "un" or itself:
            return
        if short not in _NOT_SHORT:
            yield short


def _borders(words: Words) -> tuple[int, int]:
    """Return where the first "of" stands (0 if another preposition comes first) and where the first other preposition does."""
    of = 0
    for at, key in enumerate(words.key):
        if key in _PREPOSITIONS and words.rank[at] == LOWER:
            if key != "of":
                return of, at
            of = of or at
    return of, len(words.key)


def _root(entity: Entity, bodies: Mapping[str, Entity]) -> str:
    seen = {entity.id}
    while entity.parent is not None and entity.parent in bodies and entity.parent not in seen:
        entity = bodies[entity.parent]
        seen.add(entity.id)
    return entity.id


def _insert(root: Node, words: Words, entity: Entity, form: LabelForm, of_un: bool) -> None:
    """Enter a label; commas in it may be lacking, and "United Nations" may stand before the name of one of its bodies."""
    columns = list(zip(words.key, words.raw, words.rank, strict=True))
    _insert_columns(root, columns, entity, form)
    if "," in words.key:
        _insert_columns(root, [column for column in columns if column[0] != ","], entity, form)
    if of_un and words.key[0] != "un" and words.rank[0] != LOWER:
        _insert_columns(root, [("un", "UN", CAPITAL), *columns], entity, "variant")


def _insert_columns(root: Node, columns: Iterable[tuple[str, str, int]], entity: Entity, form: LabelForm) -> None:
    node = root
    capitals: list[int] = []
    exact: list[tuple[int, str]] = []
    for at, (key, raw, rank) in enumerate(columns):
        node = node.next.setdefault(key, Node())
        if rank == ACRONYM or form == "acronym":
            exact.append((at, raw))
        elif rank != LOWER:
            capitals.append(at)
    node.entries.append(Entry(entity, form, tuple(capitals), tuple(exact)))
