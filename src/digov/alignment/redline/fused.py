"""Fused words: runs of letters in which an old and a new word stand side by side without a blank."""

from __future__ import annotations

import math
import re
from collections import Counter

from digov.alignment.redline.fused_numbers import fused_numbers
from digov.alignment.redline.vocabulary import Vocabulary
from digov.alignment.redline.words import CLOSED, class_of

_RUN = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_DIGITS_FIRST = re.compile(r"(\d+(?:st|nd|rd|th)?)([^\W\d_]{2,}|\d+(?:st|nd|rd|th))")
_LETTERS_FIRST = re.compile(r"([^\W\d_]{2,})(\d+(?:st|nd|rd|th)?)")
_AFTER_NUMBER = frozenset("year years day days month months week weeks hour hours point per fold member".split())
"""Words that a hyphen joins to a number."""
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)s?|\d+s|\d+[A-Z]{1,2}|\d{1,4}[a-z]")
_SMALL, _CAPITAL = "[a-zà-öø-ÿ]", "[A-ZÀ-ÖØ-Þ]"
_HUMP = re.compile(
    rf"(?<={_SMALL})(?={_CAPITAL}{_SMALL})|(?<={_SMALL})(?={_CAPITAL}{{2}})|(?<={_CAPITAL})(?={_CAPITAL}{_SMALL}{{2}})"
    rf"|(?<={_CAPITAL}{{2}})(?={_SMALL}{{2}})"
)
_NAME_HEADS = frozenset("mc mac de la le van al el o".split())
_PREFIXES = frozenset(
    (
        "un re non multi pre post inter intra co sub mis dis cyber micro macro mini bio geo eco socio poly mono"
        " counter trans tele anti auto semi hydro agro electro photo super hyper extra neo de e ex self under over peace whistle"
    ).split()
)
_HEADS = _PREFIXES | frozenset(
    (
        "cross out up down off on back fore mid fellow hand work home life year time care school"
        " house wide lock corona live stand rule policy break road web well data deep video crowd dark long sea"
        " land ship bed stock block ground birth head side water fin film news high longer space"
    ).split()
)
"""First parts of compounds that a list of words may lack."""
_TAILS = frozenset(
    (
        "s es ed d ing ly al able ible less ness er ers or ors est ion ions ment ments ity ty ties ship ships ism"
        " ist ists ic ical ous ive ful hood wise ward wards like age ages ance ence ation ations ative ize ise ized"
        " ised izing ising fold some work works wide holder holders maker makers making land lands man men woman"
        " women person persons time times down downs still stills virus book books streaming stream streams folk chain"
        " chains tech related centred based oriented led driven specific sensitive responsive friendly owned take keeping"
    ).split()
)
"""Last parts of compounds, and endings."""
_SHORT = frozenset(
    "of to in on at by an as is it or we be he no so up its the and for are all our has was had not any".split()
)
FOREIGN = frozenset("facto jure tempore verbale franca alia officio mutandis partum superior".split())
"""Words of the Latin, French and Italian phrases of the trade that a list of English words lacks."""
_ENDING = re.compile(
    r"(?:s|es|ed|d|ing|ly|er|ers|i[sz]ations?|i[sz]ing|i[sz]ed?|ability|ness|ally?|is[mt]s?|able|ship|tions?)\Z"
)
_BEGINNING = re.compile(
    r"\A(?:un|re|non|multi|inter|intra|co|sub|mis|dis|over|under|cyber|micro|bio|geo|eco?|socio|counter|trans|tele|anti|pre|post"
    r"|de|hydro|agro|up)"
)
_ALIKE = tuple(
    (one, other)
    for pair in "l/t l/i c/e c/o e/o a/o n/u h/b t/f i/j u/v rn/m ii/u 1/l 0/o".split()
    for one, other in (pair.split("/"), pair.split("/")[::-1])
)
"""Letters that are taken for one another where a line strikes them out."""
_LEAST_PART, _LONG_PART, _SURE_PART = 3, 4, 6
_FEW, _OFTEN = 3, 5
"""How often a run may be printed and its halves still be short, and still be any words: an edit may be made in several places."""
_FREQUENT, _RARE = 5 * 10**6, 10**5


def fused_words(text: str, vocabulary: Vocabulary) -> tuple[tuple[int, int, int], ...]:
    """Return the runs of letters and numbers that are two: start, joint and end of each, in order.

    A run is two words where it is none that is known, is not printed often, and splits into two that are common; a
    capital after a small letter, and a number that runs into a word, split it where they stand; a number is two where it
    has the form of two. A word whose hyphen was lost is one word.
    """
    runs = Counter(match.group().lower() for match in _RUN.finditer(text))
    whole = frozenset(match.group().replace("-", "").lower() for match in _HYPHENATED.finditer(text))
    out = set(fused_numbers(text))
    for match in _RUN.finditer(text):
        run = match.group()
        if len(run) < _LEAST_PART or run.lower() in whole or _one_more_hyphen(text, match.end(), run):
            continue
        joint = _joint(run, vocabulary, runs)
        if joint is not None and not _inside_address(text, match.start(), match.end(), run, joint):
            out.add((match.start(), match.start() + joint, match.end()))
    return tuple(sorted(out))


