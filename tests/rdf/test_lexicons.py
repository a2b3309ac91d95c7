"""Lexicons: what the reviewed Turtle files give, and how malformed ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digov.model.errors import ConfigError
from digov.model.lexicon import Calendar, Entity, Label, Lexicon, Verb, Work
from digov.rdf.base import BASE_IRI, curie_of, id_of, iri_of, iri_of_curie
from digov.rdf.lexicons import load_lexicon

CONCEPTS = Path(__file__).parents[2] / "ontology" / "concepts"
HEAD = """@base <https://w3id.org/digov/> .
@prefix dg: <ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
ENTRIES = (
    '<id/body/moon-board> a org:FormalOrganization ; skos:prefLabel "Moon Board"@en ; dg:acronym "MB" ; dg:bodyKind "board" .',
    (
        '<id/body/star-board> a org:FormalOrganization ; skos:prefLabel "Star Board"@en ; dg:shortForm "Panel"@en ; org:subOrganizationOf'
        " <id/body/moon-board> ; skos:exactMatch <http://www.wikidata.org/entity/Q1065> ."
    ),
    '<id/body/chair> a org:Post ; skos:prefLabel "Chair of the Moon Board"@en ; org:postIn <id/body/moon-board> .',
    '<id/group/all> a skos:Concept ; skos:prefLabel "everybody"@en ; skos:altLabel "all"@en .',
    '<id/moon-pact> a dg:Work ; skos:prefLabel "Moon Pact"@en ; dcterms:identifier "A/RES/1/2" , "A/RES/1/1" ; dg:date "2001-02-03" .',
    '<id/topic/craters> a skos:Concept ; skos:prefLabel "craters"@en .',
    '<id/act-type/request> a dg:ActType ; skos:prefLabel "request"@en ; dg:force 18 .',
    '<id/verb/beg> a dg:Verb ; skos:prefLabel "beg"@en ; dg:actType <id/act-type/request> .',
    '<id/calendar/moon> a dg:Calendar ; dg:organ <id/body/moon-board> ; dg:prefix "MB" ; dg:origin 1969 .',
    '<id/body> a skos:ConceptScheme ; skos:prefLabel "Bodies"@en .',
)


def folder(path: Path, *entries: str, name: str = "some.ttl") -> Path:
    (path / name).write_text(HEAD + "\n".join(entries), encoding="utf-8")
    return path


def refused(path: Path, *entries: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load_lexicon(folder(path, *entries))
    assert caught.value.where
    assert caught.value.remedy
    return caught.value


def test_every_kind_of_entry_is_read(tmp_path: Path) -> None:
    lexicon = load_lexicon(folder(tmp_path, *ENTRIES))
    chair, moon, star = lexicon.bodies
    assert moon == Entity(
        id="body/moon-board",
        name="Moon Board",
        labels=(Label("MB", "acronym"), Label("Moon Board", "full")),
        kind="board",
    )
    assert star.parent == chair.parent == "body/moon-board"
    assert star.matches == ("http://www.wikidata.org/entity/Q1065",)
    assert Label("Panel", "short") in star.labels
    assert [group.labels for group in lexicon.groups] == [(Label("all", "variant"), Label("everybody", "full"))]
    assert lexicon.works == (
        Work(
            id="moon-pact",
            title="Moon Pact",
            labels=(Label("Moon Pact"),),
            symbols=("A/RES/1/1", "A/RES/1/2"),
            date="2001-02-03",
        ),
    )
    assert [topic.id for topic in lexicon.topics] == ["topic/craters"]
    assert lexicon.verbs == (Verb(id="verb/beg", lemma="beg", type="request", force=18),)
    assert lexicon.calendars == (Calendar(organ="body/moon-board", prefix="MB", origin=1969),)


@settings(max_examples=25, deadline=None)
@given(
    places=st.lists(st.integers(0, 3), min_size=len(ENTRIES), max_size=len(ENTRIES)), order=st.permutations(range(10))
)
def test_neither_files_nor_order_matter(
    tmp_path_factory: pytest.TempPathFactory, places: list[int], order: list[int]
) -> None:
    whole = load_lexicon(folder(tmp_path_factory.mktemp("whole"), *ENTRIES))
    parts = tmp_path_factory.mktemp("parts")
    for number in range(4):
        folder(parts, *(ENTRIES[at] for at in order if places[at] == number), name=f"{number}.ttl")
    assert load_lexicon(parts) == whole


def test_an_empty_folder_gives_an_empty_lexicon(tmp_path: Path) -> None:
    assert load_lexicon(tmp_path) == Lexicon()


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such folder"):
        load_lexicon(tmp_path / "nowhere")


def test_malformed_turtle_names_file_and_line(tmp_path: Path) -> None:
    error = refused(tmp_path, ENTRIES[0], "<id/body/broken> a [ .")
    assert error.where == f"{tmp_path / 'some.ttl'}:{HEAD.count(chr(10)) + 2}"
    assert "malformed Turtle" in error.message


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "some.ttl").write_bytes(b"\xff\xfe\x00binary")
    with pytest.raises(ConfigError, match="malformed Turtle"):
        load_lexicon(tmp_path)


