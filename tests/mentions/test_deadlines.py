"""Deadlines: years, dates, periods, sessions, durations and recurrences; what is past, and years in names, are none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.mentions.numbers import ORDINAL, parse_cardinal, parse_digits, parse_ordinal
from digov.mentions.timing.dates import MONTHS, find_dates
from digov.mentions.timing.deadlines import DeadlineFindings, find_deadlines
from digov.mentions.timing.session_organs import acronym_of
from digov.model.lexicon import Calendar
from digov.model.mention import BodyMention
from digov.model.span import Span

ASSEMBLY, COUNCIL = "body/general-assembly", "body/economic-and-social-council"
CSTD, RIGHTS = "body/commission-on-science-and-technology-for-development", "body/human-rights-council"
STATUS = "body/commission-on-the-status-of-women"
CALENDARS = (
    Calendar(organ=ASSEMBLY, prefix="GA", origin=1945),
    Calendar(organ=COUNCIL, prefix="ECOSOC"),
    Calendar(organ=CSTD, prefix="CSTD", origin=1997),
    Calendar(organ=STATUS, prefix="CSW", origin=1956),
    Calendar(organ=RIGHTS, prefix="HRC"),
)
NAMES = {
    "General Assembly": ASSEMBLY,
    "Economic and Social Council": COUNCIL,
    "Commission on Science and Technology for Development": CSTD,
    "Commission on the Status of Women": STATUS,
    "Human Rights Council": RIGHTS,
    "Secretary-General": "body/secretary-general",
    "President of the General Assembly": "body/president-of-the-general-assembly",
    "Committee on Space": "body/committee-on-space",
}


def bodies_in(text: str) -> list[BodyMention]:
    found = [
        BodyMention(start=text.index(name), end=text.index(name) + len(name), id=body, name=name)
        for name, body in NAMES.items()
        if name in text
    ]
    longest = [
        one
        for one in found
        if not any(other.start <= one.start and one.end <= other.end and other is not one for other in found)
    ]
    return sorted(longest, key=lambda mention: mention.start)


def find(
    text: str, *, speaker: str | None = ASSEMBLY, year: int | None = 2024, masks: Sequence[Span] = ()
) -> DeadlineFindings:
    return find_deadlines(text, bodies=bodies_in(text), masks=masks, calendars=CALENDARS, speaker=speaker, year=year)


def values(text: str, *, speaker: str | None = ASSEMBLY, year: int | None = 2024) -> list[str]:
    return [mention.value for mention in find(text, speaker=speaker, year=year).deadlines]


@pytest.mark.parametrize(
    ("text", "surface", "value", "relation", "kind"),
    [
        ("We commit by 2030 to:", "by 2030", "2030", "by", "year"),
        ("By 2030, reduce the costs.", "By 2030", "2030", "by", "year"),
        ("to finish it by the end of 2025;", "by the end of 2025", "2025", "by", "year"),
        ("to be done by mid-2026;", "by mid-2026", "2026", "by", "year"),
        ("to act no later than 31 December 2026;", "no later than 31 December 2026", "2026-12-31", "by", "date"),
        ("will meet in 2027 in Geneva;", "in 2027", "2027", "in", "year"),
        ("to be reviewed in the course of 2025;", "in the course of 2025", "2025", "during", "year"),
        ("accessible from December 2024.", "from December 2024", "2024-12", "from", "date"),
        ("a report starting in 2026, including", "starting in 2026", "2026", "from", "year"),
        ("to apply as from 1 January 2025,", "as from 1 January 2025", "2025-01-01", "from", "date"),
        ("shall remain until 15 November 2024;", "until 15 November 2024", "2024-11-15", "until", "date"),
        ("to be held in the second quarter of 2026,", "in the second quarter of 2026", "2026-04/2026-06", "in", "period"),
        ("to be held from 15 to 19 December 2024 under", "from 15 to 19 December 2024", "2024-12-15/2024-12-19", "from", "period"),
        ("to run for the period 2025–2030;", "for the period 2025–2030", "2025/2030", "for", "period"),
        ("shall apply for the biennium 2026–2027;", "for the biennium 2026–2027", "2026/2027", "for", "period"),
        ("dollars for the period from 1 July 2024 to 30 June 2025;", "for the period from 1 July 2024 to 30 June 2025",
         "2024-07-01/2025-06-30", "for", "period"),
        ("to be held on Monday, 3 May 2027;", "on Monday, 3 May 2027", "2027-05-03", "at", "date"),
        ("the 10-year review beyond 2015;", "beyond 2015", "2015", "after", "year"),
        ("is to give everybody access by 2020.", "by 2020", "2020", "by", "year"),
        ("Decides to proclaim 2027 the International Year of Rivers;", "2027", "2027", "in", "year"),
        ("to report on progress within 12 months;", "within 12 months", "P12M", "within", "duration"),
        ("to answer within 90 days of the adoption;", "within 90 days", "P90D", "within", "duration"),
        ("Decides to extend it for a further period of three years;", "for a further period of three years", "P3Y", "for", "duration"),
        ("Decides to extend the mandate for a further 10 years;", "for a further 10 years", "P10Y", "for", "duration"),
        ("to publish it at least six weeks before the session;", "at least six weeks before", "P6W", "before", "duration"),
        ("to take measures over the next five years;", "over the next five years", "P5Y", "during", "duration"),
        ("to report every two years;", "every two years", "R/P2Y", "every", "recurrence"),
        ("to submit, on a yearly basis, a report;", "on a yearly basis", "R/P1Y", "every", "recurrence"),
        ("to report twice a year;", "twice a year", "R/P6M", "every", "recurrence"),
        ("to report biennially;", "biennially", "R/P2Y", "every", "recurrence"),
        ("to report quarterly;", "quarterly", "R/P3M", "every", "recurrence"),
        ("to periodically review the methods;", "periodically", "R", "every", "recurrence"),
        ("to assess it on a regular basis;", "on a regular basis", "R", "every", "recurrence"),
        ("a day celebrated annually on 3 May,", "annually on 3 May", "R/P1Y", "every", "recurrence"),
        ("the week, from 24 to 31 October each year;", "from 24 to 31 October each year", "R/P1Y", "every", "recurrence"),
        ("The Panel will issue annual reports, drawing", "annual reports", "R/P1Y", "every", "recurrence"),
        ("to establish an annual policy discussion track", "an annual policy discussion", "R/P1Y", "every", "recurrence"),
    ],
)  # fmt: skip
def test_general_forms(text: str, surface: str, value: str, relation: str, kind: str) -> None:
    (mention,) = find(text).deadlines
    assert text[mention.start : mention.end] == surface
    assert (mention.value, mention.relation, mention.kind) == (value, relation, kind)


@pytest.mark.parametrize(
    ("text", "surface", "value", "year"),
    [
        ("to submit to the General Assembly at its eightieth session a report;", "at its eightieth session", "GA-80", 2025),
        ("at the 82nd session of the General Assembly to be held", "at the 82nd session of the General Assembly", "GA-82", 2027),
        ("the President of the General Assembly to appoint, by no later than the 81st session, facilitators",
         "by no later than the 81st session", "GA-81", 2026),
        ("Decides to consider it during the main part of its seventy-ninth session;",
         "during the main part of its seventy-ninth session", "GA-79", 2024),
        ("to report at the first part of its resumed eightieth session;", "at the first part of its resumed eightieth session", "GA-80", 2025),
        ("Decides to include in the provisional agenda of its eighty-first session the item;", "of its eighty-first session", "GA-81", 2026),
        ("Requests the Economic and Social Council to decide at its 2026 session;", "at its 2026 session", "ECOSOC-2026", 2026),
        ("Requests the Economic and Social Council to decide at its substantive session of 2025;",
         "at its substantive session of 2025", "ECOSOC-2025", 2025),
        ("Requests the Human Rights Council to return to it at its sixty-first session;", "at its sixty-first session", "HRC-61", None),
        ("Requests the Committee on Space to report at its sixtieth session;", "at its sixtieth session", "CS-60", None),
        ("to appoint them before the end of the seventy-ninth session;", "before the end of the seventy-ninth session", "GA-79", 2024),
        ("(i) During the eightieth session: the agenda;", "During the eightieth session", "GA-80", 2025),
        ("to submit it at its one hundredth session;", "at its one hundredth session", "GA-100", 2045),
        ("to review it in the 79th session of the General Assembly;", "in the 79th session of the General Assembly", "GA-79", 2024),
        ("to complete it by the end of the eightieth session;", "by the end of the eightieth session", "GA-80", 2025),
        ("Decides to consider the item as of its eightieth session;", "as of its eightieth session", "GA-80", 2025),
        ("to meet prior to the commencement of its eighty-first session;", "prior to the commencement of its eighty-first session",
         "GA-81", 2026),
        ("to convene a meeting on the margins of its eightieth session;", "on the margins of its eightieth session", "GA-80", 2025),
        ("to convene a meeting on the occasion of the eightieth session;", "on the occasion of the eightieth session", "GA-80", 2025),
        ("to submit it during the first half of its eighty-first session;", "during the first half of its eighty-first session", "GA-81", 2026),
        ("to submit a report in time for its eighty-first session;", "in time for its eighty-first session", "GA-81", 2026),
        ("to prepare a short report for its eighty-first session;", "for its eighty-first session", "GA-81", 2026),
        ("Decides to defer consideration of the rules to its eightieth session;", "to its eightieth session", "GA-80", 2025),
        ("Decides to include it at its eighty-first and subsequent sessions;", "at its eighty-first and subsequent sessions", "GA-81", 2026),
        ("to review it at the 81st UNGA session;", "at the 81st UNGA session", "GA-81", 2026),
        ("to review it at the 81st General Assembly session;", "at the 81st General Assembly session", "GA-81", 2026),
        ("to review it at the thirtieth CSTD session;", "at the thirtieth CSTD session", "CSTD-30", 2027),
        ("to decide, after the work of the Economic and Social Council, at its eighty-first session;", "at its eighty-first session",
         "GA-81", 2026),
        ("Deciding to appraise the progress achieved by all at its seventy-ninth session,", "at its seventy-ninth session", "GA-79", 2024),
    ],
)  # fmt: skip
def test_sessions(text: str, surface: str, value: str, year: int | None) -> None:
    (mention,) = find(text).deadlines
    assert text[mention.start : mention.end] == surface
    assert (mention.value, mention.kind, mention.year) == (value, "session", year)


def test_two_sessions_are_two_mentions() -> None:
    text = "to report to the General Assembly at its seventy-ninth and eighty-first sessions;"
    assert [text[m.start : m.end] for m in find(text).deadlines] == ["at its seventy-ninth", "eighty-first sessions"]
    assert values(text) == ["GA-79", "GA-81"]
    assert values("to meet between its eightieth and eighty-first sessions;") == ["GA-80", "GA-81"]
    assert values("to meet during both the eightieth and the eighty-first sessions;") == ["GA-80", "GA-81"]
    assert values("to report at its eightieth and, if needed, eighty-first sessions;") == ["GA-80", "GA-81"]


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("to report to the Council at each session;", "at each session", "R"),
        ("The Chair shall brief members ahead of each session;", "ahead of each session", "R"),
        ("to report thereon to the General Assembly at its future sessions;", "at its future sessions", "R"),
        ("to report on progress at the annual sessions of the Commission;", "at the annual sessions", "R/P1Y"),
        ("to include the item periodically during its annual substantive session;", "during its annual substantive session", "R/P1Y"),
    ],
)  # fmt: skip
def test_sessions_that_come_again(text: str, surface: str, value: str) -> None:
    times = {text[mention.start : mention.end]: mention.value for mention in find(text).deadlines}
    assert times[surface] == value


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("Annual reports on progress shall be submitted to the Council;", "Annual reports", "R/P1Y"),
        ("(a) Annual reports on the state of the network;", "Annual reports", "R/P1Y"),
        ("An annual meeting will be held in Geneva.", "An annual meeting", "R/P1Y"),
        ("to hold an annual meeting of ministers;", "an annual meeting", "R/P1Y"),
        ("to convene an annual round table on skills;", "an annual round table", "R/P1Y"),
        ("to report at its annual meeting on the progress made;", "at its annual meeting", "R/P1Y"),
        ("Calls for the continuation of the annual reports on the matter;", "annual reports", "R/P1Y"),
        ("Calls for biennial reviews of the Plan;", "biennial reviews", "R/P2Y"),
        ("to keep the matter under annual review;", "annual review", "R/P1Y"),
        ("to biennialize the item;", "biennialize", "R/P2Y"),
        ("to send at least one visiting mission a year to the Territory;", "at least one visiting mission a year", "R/P1Y"),
        ("to hold up to two meetings per year;", "up to two meetings per year", "R/P6M"),
    ],
)  # fmt: skip
def test_what_is_held_or_issued_again_and_again(text: str, surface: str, value: str) -> None:
    (mention,) = find(text).deadlines
    assert (text[mention.start : mention.end], mention.value, mention.kind) == (surface, value, "recurrence")


def test_organs_share_their_sessions_in_turn() -> None:
    text = "to report to the General Assembly and the Human Rights Council at their eightieth and sixtieth sessions, respectively;"
    assert values(text) == ["GA-80", "HRC-60"]


def test_a_number_that_the_last_organ_cannot_have_is_the_speakers() -> None:
    text = "Invites the Commission on the Status of Women to consider it, and requests a report at its eighty-first session;"
    assert values(text) == ["GA-81"]


def test_the_new_number_of_a_redline_is_taken() -> None:
    assert values("to appoint facilitators, at the 80th81st session to consult;", speaker=None) == ["GA-81"]


def test_a_session_without_organ_or_number_stays_open() -> None:
    unknown = find("to report at its sixth session;", speaker=None)
    assert [mention.value for mention in unknown.deadlines] == [""]
    assert [issue.code for issue in unknown.issues] == ["open-session"]
    following = find("Requests the General Assembly to decide at its next session;")
    assert [(mention.value, mention.organ) for mention in following.deadlines] == [("", ASSEMBLY)]
    assert [issue.code for issue in following.issues] == ["open-session"]


@pytest.mark.parametrize(
    ("text", "surfaces", "values"),
    [
        ("to report to the 30th session of the Commission on Science and Technology for Development in 2027;",
         ["to the 30th session of the Commission on Science and Technology for Development", "in 2027"], ["CSTD-30", "2027"]),
        ("Requests the Commission on Science and Technology for Development to hold, during its twenty-eighth session, in 2025, talks;",
         ["during its twenty-eighth session", "in 2025"], ["CSTD-28", "2025"]),
        ("Requests the Commission on Science and Technology for Development to meet at its thirtieth session, in March 2027;",
         ["at its thirtieth session", "in March 2027"], ["CSTD-30", "2027-03"]),
        ("to review it at its eighty-first session (2026);", ["at its eighty-first session", "2026"], ["GA-81", "2026"]),
    ],
)  # fmt: skip
def test_a_year_printed_beside_a_session_is_kept_too(text: str, surfaces: list[str], values: list[str]) -> None:
    found = find(text).deadlines
    assert [text[mention.start : mention.end] for mention in found] == surfaces
    assert [mention.value for mention in found] == values
    assert found[0].year == found[1].year


@pytest.mark.parametrize(
    "text",
    [
        "the 2030 Agenda and the Connect 2030 Agenda",
        "the Decade of Languages (2022–2032)",
        "the strategic plan for 2022–2025 and the programme budget for 2025",
        "Horizon 2030 and Vision 2063",
        "the Digital Report 2024",
        "adopted on 16 December 2015",
        "a meeting held in 2023 and its report, issued on 21 December 2023",
        "organized in Kyoto from 8 to 12 October 2023",
        "since 2015, as at 30 April 2024",
        "established in 1994 and reviewed in 2015",
        "in 2023, 67 per cent of people were online",
        "takes note of the report of the Committee on Space on its sixtieth session",
        "adopted by the General Assembly at its seventy-eighth session",
        "At its sixtieth session, the Committee on Space discussed it",
        "over the past 20 years",
        "posts vacant for 24 months",
        "more than 60 years after the adoption",
        "12.6 million deaths each year",
        "growth of 13 per cent annually",
        "its annual report on the annual meeting",
        "the Annual Global Dialogue",
        "is projected to reach 1.4 billion people by 2040",
        "children under 5 years of age",
        "at that session and at the same session",
        "Recalling its decision to postpone the review to its seventy-ninth session,",
        "in preparation for its eighty-first session",
        "the proposals submitted at its regular sessions",
        "Annual reports of the Board were considered by the Council.",
        "Welcomes the annual report of the Fund;",
        "Recalls the annual meeting held in Bonn;",
        "to reduce annual new infections at an annual rate of 2 per cent",
        "kills two million people a year",
        "Annually, approximately 3 million people die of it;",
        "to convene the Sixth Annual Conference of the Parties",
    ],
)
def test_past_times_names_and_statistics_are_none(text: str) -> None:
    assert values(text) == []


def test_the_year_of_the_document_decides_what_is_past() -> None:
    text = "the review in 2025 will be open;"
    assert values(text, year=2024) == ["2025"]
    assert values(text, year=2026) == []
    assert values("the meeting, to be held on 3 July 2024;", year=2024) == ["2024-07-03"]
    assert values("the meeting held on 3 July 2024;", year=2024) == []
    assert values("the meeting, to be held on 3 July 2024;", year=None) == ["2024-07-03"]
    assert values("the meeting held on 3 July 2024;", year=None) == []


def test_nothing_is_found_in_masks() -> None:
    text = "in line with the plan to end it by 2030 and to report by 2027;"
    start = text.index("by 2030")
    assert [m.value for m in find(text, masks=[Span(start, start + 7)]).deadlines] == ["2027"]


@given(st.integers(1, 299))
def test_ordinals_in_words_and_digits_are_read_back(number: int) -> None:
    words = ordinal_words(number)
    assert parse_ordinal(words) == number
    assert re.fullmatch(ORDINAL, words)
    assert parse_ordinal(f"{number}th") == number


def ordinal_words(number: int) -> str:
    units = (
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth"
    ).split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    hundreds, rest = divmod(number, 100)
    head = ["", "one hundred", "two hundred"][hundreds]
    if not rest:
        return head + "th"
    if rest < 20:
        tail = units[rest]
    else:
        ten, unit = divmod(rest, 10)
        tail = tens[ten - 2][:-1] + "ieth" if not unit else f"{tens[ten - 2]}-{units[unit]}"
    return f"{head} and {tail}" if head else tail


@given(st.integers(0, 999_999_999))
def test_grouped_digits_are_read_back(number: int) -> None:
    assert parse_digits(f"{number:,}") == number


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz -", max_size=30))
def test_words_that_are_no_number_give_none_or_a_count(words: str) -> None:
    value = parse_cardinal(words)
    assert value is None or value >= 0


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 1)), st.integers(1, 27))
def test_dates_and_periods_are_read_back(first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    printed = f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    (date,) = find_dates(f"on {printed} in")
    assert date.value == first.isoformat()
    (period,) = find_dates(f"from {printed} to {last.day} {MONTHS[last.month - 1]} {last.year}.")
    assert period.value == f"{first.isoformat()}/{last.isoformat()}"


@given(st.text(max_size=150), st.sampled_from([None, 2024]))
def test_any_text_gives_ordered_disjoint_spans(text: str, year: int | None) -> None:
    found = find(text, year=year).deadlines
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_impossible_days_are_no_dates() -> None:
    assert list(find_dates("31 June 2025")) == []
    assert [date.value for date in find_dates("29 February 2024")] == ["2024-02-29"]


def test_acronyms_of_unknown_organs() -> None:
    assert acronym_of("Committee on the Peaceful Uses of Outer Space") == "CPUOS"
    assert acronym_of("Committee") == ""
