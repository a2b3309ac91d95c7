"""Reading a file: every encoding is decoded as what it is or refused with its place, and so is every other bad file."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digov.model.errors import InputError
from digov.model.keys import sha256_of
from digov.sources import Limits, read_source
from digov.sources.decoding import decode

TEXT = "1. We recognise the “tides” – and coöperation – of all seas.\n\n2. We measure them.\n"


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def decoded(data: bytes) -> tuple[str, str] | None:
    """Return what ``data`` is decoded to, or nothing when it is refused."""
    with contextlib.suppress(InputError):
        return decode(data, "x")
    return None


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_encodings_are_recognized_and_recorded(tmp_path, data, encoding):
    source = read_source(written(tmp_path / "tides.txt", data))
    assert (source.text, source.encoding) == (TEXT, encoding)
    assert source.sha256 == sha256_of(data)
    assert source.filename == "tides.txt"


def test_line_ends_are_kept(tmp_path):
    assert read_source(written(tmp_path / "a.txt", b"1. One.\r\n\r\n2. Two.\r")).text == "1. One.\r\n\r\n2. Two.\r"


@pytest.mark.parametrize(
    ("data", "message", "where"),
    [
        (b"", "empty", ""),
        (b" \n\t\n", "empty", ""),
        (b"%PDF-1.7 tides", "a PDF", ""),
        (b"PK\x03\x04 tides", "a ZIP archive", ""),
        (b"{\\rtf1 tides}", "Rich Text", ""),
        (b"<!DOCTYPE html><html>", "HTML or XML", ""),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "HTML or XML", ""),
        (b"\x89PNG\r\n\x1a\n", "a picture", ""),
        (b"tides\x00\x01\x02 rise", "control characters", "line 1"),
        (b"one\ntwo\n\x07 three", "control characters", "line 3"),
        (TEXT.encode().replace(b"\xc3\xb6", b"\xc3"), "UTF-8 but damaged", "line 1"),
        ("1. Приливы всех морей поднимаются.\n".encode("cp1251"), "encoding of the file is unknown", "line 1"),
        (b"\xff\xfe\x00\xd8\x41\x00", "", ""),
        (os.urandom(4) + b"\x00\xff\x81\x8d" * 64, "", ""),
    ],
)
def test_bad_files_are_refused_with_place_and_remedy(tmp_path, data, message, where):
    with pytest.raises(InputError) as caught:
        read_source(written(tmp_path / "tides.txt", data))
    assert message in caught.value.message
    assert where in (caught.value.where or "")
    assert "tides.txt" in (caught.value.where or "")
    assert caught.value.remedy


def test_missing_files_folders_and_odd_paths(tmp_path):
    for path, message in ((tmp_path / "none.txt", "no such file"), (tmp_path, "a folder"), ("a\0b", "cannot be read")):
        with pytest.raises(InputError, match=message):
            read_source(path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = written(tmp_path / "a.txt", TEXT.encode())
    path.chmod(0)
    with pytest.raises(InputError, match="may not be read"):
        read_source(path)


def test_too_large_a_file_and_too_long_a_line(tmp_path):
    path = written(tmp_path / "a.txt", b"short\n" + b"x" * 1000 + b"\nshort\n")
    with pytest.raises(InputError, match="too large: 1,013 bytes, the limit is 100"):
        read_source(path, limits=Limits(bytes=100))
    with pytest.raises(InputError, match="line is too long") as caught:
        read_source(path, limits=Limits(line=999))
    assert (caught.value.where or "").endswith("line 2")
    assert read_source(path, limits=Limits(line=1000)).text.count("x") == 1000


def test_one_line_of_fifty_megabytes_is_refused_clearly(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"word " * 200_000)
    with pytest.raises(InputError, match="line is too long for a document: 50,000,000 characters"):
        read_source(path)


def test_the_kind_may_be_given_but_must_exist(tmp_path):
    path = written(tmp_path / "a.txt", TEXT.encode())
    assert read_source(path, kind="report").instrument.kind == "report"
    with pytest.raises(InputError, match="unknown kind"):
        read_source(path, kind="novel")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1))
def test_what_is_utf_8_is_never_read_as_anything_else(text):
    data = text.encode()
    found = decoded(data)
    assert found is None or found[0] == text.removeprefix("\ufeff")


@given(st.binary(max_size=400))
def test_bytes_are_decoded_without_loss_or_refused(data):
    found = decoded(data)
    assert found is None or found[1] in ("utf-16", "utf-32") or found[0].encode(found[1]) == data
