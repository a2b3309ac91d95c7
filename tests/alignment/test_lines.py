from __future__ import annotations

import msgspec

from digov.alignment.lines import alignment_lines, compare
from digov.model.alignment import NotAligned, UnitAlignment

BEFORE = """
1. Requests the Registrar to repair the cables of the northern islands by 2027;

2. Welcomes the map of submarine cables that the survey has drawn for the harbour masters;

3. Notes that village choirs have collected the riddles of lighthouse keepers;
"""
AFTER = """
1. Welcomes the map of submarine cables that the survey has drawn for the harbour masters;

2. Encourages the Registrar to repair the cables of the northern islands;

3. Urges licensing bodies to leave a part of the radio spectrum to cooperatives of farmers;
"""


def numbered(*texts: str) -> str:
    return "\n\n".join(f"{number}. {text};" for number, text in enumerate(texts, 1))


def strange(number: int) -> str:
    """Return a clause of made-up words, of which no other number has one."""
    words = (
        f"{first}{second}{'aeiou'[number % 5]}{'lmnr'[number // 5]}" for first in "bdfgk" for second in ("o", "uz")
    )
    return f"Deplores that {' '.join(words)} are gone"


def lines(a, b, lexicon) -> list[dict]:
    found = alignment_lines(compare(a, b, lexicon), a.document, b.document)
    return [msgspec.json.decode(msgspec.json.encode(line)) for line in found]


def test_one_line_for_each_pair_and_each_lone_unit(annotated, lexicon) -> None:
    found = lines(annotated("a", BEFORE), annotated("b", AFTER), lexicon)
    assert [(line["a"], line["b"], line["relation"]) for line in found] == [
        ("2", "1", "renumbered"),
        ("3", None, "dropped"),
        ("1", "2", "moved"),
        (None, "3", "added"),
    ]
    [edited] = [line for line in found if line["a"] == "1"]
    assert [(c["kind"], c["before"], c["after"]) for c in edited["changes"]] == [
        ("verb-weakened", "request", "encourage"),
        ("deadline-dropped", "2027", None),
    ]
    assert {"a", "b", "relation", "score", "changes"} <= edited.keys()


def test_offsets_of_changes_index_the_sources(annotated, lexicon) -> None:
    a, b = annotated("a", BEFORE), annotated("b", AFTER)
    [verb] = [c for line in lines(a, b, lexicon) for c in line["changes"] if c["kind"] == "verb-weakened"]
    assert a.document.source.text[verb["a_start"] : verb["a_end"]] == "Requests"
    assert b.document.source.text[verb["b_start"] : verb["b_end"]] == "Encourages"


def test_a_split_unit_gives_a_line_for_each_part(annotated, lexicon) -> None:
    first = "Welcomes the map of submarine cables that the survey has drawn for the harbour masters"
    second = "requests the Registrar to repair the oldest cables of the northern islands by 2027"
    rest = "Notes that village choirs have collected the riddles of lighthouse keepers"
    a = annotated("a", f"1. {first}, and {second};\n\n2. {rest};")
    b = annotated("b", f"1. {first};\n\n2. {second[0].upper()}{second[1:]};\n\n3. {rest};")
    found = lines(a, b, lexicon)
    assert [(line["a"], line["b"], line["relation"]) for line in found] == [
        ("1", "1", "split"),
        ("1", "2", "split"),
        ("2", "3", "renumbered"),
    ]


def test_documents_that_are_no_versions_are_compared_by_passages(annotated, lexicon) -> None:
    shared = "Notes that village choirs have collected the riddles of lighthouse keepers on all the outer skerries"
    foreign = [strange(number) for number in range(12)]
    a = annotated("a", numbered(shared, *foreign[:6]))
    b = annotated("b", numbered(*foreign[6:], shared))
    comparison = compare(a, b, lexicon)
    assert isinstance(comparison.alignment, NotAligned)
    assert comparison.alignment.reason == "unrelated"
    [line] = lines(a, b, lexicon)
    assert (line["a"], line["b"], line["relation"]) == ("1", "7", "verbatim")
    assert line["a_quote"] == line["b_quote"] == shared
    assert line["evidence"] == ["passages-verbatim"]


def test_an_empty_side_gives_no_line(annotated, lexicon) -> None:
    a = annotated("a", BEFORE)
    empty = msgspec.structs.replace(a, document=msgspec.structs.replace(a.document, segments=()), mentions=())
    comparison = compare(a, empty, lexicon)
    assert isinstance(comparison.alignment, NotAligned)
    assert comparison.alignment.reason == "empty"
    assert list(alignment_lines(comparison, a.document, empty.document)) == []


def test_a_document_compared_with_itself(annotated, lexicon) -> None:
    a = annotated("a", BEFORE)
    comparison = compare(a, a, lexicon)
    assert isinstance(comparison.alignment, UnitAlignment)
    assert comparison.passages == ()
    assert {(line["a"], line["relation"], len(line["changes"])) for line in lines(a, a, lexicon)} == {
        ("1", "same", 0),
        ("2", "same", 0),
        ("3", "same", 0),
    }
