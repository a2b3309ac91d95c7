"""Named instruments: the names of the lexicon, and a grammar of names for those it does not have.

A name is a head noun of instruments (``Convention``, ``Programme of Action``, ``Agenda`` …) with capitalised words before it or a complement
after it ("on the Rights of the Child", "for Disaster Risk Reduction 2015–2030"). A name inside that of a body ("Conference of the
Parties to the Convention …") belongs to the body and is no reference. The bare head with an article ("the Convention") is a short form; it is
settled by what the document named before (:mod:`digov.mentions.references.short`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from digov.mentions.references.model import Citation, WorkIndex, free
from digov.mentions.references.organs import DATE
from digov.mentions.references.symbols import fold
from digov.model.lexicon import Work

HEADS: Final = (
    "Optional Protocol", "Additional Protocol", "Declaration of Principles", "Framework Convention", "Framework Agreement",
    "Programme of Action", "Plan of Action",
    "Platform for Action", "Platform of Action", "Framework for Action", "Framework of Action", "Plan of Implementation",
    "Implementation Plan", "Call for Action", "Call to Action", "Code of Conduct", "Code of Ethics", "Code of Practice", "Action Plan",
    "Action Agenda", "Road Map", "Road map", "Final Document", "Final Act", "Joint Statement", "Ministerial Statement",
    "Ministerial Declaration", "Political Declaration", "Strategic Framework", "Strategic Plan", "Charter", "Declaration", "Convention",
    "Covenant", "Protocol", "Treaty", "Agreement", "Accords", "Accord", "Agenda", "Framework", "Compact", "Commitment", "Consensus", "Statute",
    "Principles and Guidelines", "Principles", "Guidelines", "Minimum Rules", "Regulations and Rules", "Regulations", "Rules",
    "Strategy", "Strategies", "Pact", "Pathway",
    "Roadmap", "Code", "Recommendation", "Communiqué", "Manifesto", "Constitution", "Toolkit", "Playbook", "Handbook", "Act",
    "Memorandum of Understanding", "Model Law", "Amendment",
)  # fmt: skip
_LEFT_ONLY: Final = frozenset(("Act", "Amendment", "Commitment", "Code", "Recommendation"))
"""Heads that make a name only with capitalised words before them, or with "on …" (recommendations)."""
_SIMPLE: Final = {"Accords": "accord", "Roadmap": "road map", "Road Map": "road map", "Road map": "road map"}

_HEAD: Final = re.compile(r"(?:" + "|".join(map(re.escape, sorted(HEADS, key=len, reverse=True))) + r")(?![\w-])")
_CAP: Final = r"(?:[A-Z][\w']*(?:-[\w']+)*(?:/[A-Z][\w'-]*)?|(?:19|20)[0-9]{2}(?:-(?:19|20)?[0-9]{2,4}|s)?|[0-9]+-[Yy]ear|\([A-Z][\w-]{1,14}\))"
_CAPS: Final = rf"{_CAP}(?:\s{_CAP})*"
_LEFT: Final = re.compile(
    rf"(?<![\w'.-])(?:(?:{_CAP}\s)*(?:Organization|Council|Community|League|Association|Office|Union|Bank)\s(?:of|on|for)\s(?:the\s)?(?:{_CAP}\s)+"
    rf"(?:and\s{_CAP}\s)?(?:{_CAP}\s)*|(?:(?:{_CAP}\s)*(?:Integrated|Declaration)\sand\s)?(?:{_CAP}\s)+)\Z"
)
_FIRST_LINK: Final = r"(?:of|on|for|to|against|with|between|among|relating\sto|concerning|regarding|relative\sto|governing|towards|containing)"
_LINK: Final = rf"(?:{_FIRST_LINK}|in|from|by|into|as|at)"
_AFTER_LINK: Final = (
    rf"(?:\s(?:the|a|an|its|their|all|and|{_LINK}))*\s(?!(?:19|20)[0-9]{{2}}\s[a-z])"
    rf"(?!(?:January|February|March|April|May\s[0-9]|June|July|August|September|October|November|December)\b){_CAPS}"
)
_COMPLEMENT: Final = re.compile(rf"\s{_FIRST_LINK}{_AFTER_LINK}")
_FURTHER: Final = re.compile(rf"\s{_LINK}(?!\s(?:the\s)?(?:19|20)[0-9]{{2}}){_AFTER_LINK}")
_ROMAN_OR_YEAR: Final = re.compile(
    r"\s(?:[IVX]{1,4}|(?:19|20)[0-9]{2}(?:-(?:20)?[0-9]{2})?|[0-9]{1,2})(?![\w])(?![.,]*[0-9])(?!\s(?:January|February|March|April|May|June|July|August|September|October|November|December))"
)
_MORE: Final = re.compile(
    rf"(?:,\s{_CAPS})*,?\s(?:and|or)(?:\s(?:on|of|for|against|to|in|their|its))?(?:\sthe(?=\s[A-Z][\w-]*(?:\sof\b|[,.;:^)]|\s[a-z(]|\Z)))?\s(?P<last>{_CAPS})"
)
_OF_YEAR: Final = re.compile(r"\sof\s(?:19|20)[0-9]{2}(?![\w-])")
_OF_DATE: Final = re.compile(rf",?\s(?:of|adopted\s(?:on|in)|done\sat\s\w+\son)\s{DATE}")
_LEFT_ILO: Final = re.compile(rf"(?<![\w'.-]){_CAP}\s(?:{_CAP}\s|of\s|and\s|in\s|for\s|\([A-Z][A-Za-z ]+\)\s)*\Z")
_DOUBLE: Final = re.compile(
    r"\sand\s(?:Programme\sof\sAction|Plan\sof\sAction|Platform\sfor\sAction|Framework\sfor\sAction|Framework\sof\sAction|Action\sPlan|Global\sPlan\sof\sAction|Roadmap|Guidelines)(?![\w-])"
)
"""The second noun of one instrument ("Political Declaration and Plan of Action on …")."""
_ILO: Final = re.compile(r",\s(?:19|20)[0-9]{2}\s\(No\.\s[0-9]+\)")
_NO_NAME: Final = re.compile(
    r"\s?(?:'s\s)?(?:Organization|Organisation|Committee|Commission|Secretariat|Conference|Council|Fund|Trust\sFund|Task\sForce|Team|Unit|Office|"
    r"Section|Review\sConference|Programme\sOffice|Group|Body|Meeting|Implementation\sCommittee|Process|Platform|Forum|Initiative|Clearing|Series|Collection|Database|Event|Network)\b"
)
_STOP_WORDS: Final = re.compile(
    r"\A(?:Member|States?|Parties|Governments\b|General|Economic|Human\sRights\sCouncil|Security|United\sNations\s(?:system|entities)|Secretary|International\s(?:Monetary|Labour\sOrg|Tele|Atomic)|"
    r"World\s(?:Bank|Trade|Health|Food)|Article|Chapter|Internet|Quito|New\sYork|Sustainable\sDevelopment\sGoals)"
)
_ORGANS: Final = re.compile(
    r"(?:Council|Assembly|Commission|Committee|Conference|Organization|Forum|Goals|Fund|Group|Office)\Z"
)
_BODY: Final = (
    r"(?:Conferences?|Committees?|Commission|Meetings?|Mechanism|Panel|Groups?|Fund|Office|Secretariat|Bureau|Board|Force|Rapporteur|"
    r"Experts?|Interface|Body|Bodies|Secretary|Registry|Assembly\sof|Subsidiary\sBody|Network|Forum|Partnership|Partners|Envoy)"
)
_INSIDE_BODY: Final = re.compile(
    rf"\b{_BODY}(?:\s(?:[A-Z][\w'-]*|of|on|for|to|in|the|an?|with|regard|and\sthe|its|under|Progress|all))*?"
    rf"(?:\s(?:on|for|of|under|with\sregard\sto|in|Parties\sto|Signatories\sto|Elaborate|Review|Implement|Achieving)(?:\s(?:the|an?))?\s|(?<=Parties\sto)\s(?:the\s)?)\Z"
)
_BRACKETED: Final = re.compile(rf"(?:{_CAP}\s)+\(\Z")
_TO_BODY: Final = re.compile(
    r"(?:Parties|Signatories|Review|Implementation|Implement|Elaborate|Elaboration)\s(?:to\s|of\s)?(?:the\s|an?\s)?\Z"
)
_VERBAL: Final = re.compile(
    r"\A(?:[A-Z][a-z]+ing|Recalls|Reaffirms|Welcomes|Notes|Takes|Stresses|Urges|Requests|Invites|Encourages|Calls|Decides|Recognizes|The|This|"
    r"These|Those|An?|In|On|By|Under|See|Also|Further|As|And|For|With|Since|Both|Our|We|All|Adopts|Endorses|Title|Status|Draft|Mandate|Ibid|Resolution|Annex|Member\sStates|States|Parties)\s"
)
_BODIES: Final = frozenset(("Global Compact", "Global Counter-Terrorism Coordination Compact"))
"""Names of initiatives that have the form of an instrument's."""
_EVERY: Final = re.compile(r"\b(?:a|an|any|every|each|such|no|some|other|another|various|bilateral|regional)\s\Z")


