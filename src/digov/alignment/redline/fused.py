"""Fused words: runs of letters in which an old and a new word stand side by side without a blank."""

from __future__ import annotations

import math
import re
from collections import Counter

from digov.alignment.redline.vocabulary import Vocabulary
from digov.alignment.redline.words import CLOSED, class_of

_RUN = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_DIGITS_FIRST = re.compile(r"(\d+(?:st|nd|rd|th)?)([^\W\d_]{2,}|\d+(?:st|nd|rd|th))")
_LETTERS_FIRST = re.compile(r"([^\W\d_]*[a-z]{3,})(\d+\w*)")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)s?|\d+s|\d+[A-Z]{1,2}|\d{1,4}[a-z]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z]{2})|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_NAME_HEADS = frozenset("mc mac de la le van al el o".split())
_HEADS = frozenset(
    (
        "un re non multi pre post inter intra co sub mis dis over under cyber micro macro mini bio geo eco socio "
        "counter trans tele anti auto semi hydro agro electro photo out up down off back fore mid cross super "
        "hyper extra neo self de e ex fellow peace hand work home life year time care school house wide lock "
        "corona live stand rule mid policy break road whistle web well data deep"
    ).split()
)
_TAILS = frozenset(
    (
        "s es ed d ing ly al able ible less ness er ers or ors est ion ions ment ments ity ty ties ship ships ism "
        "ist ists ic ical ous ive ful hood wise ward wards like age ages ance ence ation ations ative ize ise ized "
        "ised izing ising fold some work works wide holder holders maker makers making land lands man men woman "
        "women person persons time times down downs still stills virus book books streaming"
    ).split()
)
_SHORT = frozenset(
    "of to in on at by an as is it or we be he no so up its the and for are all our has was had not any".split()
)
_ENDING = re.compile(
    r"(?:s|es|ed|d|ing|ly|er|ers|i[sz]ations?|i[sz]ing|i[sz]ed?|ability|ness|ally?|is[mt]s?|able|ship|tions?)\Z"
)
_BEGINNING = re.compile(
    r"\A(?:un|re|non|multi|inter|intra|co|sub|mis|dis|over|under|cyber|micro|bio|geo|eco?|socio|counter|trans|tele|anti|pre|post"
    r"|de|hydro|agro|up)"
)
_LEAST_PART, _LONG_PART, _SURE_PART = 3, 4, 6
_OFTEN = 5
"""How often a run may be printed and still be two words: the same edit may be made in several places."""
_FEW = 3
"""How often a run may be printed and its halves still be short."""
_FREQUENT, _RARE = 5 * 10**6, 10**5
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NUMBERS = (
    re.compile(r"(?<![\d/])(?P<head>\d{2}/\d{1,3})\d{2}/\d{1,3}(?![\d/])"),
    re.compile(r"(?<![\d/])(?!19|20)(?P<head>\d{1,3})[4-9]\d/\d{1,3}(?![\d/])"),
    re.compile(r"(?<![\d.])(?P<head>\d{1,3}\.\d)\d{1,3}\.\d(?![\d.]\d)"),
    re.compile(rf"(?<![\d/,.])(?P<head>[1-9])(?<!1|2)(?:[4-9]|(?<=[4-9])\d)(?= (?:{_MONTHS})\b)"),
    re.compile(r"(?<![\d/,.-])(?<!No\. )(?!(?:19|20)\d\d)(?P<head>[1-9]\d{1,2})\d{3}(?![\d/,-])"),
    re.compile(r"(?<![\d,.])(?P<head>\d{1,3}(?:,\d{3})+)\d{1,3}(?:,\d{3})*(?![\d,])"),
    re.compile(rf"(?<![\d/,.])(?P<head>[12]?\d|3[01])(?:[12]\d|3[01])(?= (?:{_MONTHS})\b)"),
    re.compile(r"(?<![\d/,.])(?P<head>(?:19|20)\d\d|\d{1,2})(?:19|20)\d\d(?![\d/])"),
    re.compile(r"(?<![\d/,.])(?P<head>(?:19|20)\d\d)\d{1,2}(?![\d/])"),
    re.compile(r"(?<!\d/)(?<![\d,.-])(?<!No\. )(?<!vol\. )(?P<head>(?!19|20)[1-9]\d)\d\d(?![\d/,-]| \()"),
    re.compile(r"(?<=\()(?P<head>[a-z])[a-z](?=\) )"),
)
"""Numbers and letters of items with another run into them: no such number or letter is."""
_ROMAN = frozenset(("ii", "iv", "vi", "ix", "xi", "xv", "xx"))


