"""The five sources: every label, every trap of a conversion or a redline, read or reported at its place."""

from __future__ import annotations

import re
import textwrap

import pytest

from digov.model.issue_codes import ISSUE_CODES


def items_of(document, label):
    return [s.label for s in document.segments if s.kind == "item" and s.parent == f"para_{label}"]


def issues_of(document, code):
    return [issue for issue in document.issues if issue.code == code]


@pytest.mark.parametrize("slug", ["gdc-base", "gdc-redline", "wsis20-zero-unesco", "a-80-62", "e-res-2024-13"])
def test_the_leaves_give_the_source_back(sources, slug):
    document = sources[slug]
    text = document.source.text
    assert "".join(span.slice(text) for span, _ in document.leaves) == text
    assert {issue.code for issue in document.issues} <= set(ISSUE_CODES)
    assert len({segment.id for segment in document.segments}) == len(document.segments)


@pytest.mark.parametrize(
    ("slug", "numbers"),
    [
        ("gdc-base", [*range(1, 22), *range(26, 31), *range(36, 77)]),
        ("gdc-redline", [*range(1, 62), 55, *range(62, 68), 63, *range(68, 77)]),
        ("wsis20-zero-unesco", [*range(1, 99), None, *range(99, 160)]),
        ("a-80-62", [None, *range(1, 88)]),
        ("e-res-2024-13", [*range(1, 125)]),
    ],
)
def test_paragraphs(sources, labels, slug, numbers):
    assert labels(sources[slug], "paragraph") == [None if number is None else str(number) for number in numbers]


def test_base_draft(sources):
    document = sources["gdc-base"]
    assert items_of(document, 7) == [f"7({n})" for n in range(1, 6)]
    assert items_of(document, 11) == [f"11({letter})" for letter in "abcdefgh"]
    assert items_of(document, 30) == [f"30({letter})" for letter in "abcde"]
    displaced = [s for s in document.segments if s.inferred_label]
    assert [(s.id, s.label, s.parent) for s in displaced] == [
        ("para_35__point_b", "35(b)", None),
        ("para_35__point_c", "35(c)", None),
    ]
    assert [issue.message for issue in issues_of(document, "missing-paragraphs")] == [
        "Paragraphs 22 to 25 missing before 26.",
        "Objective 3 missing before this heading.",
        "Paragraphs 31 to 35 missing before 36.",
    ]
    broken = [issue.segment for issue in issues_of(document, "broken-off")]
    assert broken == ["para_8__point_b", "para_21__point_f", "para_30__point_e", "para_42", "para_47", "para_70"]


def test_redlined_draft(sources, labels):
    document = sources["gdc-redline"]
    by_id = document.by_id()
    assert items_of(document, 8) == [f"8({letter})" for letter in "abcdefghijklm"]
    assert items_of(document, 11) == [f"11({letter})" for letter in "abcdaefg"]
    assert items_of(document, 17) == [f"17({letter})" for letter in "abcdef"]
    assert items_of(document, 21) == [f"21({letter})" for letter in "abcdefghij"]
    assert items_of(document, 35) == ["35(a)", "35(b)", "35(c)"]
    inferred = {s.id: s.inferred_label for s in document.segments if s.inferred_label}
    assert inferred == {
        "para_11__point_a-2": "11(e)",
        "para_44__point_d": "44(d)",
        "para_55-2": "62",
        "para_63-2": "68",
    }
    assert by_id["para_55"].text == "5455. We therefore commit to:"
    assert by_id["para_34__point_a"].text.endswith("(SDG  4);")
    assert by_id["para_44__point_d"].label is None
    assert [s.text for s in document.segments if s.kind == "heading"][11] == "Digital trustTrust and safetySafety"
    fused = {document.source.text[issue.start : issue.end] for issue in issues_of(document, "fused-words")}
    assert {
        "WeAs",
        "preventcounter",
        "governanceGovernance",
        "flowsflow",
        "SDGsSustainable",
        "ofinteroperable",
    } <= fused
    assert [issue.segment for issue in issues_of(document, "displaced-marker")] == ["para_8__point_c"]


