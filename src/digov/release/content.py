"""What a release holds, as bytes by file name, and the manifest over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
from pyoxigraph import Quad

from digov.model.keys import sha256_of
from digov.model.release import MANIFEST_FORMAT, Manifest, ReleaseFile, ReleaseSource
from digov.model.statement import DocumentStatements
from digov.rdf.base import BASE_IRI
from digov.rdf.canonical import canonical_form
from digov.rdf.serialize import write_graph
from digov.rdf.terms import count_by_graph
from digov.release.description import DESCRIPTION_PREFIXES, describe_release
from digov.release.dumps import make_dumps
from digov.release.forms import DESCRIPTION
from digov.release.report import issue_lines, report_of

GRAPH_FILE: Final = "graph.nq"
REPORT_FILE: Final = "report.json"
ISSUES_FILE: Final = "issues.jsonl"
RECORDS_FILE: Final = "records.jsonl"
MANIFEST_FILE: Final = "manifest.json"


class ReleaseContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The files of a release by path, all but the manifest, and the manifest."""

    files: dict[str, bytes]
    manifest: Manifest


def release_content(
    quads: Iterable[Quad],
    documents: Sequence[DocumentStatements],
    *,
    vocabulary: Mapping[str, bytes],
    records: bytes = b"",
    version: str,
) -> ReleaseContent:
    """Return the content of a release; the same values in any order give the same bytes.

    ``quads`` are those of all named graphs; ``vocabulary`` the reviewed Turtle files by name, published as they stand
    below ``vocabulary/``; ``records`` the lines of ``digov annotate``; ``version`` that of digov.
    """
    held = tuple(quads)
    ordered = sorted(documents, key=lambda stated: stated.document.source.instrument.slug)
    nquads = canonical_form(held)
    files = {
        GRAPH_FILE: nquads,
        REPORT_FILE: msgspec.json.format(msgspec.json.encode(report_of(ordered), order="sorted"), indent=2) + b"\n",
        ISSUES_FILE: issue_lines(ordered),
        RECORDS_FILE: records,
        **{f"vocabulary/{name}": data for name, data in vocabulary.items()},
    }
    dumps = make_dumps(nquads)
    sources = (stated.document.source for stated in ordered)
    manifest = Manifest(
        format=MANIFEST_FORMAT,
        id="",
        digov=version,
        base=BASE_IRI,
        files=_listed(files),
        dumps=_listed(dumps),
        rdfc10=sha256_of(nquads),
        graphs=count_by_graph(set(held)),
        sources=tuple(ReleaseSource(source.instrument.slug, source.sha256) for source in sources),
    )
    named = msgspec.structs.replace(manifest, id=manifest.expected_id())
    description = write_graph(describe_release(held, named), "turtle", prefixes=DESCRIPTION_PREFIXES)
    dumps[DESCRIPTION] = description
    whole = dict(sorted((*files.items(), *dumps.items())))
    return ReleaseContent(whole, msgspec.structs.replace(named, dumps=_listed(dumps)))


def _listed(files: Mapping[str, bytes]) -> tuple[ReleaseFile, ...]:
    return tuple(sorted(ReleaseFile(path, len(data), sha256_of(data)) for path, data in files.items()))
