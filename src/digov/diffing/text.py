"""The comparison and the redline in a terminal: side by side, in colour, and as plain marks where there is no colour."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from rich.box import MINIMAL
from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from digov.diffing.counts import kinds_of, relations_of
from digov.diffing.marked import PARAGRAPH_MARK, Run, is_paragraph_mark
from digov.diffing.rows import ChangeRow, Marked, Row
from digov.model.redline import Status

MARKS: dict[Status, tuple[str, str]] = {
    "kept": ("", ""),
    "inserted": ("{+", "+}"),
    "deleted": ("[-", "-]"),
    "contested": ("[?", "?]"),
    "artefact": ("[~", "~]"),
}
"""What stands around words where there is no colour."""
LEGEND = "{+inserted+} [-deleted-] [?undecided?] [~of neither text~]; a ? after a mark: a guess"
_STYLES: dict[Status, str] = {
    "kept": "",
    "inserted": "green underline",
    "deleted": "red strike",
    "contested": "yellow italic",
    "artefact": "dim",
}
_RELATION_STYLES = {"added": "green", "dropped": "red", "edited": "yellow", "split": "yellow", "merged": "yellow"}
_NARROW = 72
"""Columns below which the two sides stand one below the other."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def print_diff(
    console: Console,
    rows: Sequence[Row],
    *,
    names: tuple[str, str],
    notes: Sequence[str],
    acts: bool,
    everything: Sequence[Row],
) -> None:
    """Print ``rows`` unit by unit, then the counts of ``everything``; with ``acts`` the changes that matter instead of the texts."""
    colour = has_colour(console)
    for name, side in zip(names, ("A", "B"), strict=True):
        console.print(Text.assemble((f"{side} ", "bold"), plain(name)))
    for note in notes:
        console.print(Text(plain(note), style="dim"))
    if not colour and not acts:
        console.print(Text(LEGEND, style="dim"))
    unchanged: list[Row] = []
    for row in rows:
        if row.is_plain:
            unchanged.append(row)
            continue
        _print_unchanged(console, unchanged)
        unchanged = []
        console.print()
        console.print(_heading(row))
        _print_changes(console, row, quotes=acts)
        if not acts or not row.changes:
            _print_sides(console, row, colour=colour)
    _print_unchanged(console, unchanged)
    console.print()
    console.print(Text("units    " + _listed((one.name, one.count) for one in relations_of(everything))))
    kinds = kinds_of(everything)
    if kinds:
        console.print(Text("changes  " + _listed((one.name, one.count) for one in kinds)))


def marked_text(runs: Iterable[Run], *, colour: bool) -> Text:
    """Return ``runs`` as text: in colour, or with marks around what is not kept. A "?" follows a guess."""
    text = Text()
    for run in runs:
        before, after = ("", "") if colour else MARKS[run.status]
        words = plain(run.text)
        core = PARAGRAPH_MARK if is_paragraph_mark(run) else words.strip("\n")
        if not core or not run.is_marked:
            text.append(words)
            continue
        head, tail = ("", words) if is_paragraph_mark(run) else words.split(core, 1)
        guess = "?" if run.tier == "C" and run.status in ("inserted", "deleted") else ""
        text.append(head)
        text.append(before + core + after, style=_STYLES[run.status])
        text.append(guess, style="dim")
        text.append(tail)
    return text


def has_colour(console: Console) -> bool:
    """Return whether the console shows colours: a terminal that has them, and nobody who asked for none."""
    return console.is_terminal and not console.no_color and console.color_system is not None


def to_string(width: int | None = None) -> Console:
    """Return a console that writes to a string, without colour; its ``file`` has the text."""
    return Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False, highlight=False)


def plain(text: str) -> str:
    """Return ``text`` with every character that could steer a terminal as U+FFFD; line ends and tabs stay.

    >>> plain("a\\x1b[31mb")
    'a\\ufffd[31mb'
    """
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n"))


def _heading(row: Row) -> Rule:
    style = _RELATION_STYLES.get(row.relation, "cyan")
    title = Text.assemble((plain(row.label), "bold"), "  ", (row.relation, style))
    if row.a and row.b:
        title.append(f"  {row.score:.2f}", style="dim")
    return Rule(title, align="left", style="dim")


def _print_changes(console: Console, row: Row, *, quotes: bool) -> None:
    for change in row.changes:
        if not change.matters:
            continue
        line = Text.assemble(("  • ", "dim"), (change.kind, "bold"), "  ", plain(values_of(change)))
        if change.contested:
            line.append("  contested", style="yellow")
        console.print(line)
        if quotes:
            quoted = Table.grid(padding=(0, 1, 0, 0))
            sides = (("A", change.before, change.before_quote), ("B", change.after, change.after_quote))
            for side, value, words in sides:
                # The quote of a side that lacks the thing is only the place that it is missing from.
                if value is not None and words:
                    quoted.add_row(Text(f"    {side}", style="dim"), Text(f"“{plain(words)}”"))
            console.print(quoted)


def values_of(change: ChangeRow) -> str:
    """Return the values of a change with an arrow between them; one alone where the other is not there."""
    values = " → ".join(value for value in (change.before, change.after) if value is not None)
    return f"{values} ({change.by})" if change.by else values


def _print_sides(console: Console, row: Row, *, colour: bool) -> None:
    left, right = _side(row.left, colour=colour), _side(row.right, colour=colour)
    if console.width < _NARROW or not (row.left and row.right):
        for side, text, there in (("A", left, row.left), ("B", right, row.right)):
            if there:
                table = Table.grid(padding=(0, 1))
                table.add_row(Text(side, style="dim"), text)
                console.print(table)
        return
    table = Table(box=MINIMAL, show_header=False, show_edge=False, expand=True, padding=(0, 1), border_style="dim")
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_row(left, right)
    console.print(table)


def _side(units: Sequence[Marked], *, colour: bool) -> Text:
    return Text("\n\n").join(marked_text(unit, colour=colour) for unit in units)


def _print_unchanged(console: Console, rows: Sequence[Row]) -> None:
    """Print units in which no word changed on a line of their own, since there is nothing to read in them."""
    for relation in dict.fromkeys(row.relation for row in rows):
        labels = [plain(row.label) for row in rows if row.relation == relation]
        shown = ", ".join(labels) if len(labels) < 4 else f"{labels[0]} … {labels[-1]} ({len(labels)} units)"
        console.print(Text.assemble("\n", (f"  {relation}  ", "cyan" if relation != "same" else "dim"), (shown, "dim")))


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts)
