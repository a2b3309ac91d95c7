"""Pairs of consecutive versions of one resolution in a folder of resolutions as plain text.

The texts are not part of the repository. A pair is two texts with the same title of consecutive years; a family is all
the texts of one title, and a whole family goes to one half, so that no wording is developed on and reported on.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_TITLE = re.compile(r"^(?:\d+/\d+(?: ?[A-Z])?|\d{4}/\d+(?: ?[A-Z])?)\.?[ \t]+(.+?)\n\n", re.MULTILINE | re.DOTALL)
_OPENING = re.compile(r"^The (?:General Assembly|Economic and Social Council),[ \t]*$", re.MULTILINE)
_NOTES = re.compile(r"^(?:¹[ \t]|\d+(?:st|nd|rd|th) (?:\(resumed\) )?plenary meeting)", re.MULTILINE)
_MARKS = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+|(?<=[\w,.;])\[\d+\]")
_LONGEST = 60_000


@dataclass(frozen=True)
class Version:
    """One text of a family: its year, its file name and its paragraphs, footnotes and their marks left out."""

    title: str
    year: int
    name: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two consecutive texts of one family."""

    old: Version
    new: Version

    @property
    def half(self) -> str:
        """Return ``development`` or ``report``, by the title alone."""
        digest = hashlib.sha256(self.old.title.encode()).digest()
        return "development" if digest[0] % 2 == 0 else "report"

    @property
    def name(self) -> str:
        return f"{self.old.name} -> {self.new.name}"


def read_version(path: Path) -> Version | None:
    """Return the text at ``path``, or nothing where title or body cannot be told."""
    text = path.read_text(encoding="utf-8")
    title, opening = _TITLE.search(text), _OPENING.search(text)
    year = re.search(r"\d+", path.parent.name)
    if title is None or opening is None or year is None:
        return None
    body = text[opening.start() :]
    notes = _NOTES.search(body)
    body = _MARKS.sub("", body[: notes.start()] if notes else body)
    paragraphs = [" ".join(part.replace("\u2011", "-").split()) for part in body.split("\n\n")]
    number = int(year.group())
    session_year = number + 1945 if number < 1000 else number
    name = re.sub(r"\W+", " ", title.group(1).lower()).strip()
    return Version(name, session_year, path.stem, tuple(part for part in paragraphs if part))


def find_pairs(folder: Path) -> list[Pair]:
    """Return the pairs in ``folder``, sorted by title and year; stops with a message where the folder is not there."""
    files = sorted(folder.rglob("*.txt")) if folder.is_dir() else []
    if not files:
        sys.exit(
            f"no texts under {folder}: the resolutions are not part of the repository; give their folder with --corpus"
        )
    families: dict[str, list[Version]] = defaultdict(list)
    for path in files:
        version = read_version(path)
        if version is not None and sum(map(len, version.paragraphs)) <= _LONGEST:
            families[version.title].append(version)
    pairs = []
    for title in sorted(families):
        versions = sorted(families[title], key=lambda version: (version.year, version.name))
        organs = {version.name[:1] for version in versions}
        if len({version.year for version in versions}) != len(versions) and len(organs) < 2:
            continue
        pairs += [Pair(old, new) for old, new in pairwise(versions) if _comparable(old, new)]
    return pairs


def _comparable(old: Version, new: Version) -> bool:
    """Return whether two texts share enough words to be versions of one text, and are not the same."""
    if old.year == new.year or not 1 <= new.year - old.year <= 2:
        return False
    before, after = (set(" ".join(version.paragraphs).split()) for version in (old, new))
    share = len(before & after) / max(len(before | after), 1)
    return 0.35 <= share < 1 and old.paragraphs != new.paragraphs
