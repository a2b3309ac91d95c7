"""Curated decisions: applied at their place, refused when they fit nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from digov.mentions.curated import apply_decisions
from digov.model.curated import Decision
from digov.model.document import Document
from digov.model.errors import ConfigError
from digov.model.mention import SegmentMentions
from digov.sources.curated import load_decisions

ROW = """
[[decision]]
document = "example"
segment = "para_1"
field = "bodies"
surface = "Registrar"
action = "set"
values = { id = "body/data-forum", name = "Data Forum" }
by = "editor"
date = "2026-11-21"
reason = "for the test"
"""


def decisions(tmp_path: Path, text: str = ROW) -> tuple[Decision, ...]:
    (tmp_path / "rows.toml").write_text(text)
    return load_decisions(tmp_path)


def test_values_are_set(tmp_path: Path, document: Document, mentions: tuple[SegmentMentions, ...]) -> None:
    changed = {found.segment: found for found in apply_decisions(document, mentions, decisions(tmp_path))}
    assert [body.id for body in changed["para_1"].bodies] == ["body/data-forum"]
    assert changed["para_2"] == next(found for found in mentions if found.segment == "para_2")


def test_a_mention_is_dropped(tmp_path: Path, document: Document, mentions: tuple[SegmentMentions, ...]) -> None:
    row = ROW.replace('"set"', '"drop"').replace('values = { id = "body/data-forum", name = "Data Forum" }', "")
    changed = {found.segment: found for found in apply_decisions(document, mentions, decisions(tmp_path, row))}
    assert changed["para_1"].bodies == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"para_1"', '"para_9"'),
        ('"Registrar"', '"Nobody"'),
        ("by =", "occurrence = 2\nby ="),
        ('name = "Data Forum"', "name = 7"),
    ],
)
def test_a_decision_that_fits_nothing_is_an_error(
    tmp_path: Path, document: Document, mentions: tuple[SegmentMentions, ...], old: str, new: str
) -> None:
    rows = decisions(tmp_path, ROW.replace(old, new))
    with pytest.raises(ConfigError):
        apply_decisions(document, mentions, rows)


@pytest.mark.parametrize("text", ["[[decision]\n", "[[decision]]\nfoo = 1\n", ROW.replace("by =", "who =")])
def test_malformed_rows_name_the_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        decisions(tmp_path, text)
    assert "rows.toml" in str(caught.value)
