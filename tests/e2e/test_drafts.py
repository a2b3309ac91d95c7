"""The commands for drafts: redline, align and diff, on the seeds, on made-up texts, and on bad input.

A few run in a process of their own, as a user runs them; the others are called in this one, which is quicker.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from digov.cli import main

Run = Callable[..., subprocess.CompletedProcess[bytes]]
ROOT = Path(__file__).parents[2]

BASE = """The General Assembly,

1. Requests the Registrar to repair the cables of the northern islands by 2027;

2. Welcomes the map of submarine cables that the survey has drawn for the harbour masters;

3. Notes that village choirs have collected the riddles of lighthouse keepers.
"""
REDLINE = """The General Assembly,

1. RequestsInvites the Registrar to repair the cables of the northern and southern islands by 20272029;

2. Welcomes the map of submarine cables that the survey has drawn for the harbour masters;

3. Notes that village choirs have collected the riddles of lighthouse keepers.
"""
NEW = BASE.replace("Requests", "Invites").replace("2027", "2029")
GARDEN = "A diary\n\nMonday was for onions and soup.\n\nTuesday brought bread and butter from the valley.\n"
FUSED = "AshipsailsfromtheharbourtotheislandseveryWednesdaymorningandbackagainatnight" * 9
BY = 'w:author="A. Drafter" w:date="2026-03-01T10:00:00Z"'
SPAN_FIELDS = {"document", "label", "start", "end", "text", "status", "tier", "evidence"}
PAIR_FIELDS = {"a", "b", "relation", "score", "changes"}


@pytest.fixture
def folder(tmp_path: Path, docx: Callable[..., bytes]) -> Path:
    """Return a folder with the drafts, a file with tracked changes, and files that are none of this."""
    texts = {
        "base": BASE,
        "redline": REDLINE,
        "new": NEW,
        "garden": GARDEN,
        "fused": FUSED,
        "empty": "",
        "blank": " \n\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 9)
    tracked = (
        '<w:r><w:t xml:space="preserve">1. Requests the Registrar to report by </w:t></w:r>',
        f"<w:del {BY}><w:r><w:delText>2027</w:delText></w:r></w:del>",
        f"<w:ins {BY}><w:r><w:t>2029</w:t></w:r></w:ins><w:r><w:t>;</w:t></w:r>",
    )
    data = docx("<w:r><w:t>The General Assembly,</w:t></w:r>", "".join(tracked))
    (tmp_path / "tracked.docx").write_bytes(data)
    (tmp_path / "damaged.docx").write_bytes(data[: len(data) // 2])
    (tmp_path / "unclosed.docx").write_bytes(docx("<w:ins>"))
    (tmp_path / "deep.docx").write_bytes(docx(f"<w:ins {BY}>" * 400 + "<w:r><w:t>x</w:t></w:r>" + "</w:ins>" * 400))
    (tmp_path / "plain.docx").write_bytes(docx("<w:r><w:t>1. Welcomes the map of the northern islands;</w:t></w:r>"))
    return tmp_path


@pytest.fixture
def call(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return what calls a command in the folder."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "140")
    return lambda *arguments: CliRunner().invoke(main, arguments)


def objects(done: Result) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_spans_of_the_redlined_draft_tile_its_text(digov: Run) -> None:
    done = digov("redline", "gdc-redline", "--base", "gdc-base", "--format", "jsonl")
    assert done.returncode == 0, done.stderr.decode()
    text = (ROOT / "data/sources/gdc-redline/text.txt").read_text("utf-8")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(span.keys() >= SPAN_FIELDS for span in found)
    assert all(text[span["start"] : span["end"]] == span["text"] for span in found)
    assert "".join(span["text"] for span in found) == text
    assert {span["document"] for span in found} == {"gdc-redline"}
    struck = " ".join(" ".join(s["text"] for s in found if s["status"] in ("deleted", "contested")).split())
    assert all(words in struck for words in ("2 percent", "80 percent", "12 months", "80th", "Annual", "in 2026"))
    [session] = [span for span in found if span["text"] == "81st"]
    assert (session["label"], session["status"], session["tier"]) == ("75", "inserted", "A")
    assert "characters stand in it in order" in done.stderr.decode()


def test_a_redline_without_its_base_is_marked_and_not_cleaned(call: Callable[..., Result]) -> None:
    done = call("redline", "wsis20-zero-unesco")
    assert {span["status"] for span in objects(done)} >= {"kept", "inserted", "deleted", "contested", "artefact"}
    refused = call("redline", "wsis20-zero-unesco", "--reading", "best")
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert "without its base" in refused.stderr


def test_what_is_found_in_a_redline_has_its_status(call: Callable[..., Result]) -> None:
    records = objects(call("redline", "redline.txt", "--base", "base.txt", "--format", "records"))
    times = {(one["value"], one["status"]) for record in records for one in record["deadlines"]}
    assert times >= {("2027", "dropped"), ("2029", "asserted")}
    exact = objects(call("redline", "tracked.docx", "--format", "records"))
    assert [(one["value"], one["status"], one["tier"]) for record in exact for one in record["deadlines"]] == [
        ("2027", "dropped", "A"),
        ("2029", "asserted", "A"),
    ]


def test_readings_are_plain_texts(folder: Path, call: Callable[..., Result]) -> None:
    reading = ("redline", "redline.txt", "--base", "base.txt", "--reading")
    best = call(*reading, "best").stdout
    assert "Invites the Registrar" in best
    assert "by 2029;" in best
    assert call(*reading, "fewest", "-o", "out.txt").exit_code == 0
    assert "by 2029;" in (folder / "out.txt").read_text("utf-8")


def test_tracked_changes_come_with_author_and_date_and_both_texts(folder: Path, call: Callable[..., Result]) -> None:
    done = call("redline", "tracked.docx", "--write-base", "before.txt", "--write-new", "after.txt")
    marked = [span for span in objects(done) if span["status"] != "kept"]
    assert [(span["label"], span["text"], span["status"], span["tier"]) for span in marked] == [
        ("1", "2027", "deleted", "A"),
        ("1", "2029", "inserted", "A"),
    ]
    assert {(span["author"], span["date"]) for span in marked} == {("A. Drafter", "2026-03-01T10:00:00Z")}
    assert (folder / "before.txt").read_text("utf-8").endswith("by 2027;\n")
    assert (folder / "after.txt").read_text("utf-8").endswith("by 2029;\n")


def test_alignment_of_two_drafts(folder: Path, call: Callable[..., Result]) -> None:
    found = objects(call("align", "base.txt", "new.txt", "--format", "jsonl"))
    assert all(pair.keys() >= PAIR_FIELDS for pair in found)
    assert [(pair["a"], pair["b"], pair["relation"]) for pair in found] == [
        ("1", "1", "edited"),
        ("2", "2", "same"),
        ("3", "3", "same"),
    ]
    assert [(c["kind"], c["before"], c["after"]) for c in found[0]["changes"]] == [
        ("verb-weakened", "request", "invite"),
        ("deadline-shifted", "2027", "2029"),
    ]
    assert objects(call("align", "base.txt", "new.txt", "--acts")) == found[:1]
    assert objects(call("align", "base.txt", "new.txt", "--only", "same")) == found[1:]


def test_alignment_with_a_redline_reads_it_as_one(call: Callable[..., Result]) -> None:
    done = call("align", "gdc-base", "gdc-redline")
    found = objects(done)
    assert "is read as a redline of gdc-base" in done.stderr
    assert {"same", "edited", "renumbered", "added"} <= {pair["relation"] for pair in found}
    [last] = [pair for pair in found if pair["a"] == "75"]
    [moved] = [change for change in last["changes"] if change["kind"] == "deadline-shifted"]
    assert (moved["before"], moved["after"]) == ("GA-80", "GA-81")


def test_other_instruments_give_the_passages_they_share(call: Callable[..., Result]) -> None:
    done = call("align", "gdc-base", "A/80/62")
    found = objects(done)
    assert {pair["relation"] for pair in found} <= {"verbatim", "near-verbatim", "other-words"}
    assert "not versions of one text" in done.stderr


def test_diff_in_a_pipe_has_marks_and_no_colour(folder: Path, digov: Run) -> None:
    done = digov("diff", "base.txt", "redline.txt", cwd=folder, COLUMNS="140")
    shown = done.stdout.decode()
    assert "[-Requests-]{+Invites+}" in shown
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 140


def test_diff_of_acts_tells_changes_only(call: Callable[..., Result]) -> None:
    acts = call("diff", "base.txt", "redline.txt", "--acts").stdout
    assert "deadline shifted  2027 → 2029 (+2)" in acts
    assert "submarine" not in acts


def test_diff_as_a_page(folder: Path, call: Callable[..., Result]) -> None:
    done = call("diff", "gdc-base", "gdc-redline", "-o", "page.html")
    assert done.exit_code == 0, done.stderr
    page = (folder / "page.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert not re.search(r"<(script|img|link|iframe)\b|(src|href)=\"(?!#)|url\(", page)
    assert "All " in page
    assert 'class="m contested tC"' in page
    assert call("diff", "base.txt", "new.txt", "--format", "html").stdout.startswith("<!doctype html>")


def test_redline_as_a_page_and_as_text(folder: Path, call: Callable[..., Result]) -> None:
    page = call("redline", "tracked.docx", "--format", "html").stdout
    assert "Tracked as inserted by A. Drafter" in page
    text = call("redline", "redline.txt", "--base", "base.txt", "--format", "text").stdout
    assert "1. [-Requests-]{+Invites+} the Registrar" in text


BAD = [
    (("redline", "missing.txt"), "no such file"),
    (("redline", "no-such-slug"), "no document of digov is called so"),
    (("redline", "empty.txt"), "the file is empty"),
    (("redline", "blank.txt"), "the file is empty"),
    (("redline", "binary.txt"), "the file is binary"),
    (("redline", "fused.txt"), "no redline found: the redlined text has no blanks between its words"),
    (("redline", "base.txt"), "no redline found"),
    (("redline", "plain.docx"), "no redline found"),
    (("redline", "base.txt", "--base", "base.txt"), "no redline found"),
    (("redline", "redline.txt", "--base", "garden.txt"), "not a base: "),
    (("redline", "new.txt", "--base", "redline.txt"), "not a base: "),
    (("redline", "redline.txt", "--base", "empty.txt"), "the file is empty"),
    (("redline", "damaged.docx"), "not a .docx file"),
    (("redline", "unclosed.docx"), "broken XML"),
    (("redline", "deep.docx"), "nested too deeply"),
    (("redline", "tracked.docx", "--base", "base.txt"), "a base is not needed"),
    (("redline", "redline.txt", "--write-new", "x.txt"), "no changes are tracked"),
    (("redline", "redline.txt", "--reading", "best", "--format", "html"), "a reading has no format"),
    (("align", "base.txt", "garden.txt"), "not versions of one text"),
    (("align", "base.txt", "empty.txt"), "the file is empty"),
    (("align", "fused.txt", "base.txt"), "no blanks between its words"),
    (("align", "base.txt"), "a second document is missing"),
    (("diff", "base.txt", "missing.txt"), "no such file"),
    (("diff", "base.txt", "damaged.docx"), "not a .docx file"),
    (("diff", "base.txt", "new.txt", "-o", "none/page.html"), "cannot be written"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD, ids=[" ".join(arguments) for arguments, _ in BAD])
def test_bad_input_gets_a_clear_answer(call: Callable[..., Result], arguments: tuple[str, ...], message: str) -> None:
    done = call(*arguments)
    assert done.exit_code == 2, done.output
    assert message in done.stderr
    assert "remedy: " in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_how_far_a_base_is_none_is_said(folder: Path, digov: Run) -> None:
    done = digov("redline", "redline.txt", "--base", "garden.txt", cwd=folder)
    assert done.returncode == 2
    assert re.search(r"not a base: \d+ % of its (characters|words) are in order", done.stderr.decode())
