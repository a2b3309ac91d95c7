"""Reconciliation, by the W3C community group's API 0.2: names to entities, and nothing guessed."""

from __future__ import annotations

import json
import random

import httpx
import pytest

from digov.pages import Library
from digov.rdf.base import DG, SKOS
from digov.server.reconcile.index import Index, plain_name
from digov.server.reconcile.search import Query, answer


@pytest.fixture(scope="module")
def index(library: Library) -> Index:
    return Index(library)


def names_of(library: Library, index: Index, kind: str) -> list[tuple[str, str]]:
    """Return every label, variant and acronym of the entities of a kind, each with its entity."""
    return [
        (name, entity.id)
        for entity in index.entities.values()
        if kind in entity.types
        for predicate in (SKOS + "prefLabel", SKOS + "altLabel", DG + "acronym")
        for name in library.reader.words(entity.iri, predicate)
    ]


def misspelt(name: str, rng: random.Random) -> str:
    """Return a name with one letter left out, doubled, changed, or exchanged with its neighbour."""
    place = rng.randrange(1, len(name) - 2)
    before, letter, after = name[:place], name[place], name[place + 1 :]
    return rng.choice(
        [before + after, before + letter * 2 + after, before + "e" + after, before + after[0] + letter + after[1:]]
    )


def test_every_name_of_a_body_leads_to_it(library: Library, index: Index) -> None:
    names = names_of(library, index, "Body")
    assert len(names) > 1_500
    for name, entity in random.Random(5).sample(names, 100):
        [first, *_] = answer(library, index, Query(query=name, type="Body"))
        assert (first["id"], first["match"]) == (entity, True), name


def test_misspelt_names_of_bodies_come_first_and_are_not_called_a_match(library: Library, index: Index) -> None:
    rng = random.Random(5)
    labels = [(entity.label, entity.id) for entity in index.entities.values() if "Body" in entity.types]
    wrong = []
    for label, entity in rng.sample([one for one in labels if len(one[0]) > 8], 60):
        found = answer(library, index, Query(query=misspelt(label, rng), type="Body"))
        if found[0]["id"] != entity:
            wrong.append(label)
        assert not found[0]["match"] or found[0]["id"] == entity
    assert len(wrong) <= 1, wrong


def test_what_several_entities_are_called_is_no_match(library: Library, index: Index) -> None:
    for name in ("Forum", "Council", "Agenda", "the Commission"):
        assert not any(one["match"] for one in answer(library, index, Query(query=name)))
    assert answer(library, index, Query(query="qzxv wkjq")) == []


def test_goals_and_targets_by_number_and_by_name(library: Library, index: Index) -> None:
    for name in ("SDG 9", "Goal 9", "9", "Goal 9: Industry, innovation and infrastructure"):
        assert answer(library, index, Query(query=name, type="Goal"))[0] | {"features": []} == {
            "id": "sdg/9",
            "name": "Industry, innovation and infrastructure",
            "description": "Resilient infrastructure, inclusive and sustainable industry, and innovation.",
            "type": [{"id": "Goal", "name": "Sustainable Development Goal"}],
            "score": 100.0,
            "match": True,
            "features": [],
        }
    assert answer(library, index, Query(query="SDG target 9.c"))[0]["id"] == "sdg/9.c"


def test_properties_tell_candidates_apart(library: Library, index: Index) -> None:
    query = {"query": "Secretary General", "type": "Body", "properties": [{"pid": "acronym", "v": "UNSG"}]}
    import msgspec

    found = answer(library, index, msgspec.convert(query, Query))
    assert (found[0]["id"], found[0]["match"], found[0]["score"]) == ("body/secretary-general", True, 100.0)
    wrong = answer(library, index, msgspec.convert({**query, "properties": [{"pid": "kind", "v": "bank"}]}, Query))
    assert wrong[0]["score"] < 100


def test_names_are_compared_by_their_letters() -> None:
    assert plain_name("  The  World Bank ") == "world bank"
    assert plain_name("UN-Women") == plain_name("UN Women")


def test_the_manifest_names_what_there_is(site: httpx.Client) -> None:
    manifest = site.get("/reconcile").json()
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == "https://w3id.org/digov/id/"
    assert manifest["view"]["url"] == "https://w3id.org/digov/id/{{id}}"
    assert {one["id"] for one in manifest["defaultTypes"]} == {"Body", "Instrument", "Goal", "Target"}
    assert site.get("/reconcile").headers["access-control-allow-origin"] == "*"


def test_queries_by_get_and_post_give_the_same(site: httpx.Client) -> None:
    queries = {
        "q0": {"query": "ITU", "type": "Body", "limit": 3},
        "q1": {"query": "Tunis Agenda", "type": ["Instrument"]},
    }
    get = site.get("/reconcile", params={"queries": json.dumps(queries)})
    post = site.post("/reconcile", data={"queries": json.dumps(queries)})
    assert get.json() == post.json()
    assert get.json()["q0"]["result"][0]["id"] == "body/itu"
    assert get.json()["q1"]["result"][0]["match"] is True


def test_suggestions_previews_and_data_extension(site: httpx.Client) -> None:
    found = site.get("/reconcile/suggest/entity", params={"prefix": "unesc"}).json()["result"]
    assert "body/unesco" in [one["id"] for one in found]
    assert site.get("/reconcile/suggest/type", params={"prefix": "bod"}).json()["result"] == [
        {"id": "Body", "name": "Body"}
    ]
    assert site.get("/reconcile/suggest/property", params={"prefix": "acr"}).json()["result"][0]["id"] == "acronym"
    proposed = site.get("/reconcile/properties", params={"type": "Target"}).json()
    assert {"goal", "number"} <= {one["id"] for one in proposed["properties"]}
    preview = site.get("/reconcile/preview", params={"id": "body/itu"})
    assert "International Telecommunication Union" in preview.text
    assert "frame-ancestors" not in preview.headers["content-security-policy"], "a table shows it in a frame"
    extend = {
        "ids": ["body/itu", "sdg/9.c", "nothing"],
        "properties": [{"id": "acronym"}, {"id": "wikidata"}, {"id": "goal"}],
    }
    rows = site.post("/reconcile", data={"extend": json.dumps(extend)}).json()["rows"]
    assert rows["body/itu"]["acronym"] == [{"str": "ITU"}]
    assert rows["body/itu"]["wikidata"] == [{"str": "http://www.wikidata.org/entity/Q376150"}]
    assert rows["sdg/9.c"]["goal"] == [{"id": "sdg/9", "name": "Industry, innovation and infrastructure"}]
    assert rows["nothing"] == {}


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"queries": "{"}, 400),
        ({"queries": '{"q": {"type": "Body"}}'}, 400),
        ({"queries": json.dumps({str(n): {"query": "x"} for n in range(201)})}, 400),
        ({"queries": "{}", "callback": "alert"}, 400),
        ({"extend": "[]"}, 400),
        ({"extend": json.dumps({"ids": ["x"] * 1001, "properties": []})}, 400),
        ({"queries": "x" * 600_000}, 413),
    ],
)
def test_malformed_requests_are_refused(site: httpx.Client, data: dict[str, str], status: int) -> None:
    refused = site.post("/reconcile", data=data)
    assert refused.status_code == status
    assert set(refused.json()) == {"error", "message", "remedy"}
    assert site.post("/reconcile", content=b"{}", headers={"Content-Type": "application/json"}).status_code == 415