@pytest.mark.parametrize("term", ['skos:prefLabel "MB"@en', 'skos:prefLabel "X"@en ; skos:altLabel "Moon Board"@en'])
def test_two_bodies_under_one_label_are_refused(tmp_path: Path, term: str) -> None:
    error = refused(tmp_path, ENTRIES[0], f"<id/body/other> a org:FormalOrganization ; {term} .")
    assert "body/moon-board" in error.message
    assert "body/other" in error.message


def test_a_body_and_a_group_may_not_share_a_label(tmp_path: Path) -> None:
    error = refused(tmp_path, ENTRIES[0], '<id/group/g> a skos:Concept ; skos:prefLabel "Moon Board"@en .')
    assert "group/g" in error.message


def test_a_short_form_may_have_several_bearers(tmp_path: Path) -> None:
    other = '<id/body/other> a org:FormalOrganization ; skos:prefLabel "Other"@en ; dg:shortForm "Panel"@en .'
    lexicon = load_lexicon(folder(tmp_path, ENTRIES[0], ENTRIES[1], other))
    assert sum(Label("Panel", "short") in body.labels for body in lexicon.bodies) == 2


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            '<id/body/x> a org:FormalOrganization ; skos:prefLabel "X"@en ; dg:nonsense "y" .',
            "unknown property dg:nonsense",
        ),
        ('<id/body/x> a dg:Nonsense ; skos:prefLabel "X"@en .', "unknown type dg:Nonsense"),
        ("<id/body/x> a org:FormalOrganization .", "0 skos:prefLabel"),
        ('<id/body/x> a org:FormalOrganization ; skos:prefLabel "X"@en , "Y"@en .', "2 skos:prefLabel"),
        ('[] a org:FormalOrganization ; skos:prefLabel "X"@en .', "blank node"),
        ('<id/verb/x> a dg:Verb ; skos:prefLabel "x"@en .', "lacks dg:actType"),
        ('<id/verb/x> a dg:Verb ; skos:prefLabel "x"@en ; dg:actType <id/act-type/dance> .', "unknown dg:actType"),
        ("<id/calendar/x> a dg:Calendar ; dg:organ <id/body/x> .", "lacks dg:prefix"),
        ('<id/calendar/x> a dg:Calendar ; dg:organ <http://else/where> ; dg:prefix "X" .', "no body of ours"),
        (
            '<id/calendar/x> a dg:Calendar ; dg:organ <id/body/x> ; dg:prefix "X" ; dg:origin "soon" .',
            "not a whole number",
        ),
    ],
)
def test_faulty_entries_are_refused(tmp_path: Path, entry: str, message: str) -> None:
    assert message in refused(tmp_path, entry).message


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(CONCEPTS)


class TestTheLexiconOfTheProject:
    def test_it_is_sorted_and_named(self, lexicon: Lexicon) -> None:
        for entities in (lexicon.bodies, lexicon.groups, lexicon.topics):
            ids = [entity.id for entity in entities]
            assert ids == sorted(set(ids))
        assert len(lexicon.bodies) > 800
        assert len(lexicon.groups) > 60

    def test_parents_and_organs_are_bodies(self, lexicon: Lexicon) -> None:
        ids = {body.id for body in lexicon.bodies}
        assert {body.parent for body in lexicon.bodies if body.parent} <= ids
        assert {calendar.organ for calendar in lexicon.calendars} <= ids

    def test_every_body_says_what_it_is(self, lexicon: Lexicon) -> None:
        assert [body.id for body in lexicon.bodies if not body.kind] == []
        text = (CONCEPTS / "bodies.ttl").read_text(encoding="utf-8")
        assert text.count("skos:definition") == len(lexicon.bodies)

    def test_links_out_are_the_checked_ones(self, lexicon: Lexicon) -> None:
        linked = {body.id for body in lexicon.bodies if body.matches}
        assert linked >= {"body/united-nations", "body/itu", "body/unesco", "body/economic-and-social-council"}
        assert all(
            match.startswith(("http://www.wikidata.org/entity/Q", "https://ror.org/"))
            for body in lexicon.bodies
            for match in body.matches
        )


def test_iris_and_curies_go_both_ways() -> None:
    assert id_of(iri_of("a-res-70-125")) == "a-res-70-125"
    assert id_of("http://metadata.un.org/sdg/9") is None
    assert id_of(BASE_IRI + "id/") is None
    assert iri_of("body/itu", "http://localhost/") == "http://localhost/id/body/itu"
    assert curie_of(iri_of_curie("dg:actType")) == "dg:actType"
    assert curie_of("http://metadata.un.org/sdg/9.c") == "sdg:9.c"
    assert curie_of("urn:nothing") == "urn:nothing"
    with pytest.raises(ValueError, match="known prefix"):
        iri_of_curie("nonsense:x")
