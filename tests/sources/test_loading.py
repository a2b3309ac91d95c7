"""Loading: the reviewed sources are whole, and every fault of a folder is named with file, line and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from digov.model.errors import ConfigError, InputError
from digov.model.keys import sha256_of
from digov.sources import load_sources

SOURCES = Path(__file__).parents[2] / "data" / "sources"
TOML = 'slug = "tides"\ntitle = "Tides"\nkind = "report"\norigin = "made up"\nrights = "none"\n'
TEXT = b"1. Tides rise.\n"


@pytest.fixture
def folder(tmp_path):
    source = tmp_path / "tides"
    source.mkdir()
    (source / "text.txt").write_bytes(TEXT)
    (source / "instrument.toml").write_text(TOML)
    (source / "SHA256SUMS").write_text(f"{sha256_of(TEXT)}  text.txt\n")
    return tmp_path


def test_the_five_sources():
    found = {source.instrument.slug: source for source in load_sources(SOURCES)}
    assert sorted(found) == ["a-80-62", "e-res-2024-13", "gdc-base", "gdc-redline", "wsis20-zero-unesco"]
    assert found["gdc-redline"].instrument.revision_of == "gdc-base"
    assert {source.instrument.member_of for slug, source in found.items() if slug.startswith("gdc")} == {"gdc"}
    assert found["a-80-62"].instrument.symbols == ("A/80/62", "E/2025/12")
    assert found["e-res-2024-13"].instrument.akn_path == "/akn/un/statement/deliberation/unecosoc/2024-07-23/2024-13"
    for slug, source in found.items():
        assert source.encoding == "utf-8"
        assert source.instrument.rights
        assert source.instrument.origin
        assert source.text.encode() == (SOURCES / slug / "text.txt").read_bytes()
        assert source.instrument.draft == (source.instrument.kind == "draft") == bool(source.instrument.draft_basis)


def test_sources_are_sorted_and_other_files_left_alone(folder):
    shutil.copytree(folder / "tides", folder / "seas")
    (folder / "seas" / "instrument.toml").write_text(TOML.replace("tides", "seas"))
    (folder / "README.md").write_text("notes")
    (folder / ".hidden").mkdir()
    assert [source.instrument.slug for source in load_sources(folder)] == ["seas", "tides"]


def test_dates_may_be_dates(folder):
    (folder / "tides" / "instrument.toml").write_text(TOML + "date = 2040-05-03\n")
    assert load_sources(folder)[0].instrument.date == "2040-05-03"


@pytest.mark.parametrize(
    ("toml", "message", "line"),
    [
        (TOML + "colour = 3\n", "unknown key 'colour'", 6),
        (TOML + "title = 3\n", "malformed TOML", 6),
        (TOML + "date = [\n", "malformed TOML", 6),
        (TOML.replace('"report"', '"novel"'), "'kind'", 3),
        (TOML.replace('"Tides"', "7"), "'title'", 2),
        (TOML + 'date = "3 May 2040"\n', "'date'", 6),
        (TOML + 'symbols = "A/1"\n', "'symbols'", 6),
        (TOML.replace('rights = "none"\n', ""), "'rights' is missing", 1),
        (TOML.replace('"tides"', '"seas"'), "is not the name of the folder", 1),
        (TOML + "draft = true\n", "must say what its status rests on", 6),
        (TOML + 'revision_of = "seas"\n', "which is no other source", 6),
        (TOML + 'revision_of = "tides"\n', "which is no other source", 6),
    ],
)
def test_a_faulty_description_is_named_with_its_line(folder, toml, message, line):
    (folder / "tides" / "instrument.toml").write_text(toml)
    with pytest.raises(ConfigError) as caught:
        load_sources(folder)
    assert message in caught.value.message
    assert caught.value.where == f"{folder / 'tides' / 'instrument.toml'}, line {line}"
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["text.txt", "instrument.toml", "SHA256SUMS"])
def test_a_missing_file(folder, name):
    (folder / "tides" / name).unlink()
    with pytest.raises(ConfigError, match="missing") as caught:
        load_sources(folder)
    assert (caught.value.where or "").endswith(name)


@pytest.mark.parametrize(
    ("sums", "message"),
    [
        (f"{'0' * 64}  text.txt\n", "checksum of text.txt is wrong"),
        ("# sums\n", "malformed checksum line"),
        ("", "no checksum for text.txt"),
        (f"{'0' * 64}  other.txt\n", "no checksum for text.txt"),
    ],
)
def test_a_wrong_checksum(folder, sums, message):
    (folder / "tides" / "SHA256SUMS").write_text(sums)
    with pytest.raises(ConfigError, match=message) as caught:
        load_sources(folder)
    assert "line 1" in (caught.value.where or "")


def test_a_changed_text_is_noticed(folder):
    (folder / "tides" / "text.txt").write_bytes(TEXT.replace(b"rise", b"fall"))
    with pytest.raises(ConfigError, match="the text was changed"):
        load_sources(folder)


def test_a_binary_text(folder):
    data = b"\x00\x01\x02"
    (folder / "tides" / "text.txt").write_bytes(data)
    (folder / "tides" / "SHA256SUMS").write_text(f"{sha256_of(data)}  text.txt\n")
    with pytest.raises(InputError, match="binary"):
        load_sources(folder)


def test_no_folder_and_no_sources(tmp_path):
    with pytest.raises(ConfigError, match="folder of sources is missing"):
        load_sources(tmp_path / "none")
    with pytest.raises(ConfigError, match="no sources"):
        load_sources(tmp_path)
