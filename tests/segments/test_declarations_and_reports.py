"""Declarations, pacts and reports: headings of all kinds, speakers, articles, boxes, contents, wrapped lines."""

from __future__ import annotations


def rows(document):
    return [(s.kind, s.level, s.text) for s in document.segments if s.kind == "heading"]


def test_speakers_clauses_and_what_is_declared(read, labels):
    document = read(
        "**Declaration on tides**\n\nWe, the ministers responsible for tides, meeting in Geneva,\n\n*Recalling* the Tide Summit,\n\n"
        "*Convinced* that tides turn,\n\nHereby declare the following:\n\n**1\\.** We will measure tides.\n\n**2\\.** We call upon:\n\n"
        "* (a) harbours to report;\n* (b) banks to lend.\n"
    )
    assert [s.kind for s in document.segments][:2] == ["title", "front"]
    assert labels(document, "preamble") == ["pp1", "pp2"]
    assert labels(document, "paragraph") == [None, "1", "2"]
    assert labels(document, "item") == ["2(a)", "2(b)"]


def test_lettered_clauses_keep_their_letter(read, labels):
    document = read(
        "Outcome\n\nPreamble\n\n- A. We, the delegations, met in June:\n- B. Recalling the plan,\n\nIntroduction\n\n- 1. We reaffirm it.\n"
    )
    assert labels(document, "preamble") == ["A", "B"]
    assert document.by_id()["preamble__recital_A"].text == "A. We, the delegations, met in June:"


def test_action_headings_may_end_with_a_stop(read, labels):
    document = read(
        "# A pact for tides\n\n## I. Water\n\n1. We met.\n\n**Action 1. We will measure all tides by 2050.**\n\n2. We decide to:\n\n(a) Measure;\n\n"
        "(b) Tell.\n\n**Action 3. We will tell.**\n\n3. We tell.\n"
    )
    assert [(level, text) for _, level, text in rows(document)] == [
        (1, "I. Water"),
        (2, "Action 1. We will measure all tides by 2050."),
        (2, "Action 3. We will tell."),
    ]
    assert labels(document, "paragraph") == ["1", "2", "3"]
    assert [issue.message for issue in document.issues] == ["Action 2 missing before this heading."]


def test_headings_of_a_report_with_letters_and_numbers(read, labels):
    document = read(
        "Introduction\n\n1. This is a report.\n\nI. Trends\n\nA. Tides\n\n2. Tides rise.\n\n1. By sea\n\n(a) Capacity (T1)\n\n3. Seas differ.\n\n"
        "(b) *Media (T2)*\n\nE-tides\n\n4. Media differ.\n\n2. By river\n\n(a) Money\n\n5. Rivers cost.\n\nII. Findings\n\n6. All is well.\n"
    )
    assert [level for _, level, _ in rows(document)] == [1, 1, 2, 3, 4, 4, 5, 3, 4, 1]
    assert labels(document, "paragraph") == ["1", "2", "3", "4", "5", "6"]
    assert labels(document, "item") == []
    assert not document.issues


def test_summary_contents_and_notes_at_page_ends_of_a_wrapped_report(read, labels):
    document = read(
        "United Nations                          A/99/55\nGeneral Assembly              Distr.: General\n\nNinety-ninth session\n"
        "Item 20 (a) of the list*\n\nTides for all\n\nReport of the Secretary-General\n\nSummary\n\n"
        "The present report reviews tides and makes suggestions to Member States for\n"
        "the next period of work, in the light of what was submitted.\n\n"
        "* A/99/50.\n\nContents\n\n                                        Page\nI.   Seas . . . . . . . . . . . . . . .   3\n"
        "II.  Rivers . . . . . . . . . . . . . .   4\n\nI.   Seas\n\n"
        "1.   In its resolution 98/12, the General Assembly requested the\nSecretary-General to report on tides at its ninety-ninth\n"
        "session. The present report responds to that request and to those of the\nCouncil, received between January and\nMarch 2044.1\n\n"
        "1 See resolution 98/12.\n\n2/4\n\nII.  Rivers\n\n2.   Rivers have few tides. The "
        "following gaps remain, as the Council and the\nAssembly have noted:\n\n"
        "     (a) Upper rivers, where\ntides are unknown;\n\n     (b) Canals.\n"
    )
    assert [text for _, _, text in rows(document)] == ["Summary", "I.   Seas", "II.  Rivers"]
    assert labels(document, "paragraph") == [None, "1", "2"]
    assert document.by_id()["para_1"].text.endswith("received between January and March 2044.1")
    assert document.by_id()["para_1"].anchors == ((document.source.text.index("1\n\n1 See"), "fn_1"),)
    assert labels(document, "footnote") == ["*", "1"]
    assert document.by_id()["title"].text == "Tides for all"
    assert [s.anchors[0][1] for s in document.segments if s.kind == "front" and s.anchors] == ["fn_star"]


