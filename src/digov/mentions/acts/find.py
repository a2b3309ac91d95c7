"""Operative verbs in the words of one segment: where each stands, in which form, performed or reported.

A verb is operative when its form and the border before it fit the drafting form of the text: third person at the head of a
paragraph or of a coordinated main clause; participle in a preambular clause; base form after "We"; base form at the head
of an item or of a declaration's paragraph. Past forms with an organ as subject report another act.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from digov.mentions.acts.context import Before, body_start, look_before
from digov.mentions.acts.verb_forms import VerbForm

DIRECTIVE = frozenset({"request", "call", "urge", "invite", "encourage", "recommend"})
STANCE = frozenset({"recognize", "note", "reaffirm", "welcome", "recall", "concern", "emphasize", "other", "support"})

_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_QUOTED = re.compile(r"“[^”]*”|(?<![A-Za-z])\"[^\"]*\"")
_OUR_GOAL = re.compile(
    r"\b[Oo]ur\s+(?:(?:overall|ultimate|common|shared|collective)\s+)?(?:goals?|targets?|aims?|objectives?)(?:aim|target|goal)?"
    r"\s+(?:is|are|remains?|will\s+be)(?:\s+to)?\b"
)
_AIM_AFTER_WILL = re.compile(r"(?:will|shall)\s+(?:[a-z]+ly\s+|also\s+|further\s+)*(aim|strive|endeavou?r|seek)\b")
_OBJECT = re.compile(
    r"\s*,?\s+(?:(?:also|further|once\s+again|again|strongly|in\s+th(?:is|at)\s+regard|inter\s+alia|[a-z]+ly)\s*,?\s+)*"
    r"(?:the|that|its?|their|our|his|her|all|any|each|every|both|this|these|those|upon|on|for|with|to|a|an|no|note|attention|forward|"
    r"them|him|us|relevant|other|States|Governments|countries|efforts|appreciation|concern|full|close|and|continued|"
    r"further|interested|developed|developing|national|regional|international|[A-Z][A-Za-z-]+)\b"
)
_RELATIVE_PREDICATE = re.compile(
    r"\b(?:which|that|who)\s+(?:also\s+|further\s+|[a-z]+ly\s+)*[a-z]{3,}(?:s|es)\b(?!\s+(?:of|and|for)\b)"
)
_INFINITIVE = re.compile(r"\bto\s+(?:[a-z]+ly\s+|further\s+|fully\s+|also\s+)*[a-z]+")
_REPORTING_SUBJECT = re.compile(
    r"(?:\b(?:Assembly|Council|Commission|Committee|Conference|Secretary-General|Summit|Board|Member\s+States|States|States\s+parties|parties|"
    r"Ministers|Governments?|Heads\s+of\s+State|Meeting|Panel|Group|Forum|membership|it|they|we|which|who|that|resolution|declaration|"
    r"Agenda|document|Commitment|Compact|Pact)"
    r"|\b(?:has|have|had|having)(?:\s+been)?|\b(?:was|were|been|being|is|are)|\bas)"
    r"(?:\s+(?:also|further|has|have|had|again|once\s+again|therefore|[a-z]+ly))*\s*$",
)
_REPORTED_TYPES = frozenset({"decide", "request", "commit", "call", "urge", "invite", "encourage", "recommend", "reaffirm", "recognize", "welcome",
                             "note", "recall", "emphasize", "concern"})  # fmt: skip
_REPORTED_LEMMAS_BARE = frozenset({"extend", "accept", "confirm", "determine", "consider", "understand", "realize", "refer", "observe", "honour",
                                   "value", "agree", "establish", "elect", "appoint", "designate", "revise", "amend", "convene", "create",
                                   "approve", "terminate", "grant"})  # fmt: skip
_NEVER_COORDINATED = frozenset(
    {"state", "need", "act", "value", "honour", "hope", "seek", "wish", "desire", "establish", "elect", "determine", "refer", "continue",
     "observe", "understand", "realize", "propose", "suggest", "advise", "intend", "will", "shall", "must", "should", "expect", "anticipate",
     "designate", "believe", "conclude", "aspire", "trust", "accept", "extend", "agree", "appoint", "confirm", "dedicate", "insist",
     "strive", "endeavour", "aim", "call", "appeal", "praise", "thank", "remind", "warn", "caution"}
)  # fmt: skip
_ASKING_ANEW = frozenset({"request", "call upon", "call on", "invite"})
_NOUN_LIKE = frozenset({"request", "call", "note", "support", "demand", "appeal", "highlight", "stress", "concern", "regret", "welcome",
                        "pledge", "recall", "task"})  # fmt: skip


_AUXILIARY = re.compile(r"\b(?:is|are)\s+(?:(?:also|further|hereby|therefore|again|[a-z]+ly)\s+)*$")


class FoundAct(msgspec.Struct, frozen=True, kw_only=True):
    """An operative verb in a segment: its words, its form and what stood before it."""

    start: int
    end: int
    verb_end: int
    """Where the verb's own words end; what is asked follows."""
    form: VerbForm
    border: str
    modifiers: tuple[str, ...]
    reported: bool = False


