"""The examples on the pages of the guide are true: they are read, loaded and run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from digov.model.keys import sha256_of
from digov.pipeline import annotate_files
from digov.rdf.lexicons import load_lexicon
from digov.records import encode_records
from digov.resources import resource_dir
from digov.sources import load_sources
from digov.sources.curated import load_decisions
from digov.store import ReleaseStore

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"))


def holds(shown: Any, found: Any) -> bool:
    """Return whether ``found`` says all that ``shown`` says; it may say more in each object."""
    if isinstance(shown, dict):
        return isinstance(found, dict) and all(key in found and holds(shown[key], found[key]) for key in shown)
    if isinstance(shown, list):
        return len(shown) == len(found) and all(map(holds, shown, found))
    return bool(shown == found)


def test_the_annotated_example_is_what_annotate_writes(tmp_path: Path) -> None:
    [text] = blocks(GUIDE / "annotate.md", "text")
    [shown] = blocks(GUIDE / "annotate.md", "json")
    file = tmp_path / "my-resolution.txt"
    file.write_text(text, encoding="utf-8")
    [records] = annotate_files([file], resource_dir("ontology") / "concepts")
    last = json.loads(encode_records(records).splitlines()[-1])
    assert holds(json.loads(shown), last), last


def test_the_example_of_a_lexicon_loads(tmp_path: Path) -> None:
    (tmp_path / "example.ttl").write_text("".join(blocks(GUIDE / "lexicons.md", "turtle")), encoding="utf-8")
    lexicon = load_lexicon(tmp_path)
    assert [(body.name, body.kind) for body in lexicon.bodies] == [("Advisory Board on Example Technologies", "panel")]
    assert {label.form for label in lexicon.bodies[0].labels} == {"full", "variant", "acronym", "short"}
    assert [(work.id, work.symbols, work.kind, work.date) for work in lexicon.works] == [
        ("a-res-75-999", ("A/RES/75/999",), "resolution", "2020-12-21")
    ]


def test_the_example_of_a_source_loads(tmp_path: Path) -> None:
    [description] = blocks(GUIDE / "sources.md", "toml")
    folder = tmp_path / "a-res-75-999"
    folder.mkdir()
    (folder / "instrument.toml").write_text(description, encoding="utf-8")
    (folder / "text.txt").write_bytes(b"The General Assembly,\n")
    (folder / "SHA256SUMS").write_text(
        f"{sha256_of(b'The General Assembly,' + bytes([10]))}  text.txt\n", encoding="utf-8"
    )
    [source] = load_sources(tmp_path)
    assert source.instrument.date == "2020-12-21"


def test_the_example_of_a_correction_loads(tmp_path: Path) -> None:
    [row] = blocks(GUIDE / "corrections.md", "toml")
    (tmp_path / "example.toml").write_text(row, encoding="utf-8")
    [decision] = load_decisions(tmp_path)
    assert decision.values["id"] == "body/igf"


QUERIES = [(page.relative_to(ROOT).as_posix(), text) for page in PAGES for text in blocks(page, "sparql")]


@pytest.mark.parametrize(("page", "text"), QUERIES, ids=[f"{page}-{n}" for n, (page, _) in enumerate(QUERIES)])
def test_queries_shown_can_be_asked(page: str, text: str, example_store: ReleaseStore) -> None:
    """They are asked of a small release; that they are well formed and use known prefixes is what is looked at."""
    example_store.query(text)
