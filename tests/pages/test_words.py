"""What a reader does not want to see of a source: marks of a conversion, struck numbers; the data keep them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from digov.pages.marks import Mark, pieces_of
from digov.pages.tables import MAX_NAMES, Cell, table
from digov.pages.words import plain, plain_parts, signs_of, without_struck_number
from digov.rdf.base import ID
from digov.server.links import Linker
from digov.store import SelectResult


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Recalling its resolution [2023/3](#) of 7 June", "Recalling its resolution 2023/3 of 7 June"),
        (r"resolution [217 A \(III\)](#)", "resolution 217 A (III)"),
        ("see [the report](https://example.org/a_b)", "see the report"),
        ("the <u>needs of</u> all", "the needs of all"),
        ("*Recalls* and **notes** this", "Recalls and notes this"),
        ("[States](a) and [others](12) remain", "[States](a) and [others](12) remain"),
        ("2 * 3 * 4, a*b*c, a note*", "2 * 3 * 4, a*b*c, a note*"),
        ("¹ See <https://example.org/x>.", "¹ See <https://example.org/x>."),
        ("[should][shall] report", "[should][shall] report"),
    ],
)
def test_marks_of_a_conversion_are_not_read(printed: str, read: str) -> None:
    assert plain(printed) == read
    pieces = pieces_of(printed, 7, [Mark(7, 12, "act", "e1", "act")])
    assert "".join(piece.text for piece in pieces) == printed
    assert "".join(piece.text for piece in pieces if not piece.hidden) == read


@given(st.lists(st.text(alphabet="a1*[]()#\\<u>/ \n", max_size=25), max_size=4))
def test_parts_are_read_as_one_text(parts: list[str]) -> None:
    read = plain_parts(parts)
    assert len(read) == len(parts)
    assert "".join(read) == plain("".join(parts))
    signs = signs_of("".join(parts))
    assert all(end <= start for (_, end), (start, _) in pairwise(signs))


@pytest.mark.parametrize(
    ("words", "number", "read"),
    [
        ("136.147. We request", "147", "147. We request"),
        ("129:140. We request", "140", "140. We request"),
        ("147. We request", "147", "147. We request"),
        ("1.2. We request", "1", "1.2. We request"),
        ("1.25 million people", "25", "1.25 million people"),
        ("We request", "2", "We request"),
    ],
)
def test_a_struck_number_is_not_read(words: str, number: str, read: str) -> None:
    assert without_struck_number(words, number) == read


def test_a_row_is_read_as_its_paragraph_is_printed() -> None:
    row = (NamedNode(ID + "example"), Literal("147"), Literal("136.147. We <u>request</u> [70/1](#)"))
    _, rows = table(SelectResult(("instrument", "paragraph", "words"), (row,)), Linker(("example",)))
    assert [cell.words for cell in rows[0]] == ["id/example", "147", "147. We request 70/1"]


def test_what_has_a_label_stands_under_it_with_its_identifier() -> None:
    labels = {ID + "verb/commit": "commit", ID + "topic/long": "l" * 100, ID + "example#act-1": "an act"}
    asked: list[str] = []

    def name(iri: str) -> str | None:
        asked.append(iri)
        return labels.get(iri)

    iris = [
        ID + "verb/commit",
        ID + "verb/commit",
        ID + "verb/x",
        ID + "topic/long",
        ID + "example#act-1",
        "https://e.org/",
    ]
    result = SelectResult(("thing",), tuple((NamedNode(iri),) for iri in iris))
    _, rows = table(result, Linker(()), name)
    assert rows[0] == (Cell("commit", "/doc/verb/commit", "id/verb/commit"),)
    assert [row[0].words for row in rows] == [
        "commit", "commit", "id/verb/x", "id/topic/long", "id/example#act-1", "https://e.org/"
    ]  # fmt: skip
    assert asked == [ID + "verb/commit", ID + "verb/x", ID + "topic/long"]
    many = SelectResult(("thing",), tuple((NamedNode(f"{ID}verb/{i}"),) for i in range(MAX_NAMES + 50)))
    asked.clear()
    table(many, Linker(()), name)
    assert len(asked) == MAX_NAMES
