"""Decoding: from bytes to characters, or a clear refusal; never to characters that nobody wrote."""

from __future__ import annotations

import codecs
import re

from digov.model.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF", "extract its text first, for example with `pdftotext -layout`"),
    (b"PK\x03\x04", "a ZIP archive (perhaps a Word document)", "save the document as plain text (UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "an old Word document", "save the document as plain text (UTF-8)"),
    (b"{\\rtf", "a Rich Text document", "save the document as plain text (UTF-8)"),
    (b"\x89PNG", "a picture", "give the text of the document, not its picture"),
    (b"\xff\xd8\xff", "a picture", "give the text of the document, not its picture"),
    (b"GIF8", "a picture", "give the text of the document, not its picture"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|\?xml|html|akomaNtoso)\b", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_UTF8_PAIRS = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_SAMPLE = 4096
_LATIN_SHARE = 0.12
"""Largest share of characters outside ASCII in an English text of the Windows code page."""


def decode(data: bytes, where: str) -> tuple[str, str]:
    """Return the characters of ``data`` and the name of the encoding.

    Takes UTF-8, UTF-16 and UTF-32 with a byte-order mark, UTF-16 without one when the bytes leave no doubt, and Windows-1252 when
    the text is plainly western. Raises :class:`InputError` for everything else: binary files, markup, damaged UTF-8.
    """
    _refuse_known_formats(data, where)
    text, encoding = _decode_unicode(data)
    if text is None:
        text, encoding = _decode_western(data, where), "cp1252"
    controls = _CONTROLS.search(text)
    if controls is not None:
        line = text.count("\n", 0, controls.start()) + 1
        raise InputError(
            "the file is binary: it holds control characters that no text has",
            where=f"{where}, line {line}",
            remedy="give a plain text file (UTF-8)",
        )
    return text, encoding


def _refuse_known_formats(data: bytes, where: str) -> None:
    for signature, name, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"the file is {name}, not a plain text", where=where, remedy=remedy)
    if _MARKUP.match(data[:200].removeprefix(codecs.BOM_UTF8)):
        raise InputError(
            "the file is HTML or XML, not a plain text", where=where, remedy="save the page as plain text (UTF-8)"
        )


def _decode_unicode(data: bytes) -> tuple[str | None, str]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name), name
            except UnicodeDecodeError:
                return None, name
    sample = data[:_SAMPLE]
    if len(sample) >= 4:
        for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
            if zeros.count(0) > 0.7 * len(zeros) and sample.count(0) < 0.6 * len(sample):
                try:
                    return data.decode(encoding), encoding
                except UnicodeDecodeError:
                    return None, encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return None, "utf-8"


def _decode_western(data: bytes, where: str) -> str:
    """Return ``data`` read as Windows-1252; refuse what is damaged UTF-8, binary or of another code page."""
    high = len(_HIGH.findall(data))
    in_pairs = sum(len(pair) for pair in _UTF8_PAIRS.findall(data))
    if b"\x00" in data[:_SAMPLE]:
        raise InputError("the file is binary", where=where, remedy="give a plain text file (UTF-8)")
    if in_pairs * 2 > high:
        raise _damaged(data, where, "the file is UTF-8 but damaged")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _damaged(data, where, "the encoding of the file is unknown") from None
    if high > _LATIN_SHARE * len(data):
        raise _damaged(data, where, "the encoding of the file is unknown")
    return text


def _damaged(data: bytes, where: str, message: str) -> InputError:
    try:
        data.decode("utf-8")
        place = 0
    except UnicodeDecodeError as error:
        place = error.start
    line = data.count(b"\n", 0, place) + 1
    found = f"{message}: byte 0x{data[place]:02x} at offset {place} is not UTF-8"
    return InputError(
        found, where=f"{where}, line {line}", remedy="save the text as UTF-8, for example with `iconv -t UTF-8`"
    )
