"""The stream of changes: what each release did to which resource, and how its pages follow from the history alone."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from pyoxigraph import NamedNode, Triple

from digov.model.errors import ReleaseError
from digov.model.keys import sha256_of
from digov.rdf.base import BASE_IRI
from digov.release import ReleaseContent, list_releases, write_release
from digov.release.stream import PAGE_SIZE, Step, changes_in, page_count, page_of, root_page, steps_to

BEGIN = 1_800_000_000
"""When the first release was written, in seconds of Unix time."""
PUBLIC = "https://example.org/data/"
MEMBER = "https://w3id.org/tree#member"
NODE = "https://w3id.org/tree#node"
OBJECT = "https://www.w3.org/ns/activitystreams#object"


@pytest.fixture
def releases(tmp_path: Path, content_of: Callable[..., ReleaseContent]) -> Path:
    """Return a folder of three releases: the second brings a document, the third drops another."""
    for number, slugs in enumerate((["example"], ["example", "second"], ["second"])):
        release = write_release(tmp_path, content_of(*slugs))
        seconds = BEGIN + 3_600 * number
        os.utime(Path(release.folder) / "manifest.json", (seconds, seconds))
    return tmp_path


def lines_of(step: Step) -> dict[str, set[str]]:
    """Return the lines about each resource of the release of ``step``, read in the plainest way."""
    found: dict[str, set[str]] = {}
    for line in step.graphs[-1][0].read_text("utf-8").splitlines():
        subject = line.split(" ", 1)[0].strip("<>")
        if subject.startswith(BASE_IRI):
            found.setdefault(subject.split("#")[0], set()).add(line)
    return found


def written(folder: Path, *texts: str) -> Step:
    """Return a step between graphs with the lines of ``texts``, which stand in ``folder`` as releases have them."""
    graphs = []
    for number, text in enumerate(texts):
        data = "".join(sorted(line + "\n" for line in text.split("\n") if line)).encode()
        (folder / f"{number}.nq").write_bytes(data)
        graphs.append((folder / f"{number}.nq", sha256_of(data)))
    return Step("any", dt.datetime.fromtimestamp(BEGIN, tz=dt.UTC), "key", "stream", tuple(graphs))


# --- what changed ------------------------------------------------------------------------------------------------


def test_changes_are_those_of_the_lines_about_each_resource(releases: Path) -> None:
    past = list_releases(releases)
    steps = steps_to(past, past[-1].id)
    held: dict[str, set[str]] = {}
    for step in steps:
        lines = lines_of(step)
        meant = {
            *(("Create", iri) for iri in lines.keys() - held.keys()),
            *(("Delete", iri) for iri in held.keys() - lines.keys()),
            *(("Update", iri) for iri in lines.keys() & held.keys() if lines[iri] != held[iri]),
        }
        changes = changes_in(step)
        assert len(changes) == len(meant)
        assert set(changes) == meant
        assert [iri for _, iri in changes] == sorted(iri for _, iri in changes)
        held = lines
    kinds = [{kind for kind, _ in changes_in(step)} for step in steps]
    assert kinds == [{"Create"}, {"Create", "Update", "Delete"}, {"Create", "Update", "Delete"}]
    assert ("Create", f"{BASE_IRI}id/second/para_1") in changes_in(steps[1])
    assert ("Delete", f"{BASE_IRI}id/example/para_1") in changes_in(steps[-1])


def test_a_resource_changes_with_its_fragments_and_with_nothing_else(tmp_path: Path) -> None:
    about = f"<{BASE_IRI}id/x{{}}> <http://e/p> {{}} <http://e/g> ."
    same = "\n".join((about.format("", '"1"'), about.format("/part", '"1"'), about.format("y", '"1"')))
    old = "\n".join((same, about.format("#act-1", '"a"'), '<http://e/b> <http://e/p> "1" <http://e/g> .'))
    new = "\n".join((same, about.format("#act-1", '"b"'), '<http://e/b> <http://e/p> "2" <http://e/g> .'))
    assert changes_in(written(tmp_path, old, new)) == (("Update", f"{BASE_IRI}id/x"),)
    assert changes_in(written(tmp_path, new, same)) == (("Update", f"{BASE_IRI}id/x"),)
    assert changes_in(written(tmp_path, same, same)) == ()
    assert changes_in(written(tmp_path, new)) == tuple(
        ("Create", f"{BASE_IRI}id/{name}") for name in ("x", "x/part", "xy")
    )


def test_a_graph_that_is_not_the_one_released_is_refused(tmp_path: Path) -> None:
    line = f'<{BASE_IRI}id/x> <http://e/p> "1" <http://e/g> .'
    for place in (0, 1):
        step = written(tmp_path, line, line.replace("1", "2"))
        step.graphs[place][0].write_text(line.replace("1", "3") + "\n", "utf-8")
        with pytest.raises(ReleaseError, match="wrong checksum"):
            changes_in(step)
        step.graphs[place][0].unlink()
        with pytest.raises(ReleaseError, match="cannot be read"):
            changes_in(step)


# --- the history -------------------------------------------------------------------------------------------------


def test_the_stream_ends_with_the_release_that_is_current(releases: Path) -> None:
    past = list_releases(releases)
    steps = steps_to(past, past[-1].id)
    assert [step.release for step in steps] == [release.id for release in past]
    assert [len(step.graphs) for step in steps] == [1, 2, 2]
    for before, after in pairwise(steps):
        assert after.graphs[0] == before.graphs[-1]
    for count, release in enumerate(past, 1):
        assert steps_to(past, release.id) == steps[:count]
    assert steps_to(past, "another") == ()


def test_a_key_stands_for_one_history(releases: Path) -> None:
    """Keys stay when a release comes, and change with what came before: which releases, in which order, and when."""
    past = list_releases(releases)
    steps = steps_to(past, past[-1].id)
    later = msgspec.structs.replace(past[0], written=past[0].written + dt.timedelta(seconds=1))
    others = [past[1:], [past[1], past[0], past[2]], [later, *past[1:]], [past[0], past[2]]]
    keys = [{step.key for step in steps_to(other, past[-1].id)} for other in others]
    assert not keys[0] & {step.key for step in steps}
    assert not keys[1] & {step.key for step in steps}
    assert not keys[2] & {step.key for step in steps}
    assert keys[3] & {step.key for step in steps} == {steps[0].key}
    assert {step.stream for step in steps} == {steps[0].key}
    assert steps_to(others[2], past[-1].id)[0].stream != steps[0].stream


def test_each_release_is_told_later_than_the_one_before(releases: Path) -> None:
    for name in releases.glob("*/manifest.json"):
        os.utime(name, (BEGIN, BEGIN))
    past = list_releases(releases)
    times = [step.published for step in steps_to(past, past[-1].id)]
    assert [moment.timestamp() - BEGIN for moment in times] == [0, 1, 2]


# --- pages -------------------------------------------------------------------------------------------------------


def objects(triples: Iterable[Triple], predicate: str) -> list[str]:
    """Return the IRIs that ``triples`` say with ``predicate``."""
    found = [triple.object for triple in triples if triple.predicate.value == predicate]
    return [iri.value for iri in found if isinstance(iri, NamedNode)]


@pytest.mark.parametrize(
    ("count", "pages"), [(0, 1), (1, 1), (PAGE_SIZE, 1), (PAGE_SIZE + 1, 2), (3 * PAGE_SIZE, 3), (3 * PAGE_SIZE + 7, 4)]
)
def test_pages_are_bounded_and_hold_each_change_once(tmp_path: Path, count: int, pages: int) -> None:
    step = written(tmp_path, "")
    changes = tuple(("Create", f"{BASE_IRI}id/{number}") for number in range(count))
    assert page_count(changes) == pages
    made = [page_of(step, changes, number, PUBLIC) for number in range(1, pages + 1)]
    found = [objects(page, MEMBER) for page in made]
    assert [len(page) for page in found] == [min(PAGE_SIZE, count - start) for start in range(0, count or 1, PAGE_SIZE)]
    assert len({member for page in found for member in page}) == count
    assert [iri for page in made for iri in objects(page, OBJECT)] == [iri for _, iri in changes]
    for number in (-1, 0, pages + 1):
        assert page_of(step, changes, number, PUBLIC) == ()


def test_pages_say_nothing_of_each_other_but_the_next(tmp_path: Path) -> None:
    """What stands at an address follows from the history before it: a page of an older release knows no newer one."""
    step = written(tmp_path, "")
    changes = tuple(("Create", f"{BASE_IRI}id/{number}") for number in range(PAGE_SIZE + 1))
    nodes = [set(objects(page_of(step, changes, number, PUBLIC, ".ttl"), NODE)) for number in (1, 2)]
    assert nodes == [{f"{PUBLIC}changes/key/2.ttl"}, set()]
    assert set(objects(root_page([step], PUBLIC, ".ttl"), NODE)) == {f"{PUBLIC}changes/key/1.ttl"}