def find_names(text: str, taken: Sequence[Citation], index: WorkIndex) -> list[Citation]:
    """Return the instruments named in ``text`` (folded) outside what ``taken`` covers, in order.

    Names of the lexicon come first; a name of the grammar wins only where it holds one of the lexicon as its complement ("Optional Protocol
    to the Convention …").
    """
    known = [name for name in _known(text, index) if free(taken, name.start, name.end)]
    unseen = [name for name in _unseen(text) if free(taken, name.start, name.end)]
    known = [name for name in known if not any(_goes_on(text, name, other) for other in unseen)]
    longer = []
    for name in unseen:
        inner = [other for other in known if other.overlaps(name.start, name.end)]
        if all(_holds(text, name, other) for other in inner):
            longer.append(_stretched(text, name, max([name.end, *(other.end for other in inner)])))
    kept = [name for name in known if free(longer, name.start, name.end)]
    return sorted([*kept, *longer, *_joined(text, kept, index)], key=lambda name: (name.start, name.end))


def _holds(text: str, name: Citation, other: Citation) -> bool:
    """Return whether ``other`` is only the complement of ``name``: the head of ``name`` stands before it."""
    head = _HEAD.search(text, name.start, name.end)
    return head is not None and name.start < other.start and head.end() < other.start


def _stretched(text: str, name: Citation, end: int) -> Citation:
    """Return ``name`` as far as ``end``, where the name that it holds ends."""
    if end == name.end:
        return name
    words = " ".join(text[name.start : end].replace("*", "").split())
    return Citation(start=name.start, end=end, mask_end=_dated(text, end), target=words, kind="name", head=name.head)


