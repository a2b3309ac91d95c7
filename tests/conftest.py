"""Two releases for the tests of what follows extraction: that of a small made-up document, and that of the five documents.

The first is made here, from mentions that are written out; the second is built once by the real command.
"""

from __future__ import annotations

import fcntl
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from digov.graph import VocabularyFile, build_graph, producers_of, provenance_quads
from digov.model.document import Document, Segment, SegmentKind, close_text
from digov.model.issue import Issue
from digov.model.keys import sha256_of
from digov.model.mention import (
    Act,
    BodyMention,
    DeadlineMention,
    EntityRef,
    GroupMention,
    QuantityMention,
    ReferenceMention,
    SdgMention,
    SegmentMentions,
    TargetMention,
    TopicMention,
)
from digov.model.release import Release
from digov.model.source import Instrument, SourceText
from digov.model.span import Span
from digov.model.statement import DocumentStatements
from digov.release import ReleaseContent, release_content, write_release
from digov.statements import state
from digov.store import ReleaseStore

ROOT = Path(__file__).parents[1]

TEXT = """The Example Council,

Recalling its resolution 2001/9,

1. Requests the Registrar to report by 2030 on the network (SDG 9);

2. Commits by 2031 to:

(a) Train 40 per cent of all
staff under target 4.b;

(b) Call upon the Data
Page 2
Forum to meet at its third session, as asked in paragraph 1 above (All SDGs).
"""

VOCABULARY = """
@base <https://w3id.org/digov/> .
@prefix dg: <https://w3id.org/digov/ns#> .
@prefix sdgo: <http://metadata.un.org/sdg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<id/body/registrar> a dg:Body ; skos:prefLabel "Registrar"@EN ; dg:acronym "R" .
<id/body/data-forum> a dg:Body ; skos:prefLabel "Data Forum"@en .
<id/body/example-council> a dg:Body ; skos:prefLabel "Example Council"@en .
<id/group/staff> a dg:Group ; skos:prefLabel "staff"@en .
<id/topic/training> a dg:Topic ; skos:prefLabel "training"@en .
<id/example-2001-9> a dg:Instrument ; skos:prefLabel "Resolution 2001/9"@en .
<http://metadata.un.org/sdg/9> a sdgo:Goal ; skos:prefLabel "Industry"@en .
"""


def span_of(words: str, *, text: str = TEXT) -> Span:
    """Return where ``words`` stand in ``text``; they must stand there once."""
    assert text.count(words) == 1, words
    return Span(text.index(words), text.index(words) + len(words))


def make_source(slug: str = "example", text: str = TEXT) -> SourceText:
    instrument = Instrument(
        slug=slug,
        title="An example",
        symbols=("EX/RES/2002/3",),
        kind="resolution",
        organ="body/example-council",
        date="2002-05-31",
        origin="made up",
        rights="none claimed",
    )
    return SourceText(instrument=instrument, filename=f"{slug}.txt", text=text, sha256=sha256_of(text.encode()))


def make_segment(
    kind: SegmentKind, segment_id: str, label: str | None, *pieces: str, parent: str | None = None
) -> Segment:
    spans = tuple(span_of(piece) for piece in pieces)
    text, starts = close_text(TEXT, spans)
    return Segment(
        id=segment_id, part="main", kind=kind, label=label, parent=parent, pieces=spans, text=text, starts=starts
    )


def make_document(slug: str = "example") -> Document:
    segments = (
        make_segment("front", "front_1", None, "The Example Council,"),
        make_segment("preamble", "preamble__recital_1", "pp1", "Recalling its resolution 2001/9,"),
        make_segment("paragraph", "para_1", "1", "1. Requests the Registrar to report by 2030 on the network (SDG 9);"),
        make_segment("paragraph", "para_2", "2", "2. Commits by 2031 to:"),
        make_segment(
            "item", "para_2__point_a", "2(a)", "(a) Train 40 per cent of all\nstaff under target 4.b;", parent="para_2"
        ),
        make_segment(
            "item",
            "para_2__point_b",
            "2(b)",
            "(b) Call upon the Data",
            "Forum to meet at its third session, as asked in paragraph 1 above (All SDGs).",
            parent="para_2",
        ),
    )
    issue = Issue(
        "page-break", "a page break was closed", *msgspec.structs.astuple(span_of("Page 2")), "para_2__point_b"
    )
    return Document(source=make_source(slug), segments=segments, leaves=(), issues=(issue,))


