"""Forms: what a block looks like (closed sentence, heading, enacting formula, clause of a preamble …), told by closed classes of words."""

from __future__ import annotations

import re

HEADING_LIMIT = 420
"""Longest heading in code points; titles of conferences are long."""
_TAIL = 48
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_AFTER_END = " \t\n\r\u00a0)]}>»›”’\"'*_" + _SUPERSCRIPTS + "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_GLUED_NOTE = re.compile(r"(?<=[a-z”\"’)][.;:,])\d{1,3}$|(?<=\d{4}[.;:,])\d{1,3}$")
_ENDS_OPEN = re.compile(r"\b(?:and|or|of|the|to|in|for|on|by|with|an?|at|from|its|their|between|as|that|which)$")
_TRAILING_AND = re.compile(r"[;,]\s*(?:and|or|and/or)$", re.IGNORECASE)
_OPEN_LIST = re.compile(r";\s*(?:and|or|and/or)?\s*\)?[.]?$", re.IGNORECASE)
_NOTE_MARK = re.compile(rf"(?:[{_SUPERSCRIPTS}]+|\[\^?\d{{1,3}}\]|<sup>\d{{1,3}}</sup>)$")
_SENTENCE_BREAK = re.compile(r"[a-z0-9)]{2}[.;]\s+[A-Z]")
_CELL = re.compile(r"\s\|(?:\s|$)")
_TABBED = re.compile(r"(?!\(?\w{1,5}[.)]|[⁰¹²³⁴⁵⁶⁷⁸⁹])[^\t\n]{1,120}\t+[^\t\n]{1,120}\t+[^\t\n]")

_FORMULA = re.compile(
    r"The\s(?:[A-Z][\w’'\-]*|of|on|for|and|the|to|in|at|its)(?:,?\s(?:[A-Z][\w’'\-]*|of|on|for|and|the|to|in|at|its|as|"
    r"acting|meeting|serving|parties|present|this|session|special|\d+))*\s?(?P<comma>,?)"
)
_ORGAN = re.compile(
    r"\b(?:Assembly|Council|Commission|Conference|Committee|Board|Congress|Forum|Parties|Meeting|Organization|"
    r"Governments|States|Tribunal|Bureau|Authority|Agency|Institute|Union)\b"
)
_SPEAKERS = re.compile(r"We(?:,\sthe|\sthe|,)\s[^.;]{3,800}[,:]")

_NOT_PARTICIPLE = frozenset(
    "During Following Concerning Regarding According Pending Nothing Everything Something Anything Being Training Housing Funding "
    "Financing Building Ensuring Promoting Strengthening Meeting Monitoring King Spring Advancing Improving Addressing Developing "
    "Enhancing Fostering Mainstreaming Preventing Protecting Reducing Closing Expanding Increasing Implementing Supporting Providing "
    "Establishing Reporting Eradicating Investing Leveraging Mobilizing Combating Tackling Opening Closing Ending Achieving "
    "Accelerating Empowering Integrating Delivering Creating Transforming Bridging Harnessing Using Making Working Learning "
    "Capacity-building Including Safeguarding Upholding Countering Maintaining Raising Sharing Setting Voting Electing Bringing".split()
)
_ADJECTIVES = frozenset(
    "Aware Mindful Conscious Cognizant Convinced Concerned Alarmed Determined Desirous Desiring Disturbed Dismayed Distressed "
    "Encouraged Inspired Guided Appalled Appreciative Grateful Confident Anxious Certain Shocked Outraged Saddened Indignant "
    "Deploring Persuaded Resolved Gratified Motivated Impressed Committed Assembled Gathered Honoured Cognisant Reassured Keen "
    "Reminded Struck Troubled Dedicated Faithful Respectful Whereas Having Recalling Bearing Taking Acting Being Expressing Looking".split()
)
_ADVERBS = frozenset(
    "Also Further Again Once Deeply Gravely Seriously Strongly Firmly Fully Particularly Profoundly Extremely Highly Greatly "
    "Especially Acutely Equally Duly Keenly Solemnly Unequivocally Very Increasingly Additionally Likewise Similarly "
    "Furthermore Therefore Accordingly Hereby".split()
)
_NOT_VERB = frozenset(
    "Status Access Process Progress Business Analysis Basis Crisis Focus Terms Rights Means Measures Members States Parties Rules "
    "Principles Objectives Goals Targets Actions Activities Aspects Issues Matters Guidelines Elections Functions Powers Duties "
    "Appropriations Contributions Credentials Officers Decisions Speeches Points Conclusions Recommendations Findings Annexes "
    "Statements Services Resources Annex This Its Thus His Ours Yours Is Was Has Does As Less Plus Perhaps Always Besides "
    "Unless Across Towards Youth Women Girls Others Persons Peoples Countries Governments Nations Digital These Those".split()
)
_WORD = re.compile(r"[A-Z][a-z’'\-]+|[A-Z][A-Z’'\-]+")
_CLOSING = re.compile(
    r"\d{1,4}(?:st|nd|rd|th)?\s(?:\(resumed\)\s)?(?:plenary\s)?meeting\b.{0,80}|"
    r"\[?(?:Adopted|Resumed)\b[^.]{0,200}\bvot(?:e|es)\b.{0,300}|\[Adopted .{0,300}\]\.?",
    re.DOTALL | re.IGNORECASE,
)
_DATE = re.compile(r"(?:[A-Z][A-Za-z ]{2,30},\s)?\d{1,2}[\s\u00a0][A-Z][a-z]{2,8}[\s\u00a0]\d{4}")
_FURNITURE = re.compile(
    r"(?:\d{1,4}|\d{1,3}/\d{1,3}|(?:GE\.)?\d{2}-\d{5}\S{0,4}(?:\s+\([A-Z]\))?(?:\s+\d[\d/]*)?|(?:[A-Z]{1,4}/)+[\w./()–—−*-]+|\d{1,3}/\d{1,3}\s+\d{2}-\d{5}|"
    r"Page\s\d{1,3}|[-–—_=*.·\s]{3,}|\*\s?\*\s?\*|Please recycle\S?|\*\d{7,8}\*)"
)
_STANDARD = re.compile(
    r"(?:Executive\s)?(?:Summary|Introduction|Preamble|Foreword|Background|Conclusions?|Recommendations?|"
    r"Conclusions and recommendations|Findings(?: and suggestions)?|Follow[- ]up(?: and (?:review|implementation))?|Implementation|"
    r"Overview|Means of implementation|Declaration|Preface|Call to action|The way forward|Way forward|The road ahead|Observations|Mandate)",
    re.IGNORECASE,
)
_FRONT = re.compile(
    r"United Nations\b.{0,20}|(?:The )?(?:General Assembly|Economic and Social Council|Security Council|Human Rights Council)|"
    r"Distr\..{0,40}|Original:.{0,40}|English(?: only)?|(?:[A-Z][a-z]+-?(?:[a-z]+)?\s){1,3}(?:special |resumed |emergency )*session\b.{0,60}|"
    r"\d{4} session|Agenda items?\b.{0,80}|Item \d.{0,80}|\[.{0,400}|(?:Resolution|Decision)s? adopted by .{0,160}|"
    r"(?:Report|Note) (?:of|by) the .{0,160}|(?:Revised )?[Dd]raft (?:resolution|decision)(?:\s\S{1,20})?|Advance unedited.{0,60}|"
    r"(?:[A-Z]+/)+[\w.()/–—-]+.{0,30}|Adopted (?:by|at|on) .{0,200}|\d{1,2}\s\w+\s\d{4}.{0,40}|Contents|CONTENTS",
    re.DOTALL,
)


def clean_end(text: str, start: int, end: int) -> str:
    """Return the last characters of ``text[start:end]`` without what may follow a sentence end: quotes, brackets, emphasis, note marks."""
    tail = text[max(start, end - _TAIL) : end]
    if tail[-1:] in "]>":
        tail = _NOTE_MARK.sub("", tail)
    tail = tail.rstrip(_AFTER_END)
    return _GLUED_NOTE.sub("", tail) if tail[-1:].isdigit() else tail


def is_closed(text: str, start: int, end: int, *, comma: bool = False) -> bool:
    """Return whether the words end as a sentence, clause or item does; with ``comma``, a comma will do (preambles)."""
    tail = clean_end(text, start, end)
    if not tail:
        return False
    if tail[-1] in ".;:!?…":
        return True
    if tail[-1] in "dDrR":
        announced = _TRAILING_AND.search(tail)
        return announced is not None and (comma or announced.group()[0] == ";")
    return comma and tail[-1] == ","


def ends_with_colon(text: str, start: int, end: int) -> bool:
    """Return whether the words announce a list."""
    return clean_end(text, start, end).endswith((":", ":—", ":–"))


def leaves_list_open(text: str, start: int, end: int) -> bool:
    """Return whether an item ends as one does after which another must come (``;``, ``; and``)."""
    return bool(_OPEN_LIST.search(text[max(start, end - _TAIL) : end].rstrip(" *_" + _SUPERSCRIPTS)))


def ends_open(text: str, start: int, end: int) -> bool:
    """Return whether the last word is one that no phrase ends with: "of", "the", "and"; its words surely go on."""
    return _ENDS_OPEN.search(text, max(start, end - 12), end) is not None


def is_table_row(text: str, start: int, end: int) -> bool:
    """Return whether a line is a row of a table: cells between bars or tabs."""
    if text[start] == "|":
        return True
    stop = min(end, start + 600)
    if text.find("|", start, stop) >= 0:
        match = _CELL.search(text, start, stop)
        return match is not None and match.start() > start
    # Word puts one tab after a number or letter; columns have more, between words.
    return text.count("\t", start, stop) > 1 and _TABBED.match(text, start, stop) is not None


def is_heading_like(text: str, start: int, end: int) -> bool:
    """Return whether the words have the form of a heading: short, one phrase, a capital first, no end of a sentence."""
    if not 0 < end - start <= HEADING_LIMIT:
        return False
    words = text[start:end].strip(" *_\t\n\r\u00a0\u200e")
    while match := _NOTE_MARK.search(words):
        words = words[: match.start()].rstrip(" *_")
    if not words or words[-1] in ".;:,!…" or ends_open(words, 0, len(words)):
        return False
    first = words.lstrip("“\"‘'([ *_")[:1]
    if not (first.isupper() or first.isdigit()):
        return False
    return not _SENTENCE_BREAK.search(words) and not is_table_row(text, start, end)


def is_formula(words: str) -> bool:
    """Return whether a block is an enacting formula: "The General Assembly,"; without the comma it must name an organ at its end."""
    if len(words) > 200:
        return False
    match = _FORMULA.fullmatch(words)
    if match is None or _ORGAN.search(words) is None:
        return False
    return bool(match["comma"]) or words.endswith(
        ("General Assembly", "Security Council", "Economic and Social Council")
    )


def is_speakers(words: str) -> bool:
    """Return whether a block names the speakers of a declaration and says no more: "We, the Ministers of …,"."""
    return len(words) < 900 and _SPEAKERS.fullmatch(words) is not None


def is_recital(words: str) -> bool:
    """Return whether a block opens as a clause of a preamble does: a participle or an adjective of mind, perhaps after an adverb."""
    first = _first_word(words)
    return first in _ADJECTIVES or (first.endswith("ing") and first not in _NOT_PARTICIPLE)


def is_operative(words: str) -> bool:
    """Return whether a block opens as an operative paragraph does: a verb in the third person, perhaps after an adverb."""
    first = _first_word(words)
    return (
        len(first) > 4
        and first.endswith("s")
        and not first.endswith(("ss", "ics", "ings", "ions"))
        and first not in _NOT_VERB
    )


def _first_word(words: str) -> str:
    """Return the first word of a block with a capital, or the first after its adverbs: "Deeply concerned" gives "Concerned"."""
    head = words[:80].replace("*", "").replace("_", "")
    for position, word in enumerate(head.split()[:4]):
        plain = word.rstrip(",")
        if position == 0 and _WORD.fullmatch(plain) is None:
            return ""
        if position and not plain.isalpha():
            return ""
        if plain.capitalize() not in _ADVERBS:
            return plain.capitalize()
    return ""


def is_closing(words: str) -> bool:
    """Return whether a block is a closing line: "37th plenary meeting", "[Adopted without a vote.]"."""
    return len(words) < 600 and _CLOSING.fullmatch(words) is not None


def is_date(words: str) -> bool:
    """Return whether a block is a date and nothing else, perhaps with its place."""
    return len(words) < 60 and _DATE.fullmatch(words) is not None


def is_furniture(words: str) -> bool:
    """Return whether a block is page furniture: a page number, a job number, a rule, a row of stars."""
    return len(words) < 60 and _FURNITURE.fullmatch(words) is not None


def is_standard_heading(words: str) -> bool:
    """Return whether a heading is one that stands at the top level of most documents: "Introduction", "Preamble"."""
    return len(words) < 60 and _STANDARD.fullmatch(words) is not None


def is_front_line(words: str) -> bool:
    """Return whether a block is a line of front matter: organ, session, agenda item, symbol, distribution, date."""
    return len(words) < 420 and _FRONT.fullmatch(words) is not None
