"""Detection: what the first page says of the instrument, and nothing beyond it."""

from __future__ import annotations

import pytest

from digov.sources.detection import describe
from digov.sources.symbols import organ_of, slug_of, symbols_in

ASSEMBLY = (
    "United Nations\n\nA/RES/95/7\n\nGeneral Assembly\n\nDistr.: General\n4 January 2041\n\nNinety-fifth session\n\n"
    "Resolution adopted by the General Assembly on 9 December 2040\n\n[on the report of the Second Committee (A/95/400)]\n\n"
    "95/7. 2045 Conference on Lighthouses\n\nThe General Assembly,\n\nRecalling X,\n\n1. Decides.\n\n12th plenary meeting\n9 December 2040\n"
)
COUNCIL = "2040/13. Canals\n\nThe Economic and Social Council,\n\n1. Notes.\n\n*37th plenary meeting\n23 July 2040*\n"
SECURITY = "Security Council\n\nDistr.: General\n3 May 2040\n\nResolution 2999 (2040)\n\nThe Security Council,\n\n1. Decides.\n"
RIGHTS = "Resolution adopted by the Human Rights Council on 14 July 2040\n\n62/5. Tides\n\nThe Human Rights Council,\n\n1. Calls.\n"
REPORT = (
    "General Assembly\nEconomic and Social Council\n\nA/99/62–E/2044/3\n\nDistr.: General\n22 January 2044\n\n**Progress in\nmeasuring tides**\n\n"
    "Report of the Secretary-General\n\nSummary\n\n1. We hear that tides rise. We saw it. We know.\n\n* A/99/1.\n"
)
DRAFT = "Tide outcome document ZERO DRAFT\n\nText of 3 October 2045 - REV\n\n1. We reaffirm tides. We agree. We rest. We go.\n"
COMPACT = "Global Tide Compact\n\n1. We, the Heads of State, met.\n\n2. We commit to tides. We will act. We rest.\n"


@pytest.mark.parametrize(
    ("text", "kind", "organ", "symbols", "date", "title"),
    [
        (
            ASSEMBLY,
            "resolution",
            "body/general-assembly",
            ("A/RES/95/7",),
            "2040-12-09",
            "2045 Conference on Lighthouses",
        ),
        (COUNCIL, "resolution", "body/economic-and-social-council", ("E/RES/2040/13",), "2040-07-23", "Canals"),
        (
            SECURITY,
            "resolution",
            "body/security-council",
            ("S/RES/2999 (2040)",),
            "2040-05-03",
            "Resolution 2999 (2040)",
        ),
        (RIGHTS, "resolution", "body/human-rights-council", ("A/HRC/RES/62/5",), "2040-07-14", "Tides"),
        (
            REPORT,
            "report",
            "body/secretary-general",
            ("A/99/62", "E/2044/3"),
            "2044-01-22",
            "Progress in measuring tides",
        ),
        (DRAFT, "draft", "group/member-states", (), "2045-10-03", "Tide outcome document ZERO DRAFT"),
        (COMPACT, "declaration", "group/member-states", (), None, "Global Tide Compact"),
        ("Some notes about tides.\n", "unknown", None, (), None, "tides"),
        ("", "unknown", None, (), None, "tides"),
    ],
)
def test_first_pages(text, kind, organ, symbols, date, title):
    found = describe(text, "tides")
    assert (found.kind, found.organ, found.symbols, found.date, found.title) == (kind, organ, symbols, date, title)


def test_slug_and_official_path():
    found = describe(ASSEMBLY, "whatever")
    assert found.slug == "a-res-95-7"
    assert found.akn_path == "/akn/un/statement/deliberation/unga/2040-12-09/95-7"
    assert describe(COMPACT, "My File (2)").slug == "my-file-2"
    assert describe("", "???").slug == "text"


def test_a_draft_says_what_its_status_rests_on():
    assert describe(DRAFT, "x").draft_basis
    assert not describe(DRAFT, "x", kind="outcome").draft


def test_a_given_kind_overrules():
    assert describe(ASSEMBLY, "x", kind="report").kind == "report"


@pytest.mark.parametrize(
    ("line", "symbols"),
    [
        ("A/RES/70/125", ("A/RES/70/125",)),
        ("E/RES/2021/2 B", ("E/RES/2021/2 B",)),
        ("S/RES/2999 (2040)", ("S/RES/2999 (2040)",)),
        ("A/67/65-E/2012/48", ("A/67/65", "E/2012/48")),
        ("A/C.2/59/3", ("A/C.2/59/3",)),
        ("A/CONF.157/24 (Part I)", ("A/CONF.157/24 (Part I)",)),
        ("See A/60/687.", ()),
        ("A tide", ()),
        ("A/", ()),
        ("A/1" * 500, ()),
    ],
)
def test_symbols_of_a_line(line, symbols):
    assert symbols_in(line) == symbols


def test_organs_and_slugs():
    assert organ_of("the Economic and Social Council,") == "body/economic-and-social-council"
    assert organ_of("Commission on the Tides of the Sea") == "body/commission-on-the-tides-of-the-sea"
    assert slug_of("A/79/62-E/2024/3") == "a-79-62-e-2024-3"
