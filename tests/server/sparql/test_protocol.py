"""The cases of the W3C's test suite for the SPARQL 1.1 Protocol, on the graphs of the example release; updates are refused."""

from __future__ import annotations

import httpx
import pytest

ONE, TWO = "https://w3id.org/digov/graph/example", "https://w3id.org/digov/graph/second"
IN_ONE, IN_TWO = "https://w3id.org/digov/id/example/para_1", "https://w3id.org/digov/id/second/para_1"
BOTH = f"ASK {{ <{IN_ONE}> a ?type . <{IN_TWO}> a ?type }}"
NAMED = f"ASK {{ GRAPH ?g1 {{ <{IN_ONE}> a ?type }} GRAPH ?g2 {{ <{IN_TWO}> a ?type }} }}"
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def truth(answer: httpx.Response) -> bool:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] in ("application/sparql-results+json", "application/sparql-results+xml")
    found = answer.json()["boolean"]
    assert isinstance(found, bool)
    return found


def refused(answer: httpx.Response, *statuses: int) -> None:
    assert answer.status_code in statuses, answer.text
    assert set(answer.json()) == {"error", "message", "remedy"}


# --- queries -----------------------------------------------------------------------------------------------------


def test_query_get(site: httpx.Client) -> None:
    assert truth(site.get("/sparql", params={"query": "ASK {}"}))
    assert truth(site.get("/sparql/", params={"query": "ASK {}"}))


def test_query_post_form(site: httpx.Client) -> None:
    answer = site.post("/sparql", params={"default-graph-uri": ONE}, content="query=ASK%20%7B%7D", headers=FORM)
    assert truth(answer)


def test_query_post_direct(site: httpx.Client) -> None:
    assert truth(site.post("/sparql", content="ASK {}", headers=QUERY))
    assert truth(
        site.post("/sparql", content="ASK {}", headers={"Content-Type": "application/sparql-query; charset=UTF-8"})
    )


@pytest.mark.parametrize("graphs", [(ONE, TWO), (ONE,), ("http://example.org/unknown",)])
def test_query_dataset_default_graphs_get(site: httpx.Client, graphs: tuple[str, ...]) -> None:
    answer = site.get("/sparql", params=[("query", BOTH), *(("default-graph-uri", graph) for graph in graphs)])
    assert truth(answer) == (len(graphs) == 2)


def test_query_dataset_default_graphs_post(site: httpx.Client) -> None:
    graphs = [("default-graph-uri", ONE), ("default-graph-uri", TWO)]
    assert truth(site.post("/sparql", params=graphs, content=BOTH, headers=QUERY))
    assert truth(site.post("/sparql", data={"query": BOTH, "default-graph-uri": [ONE, TWO]}))
    assert not truth(site.post("/sparql", params=graphs[:1], content=BOTH, headers=QUERY))


def test_query_dataset_named_graphs_get(site: httpx.Client) -> None:
    graphs = [("named-graph-uri", ONE), ("named-graph-uri", TWO)]
    assert truth(site.get("/sparql", params=[("query", NAMED), *graphs]))
    assert not truth(site.get("/sparql", params=[("query", NAMED), graphs[0]]))
    assert not truth(site.get("/sparql", params=[("query", BOTH), *graphs]))


def test_query_dataset_named_graphs_post(site: httpx.Client) -> None:
    graphs = [("named-graph-uri", ONE), ("named-graph-uri", TWO)]
    assert truth(site.post("/sparql", params=graphs, content=NAMED, headers=QUERY))


def test_query_dataset_full(site: httpx.Client) -> None:
    query = f"ASK {{ <{IN_ONE}> a ?type GRAPH ?g {{ <{IN_TWO}> a ?type }} FILTER(?g = <{TWO}>) }}"
    graphs = [("default-graph-uri", ONE), ("named-graph-uri", TWO)]
    assert truth(site.post("/sparql", params=graphs, content=query, headers=QUERY))
    assert not truth(site.post("/sparql", params=graphs[:1], content=query, headers=QUERY))


def test_query_multiple_dataset(site: httpx.Client) -> None:
    """The dataset of the request counts, not that of the query."""
    query = f"ASK FROM <http://example.org/other> {{ <{IN_ONE}> a ?type }}"
    assert truth(site.post("/sparql", params={"default-graph-uri": ONE}, content=query, headers=QUERY))
    refused(site.post("/sparql", content=query, headers=QUERY), 400)


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        (
            "SELECT (1 AS ?value) {}",
            {
                "application/sparql-results+xml",
                "application/sparql-results+json",
                "text/csv",
                "text/tab-separated-values",
            },
        ),
        ("ASK {}", {"application/sparql-results+xml", "application/sparql-results+json"}),
        ("DESCRIBE <http://example.org/>", {"text/turtle", "application/n-triples", "application/rdf+xml"}),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", {"text/turtle", "application/n-triples", "application/rdf+xml"}),
    ],
    ids=[
        "query_content_type_select",
        "query_content_type_ask",
        "query_content_type_describe",
        "query_content_type_construct",
    ],
)
def test_query_content_type(site: httpx.Client, query: str, kinds: set[str]) -> None:
    for kind in (None, *sorted(kinds)):
        answer = site.get("/sparql", params={"query": query}, headers={"Accept": kind} if kind else None)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].partition(";")[0] in ({kind} if kind else kinds)


