"""What is compared with what, and what a reader is told of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from digov.diffing.compared import Compared, compare_given
from digov.diffing.given import Given, read_given
from digov.diffing.rows import Row, rows_of, select
from digov.model.errors import InputError
from digov.model.lexicon import Lexicon

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "data" / "sources"
GARDEN = "A diary\n\nMonday was for onions and soup.\n\nTuesday brought bread and butter from the valley.\n"
FUSED = "AshipsailsfromtheharbourtotheislandseveryWednesdaymorningandbackagainatnight" * 9


def rows(compared: Compared, lexicon: Lexicon) -> dict[str, Row]:
    return {row.label: row for row in rows_of(compared, lexicon)}


def kinds(row: Row) -> list[tuple[str, str | None, str | None]]:
    return [(change.kind, change.before, change.after) for change in row.changes if change.matters]


def test_two_drafts(drafts: Compared, lexicon: Lexicon) -> None:
    found = rows(drafts, lexicon)
    assert {label: row.relation for label, row in found.items()} == {
        "1": "edited",
        "2": "same",
        "3": "added",
        "3 → 4": "edited",
        "4": "dropped",
    }
    assert kinds(found["1"]) == [
        ("verb weakened", "request", "invite"),
        ("deadline shifted", "2027", "2029"),
        ("deadline shifted", "GA-80", "GA-81"),
    ]
    assert found["1"].changes[0].by == "-4"
    assert (found["3"].left, found["4"].right) == ((), ())
    assert [run.text for run in found["3 → 4"].left[0] if run.is_marked] == ["on a voluntary basis", "SDG", ";"]
    assert found["2"].is_plain
    assert not found["3"].is_plain


def test_only_what_matters(drafts: Compared, lexicon: Lexicon) -> None:
    everything = rows_of(drafts, lexicon)
    assert [row.label for row in select(everything, acts=True)] == ["1", "3", "3 → 4", "4"]
    assert [row.label for row in select(everything, relations=("added", "dropped"))] == ["3", "4"]
    assert select(everything) == everything


def test_a_redline_of_the_first_is_read_as_one(redlined: Compared, lexicon: Lexicon) -> None:
    assert redlined.redlines[0] is None
    assert redlined.redlines[1] is not None
    assert "is read as a redline of" in redlined.notes[0]
    row = rows(redlined, lexicon)["1"]
    assert kinds(row)[:2] == [("verb weakened", "request", "invite"), ("deadline shifted", "2027", "2029")]
    assert [run.text for run in row.left[0] if run.status == "deleted"] == ["Requests", "2027", "eightieth"]
    shown = {(run.text, run.status) for run in row.right[0]}
    assert {("2027", "deleted"), ("2029", "inserted"), ("Requests", "deleted"), ("Invites", "inserted")} <= shown
    assert all(run.tier for run in row.right[0] if run.is_marked)


def test_a_redline_that_is_named_first_is_read_as_one_too(give: Callable, redlined: Compared, lexicon: Lexicon) -> None:
    base, redline = (one.source.text for one in (redlined.a.document, redlined.b.document))
    turned = compare_given(give("redline.txt", redline), give("old.txt", base), lexicon)
    assert kinds(rows(turned, lexicon)["1"])[:1] == [("verb strengthened", "invite", "request")]


def test_the_printed_text_of_a_redline_is_shown_whole(redlined: Compared, lexicon: Lexicon) -> None:
    segments = redlined.printed[1].by_id()
    row = rows(redlined, lexicon)["1"]
    assert "".join(run.text for run in row.right[0]) == segments["para_1"].text


def test_equal_documents_are_the_same(give: Callable, drafts: Compared, lexicon: Lexicon) -> None:
    text = drafts.a.document.source.text
    found = compare_given(give("one.txt", text), give("two.txt", text), lexicon)
    assert {row.relation for row in rows_of(found, lexicon)} == {"same"}
    assert all(row.is_plain for row in rows_of(found, lexicon))


def test_documents_of_the_project_go_by_slug_and_symbol() -> None:
    def named(name: str) -> Given:
        return read_given(name, held=SOURCES, standard_input=io.BytesIO())

    assert named("e-res-2024-13").source == named("E/RES/2024/13").source
    assert named("A/80/62-E/2025/12").name == named("A/80/62").name == "a-80-62"
    assert named("gdc-base").held


def test_standard_input_is_read() -> None:
    given = read_given("-", held=SOURCES, standard_input=io.BytesIO(b"1. Welcomes the map;\n"))
    assert given.source.text == "1. Welcomes the map;\n"


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        (GARDEN, "1. Welcomes the map of submarine cables that the survey has drawn;\n", "not versions of one text"),
        (FUSED, GARDEN, "no blanks between its words"),
        (GARDEN, FUSED, "no blanks between its words"),
        ("1. 2. 3.\n", ". . .\n", "nothing to align|no redline found|no unit with words"),
    ],
)
def test_what_cannot_be_compared(give: Callable, lexicon: Lexicon, a: str, b: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        compare_given(give("a.txt", a), give("b.txt", b), lexicon)
    assert caught.value.remedy


def test_one_document_without_tracked_changes_is_not_enough(give: Callable, lexicon: Lexicon) -> None:
    with pytest.raises(InputError, match="second document is missing"):
        compare_given(give("a.txt", GARDEN), None, lexicon)


def test_before_and_after_tracked_changes(give: Callable, docx: Callable[..., bytes], lexicon: Lexicon) -> None:
    by = 'w:author="A. Drafter" w:date="2026-03-01T10:00:00Z"'
    data = docx(
        "<w:r><w:t>The General Assembly,</w:t></w:r>",
        f'<w:r><w:t xml:space="preserve">1. Requests the Registrar to report by </w:t></w:r><w:del {by}><w:r><w:delText>2027'
        f"</w:delText></w:r></w:del><w:ins {by}><w:r><w:t>2029</w:t></w:r></w:ins><w:r><w:t>;</w:t></w:r>",
    )
    given = give("tracked.docx", data)
    assert given.tracked is not None
    assert given.tracked.printed == given.source.text
    assert kinds(rows(compare_given(given, None, lexicon), lexicon)["1"]) == [("deadline shifted", "2027", "2029")]
    other = compare_given(give("old.txt", given.before().text), given, lexicon)
    assert kinds(rows(other, lexicon)["1"]) == [("deadline shifted", "2027", "2029")]
    assert any("tracked changes accepted" in note for note in other.notes)


def test_other_instruments_give_the_passages_they_share(give: Callable, lexicon: Lexicon) -> None:
    shared = (
        "Encourages the keepers of all lighthouses to send the logs of their lamps to the harbour museum every winter"
    )
    first = f"The General Assembly,\n\n1. {shared};\n\n" + "\n\n".join(
        f"{n}. Welcomes the {word} that village choirs have collected since the great storm of the coast;"
        for n, word in enumerate(("songs", "riddles", "bells", "stories", "drums", "masks", "hymns", "jokes"), 2)
    )
    second = f"The General Assembly,\n\n1. Notes the price of onions;\n\n2. {shared};\n\n" + "\n\n".join(
        f"{n}. Urges farmers to plant {word} before the first frost falls upon the high terraces of the hills;"
        for n, word in enumerate(("beans", "wheat", "maize", "barley", "millet", "oats", "kale", "leeks"), 3)
    )
    compared = compare_given(give("a.txt", first), give("b.txt", second), lexicon)
    [row] = rows_of(compared, lexicon)
    assert (row.a, row.b, row.relation, row.matters) == ("1", "2", "verbatim", True)
    assert "not versions of one text" in compared.notes[-1]
