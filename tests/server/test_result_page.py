"""The page of an answer stays within limits, whatever the answer is: as long as a page can be, made aside, few long ones at a time."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import unquote

import msgspec
import pytest
from pyoxigraph import Literal, NamedNode

from digov.pages.tables import MAX_CELL
from digov.server.pages import MAX_PAGE, Pages
from digov.server.problems import Problem
from digov.server.result_page import AT_A_TIME, MAX_CELLS, ResultPages
from digov.server.service import Service
from digov.server.settings import Settings
from digov.store import GraphResult, SelectResult, write_result
from digov.store.pool import QueryReply
from digov.store.workers.wire import ReplyHead

Rows = list[tuple[NamedNode | Literal | None, ...]]


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(("example",))


def service_of(pages: object, **settings: float) -> Service:
    return cast("Service", SimpleNamespace(pages=pages, settings=Settings(**settings)))


def reply_of(rows: Rows, *, total: int | None = None) -> QueryReply:
    names = tuple(f"v{number}" for number in range(len(rows[0])))
    body = write_result(SelectResult(names, tuple(rows)), "json").encode()
    return QueryReply(ReplyHead("rows", form="page", total=total or len(rows)), body)


def rendered(pages: object, reply: QueryReply, query: str = "SELECT", **settings: float) -> str:
    service = service_of(pages, **settings)
    return asyncio.run(ResultPages().render(service, reply, query, None)).decode()


def cells(page: str) -> list[str]:
    return re.findall(r"(?s)<td[^>]*>(.*?)</td>", page)


def test_long_values_are_cut_until_they_fit_and_the_page_says_so(pages: Pages) -> None:
    long = "&" * 1_000
    page = rendered(pages, reply_of([tuple(Literal(f"{n} {long}") for n in range(30))] * 500), "SELECT *")
    assert len(cells(page)) == 500 * 30
    assert len(page) < 12_000_000, "each of these characters takes five"
    [note] = re.findall(r"<p class=\"note\">Values are cut here after about 125 characters.*</p>", page)
    assert [unquote(href) for href in re.findall(r'href="([^"]+)"', note)] == [
        f"/sparql?query=SELECT *&amp;format={name}" for name in ("csv", "tsv", "json")
    ]
    assert cells(page)[1] == f"1 {'&amp;' * 123} …"


@pytest.mark.parametrize(
    ("rows", "cut", "longest"),
    [
        ([(Literal("x" * MAX_CELL),)] * 400, None, MAX_CELL),
        ([(Literal("x" * (MAX_CELL + 1)),)] * 4, MAX_CELL, MAX_CELL),
        ([(Literal("x" * MAX_CELL), Literal("short"))] * 501, 2_000, 2_000),
        ([(NamedNode("urn:" + "x" * 5_000),)] * 3, MAX_CELL, MAX_CELL - 4),
        ([(NamedNode("urn:" + "x" * 15_000),)] * 120, 2_000, 2_000 - 4),
    ],
    ids=["whole", "one too long", "two columns", "IRIs", "links"],
)
def test_values_are_cut_only_where_there_is_no_room(pages: Pages, rows: Rows, cut: int | None, longest: int) -> None:
    page = rendered(pages, reply_of(rows))
    assert re.findall(r"Values are cut here after about ([\d,]+) characters", page) == (
        [] if cut is None else [f"{cut:,}"]
    )
    assert max(map(len, re.findall(r"x+", re.sub(r'href="[^"]*"', "", page)))) == longest
    assert page.count(">short<") == sum(Literal("short") in row for row in rows)
    assert len(page) < 3 * MAX_PAGE


def test_a_value_that_was_cut_says_how_long_it_is(pages: Pages) -> None:
    page = rendered(pages, reply_of([(Literal("y" * 5_000),)]))
    assert "y" * MAX_CELL + " … (5,000 characters in all)" in page


def test_a_link_that_is_far_too_long_is_left_out(pages: Pages) -> None:
    iri = "urn:" + "é" * 5_000
    page = rendered(pages, reply_of([(NamedNode(iri),), (NamedNode("urn:short"),)]))
    assert re.findall(r'<td[^>]*><a href="([^"]*)"', page) == [
        "/sparql?query=DESCRIBE%20%3Curn%3Ashort%3E&amp;format=html"
    ]
    assert "é" * 3_000 in page


def test_with_many_columns_fewer_rows_are_shown(pages: Pages) -> None:
    """A query of a few kilobytes names thousands of variables, none of which need have a value."""
    names = [f"v{number}" for number in range(3_000)]
    body = msgspec.json.encode({"head": {"vars": names}, "results": {"bindings": [{}] * 500}})
    page = rendered(pages, QueryReply(ReplyHead("rows", form="page", total=500), body))
    assert len(cells(page)) == MAX_CELLS // 3_000 * 3_000
    assert "500 rows, of which the first 6 are shown" in page
    assert len(page) < 3_000_000


def test_graphs_and_answers_of_yes_or_no_have_pages(pages: Pages) -> None:
    graph = write_result(GraphResult(()), "ntriples").encode() + b'<urn:a> <urn:b> "c" .\n'
    assert ">c</td>" in rendered(pages, QueryReply(ReplyHead("graph", form="page", total=1), graph))
    assert ">yes</td>" in rendered(pages, QueryReply(ReplyHead("boolean", form="page", total=1), b"true"))


class Slow:
    """Stands for the pages of a server, each of which takes a tenth of a second."""

    def __init__(self) -> None:
        self.running = self.most = 0
        self.threads: set[int] = set()
        self._lock = threading.Lock()

    def result(self, *_: object, **__: Any) -> str:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
            self.threads.add(threading.get_ident())
        time.sleep(0.1)
        with self._lock:
            self.running -= 1
        return "page"


def render_all(slow: Slow, reply: QueryReply, times: int, **settings: float) -> list[bytes | Problem]:
    """Return the pages of so many answers asked for at once, and the refusals."""

    async def everyone() -> list[bytes | Problem]:
        made = ResultPages()
        service = service_of(slow, **settings)
        found = await asyncio.gather(
            *(made.render(service, reply, "SELECT", None) for _ in range(times)), return_exceptions=True
        )
        return cast("list[bytes | Problem]", found)

    return asyncio.run(everyone())


def test_few_long_pages_are_made_at_a_time_and_none_where_requests_are_taken() -> None:
    slow = Slow()
    assert render_all(slow, reply_of([(Literal("x" * 20_000),)]), 6, queue_seconds=20) == [b"page"] * 6
    assert slow.most == AT_A_TIME
    assert threading.get_ident() not in slow.threads


def test_who_would_wait_too_long_for_a_long_page_is_refused() -> None:
    answers = render_all(Slow(), reply_of([(Literal("x" * 20_000),)]), 20, queue_seconds=0.15)
    refused = [one for one in answers if isinstance(one, Problem)]
    assert 0 < len(refused) < 20
    assert {(one.status, one.headers["Retry-After"]) for one in refused} == {(503, "1")}
    assert "text/csv" in (refused[0].remedy or "")


def test_a_short_page_waits_for_no_long_one() -> None:
    slow = Slow()
    assert render_all(slow, reply_of([(Literal("x"),)]), 4, queue_seconds=0.1) == [b"page"] * 4
    assert threading.get_ident() not in slow.threads
