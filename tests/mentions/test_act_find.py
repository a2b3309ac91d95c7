"""Operative verbs: which are found, performed or reported, in each drafting form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from digov.mentions.acts.find import Setting, find_acts
from digov.mentions.acts.verb_forms import VerbForm, index_verbs, inflect
from digov.rdf.lexicons import load_lexicon

PREAMBLE = Setting(participle=True, third=False)
OPERATIVE = Setting(base_head=True)


@pytest.fixture(scope="module")
def index() -> Mapping[str, tuple[VerbForm, ...]]:
    folder = Path(__file__).parents[2] / "ontology" / "concepts"
    return index_verbs(load_lexicon(folder).verbs)


def types(text: str, index: Mapping[str, tuple[VerbForm, ...]], setting: Setting = OPERATIVE) -> list[str]:
    return [act.form.verb.type + ("!" if act.reported else "") for act in find_acts(text, index, setting)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. *Welcomes and urges* the full implementation of resolution 70/125;", ["welcome", "urge"]),
        ("2. Notes with concern that divides remain, acknowledges that a gap exists, and encourages all stakeholders to act;",
         ["note", "recognize", "encourage"]),
        ("3. Recalls the report of the Chair, and expresses its gratitude to all participants;", ["recall", "welcome"]),
        ("4. Also requests the Secretary-General to report;", ["request"]),
        ("5. Underscores the importance of and encourages continued collaboration;", ["emphasize", "encourage"]),
        ("6. Decides to remain seized of the matter.", ["decide"]),
        ("7. Takes note, with appreciation, of the road maps;", ["note"]),
        ("8. Calls, once again, upon all States to cooperate;", ["call"]),
        ("9. Strongly condemns all acts of violence;", ["concern"]),
        ("10. Is deeply concerned about the growing gap;", ["concern"]),
        ("11. Looks forward to the meeting, and in this regard invites Governments to take part;", ["other", "invite"]),
        ("12. In this regard, requests the Office to prepare a study;", ["request"]),
    ],
)  # fmt: skip
def test_third_person_verbs(text: str, expected: list[str], index: Mapping[str, tuple[VerbForm, ...]]) -> None:
    assert types(text, index) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Continues to invite States to report;", ["invite"]),
        ("2. Also continues to call upon all parties to cease fire;", ["call upon"]),
        ("3. Continues, in this regard, to strongly encourage States to act;", ["encourage"]),
        ("4. Continues to be deeply concerned about the gap;", ["be concerned"]),
        ("5. Welcomes and continues to encourage the exchange;", ["welcome", "encourage"]),
        ("6. Notes the delay, and continues to urge the Board to decide;", ["note", "urge"]),
        ("7. We continue to recognize, in that regard, that gaps remain.", ["recognize"]),
        ("8. Wishes to express its gratitude to the host;", ["express gratitude"]),
        ("9. Continues to support the talks;", ["support"]),
        # What is decided, asked for or told of is not performed here.
        ("10. Decides to continue to consider the matter;", ["decide"]),
        ("11. Decides to continue to invite observers to its meetings;", ["decide"]),
        ("12. Requests the Office to continue to invite States to report;", ["request"]),
        ("13. Notes that the Office, which meets monthly, continues to support the talks;", ["note"]),
        ("14. Notes that the fund continues to call for pledges;", ["note"]),
        # Work that goes on says nothing by itself.
        ("15. Continues to consider the matter;", ["continue"]),
        ("16. Continue to explore new ways;", ["continue"]),
    ],
)  # fmt: skip
def test_a_verb_that_another_carries(text: str, expected: list[str], index: Mapping[str, tuple[VerbForm, ...]]) -> None:
    assert [act.form.verb.lemma for act in find_acts(text, index, OPERATIVE)] == expected


def test_the_carrying_verb_is_a_modifier(index: Mapping[str, tuple[VerbForm, ...]]) -> None:
    text = "2. Also continues to call upon all parties to cease fire;"
    (act,) = find_acts(text, index, OPERATIVE)
    assert text[act.start : act.end] == "Also continues to call upon"
    assert text[act.verb_end :].startswith(" all parties")
    assert act.modifiers == ("also", "continues to")
    (underline,) = find_acts("Continuing to underline the need for care,", index, PREAMBLE)
    assert (underline.form.verb.lemma, underline.modifiers) == ("underline", ("continuing to",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Recalling also its resolution 2006/46 of 28 July 2006,", ["recall"]),
        ("Deeply concerned by the digital divides, and recognizing the need to bridge them,", ["concern", "recognize"]),
        ("Expressing its grave concern about the trend,", ["concern"]),
        ("Bearing in mind the outcome, acknowledging that work remains,", ["recognize", "recognize"]),
        ("Having considered the report of the Secretary-General,", ["recognize"]),
        ("Taking note with satisfaction of the report,", ["note"]),
    ],
)
def test_preambular_participles(text: str, expected: list[str], index: Mapping[str, tuple[VerbForm, ...]]) -> None:
    assert types(text, index, PREAMBLE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10. We acknowledge the role of ITU. We commit to connect all persons. We recognize that this will cost.",
         ["recognize", "commit", "recognize"]),
        ("44. We commit by 2030 to:", ["commit"]),
        ("(b) Develop mechanisms. We will aim for subscription costs at less than 2 percent.", ["aim"]),
        ("4. Our goal is an inclusive future. This Compact sets out the objectives and actions we undertake to achieve it.", ["aim"]),
        ("69. We recognize the role of the Commission and request it to consider its methods.", ["recognize", "request"]),
        ("73. To track progress we request the Secretary-General to provide a map.", ["request"]),
        ("37. We call on the United Nations system to promote capacity and support initiatives.", ["call"]),
        ("19. We recognise the work of the Group to develop a matrix and urge all stakeholders to align these commitments.",
         ["recognize", "urge"]),
        ("5. We remain committed to the outcomes of the Summit.", ["commit"]),
        ("6. We are deeply concerned, however, that divides persist.", ["concern"]),
        ("7. We therefore resolve to submit this resolution.", ["decide"]),
    ],
)  # fmt: skip
def test_first_person_verbs(text: str, expected: list[str], index: Mapping[str, tuple[VerbForm, ...]]) -> None:
    assert types(text, index) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "25. Recalls resolution 60/252, in which the Assembly requested the Council to oversee the follow-up;",
            ["recall", "request!"],
        ),
        ("19. The Commission has been requested to establish a working group.", ["request!"]),
        ("7. Encourages close alignment, as called for in resolution 70/125;", ["encourage", "call!"]),
    ],
)
def test_reported_acts(text: str, expected: list[str], index: Mapping[str, tuple[VerbForm, ...]]) -> None:
    assert types(text, index) == expected


@pytest.mark.parametrize(
    "text",
    [
        "3. The forum, which encourages dialogue and supports cooperation.",
        "4. “We request the Council to act”, said the draft.",
        "5. The requests of Member States and their notes.",
        "6. Measures that recognize and welcome diversity.",
    ],
)
def test_words_that_are_no_acts(text: str, index: Mapping[str, tuple[VerbForm, ...]]) -> None:
    assert types(text, index) == []


def test_spans_cover_subject_adverbs_and_preposition(index: Mapping[str, tuple[VerbForm, ...]]) -> None:
    text = "44. We commit by 2030 to: increase financing."
    (act,) = find_acts(text, index, OPERATIVE)
    assert text[act.start : act.end] == "We commit by 2030 to"
    text = "2. Also notes with great concern that divides remain;"
    (act,) = find_acts(text, index, OPERATIVE)
    assert text[act.start : act.end] == "Also notes with great concern that"
    assert act.modifiers == ("also", "with great concern")


@pytest.mark.parametrize(
    ("base", "form", "word"),
    [("urge", "participle", "urging"), ("commit", "past", "committed"), ("take", "past", "took"), ("reaffirm", "third", "reaffirms"),
     ("recognize", "past", "recognised"), ("stress", "third", "stresses"), ("decide", "past", "decided")],
)  # fmt: skip
def test_inflection(base: str, form: str, word: str) -> None:
    forms: Mapping[str, tuple[str, ...]] = dict(inflect(base))
    assert word in forms[form]