def test_zero_draft(sources, labels):
    document = sources["wsis20-zero-unesco"]
    assert labels(document, "preamble") == list("ABCDEFG")
    assert document.by_id()["title"].text == "WSIS+20 Outcome document ZERO DRAFT"
    misread = [document.source.text[issue.start : issue.end] for issue in issues_of(document, "misread-number")]
    assert misread == ["47:20.", "416.127."]
    assert [issue.segment for issue in issues_of(document, "deleted-paragraph")] == ["para_nn-1"]
    assert len(issues_of(document, "page-break")) == 14
    assert len(issues_of(document, "malformed-marker")) == 17
    second_half = document.by_id()["para_33"]
    assert len(second_half.pieces) == 2
    assert "Societies. We are committed to achieving entry-level" in second_half.text
    assert document.by_id()["para_31"].text.count("Indigenous Peoples, refugees") == 1
    assert document.by_id()["para_154"].text.startswith("142.154. We request the Secretary-General")
    assert "Commission on Science and Technology for Development" in document.by_id()["para_154"].text


def test_report(sources, labels):
    document = sources["a-80-62"]
    assert labels(document, "footnote") == ["*", "**", *["1"], None, *(str(n) for n in range(2, 84))]
    assert labels(document, "item") == []
    anchors = [name for s in document.segments for _, name in s.anchors]
    assert sorted(anchors) == sorted(["fn_star-2", *(f"fn_{n}" for n in range(1, 84))])
    assert document.by_id()["title"].text.startswith("Progress made in the implementation of")
    assert "The General Assembly has noted the work" in document.by_id()["para_77"].text
    assert len(document.by_id()["fn_11"].pieces) == 2
    assert {issue.code for issue in document.issues} == {"page-break", "unanchored-footnote"}
    levels = {s.text: s.level for s in document.segments if s.kind == "heading"}
    assert (
        levels["I. Key trends"],
        levels["C. Artificial intelligence"],
        levels["1. Implementation of action lines"],
    ) == (1, 2, 3)
    assert (levels["(i) *Media (C9)*"], levels["E-health"]) == (4, 5)


def test_resolution(sources, labels):
    document = sources["e-res-2024-13"]
    assert labels(document, "preamble") == [f"pp{n}" for n in range(1, 11)]
    assert items_of(document, 112) == ["112(a)", "112(b)", "112(c)", "112(d)"]
    assert labels(document, "footnote") == [str(n) for n in range(1, 17)]
    assert len([name for s in document.segments for _, name in s.anchors]) == 16
    assert document.by_id()["closing_1"].text == "37th plenary meeting 23 July 2024"
    assert [s.text for s in document.segments if s.kind == "heading"] == [
        "Taking stock: reviewing the implementation of the outcomes of the World Summit on the Information Society",
        "Internet governance",
        "Enhanced cooperation",
        "Internet Governance Forum",
        "The road ahead",
    ]
    assert {issue.code for issue in document.issues} == {"page-break"}
    assert "the purposes and principles of the Charter" in document.by_id()["preamble__recital_5"].text


def wrapped(text: str) -> str:
    return "\n".join("\n".join(textwrap.wrap(line, 88, break_on_hyphens=False)) for line in text.split("\n"))


@pytest.mark.parametrize("slug", ["gdc-base", "e-res-2024-13"])
@pytest.mark.parametrize(
    "converted",
    [
        wrapped,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: re.sub(r"(?m)^(\d+\.|\([a-z]\)) ", "\\1\t", text),
        lambda text: re.sub(r"(?m)^(\d+\.) ", r"**\1** ", text),
        lambda text: re.sub(r"(?m)^(\d+)\. ", r"\1\\. ", text),
        lambda text: re.sub(r"(?m)^(\d+)\. ", "\\1.\u200e\u00a0", text),
        lambda text: re.sub(r"(?m)^(\d+\. |\([a-z]\) )", r"- \1", text),
        lambda text: "\ufeff" + text,
    ],
    ids=["wrapped", "line ends", "tabs", "bold", "escaped", "unseen", "bulleted", "byte-order mark"],
)
def test_labels_do_not_hang_on_the_converter(sources, read, slug, converted):
    def outline(document):
        return [(s.kind, s.label, s.parent) for s in document.segments if s.kind in ("preamble", "paragraph", "item")]

    document = sources[slug]
    assert outline(read(converted(document.source.text))) == outline(document)
