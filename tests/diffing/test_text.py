"""The comparison in a terminal: side by side where there is room, with marks where there is no colour."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from digov.diffing.compared import Compared
from digov.diffing.marked import Run
from digov.diffing.rows import rows_of, select
from digov.diffing.text import LEGEND, has_colour, marked_text, plain, print_diff, to_string
from digov.model.lexicon import Lexicon


def printed(compared: Compared, lexicon: Lexicon, console: Console, *, acts: bool = False) -> str:
    everything = rows_of(compared, lexicon)
    rows = select(everything, acts=acts)
    with console.capture() as capture:
        print_diff(console, rows, names=compared.names, notes=compared.notes, acts=acts, everything=everything)
    return capture.get()


@pytest.mark.parametrize("width", [20, 40, 80, 140])
def test_lines_keep_to_the_width(redlined: Compared, lexicon: Lexicon, width: int) -> None:
    found = printed(redlined, lexicon, to_string(width))
    assert max(len(line) for line in found.splitlines()) <= width


def test_both_sides_stand_beside_each_other_where_there_is_room(drafts: Compared, lexicon: Lexicon) -> None:
    wide = [line for line in printed(drafts, lexicon, to_string(140)).splitlines() if "[-Requests-]" in line]
    assert len(wide) == 1
    assert "{+Invites+}" in wide[0]
    assert wide[0].index("[-Requests-]") < 70 < wide[0].index("{+Invites+}")
    narrow = [line for line in printed(drafts, lexicon, to_string(60)).splitlines() if "[-Requests-]" in line]
    assert "{+Invites+}" not in narrow[0]


def test_without_colour_there_are_marks_and_a_legend(redlined: Compared, lexicon: Lexicon) -> None:
    found = printed(redlined, lexicon, to_string(120))
    assert LEGEND in found
    assert "\x1b" not in found
    assert "[-2027-]{+2029+}" in found


def test_in_colour_there_are_none(redlined: Compared, lexicon: Lexicon) -> None:
    console = Console(file=io.StringIO(), width=120, force_terminal=True, color_system="standard", _environ={})
    found = printed(redlined, lexicon, console)
    assert "\x1b[" in found
    assert "[-" not in found
    assert LEGEND not in found


def test_no_color_is_obeyed() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, _environ={"NO_COLOR": "1", "TERM": "xterm-256color"})
    assert not has_colour(console)


def test_with_acts_only_changes_that_matter_are_told(drafts: Compared, lexicon: Lexicon) -> None:
    found = printed(drafts, lexicon, to_string(100), acts=True)
    assert "verb weakened  request → invite (-4)" in found
    assert "“by 2027”" in found
    assert "“by 2029”" in found
    assert "submarine" not in found
    assert "units    same 1, edited 2, added 1, dropped 1" in found


def test_units_without_an_edit_are_named_only(drafts: Compared, lexicon: Lexicon) -> None:
    found = printed(drafts, lexicon, to_string(100))
    assert "same  2" in found
    assert "submarine" not in found


@pytest.mark.parametrize("char", ["\x1b", "\x9b", "\x07", "\r", "\u202e", "\u2066"])
def test_nothing_in_a_text_steers_the_terminal(char: str) -> None:
    assert plain(f"a{char}[31mb") == "a\ufffd[31mb"
    assert char not in marked_text([Run(f"a{char}b", "inserted", "A")], colour=True).plain


def test_guesses_have_a_question_mark_and_line_ends_stay_outside() -> None:
    runs = [Run("ships\n", "deleted", "C"), Run("boats", "inserted", "A"), Run("of", "contested", "C")]
    assert marked_text(runs, colour=False).plain == "[-ships-]?\n{+boats+}[?of?]"


def test_a_tracked_end_of_a_paragraph_is_shown() -> None:
    runs = [Run("one"), Run("\n", "deleted", "A", ("tracked",)), Run("two\n")]
    assert marked_text(runs, colour=False).plain == "one[-¶-]\ntwo\n"
