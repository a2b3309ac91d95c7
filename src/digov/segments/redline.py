"""Redlines: traces that a flattened redline leaves in its words, where struck and inserted ones run together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from digov.segments.draft import Draft, Sheet

_TOKEN = re.compile(r"[A-Za-z]+")
_CAPITAL_INSIDE = re.compile(r"[a-z](?=[A-Z])")
_STOP_JOINT = re.compile(
    r"[.,;](?:(?<=[a-z)]\.)(?=[a-z])|(?<=[a-z],)(?=[A-Z][a-z])|(?<=\band,)|(?<=\.)(?<!\.\.)\s?\.(?!\.)|(?<=[.;])\s?\)\s?[;.]|"
    r"(?<=\.);|(?<=,)\s\s(?=and\b))"
)
_DASH_JOINT = re.compile(r"[—_-](?:(?<=[a-z][—_])(?=[a-z])|(?<=\s-)(?=[a-z]{3})|(?<=[a-z]-)(?=_))")
_ADDRESS = re.compile(r"https?://|www\.|@")
_EVIDENCE = 5
"""How many words must be fused at a capital before the text counts as a redline."""
_SHORTEST = 6
_LONGEST = 60
_COMPOUNDS = frozenset(
    "without within throughout therefore however furthermore moreover nevertheless understanding outcome outcomes upon whereas whereby "
    "therein thereof thereon thereto hereby otherwise everyone worldwide nationwide meanwhile likewise someone anyone nothing something "
    "everything online offline upcoming forthcoming overall overview oversight outside inside workforce workforces workplace stakeholder "
    "stakeholders network networks framework frameworks themselves itself ourselves whenever wherever altogether elsewhere underway "
    "insofar another cannot nonetheless notwithstanding takeover database datasets dataset handheld smartphone smartphones broadband "
    "website websites cyberspace cybersecurity landlocked lifelong roadmap roadmaps workshop workshops chairperson policymaking "
    "policymakers standing personal".split()
)
_PREFIXES = frozenset("in un mis inter under over re dis sub per pre multi co fore".split())


def find_fused(sheet: Sheet, texts: list[tuple[int, int, Draft]], *, renumbered: bool) -> None:
    """Note the places where words are run together, if the text shows itself to be a redline.

    It does when its numbers are double (``renumbered``) or when enough words have a capital inside after another word of the text.
    Doubled words at the end of headings are noted in every text. Says where, never what was struck. ``texts`` are the
    (start, end, segment) of every piece that is not a note.
    """
    pieces = [piece for piece in texts if piece[2].kind != "front"]
    for start, end, draft in pieces:
        if draft.kind == "heading":
            _doubled_word(sheet, start, end, draft)
    inside = [found for piece in pieces for found in _capitals_inside(sheet.text, *piece)]
    if len(inside) < _EVIDENCE and not renumbered and not any(found[3].kind == "heading" for found in inside):
        return
    tokens = _TOKEN.findall(sheet.text)
    counts = Counter(map(str.lower, tokens))
    cased = [found for found in inside if _is_joint(sheet.text, *found[:3], counts)]
    redline = len(cased) >= _EVIDENCE or renumbered
    for start, _, end, draft in cased:
        if redline or draft.kind == "heading":
            _report(sheet, start, end, draft)
    if redline:
        _lower_joints(sheet, pieces, tokens, counts)
        for start, end, draft in pieces:
            _mark_joints(sheet, start, end, draft)


def _report(sheet: Sheet, start: int, end: int, draft: Draft) -> None:
    sheet.report("fused-words", f"Words are run together: “{sheet.text[start:end]}”.", start, end, draft)


def _capitals_inside(text: str, start: int, end: int, draft: Draft) -> list[tuple[int, int, int, Draft]]:
    """Return the words with a capital inside as (start, joint, end, segment)."""
    found: list[tuple[int, int, int, Draft]] = []
    for match in _CAPITAL_INSIDE.finditer(text, start, end):
        joint = first = last = match.end()
        while first > start and text[first - 1].isalpha() and joint - first < _LONGEST:
            first -= 1
        while last < end and text[last].isalpha() and last - joint < _LONGEST:
            last += 1
        found.append((first, joint, last, draft))
    return found


def _is_joint(text: str, start: int, joint: int, end: int, counts: Counter[str]) -> bool:
    """Return whether both parts of a word with a capital inside stand elsewhere ("SDGsSustainable"); else it is a name ("eTrade")."""
    return joint - start > 1 and counts[text[start:joint].lower()] > 0 and counts[text[joint:end].lower()] > 0


def _doubled_word(sheet: Sheet, start: int, end: int, draft: Draft) -> None:
    """Note a last word that holds itself twice ("flowsflow")."""
    tokens = list(_TOKEN.finditer(sheet.text, max(start, end - _LONGEST), end))
    word = tokens[-1].group() if tokens else ""
    if word[1:].lower() != word[1:]:
        return
    lower = word.lower()
    if any(lower[size:] == lower[: len(lower) - size] for size in range((len(lower) + 1) // 2, len(lower) - 2)):
        _report(sheet, tokens[-1].start(), tokens[-1].end(), draft)


def _lower_joints(sheet: Sheet, pieces: list[tuple[int, int, Draft]], tokens: list[str], counts: Counter[str]) -> None:
    """Note the words that stand once and are two words that stand elsewhere: "putadvance", "ofinteroperable"."""
    starts = [start for start, _, _ in pieces]
    place = 0
    for token in tokens:
        word = token.lower()
        if counts[word] > 1 or not _SHORTEST <= len(word) < _LONGEST or word in _COMPOUNDS or not _splits(word, counts):
            continue
        place = _find_word(sheet.text, token, place)
        start, end, draft = pieces[max(bisect_right(starts, place) - 1, 0)]
        if start <= place < end:
            _report(sheet, place, place + len(word), draft)


def _find_word(text: str, token: str, start: int) -> int:
    """Return where ``token`` stands as a word of its own from ``start`` on; it does stand there."""
    place = text.find(token, start)
    while place >= 0 and (
        text[place - 1 : place].isalpha() or text[place + len(token) : place + len(token) + 1].isalpha()
    ):
        place = text.find(token, place + 1)
    return place


def _splits(word: str, counts: Counter[str]) -> bool:
    return any(
        counts[word[:size]] > 1
        and counts[word[size:]] > 1
        and (size > 2 or len(word) - size > 4)
        and word[:size] not in _PREFIXES
        for size in range(2, len(word) - 1)
    )


def _mark_joints(sheet: Sheet, start: int, end: int, draft: Draft) -> None:
    for match in _STOP_JOINT.finditer(sheet.text, start, end):
        around = sheet.text[max(start, match.start() - 30) : match.end() + 10]
        if not _ADDRESS.search(around):
            shown = sheet.text[max(start, match.start() - 1) : match.end() + 1].strip()
            sheet.report(
                "fused-words",
                f"Impossible punctuation, as where words were struck: “{shown}”.",
                match.start(),
                match.end(),
                draft,
            )
    for match in _DASH_JOINT.finditer(sheet.text, start, end):
        shown = sheet.text[max(start, match.start() - 1) : match.end() + 1].strip()
        sheet.report(
            "stray-mark",
            f"A dash or line inside the words, as of a strike line: “{shown}”.",
            match.start(),
            match.end(),
            draft,
        )