def _goes_on(text: str, name: Citation, other: Citation) -> bool:
    """Return whether a variant of the lexicon is only the beginning of another name ("Universal Declaration of …")."""
    begins = name.start == other.start and name.end < other.end
    return begins and text[name.start : name.end] != fold(name.target) and _OF_ON.match(text, name.end) is not None


_OF_ON: Final = re.compile(r"\s(?:of|on)\s(?:the\s)?[A-Z]")


def _known(text: str, index: WorkIndex) -> Iterator[Citation]:
    """Yield the names of the lexicon, the longest at each place, outside names of bodies."""
    if len(index.labels) == 0:
        return
    lower = text.lower()
    if len(lower) != len(text):  # a capital whose small letter has two characters
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    best: dict[int, tuple[int, Work]] = {}
    for last, forms in index.labels.iter(lower):
        for label, work, cased in forms:
            start, end = last + 1 - len(label), last + 1
            if (not cased or text.startswith(label, start)) and _bordered(text, start, end):
                best[start] = max(best.get(start, (0, work)), (end, work), key=lambda found: found[0])
    position = 0
    for start, (end, work) in sorted(best.items(), key=lambda item: item[0]):
        if start < position:
            continue
        position = end
        if not inside_body(text, start, end):
            yield Citation(
                start=start, end=end, mask_end=_dated(text, end), target=work.title, kind="name",
                head=heads_of(text[start:end], work.title), instrument=work.id,
            )  # fmt: skip


