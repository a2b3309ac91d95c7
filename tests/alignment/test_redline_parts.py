"""The parts of the recovery that have rules of their own: numbers, fused words, sequences, chains of paragraphs."""

from __future__ import annotations

import pytest

from digov.alignment.redline import recover
from digov.alignment.redline.fused import fused_words
from digov.alignment.redline.numbers import lineage, running, split_number
from digov.alignment.redline.paragraphs import struck_units
from digov.alignment.redline.printed import printed_of
from digov.alignment.redline.sequence import sequences
from digov.alignment.redline.signs import signs_of, stray_marks
from digov.alignment.redline.units import PrintedUnit, UnitKind
from digov.alignment.redline.vocabulary import Vocabulary
from digov.alignment.redline.words import class_of, is_acronym_of, same_stem
from digov.model.redline import EVIDENCE, Redline, RedlineSpan


@pytest.mark.parametrize(
    ("printed", "base", "old", "new", "parts"),
    [
        ("8.9.", "8.", "8", "9", "oonn"),
        ("5455.", "54.", "54", "55", "oonn."),
        ("(ef)", "(e)", "e", "f", "(on)"),
        ("(fe)", "(e)", "e", "f", "(no)"),
        ("7.", "7.", "7", "7", ".."),
        ("9.", "8.", "8", "9", "nn"),
        ("12.", None, None, "12", "nnn"),
        ("10:11.", "10.", "10", "11", "ooonnn"),
    ],
)
def test_numbers_are_told_apart(printed: str, base: str | None, old: str | None, new: str, parts: str) -> None:
    one = lineage("unit", printed, base)
    assert one is not None
    assert (one.old, one.new) == (old, new)
    letters = "".join({True: "o", False: "n", None: "."}[part] for part in split_number(printed, one))
    wanted = "".join(part if part in "on" else "." for part in parts)
    assert [a for a, char in zip(letters, printed, strict=True) if char.isalnum()] == [
        a for a, char in zip(wanted, printed, strict=True) if char.isalnum()
    ]


def test_a_number_that_is_not_printed() -> None:
    one = lineage("unit", "", "7.")
    assert one is not None
    assert (one.old, one.new, one.tier) == ("7", None, "B")
    assert lineage("unit", "", None) is None


def test_running_numbers_are_used_only_where_they_rise() -> None:
    assert running(["1", "2", None, "a", "4"], [True] * 5) == [1, 2, None, None, 4]
    assert running(["5", "3", "2", "1"], [True] * 4) == [None] * 4


@pytest.mark.parametrize(
    ("text", "joints"),
    [
        ("in ways that putadvance the plan", ["put|advance"]),
        ("the 80th81st session of the WeAs governance", ["80th|81st", "We|As"]),
        ("from 20222023 to 2030during the year", ["2022|2023", "2030|during"]),
        ("for the SDGsSustainable Development Goals and the UNUnited Nations", ["SDGs|Sustainable", "UN|United"]),
        (
            "on 1415 March, resolution 76/18977/150, 1,200,000980,500 dollars",
            ["14|15", "76/189|77/150", "1,200,000|980,500"],
        ),
        ("Information integrityIntegrity", ["integrity|Integrity"]),
        ("the lines andas built areis open, given thea plan", ["and|as", "are|is"]),
        ("(df) a plan; (bbcc) a line; (iiiiv) a fund; (bb) a report; (iv) a lake", ["d|f", "bb|cc", "iii|iv"]),
        ("in 1,2021,415 lines, held on 117 June and 16.415.2 per cent", ["1,202|1,415", "11|7", "16.4|15.2"]),
        ("resolution 75/144and others, of2021 and 26Castries", ["144|and", "of|2021", "26|Castries"]),
        (
            "the plan and the workefforts of seekersasylum, thirdfourth lines",
            ["work|efforts", "seekers|asylum", "third|fourth"],
        ),
        ("the registerofficc shows the dccisionplan", ["register|officc", "dccision|plan"]),
        ("old resolution 2602 C (XXIV), the 1850 to 1900 baseline, indicator 16.10.1", []),
        ("a workplan of peacebuilding for whistleblowers, by crowdfunding and blockchain, de facto", []),
        ("the StAR initiative, the policies of McArthur and the SDGs, NGOs", []),
        ("a framework of safeguards for multistakeholder cooperation", []),
        ("usercentred services, as user-centred as before", []),
        ("eTrade for all in the Republic of Uzbekistan, COVID-19 and 4G networks, resolution 2250 (2015)", []),
        ("upskilling, reskilling and the auditable interoperability of deepfakes", []),
    ],
)
def test_fused_words_and_numbers(text: str, joints: list[str]) -> None:
    found = fused_words(text, Vocabulary())
    assert [f"{text[start:joint]}|{text[joint:end]}" for start, joint, end in found] == joints


def test_a_word_printed_often_is_a_word() -> None:
    text = "the cyberfund of the members; " * 8
    assert fused_words(text, Vocabulary(text.split(), least=2)) == ()


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("it is critical to ensure this. .", "this. .", "punctuation"),
        ("with the Tunis Agenda.their roles", "Agenda.their", "punctuation"),
        ("and in our the societies", "our the", "function-words"),
        ("this dialogue would involving them", "would involving", "function-words"),
        ("user empowerment, user empowerment and more", "user empowerment, user empowerment", "repeats"),
        ("for culture professional professionals there", "professional professionals", "same-stem"),
        ("the Information Societiesy is here", "Societiesy", "same-stem"),
        ("with Mmember States", "Mmember", "case"),
        ("access to digtal services", "digtal", "misread"),
    ],
)
def test_signs_without_a_base(text: str, words: str, code: str) -> None:
    found = {(text[sign.start : sign.end], sign.code) for sign in signs_of(text, Vocabulary())}
    assert (words, code) in found