class Setting(msgspec.Struct, frozen=True):
    """How the text speaks: which forms may be operative in a segment."""

    participle: bool = False
    """Preambular clauses: participles act."""
    third: bool = True
    """Resolutions: third-person verbs act."""
    base_head: bool = False
    """Declarations and items: a base form at the head acts."""
    past_organ: bool = False
    """Decisions: "the Assembly decided" is performed, not reported."""


_MARKS = str.maketrans({"*": " ", "_": " ", "\u200e": " ", "\u200b": " ", "\u00a0": " ", "\u202f": " "})


def plain_words(text: str) -> str:
    """Return ``text`` with emphasis marks and invisible characters blanked, character for character."""
    return text.translate(_MARKS)


def find_acts(text: str, index: Mapping[str, tuple[VerbForm, ...]], setting: Setting) -> tuple[FoundAct, ...]:
    """Return the operative and reported acts in ``text`` in order; ``index`` comes from ``index_verbs``."""
    plain = (
        text.replace("*", " ").replace("_", " ").replace("\u200e", " ").replace("\u200b", " ").replace("\u00a0", " ")
    )
    first = body_start(plain)
    quoted = [match.span() for match in _QUOTED.finditer(plain)]
    found: list[FoundAct] = []
    for word in _WORD.finditer(plain, first):
        aim = _AIM_AFTER_WILL.match(plain, word.start())
        forms = index.get(aim.group(1).lower() if aim else word.group().lower())
        if forms is None or any(start <= word.start() < end for start, end in quoted):
            continue
        if found and word.start() < found[-1].end:
            continue
        act = _try_word(plain, word, forms, first, found, setting)
        if act is not None:
            found.append(act)
    found.extend(_goals(plain, index, quoted))
    return tuple(sorted(found, key=lambda act: act.start))


def _goals(plain: str, index: Mapping[str, tuple[VerbForm, ...]], quoted: list[tuple[int, int]]) -> list[FoundAct]:
    aim = next((form for form in index.get("aim", ()) if form.form == "base" and form.tail is None), None)
    if aim is None:
        return []
    return [
        FoundAct(start=match.start(), end=match.end(), verb_end=match.end(), form=aim, border="we", modifiers=())
        for match in _OUR_GOAL.finditer(plain)
        if not any(start <= match.start() < end for start, end in quoted)
    ]


def _try_word(
    plain: str, word: re.Match[str], forms: tuple[VerbForm, ...], first: int, found: list[FoundAct], setting: Setting
) -> FoundAct | None:
    before = look_before(plain, word.start(), first)
    aim = _AIM_AFTER_WILL.match(plain, word.start())
    bare = before.modifiers
    for form in forms:
        tail = form.tail.match(plain, word.end()) if form.tail else None
        if form.tail is not None and tail is None:
            continue
        carrier = (f"{word.group().lower()} to",) if form.carried else ()
        before = msgspec.structs.replace(before, modifiers=(*bare, *carrier))
        verb_end = tail.end() if tail else word.end()
        if aim:  # "We will aim for" weakens: the act is the aim, its words begin at "We"
            verb_end = aim.end()
        if form.form == "past":
            if form.verb.type in DIRECTIVE and (asked := _asked_in_passive(plain, word.start(), verb_end)) is not None:
                passive = msgspec.structs.replace(before, border="passive", start=asked)
                return _found(plain, asked, verb_end, form, passive, reported=False)
            performed = setting.past_organ and before.border == "organ"
            if performed or _is_reported(plain, word.start(), form):
                start = before.start if performed else word.start()
                return _found(plain, start, verb_end, form, before, reported=not performed)
            continue
        if _accepts(plain, word, verb_end, form, before, found, setting):
            return _found(plain, before.start, verb_end, form, before, reported=False)
    return None


