"""Dumps: every form holds the graph term for term, and the description names each with its checksum."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from arro3.io import read_parquet
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from digov.model.release import Release
from digov.rdf.base import BASE_IRI, DCAT, SPDX
from digov.release import GRAPH_FILE, ReleaseContent, list_releases, write_release
from digov.release.changes import change_lines, changes_between, tally
from digov.release.description import describe_series, release_iri
from digov.release.forms import DESCRIPTION, form_of
from digov.release.schema_org import dataset_facts

Maker = Callable[..., ReleaseContent]


@pytest.fixture(scope="module")
def content(content_of: Maker) -> ReleaseContent:
    return content_of("example")


@pytest.fixture(scope="module")
def graph(content: ReleaseContent) -> set[Quad]:
    return set(parse(content.files[GRAPH_FILE], format=RdfFormat.N_QUADS))


def table(content: ReleaseContent, name: str) -> list[dict[str, Any]]:
    found = read_parquet(io.BytesIO(content.files[f"dumps/{name}.parquet"])).read_all()
    columns = {name: found.column(name).to_pylist() for name in found.column_names}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@pytest.mark.parametrize("name", ["digov.nq.gz", "digov.trig.gz", "digov.jsonld.gz"])
def test_a_dump_of_the_whole_is_the_graph(content: ReleaseContent, graph: set[Quad], name: str) -> None:
    data = gzip.decompress(content.files[f"dumps/{name}"])
    assert set(parse(data, format=RdfFormat.from_media_type(form_of(name).media_type))) == graph


def test_there_is_a_dump_of_each_graph(content: ReleaseContent, graph: set[Quad]) -> None:
    names = {path for path in content.files if path.startswith("dumps/graph/")}
    assert names == {f"dumps/graph/{name}.ttl.gz" for name in ("example", "provenance", "vocabulary")}
    for path in names:
        iri = NamedNode(f"{BASE_IRI}graph/{path.removeprefix('dumps/graph/').removesuffix('.ttl.gz')}")
        found = {q.triple for q in parse(gzip.decompress(content.files[path]), format=RdfFormat.TURTLE)}
        assert found == {quad.triple for quad in graph if quad.graph_name == iri}


def test_compressed_dumps_carry_no_time_and_no_name(content: ReleaseContent) -> None:
    for path, data in content.files.items():
        if path.endswith(".gz"):
            assert data[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00" + data[8:10]


def test_the_hash_is_that_of_the_sorted_n_quads(content: ReleaseContent) -> None:
    lines = gzip.decompress(content.files["dumps/digov.nq.gz"]).splitlines(keepends=True)
    assert content.manifest.rdfc10 == hashlib.sha256(b"".join(sorted(lines))).hexdigest()


def test_the_table_of_quads_tells_kinds_of_objects_apart(content: ReleaseContent, graph: set[Quad]) -> None:
    rows = table(content, "quads")
    assert len(rows) == len(graph)
    assert {row["object_kind"] for row in rows} == {"iri", "literal"}
    [forum] = [r for r in rows if r["object"] == "Data Forum" and r["predicate"].endswith("prefLabel")]
    assert (forum["language"], forum["datatype"]) == ("en", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
    [force] = [r for r in rows if r["subject"].endswith("para_1#act-1") and r["predicate"].endswith("#force")]
    assert (force["object"], force["datatype"]) == ("6", "http://www.w3.org/2001/XMLSchema#integer")


def test_the_table_of_acts_is_flat_and_has_the_words(content: ReleaseContent) -> None:
    rows = {row["act"].removeprefix(BASE_IRI + "id/"): row for row in table(content, "acts")}
    request = rows["example/para_1#act-1"]
    assert request["instrument"] == "example"
    assert (request["paragraph"], request["type"], request["verb"], request["force"]) == ("1", "request", None, 6)
    assert (request["actor"], request["addressees"], request["goals"]) == ("Example Council", ["Registrar"], ["9"])
    assert request["due"] == ["2030"]
    assert (request["words"], request["reported"], request["all_goals"]) == ("Requests", False, False)
    assert request["text"].startswith("1. Requests the Registrar")
    inherited = rows["example/para_2__point_a#act-1"]
    assert inherited["inherited_from"] == BASE_IRI + "id/example/para_2"
    assert inherited["goals"] == ["4.b"]
    assert rows["example/para_2__point_b#act-1"]["all_goals"]
    assert rows["example/para_2__point_b#reported-1"]["reported"]


def test_the_table_of_statements_quotes_the_source(content: ReleaseContent, graph: set[Quad]) -> None:
    rows = table(content, "statements")
    evidence = [quad for quad in graph if quad.predicate.value == BASE_IRI + "ns#evidence"]
    assert len(rows) == len(evidence)
    assert {row["object_name"] for row in rows if row["object"].endswith("body/data-forum")} == {"Data Forum"}
    [text] = [
        q.object.value
        for q in graph
        if q.subject.value.endswith("source/example") and q.predicate.value.endswith("#text")
    ]
    for row in rows:
        assert text[row["start"] : row["end"]] == row["words"]
        assert text[: row["start"]].endswith(row["before"])
        assert text[row["end"] :].startswith(row["after"])


def test_the_description_has_size_and_checksum_of_every_dump(content: ReleaseContent) -> None:
    triples = [quad.triple for quad in parse(content.files[DESCRIPTION], format=RdfFormat.TURTLE)]
    sums = {t.subject.value: t.object.value for t in triples if t.predicate.value == SPDX + "checksumValue"}
    sizes = {t.subject.value: int(t.object.value) for t in triples if t.predicate.value == DCAT + "byteSize"}
    others = [dump for dump in content.manifest.dumps if dump.path != DESCRIPTION]
    assert len(others) == len(content.manifest.dumps) - 1
    for dump in others:
        for home in (f"{BASE_IRI}dataset", release_iri(content.manifest.id)):
            assert sums[f"{home}#{dump.path}/checksum"] == dump.sha256
            assert sizes[f"{home}#{dump.path}"] == dump.bytes
    assert sums[f"{release_iri(content.manifest.id)}#rdfc10"] == content.manifest.rdfc10


def test_schema_org_names_every_dump(content: ReleaseContent) -> None:
    facts = dataset_facts(content.manifest, "https://example.org/x/")
    assert facts["@type"] == "Dataset"
    assert facts["version"] == content.manifest.id
    found = {item["contentUrl"]: item["sha256"] for item in facts["distribution"]}
    dumps = {f"https://example.org/x/{d.path}": d.sha256 for d in content.manifest.dumps if d.path != DESCRIPTION}
    assert found == dumps
    msgspec.json.encode(facts)


# --- releases and changes ----------------------------------------------------------------------------------------


def test_releases_are_listed_as_they_came(tmp_path: Path, content_of: Maker) -> None:
    first = write_release(tmp_path, content_of("example"))
    second = write_release(tmp_path, content_of("example", "second"))
    assert [past.id for past in list_releases(tmp_path)] == [first.id, second.id]
    (tmp_path / "0.0.0-other").mkdir()
    (tmp_path / "0.0.0-other" / "manifest.json").write_bytes(b"{}")
    (Path(first.folder)).rename(tmp_path / "renamed")
    assert [past.id for past in list_releases(tmp_path)] == [second.id]


def test_the_series_says_which_release_follows_which(tmp_path: Path, content_of: Maker) -> None:
    releases: list[Release] = [write_release(tmp_path, content_of(*slugs)) for slugs in (["example"], ["second"])]
    old, new = (release.manifest for release in releases)
    triples = {str(triple) for triple in describe_series([old, new], new.id)}
    previous = f"<{release_iri(new.id)}> <{DCAT}previousVersion> <{release_iri(old.id)}>"
    assert previous in triples
    assert f"<{BASE_IRI}dataset> <{DCAT}hasCurrentVersion> <{release_iri(new.id)}>" in triples
    assert sum("hasVersion>" in triple for triple in triples) == 2


OLD = """\
<http://e/a> <http://e/p> "1" <https://w3id.org/digov/graph/x> .
<http://e/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/digov/ns#Act> <https://w3id.org/digov/graph/x> .
<http://e/b> <http://e/p> "a <http://e/x> b" .
"""
NEW = """\
<http://e/a> <http://e/p> "2"@en <https://w3id.org/digov/graph/x> .
<http://e/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/digov/ns#Act> <https://w3id.org/digov/graph/x> .
"""


def test_changes_are_the_quads_that_came_and_went() -> None:
    changes = changes_between(OLD.encode(), NEW.encode())
    assert changes.added == (NEW.splitlines()[0],)
    assert changes.removed == (OLD.splitlines()[0], OLD.splitlines()[2])
    counts = tally(changes)
    assert counts.graphs == {"(default)": (0, 1), "graph/x": (1, 1)}
    assert counts.classes == {"(none)": (0, 1), "dg:Act": (1, 1)}
    assert counts.predicates == {"http://e/p": (1, 2)}
    assert changes_between(NEW.encode(), OLD.encode()).added == changes.removed


def test_changes_are_written_for_people_and_for_programs() -> None:
    changes = changes_between(OLD.encode(), NEW.encode())
    text = list(change_lines(changes, "text"))
    assert text[0] == "1 quads added, 2 removed"
    assert "        1         1  dg:Act" in text
    assert list(change_lines(changes, "nquads")) == ["# removed", *changes.removed, "# added", *changes.added]
    objects = [msgspec.json.decode(line) for line in change_lines(changes, "jsonl")]
    assert objects[1] == {
        "change": "removed",
        "graph": None,
        "subject": "http://e/b",
        "predicate": "http://e/p",
        "object": "a <http://e/x> b",
        "object_kind": "literal",
    }
    assert objects[2]["language"] == "en"
    assert list(change_lines(changes_between(OLD.encode(), OLD.encode()), "text")) == ["0 quads added, 0 removed"]
