"""Tracked changes of DOCX files made here: what the file says is what comes out."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digov.alignment.redline import package as package_module
from digov.alignment.redline import read_tracked
from digov.model.errors import InputError
from digov.model.redline import Reading, TrackedChanges

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
BY = 'w:id="1" w:author="A. Drafter" w:date="2026-03-01T10:00:00Z"'
LATER = 'w:id="2" w:author="B. Second" w:date="2026-04-01T10:00:00Z"'
INS, DEL = f"<w:ins {BY}>", f"<w:del {BY}>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def gone(text: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def paragraph(*content: str, mark: str = "") -> str:
    properties = f"<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{properties}{''.join(content)}</w:p>"


def package(document: str | bytes, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def body(*content: str) -> str:
    return f"<w:document {NAMESPACES}><w:body>{''.join(content)}</w:body></w:document>"


def read(*content: str, **parts: str) -> TrackedChanges:
    return read_tracked(package(body(*content), **parts))


def test_insertion_and_deletion() -> None:
    tracked = read(
        paragraph(run("We "), DEL, gone("will"), "</w:del>", INS, run("commit to"), "</w:ins>", run(" act."))
    )
    assert tracked.printed == "We willcommit to act.\n"
    assert tracked.base.text == "We will act.\n"
    assert tracked.new.text == "We commit to act.\n"
    assert [(span.status, span.tier) for span in tracked.spans] == [
        ("kept", "A"),
        ("deleted", "A"),
        ("inserted", "A"),
        ("kept", "A"),
    ]
    assert [(one.kind, one.author, one.date) for one in tracked.changes] == [
        ("deleted", "A. Drafter", "2026-03-01T10:00:00Z"),
        ("inserted", "A. Drafter", "2026-03-01T10:00:00Z"),
    ]
    assert {tracked.printed[one.start : one.end] for one in tracked.changes} == {"will", "commit to"}


def test_what_one_put_in_and_another_struck_is_in_neither_text() -> None:
    nested = f"{INS}{run('open ')}<w:del {LATER}>{gone('and free ')}</w:del></w:ins>"
    tracked = read(paragraph(run("an "), nested, run("register")))
    assert tracked.base.text == "an register\n"
    assert tracked.new.text == "an open register\n"
    assert [span.status for span in tracked.spans] == ["kept", "inserted", "artefact", "kept"]
    assert {(one.kind, one.author) for one in tracked.changes} == {("inserted", "A. Drafter"), ("deleted", "B. Second")}


def test_paragraph_marks() -> None:
    tracked = read(
        paragraph(run("one "), mark=f"<w:ins {BY}/>"),
        paragraph(run("two"), mark=f"<w:del {BY}/>"),
        paragraph(run(" three")),
        paragraph(f"{INS}{run('four')}</w:ins>", mark=f"<w:ins {BY}/>"),
        paragraph(f"{DEL}{gone('five')}</w:del>", mark=f"<w:del {BY}/>"),
    )
    assert tracked.printed == "one \ntwo\n three\nfour\nfive\n"
    assert tracked.base.text == "one two\n three\nfive\n"
    assert tracked.new.text == "one \ntwo three\nfour\n"
    marks = [one for one in tracked.changes if one.paragraph_mark]
    assert [one.kind for one in marks] == ["inserted", "deleted", "inserted", "deleted"]
    assert {tracked.printed[one.start : one.end] for one in marks} == {"\n"}


def test_moves_carry_one_name() -> None:
    tracked = read(
        paragraph(
            run("first, "),
            f'<w:moveFromRangeStart w:id="7" w:name="move1"/><w:moveFrom {BY}>{gone("second, ")}</w:moveFrom>'
            '<w:moveFromRangeEnd w:id="7"/>',
            run("third, "),
            f'<w:moveToRangeStart w:id="8" w:name="move1"/><w:moveTo {BY}>{run("second, ")}</w:moveTo>'
            '<w:moveToRangeEnd w:id="8"/>',
            run("last"),
        )
    )
    assert tracked.base.text == "first, second, third, last\n"
    assert tracked.new.text == "first, third, second, last\n"
    assert [(one.kind, one.move) for one in tracked.changes] == [("moved-from", "move1"), ("moved-to", "move1")]


def test_tables_rows_and_cells() -> None:
    def row(*cells: str, change: str = "") -> str:
        return f"<w:tr><w:trPr>{change}</w:trPr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    tracked = read(
        "<w:tbl><w:tblPr/><w:tblGrid/>",
        row(paragraph(run("kept")), f"<w:tcPr><w:cellIns {BY}/></w:tcPr>{paragraph(run('new cell'))}"),
        row(paragraph(run("new row")), change=f"<w:ins {BY}/>"),
        row(paragraph(run("old row")), change=f"<w:del {BY}/>"),
        "</w:tbl>",
    )
    assert tracked.base.text == "kept\nold row\n"
    assert tracked.new.text == "kept\nnew cell\nnew row\n"


def test_notes_breaks_links_and_what_is_no_text() -> None:
    notes = (
        f'<w:footnotes {NAMESPACES}><w:footnote w:type="separator"><w:p><w:r><w:t>-----</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("See "), INS, run("annex."), "</w:ins>")}</w:footnote></w:footnotes>'
    )
    tracked = read(
        paragraph(
            "<w:r><w:rPr><w:b/><w:rPrChange w:id='4' w:author='x'><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>a</w:t>"
            "<w:tab/><w:t>b</w:t><w:br/><w:noBreakHyphen/></w:r>",
            "<w:hyperlink>",
            run("link"),
            "</w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r>",
            "<w:sdt><w:sdtPr/><w:sdtContent>",
            run("!"),
            "</w:sdtContent></w:sdt>",
        ),
        footnotes=notes,
    )
    assert tracked.printed == "a\tb\n-link!\nSee annex.\n"
    assert tracked.base.text.endswith("See \n")


def test_text_boxes_come_after_their_paragraph_and_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('in a box'))}</w:txbxContent>"
    alternatives = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    assert read(paragraph(run("be"), f"<w:r>{alternatives}</w:r>", run("fore"))).printed == "before\nin a box\n"


def test_a_document_without_changes_reads_the_same_both_ways() -> None:
    tracked = read(paragraph(run("Nothing was changed.")))
    assert tracked.base.text == tracked.new.text == tracked.printed
    assert tracked.changes == ()
    assert read().printed == ""


ENTITY = f'<!DOCTYPE x [<!ENTITY a "b">]>{body(paragraph(run("&a;")))}'
OUTSIDE = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>{body(paragraph(run("&a;")))}'
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + f"]>{body(paragraph(run('&a9;')))}"
)
DEEP = body("<w:sdt>" * 400 + "</w:sdt>" * 400)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a .docx file"),
        (b"plain words", "not a .docx file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old .doc file"),
        (package(body(paragraph(run("cut short"))))[:-40], "not a .docx file"),
        (package("<w:document"), "broken XML"),
        (package(body(paragraph(f"{INS}{run('open')}"))), "broken XML"),
        (package(b"\xff\xfe\x00"), "XML"),
        (package(ENTITY), "entities"),
        (package(OUTSIDE), "entities"),
        (package(DEEP), "nested too deeply"),
        (package(body(paragraph(run("0" * 3_000_000)))), "far larger"),
        (package(body("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)), "far larger"),
        (package(LAUGHS), "entities"),
    ],
)
def test_bad_files_are_refused(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        read_tracked(data, where="draft.docx")
    assert "draft.docx" in str(error.value)


def test_a_package_without_a_document() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    with pytest.raises(InputError, match=r"it has no part word/document\.xml"):
        read_tracked(stream.getvalue())


def test_a_part_of_tags_alone_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "MOST_TAGS", 1000)
    few, many = ("<w:t/>" * count for count in (900, 1000))
    assert read(paragraph(f"<w:r>{few}</w:r>")).printed == "\n"
    with pytest.raises(InputError, match="far larger"):
        read(paragraph(f"<w:r>{many}</w:r>"))


def test_changes_in_odd_places_are_read_or_passed_over() -> None:
    """Changes nested the wrong way round, empty ones, an end of a move without its start, ones without author."""
    tracked = read(
        paragraph(
            f"{DEL}<w:ins {LATER}>{gone('a ')}</w:ins></w:del>",
            "<w:ins/><w:del/>",
            '<w:moveToRangeEnd w:id="9"/>',
            f"<w:moveTo>{run('b ')}</w:moveTo>",
            f"<w:ins>{INS}{run('c ')}</w:ins></w:ins>",
            f"{DEL}{run('d ')}</w:del>",
            gone("e"),
        )
    )
    assert tracked.printed == "a b c d e\n"
    assert [(tracked.printed[span.start : span.end], span.status) for span in tracked.spans] == [
        ("a ", "artefact"),
        ("b c ", "inserted"),
        ("d ", "deleted"),
        ("e\n", "kept"),
    ]
    assert {one.author for one in tracked.changes if one.kind == "moved-to"} == {None}


def test_a_damaged_part() -> None:
    data = bytearray(package(body(paragraph(run("".join(chr(97 + n % 26) for n in range(2000)))))))
    place = data.index(b"word/document.xml") + 60
    data[place : place + 20] = b"\0" * 20
    with pytest.raises(InputError, match=r"damaged|broken|larger"):
        read_tracked(bytes(data))


WORDS = st.text(alphabet="abc xyz", min_size=1, max_size=8)
KINDS = st.sampled_from(("kept", "inserted", "deleted", "both"))


@given(st.lists(st.lists(st.tuples(KINDS, WORDS), max_size=6), max_size=5))
@settings(max_examples=60, deadline=None)
def test_both_texts_come_out_whatever_was_tracked(paragraphs: list[list[tuple[str, str]]]) -> None:
    forms = {
        "kept": run,
        "inserted": lambda text: f"{INS}{run(text)}</w:ins>",
        "deleted": lambda text: f"{DEL}{gone(text)}</w:del>",
        "both": lambda text: f"{INS}<w:del {LATER}>{gone(text)}</w:del></w:ins>",
    }
    tracked = read(*(paragraph(*(forms[kind](text) for kind, text in runs)) for runs in paragraphs))

    def joined(*kinds: str) -> str:
        return "".join("".join(text for kind, text in runs if kind in kinds) + "\n" for runs in paragraphs)

    assert tracked.printed == joined("kept", "inserted", "deleted", "both")
    assert tracked.base.text == joined("kept", "deleted")
    assert tracked.new.text == joined("kept", "inserted")
    assert "".join(tracked.printed[span.start : span.end] for span in tracked.spans) == tracked.printed
    for reading in (tracked.base, tracked.new):
        assert back(reading, tracked.printed) == reading.text


def back(reading: Reading, printed: str) -> str:
    places = [reading.to_source(index) for index in range(len(reading.text))]
    return "".join(printed[place] for place in places if place is not None)
