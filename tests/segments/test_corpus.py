"""The development corpus, where it is at hand: every resolution is read, and its labels agree with the UN's own structure."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
EVERY = 40
_NUMBER = re.compile(r"\d{1,3}\.?|\([a-z]{1,4}\)")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(
        not CORPUS.is_dir(), reason="the development corpus is not part of the repository; it is not here"
    ),
]


def members(name: str, wanted: set[str] | None = None) -> Iterator[tuple[str, bytes]]:
    """Return (name without suffix, bytes) of every fortieth file, or of the ``wanted`` ones, in the order of the archive."""
    with tarfile.open(CORPUS / name) as archive:
        files = (one for one in archive if one.isfile())
        for count, member in enumerate(files):
            stem = member.name.rpartition(".")[0]
            file = archive.extractfile(member) if (count % EVERY == 0 if wanted is None else stem in wanted) else None
            if file is not None:
                yield stem, file.read()


def plain(words: str) -> str:
    return re.sub(r"[\W_⁰¹²³⁴⁵⁶⁷⁸⁹]+", "", words).lower()[:50]


def numbered(root: ET.Element) -> Iterator[tuple[str, str]]:
    """Return (number, first words) of every numbered element, the words of its notes left out."""
    for note in list(root.iter()):
        for child in [child for child in note if child.tag.endswith("}authorialNote")]:
            child.text = None
            for inner in list(child):
                child.remove(inner)
    for element in root.iter():
        parts = {child.tag.rpartition("}")[2]: child for child in element}
        if "num" in parts and ("content" in parts or "p" in parts):
            number = "".join(parts["num"].itertext()).strip()
            words = plain("".join(parts.get("content", parts.get("p", element)).itertext()))
            if words and _NUMBER.fullmatch(number):
                yield number.rstrip("."), words


def test_every_resolution_is_read_and_agrees_with_its_structure(read):
    texts = dict(members("unxml-en-text.tar.xz"))
    structures = dict(members("unxml-en.tar.xz", set(texts)))
    agreeing = total = 0
    for name, data in texts.items():
        document = read(data.decode())
        text = document.source.text
        assert "".join(span.slice(text) for span, _ in document.leaves) == text
        found = set()
        for segment in document.segments:
            if segment.label and segment.kind in ("paragraph", "item"):
                own = segment.label if segment.kind == "paragraph" else "(" + segment.label.rpartition("(")[2]
                found.add((own, plain(segment.text.replace(own, "", 1))))
        # Some texts hold only part A of a resolution whose structure holds all parts.
        expected = {
            row for row in numbered(ET.fromstring(structures.get(name, b"<none/>"))) if row[1] in plain_all(text)
        }
        agreeing += len(expected & found)
        total += len(expected)
    assert total > 500
    assert agreeing / total > 0.995


def plain_all(words: str) -> str:
    return re.sub(r"[\W_⁰¹²³⁴⁵⁶⁷⁸⁹]+", "", words).lower()