def make_mentions(document: Document) -> tuple[SegmentMentions, ...]:
    """Return the mentions of the example, with offsets found by their words."""
    texts = {segment.id: segment.text for segment in document.segments}

    def at(segment: str, words: str) -> dict[str, int]:
        start = texts[segment].index(words)
        return {"start": start, "end": start + len(words)}

    council = EntityRef(id="body/example-council", name="Example Council")
    commits = Act(
        **at("para_2", "Commits by 2031 to"),
        type="commit",
        verb="commit",
        force=5,
        actor=council,
        modifiers=("firmly",),
    )
    inherited = msgspec.structs.replace(commits, inherited_from="para_2")
    by_2031 = DeadlineMention(**at("para_2", "by 2031"), kind="year", value="2031", relation="by", year=2031)
    forum = at("para_2__point_b", "Data Forum")
    return (
        SegmentMentions(
            segment="preamble__recital_1",
            acts=(Act(**at("preamble__recital_1", "Recalling"), type="recall", verb="recall", force=2, actor=council),),
            references=(
                ReferenceMention(
                    **at("preamble__recital_1", "resolution 2001/9"),
                    target="EX/RES/2001/9",
                    instrument="example-2001-9",
                ),
            ),
        ),
        SegmentMentions(
            segment="para_1",
            acts=(
                Act(
                    **at("para_1", "Requests"),
                    type="request",
                    verb="request",
                    force=6,
                    actor=council,
                    addressees=(EntityRef(id="body/registrar", name="Registrar", **at("para_1", "Registrar")),),
                ),
            ),
            sdgs=(SdgMention(**at("para_1", "(SDG 9)"), goal=9),),
            bodies=(BodyMention(**at("para_1", "Registrar"), id="body/registrar", name="Registrar"),),
            deadlines=(DeadlineMention(**at("para_1", "by 2030"), kind="year", value="2030", relation="by"),),
        ),
        SegmentMentions(segment="para_2", acts=(commits,), deadlines=(by_2031,)),
        SegmentMentions(
            segment="para_2__point_a",
            acts=(inherited,),
            targets=(TargetMention(**at("para_2__point_a", "target 4.b"), target="4.b"),),
            groups=(GroupMention(**at("para_2__point_a", "all staff"), id="group/staff", name="staff"),),
            inherited_deadlines=(("para_2", by_2031),),
            quantities=(
                QuantityMention(**at("para_2__point_a", "40 per cent"), value=40.0, unit="percent", measures="staff"),
            ),
            topics=(TopicMention(**at("para_2__point_a", "Train"), id="topic/training", name="training"),),
        ),
        SegmentMentions(
            segment="para_2__point_b",
            acts=(
                inherited,
                Act(
                    **at("para_2__point_b", "Call upon"),
                    type="call",
                    verb="call upon",
                    force=5,
                    actor=council,
                    addressees=(EntityRef(id="body/data-forum", name="Data Forum", **forum),),
                    inner=True,
                ),
                Act(**at("para_2__point_b", "asked"), type="request", verb="request", force=6, reported=True),
            ),
            sdgs=(SdgMention(**at("para_2__point_b", "(All SDGs)"), goal=0, all=True),),
            bodies=(BodyMention(**forum, id="body/data-forum", name="Data Forum"),),
            deadlines=(
                DeadlineMention(
                    **at("para_2__point_b", "at its third session"),
                    kind="session",
                    value="DF-3",
                    relation="at",
                    organ="body/data-forum",
                    session=3,
                    year=2004,
                ),
            ),
            inherited_deadlines=(("para_2", by_2031),),
            references=(
                ReferenceMention(
                    **at("para_2__point_b", "paragraph 1 above"), target="EX/RES/2002/3", pinpoint="1", internal=True
                ),
            ),
        ),
    )


def make_stated(slug: str = "example") -> DocumentStatements:
    document = make_document(slug)
    return state(document, make_mentions(document))


def make_content(*slugs: str) -> ReleaseContent:
    stated = [make_stated(slug) for slug in slugs or ("example",)]
    files = (VocabularyFile("concepts/bodies.ttl", VOCABULARY.encode()),)
    quads = build_graph(stated, files)
    sources = [one.document.source for one in stated]
    quads += provenance_quads(quads, sources=sources, producers=producers_of(stated), version="9.9.9")
    return release_content(quads, stated, vocabulary={file.name: file.data for file in files}, version="9.9.9")


@pytest.fixture
def document() -> Document:
    return make_document()


@pytest.fixture
def mentions(document: Document) -> tuple[SegmentMentions, ...]:
    return make_mentions(document)


@pytest.fixture(scope="session")
def stated() -> DocumentStatements:
    return make_stated()


@pytest.fixture(scope="session")
def stated_as() -> Callable[[str], DocumentStatements]:
    """Return the maker of what the example states under another slug."""
    return make_stated


@pytest.fixture(scope="session")
def vocabulary_file() -> VocabularyFile:
    return VocabularyFile("concepts/bodies.ttl", VOCABULARY.encode())


@pytest.fixture(scope="session")
def content_of() -> Callable[..., ReleaseContent]:
    """Return the maker of the content of a release with the example under the given slugs."""
    return make_content


@pytest.fixture(scope="session")
def example_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return write_release(Path(tmp_path_factory.mktemp("releases")), make_content("example", "second"))


@pytest.fixture(scope="session")
def example_store(example_release: Release) -> ReleaseStore:
    return ReleaseStore(example_release)


Run = Callable[..., subprocess.CompletedProcess[bytes]]


def run_digov(
    *arguments: str | Path,
    input: bytes | None = None,  # noqa: A002 - the name that subprocess has
    cwd: Path = ROOT,
    **environment: str,
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a user does, in a process of its own."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
    command = [sys.executable, "-m", "digov.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, input=input, cwd=cwd, env=environ, check=False, timeout=300)


@pytest.fixture(scope="session")
def digov() -> Run:
    return run_digov


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of releases with the five documents; the first worker builds, the others wait and use it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "five-documents"
    with (shared / "five-documents.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "current").is_file():
            done = run_digov("build", "--out", folder)
            assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture(scope="session")
def docx() -> Callable[..., bytes]:
    """Return the maker of a DOCX file from the WordprocessingML of its paragraphs."""

    def make(*paragraphs: str) -> bytes:
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        content = "".join(f"<w:p>{paragraph}</w:p>" for paragraph in paragraphs)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(
                "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{content}</w:body></w:document>'
            )
        return stream.getvalue()

    return make