def _found(plain: str, start: int, verb_end: int, form: VerbForm, before: Before, *, reported: bool) -> FoundAct:
    modifiers = before.modifiers
    manner = re.match(
        r"\s+with\s+(?:\w+\s+){0,3}?(?:concern|appreciation|satisfaction|interest|regret|gratitude|alarm|deep\s+regret|dismay|"
        r"approval|pride|admiration)\b",
        plain[verb_end:],
    )
    end = verb_end
    if manner:
        modifiers = (*modifiers, " ".join(manner.group().split()))
        end += manner.end()
    again = re.match(r"\s+(also|further)\b", plain[end:])
    if again and not reported:
        modifiers = (*modifiers, again.group(1))
    tail = re.match(r"(?:,?\s+by\s+(?:no\s+later\s+than\s+)?\d{4},?)?\s+(?:to|for|that|upon|on|of)\b", plain[end:])
    if tail and not reported and form.verb.lemma.split()[-1] not in {"upon", "on", "for", "to", "of"}:
        end += tail.end()
    return FoundAct(
        start=start, end=end, verb_end=verb_end, form=form, border=before.border, modifiers=modifiers, reported=reported
    )


def _asked_in_passive(plain: str, verb_start: int, verb_end: int) -> int | None:
    """Return where "are" begins in "Member States are encouraged to …", a request by the speaker in the passive; else ``None``.

    The present tense performs; "has been requested to" and "were invited to" report.
    """
    auxiliary = _AUXILIARY.search(plain, max(0, verb_start - 60), verb_start)
    if auxiliary is None or not re.match(r"\s+(?:[a-z]+ly\s+)?to\b|\s*,[^,.;]{1,120},\s+to\b", plain[verb_end:]):
        return None
    place = auxiliary.start()
    sentence = re.split(r"[.;:]\s", plain[max(0, place - 400) : place])[-1]
    return None if re.search(r"\b(?:that|which|who|if|when|where|as)\b", sentence) else place


def _is_reported(plain: str, verb_start: int, form: VerbForm) -> bool:
    verb = form.verb
    if (
        verb.type not in _REPORTED_TYPES
        or verb.lemma in _REPORTED_LEMMAS_BARE
        or verb.lemma.startswith(("be ", "have "))
    ):
        return False
    if verb.type in {"recognize", "note", "welcome", "recall", "concern", "emphasize", "reaffirm"} and re.search(
        r"\b(?:is|are|been|being|as)\s*(?:[a-z]+ly\s+)?$", plain[max(0, verb_start - 30) : verb_start]
    ):
        return False
    return bool(_REPORTING_SUBJECT.search(plain[max(0, verb_start - 80) : verb_start]))


def _accepts(
    plain: str,
    word: re.Match[str],
    verb_end: int,
    form: VerbForm,
    before: Before,
    found: list[FoundAct],
    setting: Setting,
) -> bool:
    if form.carried and form.verb.type == "support" and before.border in {"comma", "comma-and", "and"}:
        return False  # "…, and continues to support the talks": so somebody else does
    if form.form == "third":
        return setting.third and _accepts_third(plain, verb_end, form, before, found)
    if form.form == "participle":
        return setting.participle and _accepts_participle(plain, word, verb_end, before, found)
    return _accepts_base(plain, word, verb_end, form, before, found, setting)


