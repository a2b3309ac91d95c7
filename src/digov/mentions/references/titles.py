"""Titles and reports: “quoted” and *italic* titles, titles without marks after "issued" or "entitled", serial reports, report phrases.

A quoted title is a reference when what is entitled is a document ("report … entitled “…”"), not a meeting, an item or a theme; the
title of a resolution already cited only extends what that citation covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from digov.mentions.references.model import Citation, WorkIndex, free
from digov.model.document import SegmentKind

_DOCUMENT: Final = (
    r"outcome\sdocuments?|(?:position|working|background|discussion|concept|policy|white|green|conference\sroom)?\s?papers?|reports?|notes?(?=\sby|\sverbale)|stud(?:y|ies)|"
    r"documents?|publications?|books?|briefs?|guides?|guidelines|guidance|manuals?|handbooks?|toolkits?|declarations?|agreements?|frameworks?|"
    r"strateg(?:y|ies)|road\smaps?|roadmaps?|plans?|communiqué|statements?|compendium|surveys?|reviews?|assessments?|articles?|letters?|"
    r"recommendations?|principles|resolutions?|decisions?|memorandum|principles|standards?|series|volumes?|texts?"
)
_OTHER: Final = (
    r"items?|sub-items?|meetings?|sessions?|events?|dialogues?|debates?|forums?|workshops?|conferences?|campaigns?|initiatives?|themes?|topics?|"
    r"programmes?|projects?|panels?|discussions?|seminars?|chapters?|sections?|segments?|exhibitions?|summits?|symposium|consultations?|courses?|"
    r"years?|days?|decades?|weeks?|awards?|prizes?|funds?|clusters?|headings?|titles?|paragraphs?|annex|module|exercise|video|film|agenda\sitems?"
)
_NOUN: Final = re.compile(rf"(?<![\w-])(?:(?P<other>{_OTHER})|(?P<document>{_DOCUMENT}))(?![\w-])", re.IGNORECASE)
_ENTITLED: Final = re.compile(
    r"(?:\b(?:entitled|titled|(?<!so-)called|named)|\bknown\sas|\bunder\sthe\stitle(?:\sof)?)(?:,)?\s\Z"
)
_DIRECT: Final = re.compile(rf"(?<![\w-])(?P<noun>{_DOCUMENT})\s\Z", re.IGNORECASE)
_BORDER: Final = re.compile(
    r"[;:”]|[.]\s+(?=[A-Z])|(?:,\s|\s)(?:and|as\swell\sas|together\swith)\s(?=(?:the|a|an|his|her|its|their)\s)|\s(?:and)\s(?=(?:\w+\s){0,2}(?:entitled|titled)\s)"
)
_QUOTE: Final = re.compile(r"“(?P<curly>[^“”]{3,320})”|\"(?P<straight>[^\"]{3,320})\"")
_ITALIC: Final = re.compile(r"(?<![\w*])\*(?P<title>[^\s*][^*]{2,300}[^\s*])\*(?!\w)")
_CUE: Final = re.compile(
    r"(?:\b(?:in|its|the|their|issued|entitled|titled|published|publication|publications|report|reports|through|launched|and|of|on|edition)|,|\]|\d|\))\s?\Z"
)
_NOT_TITLE: Final = re.compile(
    r"SDG|Ibid|Treaty\sSeries|Resolutions?\Z|Official\sRecords|Note\Z|\d+(?:st|nd|rd|th)?\splenary", re.IGNORECASE
)
_CAP: Final = r"[A-Z0-9][\w'&.-]*[\w&]"
_PLAIN: Final = re.compile(
    rf"(?:issued|published|released|entitled|titled|[Ii]ts\sreport|[Tt]heir\sreport)\s(?P<title>{_CAP}(?:(?::|\s-)?\s(?:{_CAP}|of|and|on|for|in|to|a|an|the|with|by|from))*?\s{_CAP})(?=[,.;^]|\s(?:in|and|setting|which|that|to|detailing|at|with)\s|\Z)"
)
_SERIAL: Final = re.compile(
    r"(?<![\w-])(?:(?:19|20)[0-9]{2}\s)?(?:[A-Z][\w'-]+\s(?:(?:for|of|on|the|against|in)\s)*){2,7}Reports?(?:\son\s[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)*)?(?:\s(?:19|20)[0-9]{2}(?:/[0-9]{2,4})?)?(?![\w-])"
)
_SERIAL_LEAD: Final = re.compile(
    r"\A(?:The|An?|[A-Z][a-z]+s(?=\sthe\s)|the|[A-Z][a-z]+ing(?:\s(?:of|the|on))*(?!\sfor)|Takes?\s|United\sNations(?=\s(?:[A-Z][\w-]+\s)*Office))\s"
)
_AUTHOR: Final = re.compile(r"(?:\A\W*|\A[\^0-9*\s]+|[;(]\s?|\bSee\s|\band\s)(?:[A-Z][^“”;:]{0,140},\s)?\Z")
_AFTER_AND: Final = re.compile(r"\b(?:on|of|for)\s(?:[A-Z][\w'-]+\s)+and\s\Z")
"""The name of a body right before a title ("Office on Drugs and Crime World Drug Report")."""
_SMALL: Final = frozenset("a an and as at by for from in into of on or the to with its their per via".split())

REPORT_NOUN: Final = re.compile(
    r"(?<![\w-])(?:(?:annual|latest|most\srecent|final|interim|first|second|third|joint|related|relevant|concise|special|comprehensive|previous|recent|progress|thematic)\s)*"
    r"(?:outcome\sdocuments?|reports?|notes?(?=\sby|\sverbale)|(?:working|position|background|discussion)\spapers?|papers?|letters?|stud(?:y|ies)|summar(?:y|ies)|"
    r"communications?|documents?|memorandum|surveys?|submissions?|assessments?|reviews?(?=\sof|\sby))(?![\w-])"
)
"""What a phrase that leads to a footnote symbol names as the document."""


def find_titles(text: str, taken: Sequence[Citation], index: WorkIndex, kind: SegmentKind) -> list[Citation]:
    """Return the titles in ``text`` (folded) that name a document, in order."""
    found: list[Citation] = []
    for maker in (_quoted, _italic, _plain, _serial):
        for title in maker(text, taken, kind):
            if free(found, title.start, title.end):
                found.append(_resolved(title, index))
    return sorted(found, key=lambda title: title.start)


def quoted_masks(text: str, taken: Sequence[Citation]) -> list[tuple[int, int]]:
    """Return the spans of quoted words after "entitled", "theme" and the like: titles of any kind, in which nothing is looked for."""
    if "“" not in text and '"' not in text:
        return []
    return [
        match.span() for match in _QUOTE.finditer(text)
        if _ENTITLED.search(text, max(0, match.start() - 24), match.start()) or any(c.contains(*match.span()) for c in taken)
    ]  # fmt: skip


def _resolved(title: Citation, index: WorkIndex) -> Citation:
    """Return ``title`` with its work when the lexicon knows it, by the whole title or by what stands before its colon."""
    for words in (title.target, title.target.partition(":")[0]):
        work = index.exact.get(words.lower())
        if work is not None:
            return Citation(
                start=title.start, end=title.end, mask_start=title.mask_start, mask_end=title.mask_end, target=work.title, kind="title",
                head=title.head, instrument=work.id,
            )  # fmt: skip
    return title


def _quoted(text: str, taken: Sequence[Citation], kind: SegmentKind) -> Iterator[Citation]:
    if "“" not in text and '"' not in text:
        return
    for match in _QUOTE.finditer(text):
        start, end = match.span()
        words = (match["curly"] or match["straight"]).strip(" ,.;")
        if _ENTITLED.search(text, max(0, start - 24), start):
            noun = _entitled_noun(text, start, taken)
        elif direct := _DIRECT.search(text, max(0, start - 40), start):
            noun = direct["noun"]
        else:
            noun = (
                "title"
                if kind == "footnote" and words.count(" ") > 1 and words[:1].isupper() and _footnote_place(text, start)
                else None
            )
        if noun is not None and not any(c.contains(start, end) for c in taken):
            yield Citation(start=start, end=end, target=words, kind="title", head=noun.lower())


def _footnote_place(text: str, start: int) -> bool:
    """Return whether a quotation in a footnote stands where a title does: first, or after an author and a comma."""
    return _AUTHOR.search(text, 0, start) is not None


def _entitled_noun(text: str, start: int, taken: Sequence[Citation]) -> str | None:
    """Return the noun that is entitled, when it is a document: the first noun of the phrase that leads to the title."""
    low = max(0, start - 320)
    borders = [match.end() for match in _BORDER.finditer(text, low, start)]
    begin = borders[-1] if borders else low
    nouns = list(_NOUN.finditer(text, begin, start))
    last = nouns[-1] if nouns else None
    if last is None:
        return None
    if any(
        c.kind in ("symbol", "resolution") and nouns[0].start() <= c.end and begin <= c.start < start for c in taken
    ):
        return None  # the title of what was cited by its number
    # "the outcome document of the special session …, entitled": the first noun governs the others by "of", "on" or "to".
    for noun in nouns:
        if noun["document"] and not re.search(
            r"\b(?:convened|organized|held\sa|hold|decides|under\sthe)\b", text[noun.end() : start]
        ):
            return noun["document"]
    return last["document"]


def _italic(text: str, taken: Sequence[Citation], kind: SegmentKind) -> Iterator[Citation]:
    if "*" not in text or kind in ("heading", "title", "closing", "front"):
        return
    for match in _ITALIC.finditer(text):
        start, end = match.span()
        words = match["title"].strip(" ,.;:")
        if (
            not free(taken, start, end)
            or _NOT_TITLE.search(words)
            or not (_CUE.search(text, max(0, start - 20), start) and _title_case(words))
        ):
            continue
        yield Citation(start=start, end=end, target=words, kind="title", head="report")


def _title_case(words: str) -> bool:
    """Return whether most of the words that titles capitalise are capitalised, and at least two."""
    content = [word for word in re.findall(r"[\w'-]+", words) if word.lower() not in _SMALL]
    capital = [word for word in content if word[0].isupper() or word[0].isdigit()]
    return len(capital) >= 2 and len(capital) * 3 >= len(content) * 2


def _plain(text: str, taken: Sequence[Citation], kind: SegmentKind) -> Iterator[Citation]:
    if not any(cue in text for cue in ("issued", "published", "released", "titled", "report")):
        return
    for match in _PLAIN.finditer(text):
        start, end = match.span("title")
        words = match["title"]
        if kind != "heading" and words.count(" ") >= 2 and _title_case(words) and free(taken, start, end):
            yield Citation(start=start, end=end, target=words, kind="title", head="report")


def _serial(text: str, taken: Sequence[Citation], _kind: SegmentKind) -> Iterator[Citation]:
    if "Report" not in text:
        return
    for match in _SERIAL.finditer(text):
        start, end = match.span()
        while (lead := _SERIAL_LEAD.match(text[start:end])) is not None:
            start += lead.end()
        if text[start:end].count(" ") > 2 and _AFTER_AND.search(text, max(0, start - 40), start):
            start += text[start:end].index(" ") + 1
        if text[start:end].count(" ") >= 2 and free(taken, start, end):
            yield Citation(start=start, end=end, target=text[start:end], kind="title", head="report")
