"""Made-up resolutions in the manner of the texts, parsed and annotated with the project's own lexicons."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from digov.mentions.annotate import annotate
from digov.model.alignment import Side
from digov.model.document import Document
from digov.model.keys import sha256_of
from digov.model.lexicon import Lexicon
from digov.model.redline import RedlineSpan, Status, Tier
from digov.model.source import Instrument, SourceText
from digov.rdf.lexicons import load_lexicon
from digov.segments import parse

ROOT = Path(__file__).parents[2]

Write = Callable[..., Document]
Annotated = Callable[..., Side]
Redlined = Callable[[str, str], tuple[Document, tuple[RedlineSpan, ...]]]
HEAD = "The General Assembly,\n\n"
_SIGNS: dict[str, Status] = {"+": "inserted", "-": "deleted", "?": "contested", "~": "artefact"}
_MARKED = re.compile(r"\{(?P<sign>[-+?~])(?P<tier>[ABC])(?P<words>[^{}]*)\}")


def make_document(slug: str, body: str) -> Document:
    text = f"{HEAD}{body.strip()}\n"
    instrument = Instrument(slug=slug, title=slug, kind="resolution", organ="body/general-assembly", date="2021-12-17")
    return parse(SourceText(instrument=instrument, filename=f"{slug}.txt", text=text, sha256=sha256_of(text.encode())))


@pytest.fixture(scope="session")
def write() -> Write:
    """Return the maker of a document from the paragraphs of a resolution."""
    return make_document


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(ROOT / "ontology" / "concepts")


@pytest.fixture(scope="session")
def annotated(lexicon: Lexicon) -> Annotated:
    """Return the maker of a document with everything found in it."""

    def make(slug: str, body: str) -> Side:
        document = make_document(slug, body)
        return Side(document, annotate(document, lexicon).segments)

    return make


@pytest.fixture(scope="session")
def redlined() -> Redlined:
    """Return the maker of a printed document and of the spans of its redline, from a body with marks.

    ``{-Aold}`` was struck, ``{+Bnew}`` inserted, ``{?Cfar}`` is undecided, ``{~B_}`` is no text; the letter is the tier.
    """

    def make(slug: str, marked: str) -> tuple[Document, tuple[RedlineSpan, ...]]:
        body, spans = unmark(marked.strip(), len(HEAD))
        return make_document(slug, body), spans

    return make


def unmark(marked: str, offset: int) -> tuple[str, tuple[RedlineSpan, ...]]:
    """Return the printed text of ``marked`` and the spans that tile it, shifted by ``offset``."""
    text, position = "", 0
    spans: list[RedlineSpan] = []
    for match in _MARKED.finditer(marked):
        text = _append(text, marked[position : match.start()], "kept", "B", spans, offset)
        tier = next(one for one in get_args(Tier) if one == match["tier"])
        text = _append(text, match["words"], _SIGNS[match["sign"]], tier, spans, offset)
        position = match.end()
    return _append(text, marked[position:], "kept", "B", spans, offset), tuple(spans)


def _append(text: str, words: str, status: Status, tier: Tier, spans: list[RedlineSpan], offset: int) -> str:
    if words:
        spans.append(RedlineSpan(offset + len(text), offset + len(text) + len(words), status, tier))
    return text + words
