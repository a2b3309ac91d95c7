"""The pipeline: the only module that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec
from pyoxigraph import Quad

from digov.comparing import Alignments, align_all
from digov.graph import build_graph, producers_of, provenance_quads, read_vocabulary
from digov.inference import infer
from digov.mentions.annotate import DocumentMentions, annotate
from digov.mentions.curated import apply_decisions
from digov.model.alignment import Side
from digov.model.curated import Decision
from digov.model.document import Document
from digov.model.errors import ConfigError, ValidationError
from digov.model.issue import Issue
from digov.model.lexicon import Lexicon
from digov.model.release import Release
from digov.model.source import InstrumentKind, SourceText
from digov.model.statement import DocumentStatements
from digov.rdf.lexicons import load_lexicon
from digov.rdf.ontology import load_ontology
from digov.rdf.terms import INFERRED_GRAPH, PROVENANCE_GRAPH, count_by_graph, node_of
from digov.records import Record, encode_records, make_records
from digov.release import dump_forms, release_content, write_release
from digov.segments import parse
from digov.sources import Limits, load_sources, read_source, source_of
from digov.sources.curated import load_decisions
from digov.statements import Judge, Quoter, state
from digov.validation import ValidationReport, load_shapes, validate

PREFIXES_FILE = "prefixes.ttl"
SCORES_FILE = "last-run.json"
STAGES = ("sources", "extraction", "alignment", "statements", "graph", "inference", "validation", "release")
"""The stages of a build in order; :func:`build` names each to its ``progress`` as it begins."""


class Folders(msgspec.Struct, frozen=True):
    """The reviewed folders that a build reads."""

    sources: Path
    ontology: Path
    shapes: Path
    curated: Path
    gold: Path | None = None
    """The gold annotation, whose last recorded scores say how right the extraction is."""


class Extraction(msgspec.Struct, frozen=True):
    """One document with everything found in it."""

    document: Document
    mentions: DocumentMentions

    @property
    def slug(self) -> str:
        """Return the slug of the document's instrument."""
        return self.document.source.instrument.slug

    def records(self, issues: Iterable[Issue] = ()) -> tuple[Record, ...]:
        """Return the records of ``digov annotate`` for this document, with further ``issues``."""
        return make_records(self.document, self.mentions.segments, (*self.mentions.issues, *issues))


def extract(source: SourceText, lexicon: Lexicon, decisions: Sequence[Decision] = ()) -> Extraction:
    """Return the segments of ``source`` and every mention in them, with the curated decisions applied.

    Same source, lexicon and decisions, same result.
    """
    document = parse(source)
    found = annotate(document, lexicon)
    segments = apply_decisions(document, found.segments, decisions)
    return Extraction(document, msgspec.structs.replace(found, segments=segments))


def annotate_files(
    files: Iterable[Path | BinaryIO], concepts: Path, *, kind: InstrumentKind | None = None
) -> Iterator[tuple[Record, ...]]:
    """Yield the records of each file or stream in order; one that cannot be read is an :class:`~digov.model.errors.InputError`."""
    lexicon = load_lexicon(concepts)
    limits = Limits()
    for file in files:
        if isinstance(file, Path):
            source = read_source(file, kind=kind, limits=limits)
        else:
            source = source_of(file.read(limits.bytes + 1), "standard-input", kind=kind, limits=limits)
        yield extract(source, lexicon).records()


def extract_all(folders: Folders) -> tuple[Extraction, ...]:
    """Return what is found in every document of the sources, by slug."""
    lexicon = load_lexicon(folders.ontology / "concepts")
    decisions = load_decisions(folders.curated)
    sources = sorted(load_sources(folders.sources), key=lambda source: source.instrument.slug)
    return tuple(extract(source, lexicon, decisions) for source in sources)