def _bordered(text: str, start: int, end: int) -> bool:
    """Return whether ``start:end`` begins and ends at the borders of words."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or before in ("-", "'")) and not (
        after.isalnum() or (after == "-" and text[end + 1 : end + 2].isdigit())
    )


def _unseen(text: str) -> Iterator[Citation]:
    """Yield the names that the grammar makes of head nouns, each in its longest form."""
    end = 0
    for head in _HEAD.finditer(text):
        if head.start() < end or not _bordered(text, head.start(), head.end()):
            continue
        start = _left(text, head.start(), _LEFT if _ILO.match(text, head.end()) is None else _LEFT_ILO)
        right, complement = _right(text, head)
        if start == head.start() and (not complement or (head[0] in _LEFT_ONLY and head[0] != "Recommendation")):
            continue
        if start == head.start() and _EVERY.search(text, max(0, start - 12), start):
            continue
        end = right
        if not inside_body(text, start, right):
            words = " ".join(text[start:right].replace("*", "").split())
            if words.removeprefix("United Nations ") in _BODIES:
                continue
            yield Citation(
                start=start, end=right, mask_end=_dated(text, right), target=words, kind="name", head=heads_of(words)
            )


def _left(text: str, start: int, pattern: re.Pattern[str]) -> int:
    """Return where the capitalised words before a head begin, without verbs and articles that open a sentence."""
    match = pattern.search(text, max(0, start - 140), start)
    if match is None:
        return start
    begin = match.start()
    while (verbal := _VERBAL.match(text[begin:start])) is not None:
        begin += verbal.end()
    return begin


def _right(text: str, head: re.Match[str]) -> tuple[int, bool]:
    """Return where the complement of a head ends, and whether it has one."""
    end = head.end()
    if (ilo := _ILO.match(text, end)) is not None:
        return ilo.end(), True
    if (suffix := _ROMAN_OR_YEAR.match(text, end)) is not None:
        end = suffix.end()
    if (double := _DOUBLE.match(text, end)) is not None:
        end = double.end()
    begin = end
    while (part := (_FURTHER if end > begin else _COMPLEMENT).match(text, end)) is not None and not _STOP_WORDS.match(
        part[0].lstrip()
    ):
        end = _verb_object(text, part.end())
        more = _MORE.match(text, end)
        while more is not None and not _names_another(text, more):
            end = _verb_object(text, more.end())
            more = _MORE.match(text, end)
    if end > begin and (year := _OF_YEAR.match(text, end)) is not None:
        end = year.end()
    return end, end > begin or suffix is not None


def _verb_object(text: str, end: int) -> int:
    """Return where the object of a verb at the end of a complement ends: "to Accelerate the Implementation", "Preventing the Illicit Import"."""
    if _VERB.search(text, max(0, end - 30), end) is None:
        return end
    thing = _OBJECT.match(text, end)
    return end if thing is None else thing.end()


_VERB: Final = re.compile(r"(?:\bto\s[A-Z][a-z]+|\b[A-Z][a-z]+ing)\Z")
_OBJECT: Final = re.compile(rf"\s(?:the|its|their)\s{_CAPS}")


def _names_another(text: str, more: re.Match[str]) -> bool:
    """Return whether what "and" adds is a name of its own: another instrument, a body, an officer."""
    if _STOP_WORDS.match(more["last"]) is not None:
        return True
    if " the " in more[0] and _ORGANS.search(more["last"]) is not None:
        return True
    head = _HEAD.search(text, more.start())
    named = head is not None and head.start() < more.end()
    return named and (head is None or " the " in more[0] or head.start() == more.start("last") or "," in more[0])


def inside_body(text: str, start: int, end: int) -> bool:
    """Return whether the name at ``start:end`` is a part of the name of a body, or goes on as one."""
    if _NO_NAME.match(text, end):
        return True
    if text[start - 1 : start] == "(" and (run := _BRACKETED.search(text, max(0, start - 120), start)) is not None:
        start = run.start()
    window = text[max(0, start - 160) : start]
    match = _INSIDE_BODY.search(window)
    if match is None:
        return False
    return not window.rstrip().endswith((" to", " to the")) or _TO_BODY.search(window) is not None


def _dated(text: str, end: int) -> int:
    """Return where the date of adoption printed after a name ends, or ``end``."""
    date = _OF_DATE.match(text, end)
    return end if date is None else date.end()


def heads_of(*names: str) -> str:
    """Return the head nouns of the first of ``names`` that has one, as short forms print them, joined by ``|``.

    >>> heads_of("Beijing Declaration and Platform for Action")
    'declaration|platform for action'
    """
    for name in names:
        if (head := _HEAD.search(name)) is not None:
            second = _SECOND_HEAD.match(name, head.end())
            return _simple(head[0]) if second is None else f"{_simple(head[0])}|{_simple(second[1])}"
    return ""


def _simple(head: str) -> str:
    return _SIMPLE.get(head, head).lower()


_SECOND_HEAD: Final = re.compile(
    r"\sand\s(?:the\s)?(" + "|".join(map(re.escape, sorted(HEADS, key=len, reverse=True))) + r")(?![\w-])"
)
_AND: Final = re.compile(
    r"\sand\s(?:the\s)?(?P<head>"
    + "|".join(map(re.escape, sorted(HEADS, key=len, reverse=True)))
    + r")(?![\w-])(?!\s(?:of|on|for|to)\b)"
)


def _joined(text: str, names: Sequence[Citation], index: WorkIndex) -> Iterator[Citation]:
    """Yield what shares the first words of a name before it: the Plan of Action in "Geneva Declaration of Principles and Plan of Action"."""
    for name in names:
        match = _AND.match(text, name.end)
        if match is None:
            continue
        words = text[name.start : name.end].split()
        for count in range(len(words) - 1, 0, -1):
            work = index.exact.get(" ".join([*words[:count], match["head"]]).lower())
            if work is not None and work.id != name.instrument:
                yield Citation(
                    start=match.start("head"), end=match.end("head"), target=work.title, kind="name", head=_simple(match["head"]),
                    instrument=work.id,
                )  # fmt: skip
                break