def test_paragraphs_of_articles_and_rules_have_ids_of_their_own(read):
    document = read(
        "The General Assembly,\n\n1. Adopts the rules.\n\nAnnex II\n\nRules\n\nRule 1\n\nScope\n\nThese rules govern tides.\n\n"
        "Rule 2\n\nKeepers\n\n1. Keepers keep.\n\n2. Keepers report.\n"
    )
    ids = [s.id for s in document.segments if s.kind == "paragraph"]
    assert ids == ["para_1", "annex_2__rule_1__para_nn-1", "annex_2__rule_2__para_1", "annex_2__rule_2__para_2"]
    assert [(level, text) for _, level, text in rows(document)][1:4] == [(1, "Rules"), (2, "Rule 1"), (2, "Scope")]


def test_a_numbered_principle_in_one_block_is_a_paragraph(read):
    document = read("Principles\n\nPrinciple 1: Tides belong to all.\n\nPrinciple 2: Tides turn for all who wait.\n")
    assert [(s.id, s.label) for s in document.segments if s.kind == "paragraph"] == [
        ("principle_1", "Principle 1"),
        ("principle_2", "Principle 2"),
    ]


def test_words_that_only_begin_like_a_heading_stay_words(read, labels):
    document = read("1. We recall the plan.\n\n2. Targets exist.\n\nTarget 9.c under the plan is to measure tides.\n")
    assert labels(document, "paragraph") == ["1", "2"]
    assert document.by_id()["para_2"].text.endswith("measure tides.")


def test_decimal_numbers(read, labels):
    document = read(
        "1.1 Purpose\n\n1.1.1 This policy is short.\n\n1.1.2 It holds for all.\n\n1.2 Scope\n\n1.2.1 Tides.\n"
    )
    assert labels(document, "paragraph") == ["1.1.1", "1.1.2", "1.2.1"]
    assert [text for _, _, text in rows(document)] == ["1.1 Purpose", "1.2 Scope"]


def test_bullets_are_items_without_a_label(read, labels):
    document = read(
        "1. We commit to:\n\n• measure tides;\n\n• tell sailors.\n\nTargets\n\n– Fewer wrecks\n– More light\n"
    )
    assert labels(document, "item") == [None] * 4
    assert [s.parent for s in document.segments if s.kind == "item"] == ["para_1", "para_1", None, None]
    assert document.by_id()["para_1__point_nn-2"].text == "tell sailors."


def test_a_table_is_one_segment(read):
    document = read(
        "1. The costs are as follows:\n\n | Gross | Net\n\nSeas | 1 | 2\n\nRivers | 3 | 4\n\n2. They fall.\n"
    )
    assert [s.id for s in document.segments] == ["para_1", "para_2"]
    assert document.by_id()["para_1"].text.endswith("Rivers | 3 | 4")


def test_a_declaration_of_old_with_its_clauses_before_the_formula(read, labels):
    document = read(
        "Universal declaration of tides\n\nPreamble\n\nWhereas tides are the foundation of seafaring,\n\nThe General Assembly,\n\n"
        "Proclaims this declaration.\n\nArticle 1\n\nAll tides are born free.\n"
    )
    assert [s.kind for s in document.segments][:4] == ["title", "heading", "preamble", "front"]
    assert [s.id for s in document.segments if s.kind == "paragraph"] == ["para_nn-1", "article_1__para_nn-1"]


def test_what_follows_the_closing_line_of_a_resolution_is_read_as_usual(read):
    document = read(
        "79/1. The Pact\n\nThe General Assembly\n\nAdopts the following Pact:\n\n3rd plenary meeting\n22 September 2044\n\nThe Pact\n\n"
        "1. We have gathered at the Headquarters of the\n\n¹ See resolution 70/1.\n\nUnited Nations.¹\n\nAnnex I\n\nA compact\n\n1. We agree.\n"
    )
    assert document.by_id()["para_1"].text == "1. We have gathered at the Headquarters of the United Nations.¹"
    assert document.by_id()["annex_1__para_1"].label == "1"


def test_marks_alone_on_their_line_belong_to_the_words_after_them(read, labels):
    document = read(
        "A/99/5\n\nTides\n\nReport of the Secretary-General\n\n1. \nTides rise in all the seas of the world.\n\nE. \n\nRivers\n\n"
        "2. \nRivers carry:\n\n(a) \nWater;\n\n(b) \nSand.\n"
    )
    assert labels(document, "paragraph") == ["1", "2"]
    assert labels(document, "item") == ["2(a)", "2(b)"]
    assert [" ".join(s.text.split()) for s in document.segments if s.kind == "heading"] == ["E. Rivers"]


def test_bare_letters_of_older_texts(read, labels):
    document = read(
        "8.\tTides are vital.\n\na)\tMeasure them.\n\nb)\tTell:\n\ni.\tSailors;\n\nii.\tKeepers.\n\nc)\tRest.\n\n9.\tNext.\n"
    )
    assert labels(document, "item") == ["8(a)", "8(b)", "8(b)(i)", "8(b)(ii)", "8(c)"]
    assert [issue.code for issue in document.issues] == ["missing-paragraphs"]
