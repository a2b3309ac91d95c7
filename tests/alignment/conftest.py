"""Made-up resolutions in the manner of the texts, parsed and annotated with the project's own lexicons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from digov.mentions.annotate import annotate
from digov.model.alignment import Side
from digov.model.document import Document
from digov.model.keys import sha256_of
from digov.model.lexicon import Lexicon
from digov.model.source import Instrument, SourceText
from digov.rdf.lexicons import load_lexicon
from digov.segments import parse

ROOT = Path(__file__).parents[2]

Write = Callable[..., Document]
Annotated = Callable[..., Side]


def make_document(slug: str, body: str) -> Document:
    text = f"The General Assembly,\n\n{body.strip()}\n"
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