# --- queries that break the protocol -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_bad_query_method(site: httpx.Client, method: str) -> None:
    answer = site.request(method, "/sparql", params={"query": "ASK {}"})
    refused(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_bad_multiple_queries(site: httpx.Client) -> None:
    twice = [("query", "ASK {}"), ("query", "SELECT * {}")]
    refused(site.get("/sparql", params=twice), 400)
    refused(site.post("/sparql", content="query=ASK%20%7B%7D&query=ASK%20%7B%7D", headers=FORM), 400)
    refused(site.post("/sparql", params=twice[:1], content="ASK {}", headers=QUERY), 400)


def test_bad_query_wrong_media_type(site: httpx.Client) -> None:
    refused(site.post("/sparql", content="ASK {}", headers={"Content-Type": "text/plain"}), 415)


def test_bad_query_missing_form_type(site: httpx.Client) -> None:
    refused(site.post("/sparql", content="query=ASK%20%7B%7D"), 415)


def test_bad_query_missing_direct_type(site: httpx.Client) -> None:
    refused(site.post("/sparql", content="ASK {}"), 415)


def test_bad_query_non_utf8(site: httpx.Client) -> None:
    for encoding in ("utf-16", "utf-16-le"):
        refused(site.post("/sparql", content="ASK {}".encode(encoding), headers=QUERY), 400)
    stated = {"Content-Type": "application/sparql-query; charset=UTF-16"}
    refused(site.post("/sparql", content="ASK {}".encode("utf-16"), headers=stated), 415)
    refused(site.post("/sparql", content=b"query=ASK%20%7B%7D%20%23%ff", headers=FORM), 400)
    refused(site.get("/sparql?query=ASK%20%7B%7D%23%ff"), 400)


def test_bad_query_syntax(site: httpx.Client) -> None:
    answer = site.get("/sparql", params={"query": "ASK {\n  ?s ?p }"})
    refused(answer, 400)
    assert "line 2, column" in answer.json()["message"]


def test_a_post_without_a_query_is_refused(site: httpx.Client) -> None:
    refused(site.post("/sparql", content="", headers=FORM), 400)
    refused(site.post("/sparql", content="", headers=QUERY), 400)
    refused(site.get("/sparql", params={"query": ""}), 400)


def test_graphs_that_are_none_are_refused(site: httpx.Client) -> None:
    refused(site.get("/sparql", params={"query": "ASK {}", "default-graph-uri": "not an iri"}), 400)
    refused(site.get("/sparql", params={"query": "ASK {}", "named-graph-uri": "file:///etc/passwd"}), 400)


# --- updates -----------------------------------------------------------------------------------------------------

CHANGE = f"INSERT DATA {{ GRAPH <{ONE}> {{ <urn:s> <urn:p> <urn:o> }} }}"


def unchanged(site: httpx.Client) -> None:
    assert not truth(site.get("/sparql", params={"query": "ASK { <urn:s> ?p ?o }"}))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("update_dataset_default_graph", {"using-graph-uri": ONE}),
        ("update_dataset_default_graphs", {"using-graph-uri": [ONE, TWO]}),
        ("update_dataset_named_graphs", {"using-named-graph-uri": [ONE, TWO]}),
        ("update_dataset_full", {"using-graph-uri": ONE, "using-named-graph-uri": TWO}),
        ("update_post_direct", {}),
        ("bad_update_dataset_conflict", {"using-named-graph-uri": ONE}),
    ],
)
def test_an_update_posted_as_such_is_refused(
    site: httpx.Client, name: str, parameters: dict[str, str | list[str]]
) -> None:
    update = f"WITH <{ONE}> {CHANGE}" if "conflict" in name else CHANGE
    refused(site.post("/sparql", params=parameters, content=update, headers=UPDATE), 403)
    unchanged(site)


@pytest.mark.parametrize(
    "body",
    [
        {"update": CHANGE},
        {"update": f"BASE <http://example.org/> {CHANGE}"},
        {"update": [CHANGE, "CLEAR NAMED"]},
        {"update": "CLEAR XYZ"},
        {"query": CHANGE},
    ],
    ids=["update_post_form", "update_base_uri", "bad_multiple_updates", "bad_update_syntax", "update_as_query"],
)
def test_an_update_in_a_form_is_refused(site: httpx.Client, body: dict[str, str | list[str]]) -> None:
    refused(site.post("/sparql", data=body), 400, 403)
    unchanged(site)


def test_bad_update_get(site: httpx.Client) -> None:
    refused(site.get("/sparql", params={"update": "CLEAR NAMED"}), 403)


def test_bad_update_wrong_media_type(site: httpx.Client) -> None:
    refused(site.post("/sparql", content=CHANGE, headers={"Content-Type": "text/plain"}), 415)


def test_bad_update_missing_form_type(site: httpx.Client) -> None:
    refused(site.post("/sparql", content="update=CLEAR%20NAMED"), 415)


def test_bad_update_non_utf8(site: httpx.Client) -> None:
    refused(site.post("/sparql", content="CLEAR NAMED".encode("utf-16"), headers=UPDATE), 403)
    refused(site.post("/sparql", content="CLEAR NAMED".encode("utf-16"), headers=QUERY), 400)


@pytest.mark.parametrize(
    "update",
    ["LOAD <http://127.0.0.1:9/>", "LOAD SILENT <file:///etc/passwd>", "DELETE WHERE { ?s ?p ?o }", "DROP ALL", CHANGE],
)
def test_an_update_is_no_query(site: httpx.Client, update: str) -> None:
    answer = site.get("/sparql", params={"query": update})
    refused(answer, 400)
    assert "read-only" in answer.json()["message"]
    unchanged(site)