def _one_more_hyphen(text: str, end: int, run: str) -> bool:
    """Return whether the run is the first part of a compound that lost a hyphen ("wholeof-government")."""
    return text[end : end + 1] == "-" and any(run.lower().endswith(word) for word in ("of", "by", "to", "in", "and"))


def _inside_address(text: str, start: int, end: int, run: str, joint: int) -> bool:
    """Return whether the run belongs to a symbol or an address ("E/CN.6", "www.un.org", "A/RES/70/1").

    A number of a symbol may have a word run into it ("70/125and").
    """
    before, after = text[max(start - 1, 0) : start], text[end : end + 2]
    if before == "/" and run[:joint].isdigit() and run[joint:].isalpha():
        before = ""
    if after[:1] == "/" and class_of(run[:joint]) in CLOSED and run[joint:].isdigit():
        after = ""
    return before in ("/", "@") or after[:1] in ("/", "@") or (after[:1] == "." and after[1:2].islower())


def _joint(run: str, vocabulary: Vocabulary, runs: Counter[str]) -> int | None:
    count = runs[run.lower()]
    if any(char.isdigit() for char in run):
        return _beside_digits(run, vocabulary, alone=count <= _FEW)
    half = len(run) // 2
    if run[:half].lower() == run[half:].lower() and _stands_twice(run[:half].lower(), run, vocabulary):
        return half
    if run.isupper():
        return None
    if _HUMP.search(run) and not run[:-1].isupper():
        return _hump(run, vocabulary, often=count > _OFTEN)
    if run.lower() in FOREIGN or vocabulary.listed(run) or derived(run, vocabulary):
        return None
    cut = _split(run, vocabulary, count)
    return _half_misread(run, vocabulary) if cut is None and count <= _FEW else cut


def _stands_twice(half: str, run: str, vocabulary: Vocabulary) -> bool:
    """Return whether a run of two equal halves is one word printed twice."""
    return (len(half) >= _LEAST_PART and not vocabulary.listed(run)) or (half in _SHORT and run.islower())


def _beside_digits(run: str, vocabulary: Vocabulary, *, alone: bool) -> int | None:
    """Return where a number that runs into a word ends or begins."""
    if run.isdigit():
        return None
    if run[0].isdigit():
        found = _DIGITS_FIRST.fullmatch(run)
        if found is None or _ORDINAL.fullmatch(run):
            return None
        return found.end(1) if found[2][0].isdigit() or _after_number(found[2], vocabulary) else None
    found = _LETTERS_FIRST.fullmatch(run)
    if found is None or not alone:
        return None
    word, short = found[1].lower(), len(found[2]) < _LEAST_PART
    closed = class_of(word) in CLOSED and not found[1].isupper()
    plain = len(word) >= _LEAST_PART and not short and vocabulary.knows(word) and word not in _HEADS
    return found.end(1) if closed or (plain and not found[1].isupper()) else None