def _accepts_third(plain: str, verb_end: int, form: VerbForm, before: Before, found: list[FoundAct]) -> bool:
    lemma = form.verb.lemma
    if before.border in {"head", "organ"}:
        return plain[before.start : before.start + 1].isupper()
    if before.border not in {"comma", "comma-and", "and"} or lemma in _NEVER_COORDINATED:
        return False
    own = [act for act in found if not act.reported]
    asks = form.verb.type in DIRECTIVE and lemma not in _NOUN_LIKE and _asks_somebody(plain, verb_end)
    sure = before.border == "comma-and" and own and own[-1].form.form == "third" and lemma not in _NOUN_LIKE
    if not (form.tail or asks or sure or _OBJECT.match(plain, verb_end)):
        return False
    if form.tail is None and lemma in _NOUN_LIKE and _reads_as_noun(plain[verb_end:]):
        return False
    since = plain[own[-1].end if own else 0 : before.start]
    if own and own[-1].form.form == "base" and form.verb.type not in DIRECTIVE:
        return False
    if before.border == "and" and own and not since.strip(" ,and"):
        return True
    belongs_to_relative = _open_relative(since) and before.border != "comma-and"
    return not (belongs_to_relative and (before.border == "and" or form.verb.type not in DIRECTIVE))


def _reads_as_noun(after: str) -> bool:
    """Return whether what follows makes "requests", "calls", "notes" a noun: "requests for", "notes on"."""
    if not re.match(r"\s+(?:for|to|on|with|and)\b", after):
        return False
    return not re.match(
        r"\s+with\s+\w*\s*(?:concern|appreciation|satisfaction|interest|regret|alarm)|\s+and\s+[a-z]+s\s", after
    )


def _open_relative(since: str) -> bool:
    last = since.rsplit(";", 1)[-1]
    predicates = list(_RELATIVE_PREDICATE.finditer(last))
    return bool(predicates) and last.count(",", predicates[-1].end()) == 0


def _accepts_participle(plain: str, word: re.Match[str], verb_end: int, before: Before, found: list[FoundAct]) -> bool:
    if before.border == "head":
        return True
    own = [act for act in found if not act.reported]
    if not own or word.group()[0].isupper():
        return False
    if before.border == "and" and not plain[own[-1].verb_end : before.start].strip(" ,and"):
        return True
    if own[-1].form.form != "participle":
        return False
    return before.border == "comma-and" or (before.border == "comma" and bool(_OBJECT.match(plain, verb_end)))


def _accepts_base(
    plain: str,
    word: re.Match[str],
    verb_end: int,
    form: VerbForm,
    before: Before,
    found: list[FoundAct],
    setting: Setting,
) -> bool:
    if before.border in {"we", "i"}:
        return True
    if before.border == "head":
        return setting.base_head and word.group()[0].isupper() and before.start <= body_start(plain) + 1
    if before.border not in {"comma", "comma-and", "and"} or form.verb.lemma in _NEVER_COORDINATED:
        return False
    own = [act for act in found if not act.reported]
    if not own or own[-1].form.form != "base":
        return False
    since = plain[own[-1].end : before.start]
    if re.search(r"[.;:]\s", since) or not (form.tail or _OBJECT.match(plain, verb_end)):
        return False
    if not since.strip(" ,and"):
        return True
    if form.verb.type in DIRECTIVE and _asks_somebody(plain, verb_end):
        after_infinitive = before.border == "and" and own[-1].form.verb.type in DIRECTIVE | {"commit", "will", "aim"}
        # "We call on Governments to support … and encourage …" goes on with what is asked; "and request the Forum to" asks anew.
        asks_anew = form.verb.lemma in _ASKING_ANEW and re.match(
            r"\s*,?[^,;.:]{0,40},?\s+(?:the\s+)?[A-Z]", plain[verb_end:]
        )
        return not after_infinitive or bool(asks_anew)
    if own[-1].form.verb.type not in STANCE | {"welcome"}:
        return False
    if form.verb.type == "support":
        return before.border == "comma-and"
    parallel = bool(_INFINITIVE.search(since)) or bool(re.search(r"\b(?:that|which|who)\s+\w+\s*$", since))
    if before.border == "and":
        return not parallel or bool(
            re.match(r"\s+(?:that|the\s+need|the\s+importance|the\s+call|our|upon|on|to)\b", plain[verb_end:])
        )
    return True


def _asks_somebody(plain: str, verb_end: int) -> bool:
    """Return whether a noun phrase and an infinitive follow: "the Council to further integrate", "them to support"."""
    return bool(re.match(r"\s+(?:[^.;:]{2,160}?)\s+to\s+(?!the\b|a\b|all\b|its\b)[a-z]+", plain[verb_end:]))
