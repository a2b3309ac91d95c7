"""Addressees: who is asked by a request, call, urge, encouragement or invitation.

The grammar: after the verb stands a list of noun phrases, then the infinitive of what is asked ("to submit", "that … develop") or
a colon. Parentheses about manner ("in consultation with …", "within existing resources") are no addressees; "including …" adds some.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from digov.model.mention import BodyMention, EntityRef, GroupMention

_NOT_A_VERB = (
    r"the|a|an|its|their|his|her|our|all|any|this|that|these|those|which|whom|whose|each|both|such|other|one|two|many|no|and|or|"
    r"armed|existing|international|national|regional|local|global|developing|developed|least|sustainable|human|public|"
    r"peace|conflict|date|it|them|him|terrorism|women|children|humanity|life|health|education|access|civilians|persons|people"
)
_INFINITIVE = re.compile(
    rf"\bto\b(?:\s*,[^,;]{{1,120}},)?\s+(?!(?:{_NOT_A_VERB})\b)(?:[a-z]+ly\s+|further\s+|also\s+|fully\s+|not\s+)*"
    r"(?P<verb>[a-z][a-z-]*)\b|\bto\s*:|\bto\s*,\s*inter\s+alia\b"
)
_NOUN_ENDINGS = re.compile(r"(?:tion|ment|ness|ity|ship|ism|ings?|ies|ers|ors|ances?|ences?)$")
_VERBS_LIKE_NOUNS = {
    "mention", "position", "commission", "implement", "supplement", "document", "complement", "bring", "function", "sanction", "comment",
    "advance", "enhance", "finance", "balance", "influence", "sing", "condition", "transition", "caution", "partner", "foster",
    "counter", "consider", "offer", "monitor", "empower", "deliver", "remember", "register", "render", "enter", "gather", "transfer", "harbor",
    "sponsor", "discover", "strengthen", "answer", "alter", "refer", "confer", "differ", "suffer", "cover", "recover", "administer", "experiment",
    "uphold", "filter", "author", "tailor", "petition", "question", "section", "station", "evidence", "reference", "experience", "license",
}  # fmt: skip
_MANNER = re.compile(
    r",?\s*\b(?:in\s+(?:close\s+)?(?:consultation|cooperation|collaboration|coordination|coordinated|partnership|conjunction|accordance|line|"
    r"view|his|her|its|their|the|full|particular\b(?=\s+through)|order|light|support|response|regard|close|addition|this|that|doing)|"
    r"within|through|under|upon|subject\s+to|taking\s+into|bearing\s+in|with\s+(?:the|a|due|full|support|assistance|inputs?)|"
    r"without|where\s+(?:appropriate|applicable|requested|relevant|necessary|possible)|as\s+(?:appropriate|applicable|necessary|well\s+as\s+appropriate|a\s+matter|part)|"
    r"when|if|on\s+(?:a|an|the\s+basis|request)|at\s+(?:all|the|its|their)|pursuant|consistent|building|drawing|leveraging|working|"
    r"acting|inter\s+alia|by|for|during|while|according|depending|especially\s+(?:in|through|by)|based\s+on)\b[^,;:]*",
    re.IGNORECASE,
)
_JOINER = re.compile(
    r"(?:^|[,;(–—]|\b(?:and|or|as\s+well\s+as|including|notably|especially|particularly|namely|upon|on|both|also|again|such\s+as|for|that|"
    r"in\s+particular|but\s+not\s+limited\s+to|like|either|together\s+with|along\s+with)\b|[/-])\s*$",
    re.IGNORECASE,
)
_DETERMINERS = re.compile(
    r"(?:(?:the|all|any|each|every|both|other|others|relevant|interested|concerned|respective|its|their|his|her|our|those|these|such|"
    r"relevant|appropriate|competent|concerned|willing|remaining|existing|various|major|key|main|national|international|regional|"
    r"subregional|multilateral|bilateral|local|public|private|donor|host|developed|developing|least|affected|individual|many|"
    r"several|certain|global|appointed|new|where|possible|also|further|as|well|non-governmental|"
    r"additional|potential|able|position|traditional|specialized|invited|fellow|more|intergovernmental|non-traditional)[\s,/]+)*$",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"\b(?:States?|parties|Governments?|governments?|countries|authorities|members?|donors?|institutions?|organi[sz]ations?|entities|partners?|"
    r"compan(?:y|ies)|actors?|stakeholders?|agenc(?:y|ies)|bodies|facilitators?|leaders?|communit(?:y|ies)|representatives?|funds?|programmes?|"
    r"enterprises?|businesses?|industr(?:y|ies)|platforms?|developers?|providers?|operators?|banks?|mechanisms?|procedures?|rapporteurs?|experts?|"
    r"co-facilitators?|co-chairs?|chairs?|groups?|universities|academia|media|parliaments?|parliamentarians?|judges|delegations?|missions?|"
    r"forces?|commissions?|committees?|councils?|offices?|secretariats?|centres?|networks?|committees|Israel|Power|society|sector|networks|"
    r"creditors?|investors?|employers?|workers?|practitioners?|scientists?|youth|women|men|individuals?|conferences?|board|chairpersons?|institutes?|shareholders?|all|those|everyone)\b"
)


_LEAD = re.compile(
    r"\b(?:upon|on|to|for|that|also|again|once|further|therefore|in\s+th(?:is|at)\s+regard|in\s+particular|both|the|all|and)\b",
    re.IGNORECASE,
)


_FIRST_HEAD = re.compile(
    r",|\b(?:including|such\s+as|among|between|of|for|in|with|from|by|on|at|against|towards?|through|under|within)\b"
)


_ASIDE = re.compile(r"\s+in\s+th(?:is|at)\s+(?:regard|respect|context|connection)\b(?!\s*,)")


class Region(msgspec.Struct, frozen=True):
    """The words in which addressees stand: from the verb to what is asked."""

    start: int
    end: int


def asked_region(text: str, verb_end: int, clause_end: int) -> Region | None:
    """Return the words between the verb and what is asked, or ``None`` when nobody is asked."""
    aside = _ASIDE.match(text, verb_end, clause_end)
    verb_end = aside.end() if aside else verb_end
    for match in _INFINITIVE.finditer(text, verb_end, clause_end):
        verb_word = match.group("verb")
        if verb_word and _NOUN_ENDINGS.search(verb_word) and verb_word not in _VERBS_LIKE_NOUNS:
            continue
        return Region(verb_end, match.start())
    colon = re.search(r":\s*$", text[verb_end:clause_end])
    return Region(verb_end, verb_end + colon.start()) if colon else None


def find_addressees(
    text: str,
    verb_end: int,
    clause_end: int,
    bodies: Sequence[BodyMention],
    groups: Sequence[GroupMention],
    *,
    for_phrase: bool = False,
) -> tuple[EntityRef, ...]:
    """Return who is asked, in text order, each once.

    ``for_phrase`` is true for "calls for", where nobody is addressed unless "by" names an agent ("action by all stakeholders").
    """
    if for_phrase:
        return _agents_after_by(text, verb_end, clause_end, bodies, groups)
    that = re.match(r"\s+that\s+", text[verb_end:clause_end])
    if that:
        return _leading(text, verb_end + that.end(), clause_end, bodies, groups)
    region = asked_region(text, verb_end, clause_end)
    if region is None:
        return ()
    found = _entities(text, region, bodies, groups)
    found.extend(_further_asked(text, region.end, clause_end, bodies, groups))
    unique: dict[tuple[str | None, str], EntityRef] = {}
    for entity in found:
        unique.setdefault((entity.id, entity.name if entity.id is None else ""), entity)
    return tuple(unique.values())


def _leading(
    text: str, start: int, clause_end: int, bodies: Sequence[BodyMention], groups: Sequence[GroupMention]
) -> tuple[EntityRef, ...]:
    """Return the entities that a clause opens with: "that the Secretary-General and all parties cease …"."""
    found: list[EntityRef] = []
    place = start
    for mention in _in_order(bodies, groups):
        if not place <= mention.start < clause_end or (found and mention.start == found[-1].start):
            continue
        between = _LEAD.sub(" ", _DETERMINERS.sub("", text[place : mention.start])).strip(" ,")
        if between:
            break
        found.append(EntityRef(id=mention.id, name=mention.name, start=mention.start, end=mention.end))
        place = mention.end
    return tuple(found)


def find_subject(
    text: str, act_start: int, bodies: Sequence[BodyMention], groups: Sequence[GroupMention]
) -> tuple[EntityRef, ...]:
    """Return who is asked in the passive: the entities before "are encouraged to" in its sentence."""
    border = max((match.end() for match in re.finditer(r"[.;:]\s", text[:act_start])), default=0)
    return tuple(_entities(text, Region(border, act_start), bodies, groups))


def _entities(
    text: str, region: Region, bodies: Sequence[BodyMention], groups: Sequence[GroupMention]
) -> list[EntityRef]:
    masked = _mask_manner(text, region)
    words = text[region.start : region.end]
    named: tuple[BodyMention | GroupMention, ...] = (*bodies, *groups)
    mentions = sorted(
        [m for m in named if region.start <= m.start and m.end <= region.end and not masked[m.start - region.start]],
        key=lambda m: (m.start, -m.end),
    )
    found: list[EntityRef] = []
    covered: BodyMention | GroupMention | None = None
    for mention in mentions:
        inside = covered is not None and mention.start < covered.end
        # "the technical and academic communities" gives two groups over the same words; a body inside a name is none.
        shares = isinstance(mention, GroupMention) and isinstance(covered, GroupMention) and mention.id != covered.id
        if (inside and not shares) or not (inside or _is_top(words, masked, mention.start - region.start)):
            continue
        if not found and not _opens_region(words, masked, mention.start - region.start):
            return []
        found.append(EntityRef(id=mention.id, name=mention.name, start=mention.start, end=mention.end))
        covered = mention
    return found or _unnamed(text, region, masked)


def _opens_region(words: str, masked: bytearray, start: int) -> bool:
    """Return whether the first entity opens the list, or only other agents stand before it.

    In "encourages cooperation, including among universities and the private sector, to" the thing encouraged is no agent, so
    nobody is asked.
    """
    left = "".join(" " if hidden else char for char, hidden in zip(words[:start], masked, strict=False))
    determiner = _DETERMINERS.search(left)
    before = left[: determiner.start()] if determiner else left
    lead = _LEAD.sub(" ", _FIRST_HEAD.split(before.strip(" ,"))[0]).strip()
    return not _DETERMINERS.sub("", f"{lead} ").strip() or bool(_AGENT.search(lead))


def _mask_manner(text: str, region: Region) -> bytearray:
    masked = bytearray(region.end - region.start + 1)
    words = text[region.start : region.end]
    for match in re.finditer(r"\([^)]*\)|\b(?:that|which|who|whose)\s[^,;]*", words):
        masked[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    for match in _MANNER.finditer(words):
        if match.start() == 0 and not words[: match.end()].strip().startswith(","):
            continue
        masked[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return masked


def _is_top(words: str, masked: bytearray, start: int) -> bool:
    """Return whether the phrase at ``start`` is one of the listed phrases, not the complement of another."""
    left = "".join(" " if hidden else char for char, hidden in zip(words[:start], masked, strict=False))
    determiner = _DETERMINERS.search(left)
    before = (left[: determiner.start()] if determiner else left).rstrip()
    return not before or bool(_JOINER.search(before))


def _unnamed(text: str, region: Region, masked: bytearray) -> list[EntityRef]:
    """Return the noun phrase asked when no known entity stands there: its words up to a complement clause."""
    words = "".join(
        " " if hidden else char for char, hidden in zip(text[region.start : region.end], masked, strict=False)
    )
    match = re.match(r"[\s,]*(?:(?:upon|on|to|also|again|further|once\s+again)\s+)*(?P<np>\S.*?)[\s,]*$", words)
    if not match:
        return []
    phrase = re.split(r",|\s+(?:that|which|who|concerned|(?<!parties )(?<!party )to)\s", match.group("np"))[0].strip()
    pronoun = re.fullmatch(r"(?:it|them|him|her|us)", phrase)
    head = _FIRST_HEAD.split(phrase)[0]  # "cooperation with countries" is nobody
    if pronoun or not (_AGENT.search(head) or re.match(r"(?:the\s+)?[A-Z]", phrase)):
        return []
    name = re.sub(r"^(?:the|all|any|an?|its|their|both)\s+", "", " ".join(phrase.split()))
    start = region.start + match.start("np")
    return [EntityRef(id=None, name=name, start=start, end=start + len(phrase))]


def _further_asked(
    text: str, start: int, clause_end: int, bodies: Sequence[BodyMention], groups: Sequence[GroupMention]
) -> list[EntityRef]:
    """Return entities asked by a second infinitive of the same verb: "…, and the Commission to report"."""
    found = []
    for mention in _in_order(bodies, groups):
        if not start < mention.start < clause_end:
            continue
        before = text[start : mention.start]
        after = text[mention.end : min(clause_end, mention.end + 60)]
        if re.search(r",\s+and\s+(?:the\s+|all\s+)?$|;\s+(?:and\s+)?(?:the\s+)?$", before) and re.match(
            rf"\s+to\s+(?!(?:{_NOT_A_VERB})\b)[a-z]+", after
        ):
            found.append(EntityRef(id=mention.id, name=mention.name, start=mention.start, end=mention.end))
    return found


_BY = re.compile(r"\b(?:by|from|on\s+the\s+part\s+of)\s+")
_AFTER_AGENTS = re.compile(
    r"\s(?:(?<!parties )(?<!party )to|in|for|with|on|at|towards?|through|under|as\s+a|into|against)\s|[;:.]|,\s+(?:in|with|including\s+through)\s"
)


def _agents_after_by(
    text: str, start: int, clause_end: int, bodies: Sequence[BodyMention], groups: Sequence[GroupMention]
) -> tuple[EntityRef, ...]:
    """Return the agents listed after the first "by" that an entity follows: "efforts by Member States and civil society"."""
    for match in _BY.finditer(text, start, clause_end):
        stop = _AFTER_AGENTS.search(text, match.end(), clause_end)
        region = Region(match.end(), stop.start() if stop else clause_end)
        found = [
            entity for entity in _entities(text, region, bodies, groups) if entity.id or _AGENT.search(entity.name)
        ]
        if found:
            return tuple(found)
    return ()


def _in_order(bodies: Sequence[BodyMention], groups: Sequence[GroupMention]) -> list[BodyMention | GroupMention]:
    named: tuple[BodyMention | GroupMention, ...] = (*bodies, *groups)
    return sorted(named, key=lambda mention: mention.start)