def test_clean_words_show_no_sign() -> None:
    text = (
        "The Council, recalling its decision on the implementation of and follow-up to the outcomes of the meeting, invites "
        "the members of the network to report, as appropriate, at https://www.example.org/a.b/c, on the progress made."
    )
    assert signs_of(text, Vocabulary()) == ()
    assert stray_marks("build\u2014a society, a w\u2014hich and [wider?] one") != ()


def test_dual_numbers_without_a_base() -> None:
    text = "\n\n".join(
        f"{number} Encourages the members to go on with their work in the districts and to report on it."
        for number in ("1.", "2.", "2.3.", "3.4.", "5.", "4.6.", "45.7.", "6:8.")
    )
    printed = printed_of(text.replace("2. E", "2. We e", 1))
    numbers = sequences(printed.units, ["words"] * len(printed.units))
    assert [(one.old, one.new) for one in numbers] == [
        ("1", "1"),
        (None, "2"),
        ("2", "3"),
        ("3", "4"),
        (None, "5"),
        ("4", "6"),
        ("5", "7"),
        ("6", "8"),
    ]
    assert [one.printed for one in numbers if one.misread] == ["45.7."]


def unit(kind: UnitKind, words: str, number: str = "") -> PrintedUnit:
    return PrintedUnit(kind=kind, bases=(), number=number, words=frozenset(words.split()))


def test_a_chain_of_clauses_tells_which_was_struck() -> None:
    units = tuple(unit("same", f"clause about theme{n} other{n} words{n} more{n}") for n in range(4))
    openings = [["Recalling", "the"], ["Recalling", "also", "its"], ["Recalling", "also", "the"], ["Noting", "that"]]
    chances = struck_units(units, openings, [None] * 4, [False] * 4, [False] * 4, deletion_first=True)
    assert max(chances[1], chances[2]) > 0.3
    assert max(chances[0], chances[3]) < 0.2


def test_numbers_tell_which_paragraph_was_struck() -> None:
    kinds: tuple[UnitKind, ...] = ("same", "same", "same", "same", "edited")
    units = tuple(unit(kind, f"paragraph theme{n} other{n} words{n} more{n}", f"{n}.") for n, kind in enumerate(kinds))
    openings = [["Requests"], ["Invites"], ["Notes"], ["Urges"], ["Decides"]]
    chances = struck_units(units, openings, [1, 2, 3, 3, 4], [False] * 5, [False] * 5, deletion_first=True)
    assert chances[2] + chances[3] > 0.9
    assert max(chances[0], chances[1], chances[4]) < 0.05


def test_closed_classes_stems_and_acronyms() -> None:
    assert class_of("The") == class_of("its") == "det"
    assert class_of("seventy-eighth") == "ord"
    assert same_stem("technology", "technologies")
    assert not same_stem("percent", "person")
    assert is_acronym_of("IGF", ("Internet", "Governance", "Forum"))
    assert not is_acronym_of("IGF", ("Internet", "Forum"))


def test_evidence_codes_are_those_of_the_registry() -> None:
    base = (
        "1. Requests the members to report on the digital divides by 2027, and to act on them within twelve months.\n\n"
        * 3
    )
    answer = recover(base.replace("2027", "20272029", 1).replace("members", "mcmbersStates", 1), base)
    assert isinstance(answer, Redline)
    assert {code for span in answer.spans for code in span.evidence} <= set(EVIDENCE)
    with pytest.raises(ValueError, match="not a span"):
        RedlineSpan(4, 4, "kept", "A")


@pytest.mark.parametrize(
    "text",
    [
        "⁴ Ibid., vol. 12, No. 7, and the map.",
        "the charts (see the tables (part II)), and the map.",
        "The keepers met.\n\nII. . Background\n\nThe lamps burn.",
        "on the basis of document LT/1299 and the map.",
        "as said at its 8979th meeting and the map.",
        "against the Sale of Lanterns⁶ and the map.",
    ],
)
def test_notes_symbols_and_headings_show_no_sign(text: str) -> None:
    assert signs_of(text, Vocabulary(text.split(), least=2)) == ()


@pytest.mark.parametrize("text", ["the lamps (all of them));. The keepers", "the lamps burn., The keepers"])
def test_marks_that_clash_still_do(text: str) -> None:
    assert [sign.code for sign in signs_of(text, Vocabulary(text.split(), least=2))] == ["punctuation"]


def test_a_long_insertion_with_the_words_of_a_paragraph_makes_that_one_open() -> None:
    old = unit("same", "role keepers supporting harbours towards safer lights oil lamps northern", "7.")
    said = frozenset("acknowledge keepers support harbours safer lights lamps northern".split())
    plain = unit("edited", "means needed from every port", "6.")
    edited = PrintedUnit(kind="edited", bases=(), number="6.", words=plain.words, inserted=(said,))
    numbers = {"numbers": [6, 7], "labels": [False] * 2, "steady": [False] * 2, "deletion_first": True}
    openings = [["Means"], ["Role"]]
    assert struck_units((edited, old), openings, **numbers)[1] > 0.3
    assert struck_units((plain, old), openings, **numbers)[1] < 0.1