def _after_number(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether ``word`` is one that no hyphen joins to the number before it: a common word, or a name."""
    if word.lower() in _AFTER_NUMBER:
        return False
    least = _RARE if len(word) >= _SURE_PART else _FREQUENT
    return vocabulary.weight(word) >= least or (len(word) >= _LONG_PART and word.istitle())


def _hump(run: str, vocabulary: Vocabulary, *, often: bool) -> int | None:
    """Return where a capital begins a second word within ``run``, or an acronym ends in small letters."""
    for found in _HUMP.finditer(run):
        left, right = run[: found.start()], run[found.start() :]
        acronym = left.isupper() or left.rstrip("s").isupper()
        if (left.lower() in _NAME_HEADS | _PREFIXES and not left.isupper()) or len(left) < 2 or len(right) < 2:
            continue
        if not acronym and ((often and not _may_end(left.lower())) or _too_short(left)):
            continue
        if right[0].islower():
            if vocabulary.weight(right) >= _FREQUENT:
                return found.start()
            continue
        names = min(len(left), len(right)) >= _LONG_PART and (vocabulary.knows(left) or vocabulary.knows(right))
        if names or ((acronym or vocabulary.knows(left)) and (right.isupper() or vocabulary.knows(right))):
            return found.start()
    return None


def _too_short(word: str) -> bool:
    return len(word) < _LEAST_PART and class_of(word) not in CLOSED


def _split(run: str, vocabulary: Vocabulary, count: int) -> int | None:
    """Return where an unknown run falls into two common words, the likeliest place; ``None`` where it does not.

    A run with a capital may be a name, and one that is printed again a word: their halves have to be long, but for a
    short function word at the end.
    """
    small = count <= _FEW and run[0].islower()
    best, place = 0.0, None
    lower = run.lower()
    for cut in range(1, len(run)):
        left, right = lower[:cut], lower[cut:]
        if not _part(left, vocabulary) or not _part(right, vocabulary) or _compound(left, right):
            continue
        if len(right) == 1 and cut <= _LEAST_PART and class_of(left) not in ("to", "prep", "conj", "aux"):
            continue
        weights = vocabulary.weight(left), vocabulary.weight(right)
        if small or _sure(left, right, weights, count):
            value = math.log(weights[0] + 1) + math.log(weights[1] + 1)
            if value > best:
                best, place = value, cut
    return place


def _compound(left: str, right: str) -> bool:
    """Return whether two words may be the parts of one that a list lacks."""
    if right in _TAILS and not _may_end(left):
        return True
    if left not in _HEADS or (class_of(right) in CLOSED and right != "being"):
        return False
    plain = len(right) > _SURE_PART or (class_of(left) == "prep" and len(right) > _LONG_PART)
    return left in _PREFIXES or not plain or class_of(right) in ("ing", "ed")


def derived(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether an unknown word is a listed one with an ending, a beginning or both ("auditable", "reskilling")."""
    lower = word.lower()
    for form in (lower, _BEGINNING.sub("", lower), lower.removeprefix("e")):
        stem = _ENDING.sub("", form)
        forms = [form]
        if stem != form:
            forms += [stem, f"{stem}e", f"{stem}y", f"{stem}ize", f"{stem}ise"]
            forms += [f"{stem[:-1]}y"] if stem.endswith("i") else []
            forms += [stem[:-1]] if len(stem) > _LEAST_PART and stem[-1] == stem[-2] else []
        if any(len(one) > _LEAST_PART - 1 and one != lower and vocabulary.listed(one) for one in forms):
            return True
    return False


def _sure(left: str, right: str, weights: tuple[int, int], count: int) -> bool:
    """Return whether two halves of what may be a name or a word of its own are surely words side by side."""
    if class_of(left) == class_of(right) == "ord":
        return True
    if count > _OFTEN:
        plain = min(len(left), len(right)) > _LONG_PART and min(weights) >= _FREQUENT
        return plain and (_may_end(left) or max(len(left), len(right)) > 2 * _LONG_PART)
    alone = count <= _FEW
    if min(len(left), len(right)) >= _LONG_PART:
        long = min(len(left), len(right)) >= _SURE_PART
        return min(weights) >= (_RARE if long and max(weights) >= _FREQUENT else _FREQUENT)
    if min(weights) < _FREQUENT or not alone:
        return False
    if len(left) > _LONG_PART:
        return right in _SHORT or right == "a" or (len(left) >= _SURE_PART and weights[1] >= 4 * _FREQUENT)
    if len(left) == _LEAST_PART or class_of(left) == "month":
        return class_of(right) in CLOSED and (class_of(left) in CLOSED or class_of(left) == "month")
    return class_of(left) in CLOSED and class_of(right) in CLOSED


def _may_end(word: str) -> bool:
    """Return whether no compound has ``word`` before its tail: a function word, a plural, an ordinal."""
    return class_of(word) in CLOSED or class_of(word) in ("plural", "nouns", "ord", "adv")


def _part(part: str, vocabulary: Vocabulary) -> bool:
    if len(part) < _LEAST_PART or part in _SHORT:
        return part in _SHORT or part == "a"
    return (
        vocabulary.common(part)
        or class_of(part) == "ord"
        or (len(part) >= _SURE_PART and vocabulary.weight(part) >= _RARE)
    )


def _half_misread(run: str, vocabulary: Vocabulary) -> int | None:
    """Return where an unknown run falls into a frequent word and one with a letter misread, the longer the better."""
    best, place = 0, None
    lower = run.lower()
    for cut in range(2, len(run) - 1):
        left, right = lower[:cut], lower[cut:]
        for plain, other in ((left, right), (right, left)):
            if len(other) < _LEAST_PART or len(plain) + len(other) < 2 * _LONG_PART or len(plain) < best:
                continue
            if _frequent(plain, vocabulary) and not _compound(left, right) and _misread(other, vocabulary):
                best, place = len(plain), cut
    return place


def _frequent(word: str, vocabulary: Vocabulary) -> bool:
    if len(word) <= _LEAST_PART:
        return word in _SHORT
    return vocabulary.weight(word) >= _FREQUENT or class_of(word) == "ord"


def _misread(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether ``word`` is none, and a frequent one with a letter taken for one that looks alike."""
    least = _FREQUENT if len(word) >= _SURE_PART else 20 * _FREQUENT
    if vocabulary.listed(word):
        return False
    for read, meant in _ALIKE:
        start = word.find(read)
        while start >= 0:
            other = word[:start] + meant + word[start + len(read) :]
            if vocabulary.weight(other) >= least or class_of(other) == "ord":
                return True
            start = word.find(read, start + 1)
    return False
