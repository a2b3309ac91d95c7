"""Packages: the XML parts of a word-processing file, read without trust in it."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from digov.model.errors import InputError

LARGEST_PART, MOST_TAGS = 50_000_000, 2_000_000
"""Bytes, and tags, that one part may have when unpacked; a book of a thousand pages has less."""
LARGEST_RATIO = 250
"""How many times larger than packed a part of more than a million bytes may be."""
_SMALL = 1_000_000
_LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1


def read_parts(data: bytes, names: tuple[str, ...], *, where: str) -> dict[str, Element]:
    """Return the XML parts ``names`` of a DOCX file that are there, by name; the first has to be there.

    Entities and document types are refused, external ones or not, and so are parts that unpack to far more than they
    look. Raises :class:`InputError` where ``data`` is no such file, is encrypted, or a part is broken.
    """
    if data.startswith(_LEGACY):
        raise InputError(
            "an old .doc file or an encrypted one, not a .docx",
            where=where,
            remedy="save it as .docx without a password",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError(f"not a .docx file: {error}", where=where, remedy="give a .docx file") from error
    with archive:
        members = {info.filename: info for info in archive.infolist()}
        if names[0] not in members:
            raise InputError(f"not a .docx file: it has no part {names[0]}", where=where, remedy="give a .docx file")
        return {
            name: _parse(_unpack(archive, members[name], where), f"{where}, {name}")
            for name in names
            if name in members
        }


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str) -> bytes:
    place = f"{where}, {member.filename}"
    if member.flag_bits & _ENCRYPTED:
        raise InputError("the file is encrypted", where=place, remedy="save it without a password")
    try:
        with archive.open(member) as stream:
            content = stream.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise InputError(f"the file is damaged: {error}", where=place, remedy="save it again") from error
    packed = max(member.compress_size, 1)
    bloated = len(content) > _SMALL and len(content) > LARGEST_RATIO * packed
    if bloated or len(content) > LARGEST_PART or content.count(b"<") > MOST_TAGS:
        raise InputError(
            "the part is far larger than a text would be", where=place, remedy="check where the file comes from"
        )
    return content


def _parse(content: bytes, where: str) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except ParseError as error:
        raise InputError(
            f"broken XML: {error}", where=where, remedy="open the file in a word processor and save it"
        ) from error
    except DefusedXmlException as error:
        raise InputError(
            f"XML with a document type or entities: {error}", where=where, remedy="check where the file comes from"
        ) from error
    except (ValueError, LookupError) as error:
        raise InputError(f"unreadable XML: {error}", where=where, remedy="save the file again") from error
    return root
