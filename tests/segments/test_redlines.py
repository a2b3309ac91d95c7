"""Redlines: words run together are reported where they stand, and nowhere in clean texts."""

from __future__ import annotations

FUSED = (
    "1. We measure the tides and put the sea first. We advance the tides. We put the sea first, and we advance.\n"
    "2. We putadvance the sea. WeThe tides first. SeaTides first. TheWe put it. FirstSea first. AndWe measure it. SeaFirst.\n"
    "Tides governanceGovernance\n"
    "3. Governance of the governance, and, tides.first. The sea is tides..\n"
)


def fused(document) -> list[str]:
    return [document.source.text[issue.start : issue.end] for issue in document.issues if issue.code == "fused-words"]


def test_words_run_together_in_a_redline(read):
    found = fused(read(FUSED))
    assert {"putadvance", "WeThe", "SeaTides", "governanceGovernance"} <= set(found)
    assert found.count("governanceGovernance") == 1
    assert {",", ".", ".."} & set(found)


def test_names_with_capitals_inside_are_no_redline(read):
    text = "1. The eTrade and OpenData and UNICEF and McLean and iPhone and YouTube tools help. We put and advance. We put. We advance.\n"
    assert fused(read(text + "2. We putadvance nothing.\n")) == []


def test_a_doubled_word_at_the_end_of_a_heading(read):
    assert fused(read("1. Xx.\n\nData flowsflow\n\n2. Yy.\n")) == ["flowsflow"]
    assert fused(read("1. Xx.\n\nData flows\n\n2. Yy.\n")) == []


def test_addresses_hold_no_joints(read):
    text = "8.9. We put it.\n9.10. See <https://example.org/a.b/c>.\n10.11. Put it.\n"
    assert fused(read(text)) == []