def fused_words(text: str, vocabulary: Vocabulary) -> tuple[tuple[int, int, int], ...]:
    """Return the runs of letters and numbers that are two: start, joint and end of each, in order.

    A run is two words where it is none that is known, is not printed often, and splits into two that are common; a
    capital after a small letter, and a number that runs into a word, split it where they stand; a number is two where it
    has the form of two. A word whose hyphen was lost is one word.
    """
    runs = Counter(match.group().lower() for match in _RUN.finditer(text))
    whole = frozenset(match.group().replace("-", "").lower() for match in _HYPHENATED.finditer(text))
    out = set()
    for form in _NUMBERS:
        for match in form.finditer(text):
            if match.group() not in _ROMAN:
                out.add((match.start(), match.end("head"), match.end()))
    for match in _RUN.finditer(text):
        run = match.group()
        if len(run) < _LEAST_PART or run.lower() in whole:
            continue
        joint = _joint(run, vocabulary, runs)
        if joint is not None and not _inside_address(text, match.start(), match.end()):
            out.add((match.start(), match.start() + joint, match.end()))
    return tuple(sorted(out))


def _inside_address(text: str, start: int, end: int) -> bool:
    """Return whether the run belongs to a symbol or an address ("E/CN.6", "www.un.org", "A/RES/70/1")."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 2]
    return before in ("/", "@") or after[:1] in ("/", "@") or (after[:1] == "." and after[1:2].islower())


def _joint(run: str, vocabulary: Vocabulary, runs: Counter[str]) -> int | None:
    if run.isdigit():
        return None
    if run[0].isdigit():
        found = _DIGITS_FIRST.fullmatch(run)
        if found is None or _ORDINAL.fullmatch(run):
            return None
        return found.end(1) if found[2][0].isdigit() or vocabulary.weight(found[2]) >= _FREQUENT else None
    if any(char.isdigit() for char in run):
        found = _LETTERS_FIRST.fullmatch(run)
        return found.end(1) if found and vocabulary.knows(found[1]) and found[1].lower() not in _HEADS else None
    hump = _hump(run, vocabulary)
    if hump is not None:
        return hump
    if run.isupper() or runs[run.lower()] > _OFTEN or vocabulary.listed(run) or derived(run, vocabulary):
        return None
    return _split(run, vocabulary, alone=runs[run.lower()] <= _FEW)


def _hump(run: str, vocabulary: Vocabulary) -> int | None:
    """Return where a capital begins a second word within ``run``."""
    for found in _HUMP.finditer(run):
        left, right = run[: found.start()], run[found.start() :]
        acronym = left.isupper() or left.rstrip("s").isupper()
        if (left.lower() in _NAME_HEADS | _HEADS and not left.isupper()) or len(left) < 2 or len(right) < 2:
            continue
        if (acronym or vocabulary.knows(left)) and (right.isupper() or vocabulary.knows(right)):
            return found.start()
    return None


def _split(run: str, vocabulary: Vocabulary, *, alone: bool) -> int | None:
    """Return where an unknown run falls into two common words, the likeliest place; ``None`` where it does not.

    A run with a capital may be a name, and one that is printed again a word: their halves have to be long, but for a
    short function word at the end.
    """
    small = alone and run[0].islower()
    best, place = 0.0, None
    lower = run.lower()
    half = len(run) // 2
    if lower[:half] == lower[half:] and half >= _LEAST_PART:
        return half
    for cut in range(1, len(run)):
        left, right = lower[:cut], lower[cut:]
        if not small and not _long_enough(left, right, alone=alone):
            continue
        if not _part(left, vocabulary) or not _part(right, vocabulary) or (right in _TAILS and not _may_end(left)):
            continue
        if (left in _HEADS and (class_of(right) not in CLOSED or right == "being")) or (
            len(right) == 1 and cut < _LONG_PART
        ):
            continue
        weights = vocabulary.weight(left), vocabulary.weight(right)
        if small or min(weights) >= _FREQUENT or class_of(left) == class_of(right) == "ord":
            value = math.log(weights[0] + 1) + math.log(weights[1] + 1)
            if value > best:
                best, place = value, cut
    return place


def derived(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether an unknown word is a listed one with an ending, a beginning or both ("auditable", "reskilling")."""
    lower = word.lower()
    for form in (lower, _BEGINNING.sub("", lower)):
        stem = _ENDING.sub("", form)
        forms = (form, stem, f"{stem}e", f"{stem}y", stem[:-1], f"{stem}ize", f"{stem}ise") if stem != form else (form,)
        if any(len(one) > _LEAST_PART - 1 and one != lower and vocabulary.listed(one) for one in forms):
            return True
    return False


def _long_enough(left: str, right: str, *, alone: bool) -> bool:
    """Return whether two halves of what may be a name or a word of its own are long, or function words that end it."""
    if len(right) >= _LONG_PART and len(left) >= _LONG_PART:
        return True
    if len(left) > _LONG_PART and alone:
        return right in _SHORT or right == "a"
    return alone and len(left) == _LEAST_PART and class_of(left) in CLOSED and class_of(right) in CLOSED


def _may_end(word: str) -> bool:
    """Return whether no compound has ``word`` before its tail: a function word, a plural."""
    return class_of(word) in CLOSED or class_of(word) in ("plural", "nouns")


def _part(part: str, vocabulary: Vocabulary) -> bool:
    if len(part) < _LEAST_PART or part in _SHORT:
        return part in _SHORT or part == "a"
    return (
        vocabulary.common(part)
        or class_of(part) == "ord"
        or (len(part) >= _SURE_PART and vocabulary.weight(part) >= _RARE)
    )
