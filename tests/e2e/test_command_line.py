"""The command line as a newcomer meets it: help, answers, and errors that name place and remedy."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]
COMMANDS = ("annotate", "build", "validate", "query", "show", "redline", "align", "diff", "serve", "report", "evaluate")
FIELDS = [
    "document", "part", "segment", "label", "inferred_label", "kind", "parent", "start", "end", "text", "acts", "sdgs",
    "sdg_targets", "bodies", "deadlines", "references", "quantities", "issues",
]  # fmt: skip
RESOLUTION = """United Nations

A/RES/99/1

General Assembly

Distr.: General

3 May 2044

Resolution adopted by the General Assembly on 2 May 2044

99/1. Digital seeds

The General Assembly,

Recalling its resolution 70/125 of 16 December 2015,

1. Requests the Secretary-General to report to the General Assembly at its one hundredth session on digital seeds;

2. Calls upon Member States to, by 2050:

(a) Map at least 40 per cent of all seeds (SDG 2);

(b) Share them.
"""


def test_help_lists_the_commands(digov: Run) -> None:
    words = digov("--help").stdout.decode()
    for command in COMMANDS:
        assert f"  {command} " in words
        assert digov(command, "--help").returncode == 0


def test_annotate_writes_the_contract(tmp_path: Path, digov: Run) -> None:
    file = tmp_path / "seeds.txt"
    file.write_text(RESOLUTION, "utf-8")
    done = digov("annotate", file)
    assert done.returncode == 0, done.stderr.decode()
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(set(FIELDS) <= record.keys() for record in records)
    by_label = {record["label"]: record for record in records if record["label"]}
    request = by_label["1"]["acts"][0]
    assert (request["type"], request["addressees"][0]["id"]) == ("request", "body/secretary-general")
    assert by_label["1"]["deadlines"][0]["value"] == "GA-100"
    item = by_label["2(a)"]
    assert item["acts"][0]["inherited_from"] == "para_2"
    assert item["acts"][0]["addressees"][0]["id"] == "group/member-states"
    assert [deadline["value"] for deadline in item["deadlines"]] == ["2050"]
    assert item["sdgs"][0]["goal"] == 2
    assert (item["quantities"][0]["comparator"], item["quantities"][0]["value"]) == (">=", 40.0)
    assert by_label["pp1"]["references"][0]["target"] == "A/RES/70/125"
    for record in records:
        for field in ("acts", "sdgs", "bodies", "deadlines", "references", "quantities"):
            for mention in record[field]:
                assert RESOLUTION[mention["start"] : mention["end"]] == mention["surface"]


def test_annotate_reads_standard_input_and_several_files(tmp_path: Path, digov: Run) -> None:
    file = tmp_path / "seeds.txt"
    file.write_text(RESOLUTION, "utf-8")
    twice = digov("annotate", file, file)
    once = digov("annotate", "-", input=RESOLUTION.encode())
    assert once.returncode == 0, once.stderr.decode()
    assert len(twice.stdout.splitlines()) == 2 * len(once.stdout.splitlines())


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("missing.txt", None, 2),
        ("binary.txt", bytes(range(256)) * 40, 2),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(2000), 2),
    ],
)
def test_bad_files_are_refused_with_a_remedy(
    tmp_path: Path, digov: Run, name: str, data: bytes | None, status: int
) -> None:
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    done = digov("annotate", file)
    message = done.stderr.decode()
    assert done.returncode == status, message
    assert name in message
    assert "remedy" in message
    assert "Traceback" not in message


@pytest.mark.parametrize("data", [b"", b"   \n\n ", b"No paragraph here, just words."])
def test_odd_files_are_read_and_reported(tmp_path: Path, digov: Run, data: bytes) -> None:
    file = tmp_path / "odd.txt"
    file.write_bytes(data)
    done = digov("annotate", file)
    assert "Traceback" not in done.stderr.decode()
    assert done.returncode in (0, 2)


def test_query_in_every_format(releases: Path, digov: Run) -> None:
    select = "SELECT ?n WHERE { <id/body/itu> skos:prefLabel ?n }"
    for form, sign in (("csv", b"International"), ("tsv", b"?n"), ("json", b'"bindings"'), ("table", b"International")):
        done = digov("query", select, "--format", form, "--out", releases)
        assert done.returncode == 0, done.stderr.decode()
        assert sign in done.stdout
    done = digov("query", "DESCRIBE <id/body/itu>", "--format", "turtle", "--out", releases)
    assert b"prefLabel" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("query", "SELECT ?x WHERE { ?x dg:due }"), 6),
        (("query", "no-such-question"), 6),
        (("query", "INSERT DATA { <x:a> <x:b> <x:c> }"), 6),
        (("query", "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), 6),
        (("show", "E/RES/1999/99", "1"), 2),
        (("show", "E/RES/2024/13", "999"), 2),
        (("report", "--document", "nothing"), 2),
        (("report", "--code", "nothing"), 2),
    ],
)
def test_wrong_questions_get_an_error(releases: Path, digov: Run, arguments: tuple[str, ...], status: int) -> None:
    done = digov(*arguments, "--out", releases)
    message = done.stderr.decode()
    assert done.returncode == status, message
    assert "remedy" in message
    assert "Traceback" not in message


def test_no_release_yet(tmp_path: Path, digov: Run) -> None:
    done = digov("query", "acts-by-type", "--out", tmp_path / "none")
    assert done.returncode == 5
    assert "digov build" in done.stderr.decode()


def test_show_a_segment_with_its_words(releases: Path, digov: Run) -> None:
    words = digov("show", "E/RES/2024/13", "116", "--out", releases).stdout.decode()
    assert "request" in words
    assert "Commission on Science and Technology for Development" in words
    assert "CSTD-28" in words
    words = digov("show", "gdc-base", "44(a)", "--out", releases).stdout.decode()
    assert "We commit by 2030 to" in words
    assert "SDG        17" in words


def test_show_an_entity(releases: Path, digov: Run) -> None:
    words = digov("show", "body/itu", "--out", releases).stdout.decode()
    assert words.startswith("International Telecommunication Union (body/itu)")
    assert "gdc-base 11(a)" in words


@pytest.mark.parametrize(
    ("name", "other"),
    [
        (("A/80/62",), ("A/80/62–E/2025/12",)),
        (("A/80/62",), ("E/2025/12",)),
        (("gdc-base", "44(a)"), ("https://w3id.org/digov/id/gdc-base/para_44__point_a",)),
        (("gdc-base",), ("https://w3id.org/digov/id/gdc-base",)),
        (("body/itu",), ("https://w3id.org/digov/id/body/itu",)),
    ],
    ids=["two-symbols", "second-symbol", "iri-of-segment", "iri-of-instrument", "iri-of-body"],
)
def test_show_takes_every_name_of_a_thing(
    releases: Path, digov: Run, name: tuple[str, ...], other: tuple[str, ...]
) -> None:
    words = digov("show", *name, "--out", releases)
    assert words.returncode == 0
    assert digov("show", *other, "--out", releases).stdout == words.stdout


def test_report_counts_and_places(releases: Path, digov: Run) -> None:
    counts = digov("report", "--out", releases).stdout.decode()
    assert "missing-paragraphs" in counts
    places = digov("report", "--code", "missing-paragraphs", "--out", releases).stdout.decode()
    assert "gdc-base:" in places


def test_evaluate_knows_its_fields(digov: Run) -> None:
    done = digov("evaluate", "--field", "nothing")
    assert done.returncode == 2
    assert "name one of: labels, main act" in done.stderr.decode()


def test_competency_questions_run_by_name(releases: Path, digov: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(digov("query", "evidence-of-a-link", "--out", releases).stdout.decode())))
    assert [row["quote"] for row in rows] == ["(*SDG 17*)"]
