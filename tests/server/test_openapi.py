"""The OpenAPI document: it names every route with parameters, formats and problems; what it says holds; nothing breaks the server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from digov.release import open_release
from digov.server import create_app
from digov.server.documentation import operations_of
from digov.server.openapi import EXAMPLES, ROUTES
from digov.server.service import Services, open_service
from digov.server.settings import Settings

ROOT = Path(__file__).parents[2]
DELIBERATE = {503, 504, 507}
ODD = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["", "..", "%00", "\udcff", "'\"<>&", "{}", "[1", "-1", "9" * 30]
)


@pytest.fixture(scope="module")
def client(releases: Path) -> Iterator[TestClient]:
    service = open_service(open_release(releases), ROOT / "queries", Settings(workers=1, query_seconds=2))
    with TestClient(create_app(Services(service)), raise_server_exceptions=False, follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_every_route_is_described(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == set(ROUTES)


def test_every_operation_has_parameters_answers_and_problems(document: dict[str, Any]) -> None:
    names = []
    for path, methods in document["paths"].items():
        for operation in methods.values():
            named = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))
            assert all(one["description"] and one["schema"] for one in operation["parameters"])
            assert operation["responses"].keys() & {"200", "303"}
            assert operation["responses"].keys() >= {"4XX", "500"}
            assert all(one["description"] for one in operation["responses"].values())
            assert operation["summary"]
            names.append(operation["operationId"])
    assert len(names) == len(set(names)) > 40


def addresses(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield an address for each GET of which every required value has an example."""
    for path, methods in document["paths"].items():
        if "get" not in methods:
            continue
        operation = methods["get"]
        if all("example" in one for one in operation["parameters"] if one["required"]):
            given_ = {one["name"]: one["example"] for one in operation["parameters"] if "example" in one}
            inside = {name: given_.pop(name) for name in re.findall(r"\{(\w+)\}", path)}
            yield path.format(**inside) + ("?" + str(httpx.QueryParams(given_)) if given_ else ""), operation


def test_every_example_is_answered_as_described(client: TestClient, document: dict[str, Any]) -> None:
    wrong = []
    for address, operation in addresses(document):
        answer = client.get(address)
        described = operation["responses"].get(str(answer.status_code))
        kind = answer.headers.get("content-type", "").split(";")[0]
        if described is None or (answer.status_code == 200 and kind not in described["content"]):
            wrong.append((address, answer.status_code, kind))
        if answer.status_code >= 400:
            wrong.append((address, answer.status_code, answer.text[:100]))
    assert wrong == []
    assert len(list(addresses(document))) > 35
    assert {path for path, _ in EXAMPLES} <= set(document["paths"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_that_is_sent_breaks_the_server(
    client: TestClient, document: dict[str, Any], data: st.DataObject
) -> None:
    path, methods = data.draw(st.sampled_from(sorted(document["paths"].items())))
    method, operation = data.draw(st.sampled_from(sorted(methods.items())))
    values = {
        one["name"]: data.draw(ODD | st.just(one["example"]) if "example" in one else ODD)
        for one in operation["parameters"]
        if one["required"] or data.draw(st.booleans())
    }
    inside = {
        name: quote(values.pop(name).encode("utf-8", "surrogateescape"), safe="")
        for name in re.findall(r"\{(\w+)\}", path)
    }
    asked = "&".join(
        f"{name}={quote(value.encode('utf-8', 'surrogatepass'), safe='')}" for name, value in values.items()
    )
    body = data.draw(st.binary(max_size=40)) if method == "post" else None
    kinds = [*operation.get("requestBody", {}).get("content", {}), "text/plain", ""]
    headers = {"Content-Type": data.draw(st.sampled_from(kinds))} if method == "post" else {}
    headers["Accept"] = data.draw(st.sampled_from(["*/*", "text/html", "text/turtle;q=0.5", "image/png", ";;,q=x", ""]))
    answer = client.request(
        method, path.format(**inside) + (f"?{asked}" if asked else ""), content=body, headers=headers
    )
    assert answer.status_code < 500 or answer.status_code in DELIBERATE, (method, path, answer.text)
    if answer.status_code >= 400 and answer.headers["content-type"] == "application/json":
        assert set(answer.json()) >= {"error", "message", "remedy"}


def test_the_page_lists_all_routes_without_the_viewer(document: dict[str, Any], client: TestClient) -> None:
    page = client.get("/docs").text
    for operation in operations_of(document):
        assert f"<small>{operation.method}</small> <code>{operation.path}</code>" in page
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