def build(folders: Folders, output: Path, *, version: str, progress: Callable[[str], None]) -> Release:
    """Return the release built from the reviewed folders, written below ``output``.

    A malformed input is a :class:`~digov.model.errors.ConfigError`, a violated shape a :class:`ValidationError`; in both cases, and
    when the release cannot be written, the release before stays as it is and stays current.
    """
    progress("sources")
    lexicon = load_lexicon(folders.ontology / "concepts")
    sources = sorted(load_sources(folders.sources), key=lambda source: source.instrument.slug)
    vocabulary = read_vocabulary(folders.ontology)
    ontology = load_ontology(folders.ontology)
    decisions = load_decisions(folders.curated)
    progress("extraction")
    extractions = [extract(source, lexicon, decisions) for source in sources]
    progress("alignment")
    alignments = align_all([Side(one.document, one.mentions.segments) for one in extractions], lexicon)
    progress("statements")
    stated = _state_all(extractions, alignments)
    progress("graph")
    quads = build_graph(stated, vocabulary, alignments.comparisons)
    progress("inference")
    inferred = node_of(INFERRED_GRAPH)
    entailed = infer(quads, ontology)
    quads = (*quads, *(Quad(triple.subject, triple.predicate, triple.object, inferred) for triple in entailed))
    producers = producers_of(stated, alignments.comparisons)
    provenance = provenance_quads(
        quads,
        sources=sources,
        producers=producers,
        version=version,
        dumps=_planned_dumps(quads),
        scores={} if folders.gold is None else load_scores(folders.gold),
    )
    quads = (*quads, *provenance)
    progress("validation")
    require_valid(validate(quads, load_shapes(folders.shapes, folders.ontology / PREFIXES_FILE)))
    progress("release")
    content = release_content(
        quads,
        stated,
        vocabulary={file.name: file.data for file in vocabulary},
        records=b"".join(encode_records(_records(extraction, alignments)) for extraction in extractions),
        version=version,
    )
    return write_release(output, content)


def _planned_dumps(quads: Iterable[Quad]) -> dict[str, tuple[str, bool]]:
    """Return path, media type and compression of the dumps that the release will hold, the graph of provenance included."""
    graphs = (*count_by_graph(quads), node_of(PROVENANCE_GRAPH).value)
    return {path: (form.media_type, form.gzip) for path, form in dump_forms(graphs).items()}


def load_scores(gold: Path) -> dict[str, dict[str, float]]:
    """Return the F1 by half and field that were last recorded with the gold annotation in the folder ``gold``.

    A file that is missing or malformed is a :class:`~digov.model.errors.ConfigError`.
    """
    file = gold / SCORES_FILE
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Recorded).f1
    except (OSError, msgspec.DecodeError) as error:
        remedy = "Record a run with: digov evaluate --record."
        raise ConfigError(f"no recorded scores: {error}", where=str(file), remedy=remedy) from error


class _Recorded(msgspec.Struct, frozen=True):
    f1: dict[str, dict[str, float]]


def _state_all(extractions: Iterable[Extraction], alignments: Alignments) -> tuple[DocumentStatements, ...]:
    found = tuple(extractions)
    documents = tuple(extraction.document for extraction in found)
    return tuple(
        state(
            extraction.document,
            alignments.found.get(extraction.slug, extraction.mentions.segments),
            issues=(*extraction.mentions.issues, *alignments.issues(extraction.slug)),
            held=[document for document in documents if document is not extraction.document],
            redline=alignments.redlines.get(extraction.slug),
            standing=alignments.standing.get(extraction.slug),
        )
        for extraction in found
    )


def _records(extraction: Extraction, alignments: Alignments) -> tuple[Record, ...]:
    """Return the records of a document; those of a redline say what became of each thing found."""
    redline = alignments.redlines.get(extraction.slug)
    if redline is None:
        return extraction.records(alignments.issues(extraction.slug))
    judge = Judge(extraction.document, redline, alignments.standing.get(extraction.slug))
    quoter = Quoter(extraction.document, judge)
    mentions = alignments.found.get(extraction.slug, extraction.mentions.segments)
    return make_records(extraction.document, mentions, extraction.mentions.issues, fate_of=quoter.fate)


def require_valid(report: ValidationReport) -> None:
    """Return when ``report`` has no violation; else raise :class:`ValidationError` with the first violations in words."""
    if report.conforms:
        return
    count = report.counts()["violation"]
    lines = report.lines()
    more = f"\n  … and {len(lines) - 20} more lines" if len(lines) > 20 else ""
    raise ValidationError(
        f"{count} violations of the shapes; nothing was released\n"
        + "\n".join(f"  {line}" for line in lines[:20])
        + more,
        remedy="mend the sources, the lexicons or the shapes named above; the release before is untouched",
    )
