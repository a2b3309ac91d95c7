"""The canonical form by RDFC-1.0: one for every way to label and to order the same data, and within bounds."""

from __future__ import annotations

import hashlib
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse

from digov.model.errors import InputError
from digov.rdf.canonical import canonical_form, rdfc10_hash

P = "<http://example.org/p>"
S = "<http://example.org/s>"

# What rdf-canonize 5.0.0 (npm) gives for the same data.
CHECKED = {
    "chain": (
        f'_:x {P} _:y .\n_:y {P} _:z .\n_:z {P} "end" .\n',
        f'_:c14n0 {P} "end" .\n_:c14n1 {P} _:c14n0 .\n_:c14n2 {P} _:c14n1 .\n',
    ),
    "a graph named by a blank node": (
        f'_:g {P} "about" .\n{S} {P} _:n _:g .\n_:n {P} _:g _:g .\n',
        f'{S} {P} _:c14n0 _:c14n1 .\n_:c14n0 {P} _:c14n1 _:c14n1 .\n_:c14n1 {P} "about" .\n',
    ),
    "twins that only their neighbour tells apart": (
        f"_:a {P} _:b .\n_:b {P} _:a .\n_:c {P} _:c .\n{S} {P} _:a .\n",
        f"{S} {P} _:c14n2 .\n_:c14n0 {P} _:c14n2 .\n_:c14n1 {P} _:c14n1 .\n_:c14n2 {P} _:c14n0 .\n",
    ),
    "escapes": (
        f'_:a {P} "tab\\t cr\\r quote\\" del\\u007F é \\u0001"@en .\n',
        f'_:c14n0 {P} "tab\\t cr\\r quote\\" del\\u007F é \\u0001"@en .\n',
    ),
}


def quads_of(text: str) -> list[Quad]:
    return list(parse(text.encode(), format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("name", CHECKED)
def test_another_tool_gives_the_same(name: str) -> None:
    text, canonical = CHECKED[name]
    assert canonical_form(quads_of(text)).decode() == canonical
    assert rdfc10_hash(quads_of(text)) == hashlib.sha256(canonical.encode()).hexdigest()


def test_without_blank_nodes_it_is_the_sorted_n_quads() -> None:
    text = f'{S} {P} "b" .\n{S} {P} "a" {S} .\n{S} {P} "b" .\n'
    assert canonical_form(quads_of(text)).decode() == f'{S} {P} "a" {S} .\n{S} {P} "b" .\n'
    assert canonical_form([]) == b""
    assert rdfc10_hash([]) == hashlib.sha256(b"").hexdigest()


@given(
    edges=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6), st.integers(0, 2)), min_size=1, max_size=9),
    seed=st.integers(0, 999),
)
@settings(max_examples=8, deadline=None)
def test_labels_order_and_repeats_do_not_matter(edges: list[tuple[int, int, int]], seed: int) -> None:
    """Nodes 0 to 4 are blank, 5 and 6 have names; graph 2 is named by the blank node 0."""
    graphs = {0: "", 1: S, 2: "_:n0"}
    node = {**{n: f"_:n{n}" for n in range(5)}, 5: S, 6: '"six"'}
    lines = [f"{node[a]} {P} {node[b]} {graphs[g]} .\n" for a, b, g in edges]
    chance = random.Random(seed)
    names = chance.sample(range(100, 200), 5)
    renamed = [re.sub(r"_:n(\d)", lambda m: f"_:z{names[int(m[1])]}", line) for line in (*lines, lines[0])]
    chance.shuffle(renamed)
    assert canonical_form(quads_of("".join(lines))) == canonical_form(quads_of("".join(renamed)))


def test_other_data_has_another_hash() -> None:
    """Two rings of three and a ring of six: the same to every node that looks at its neighbours alone."""
    two = "".join(f"_:a{i} {P} _:a{(i + 1) % 3} .\n_:b{i} {P} _:b{(i + 1) % 3} .\n" for i in range(3))
    one = "".join(f"_:a{i} {P} _:a{(i + 1) % 6} .\n" for i in range(6))
    assert rdfc10_hash(quads_of(two)) != rdfc10_hash(quads_of(one))


def test_a_graph_made_to_be_costly_is_given_up_in_time() -> None:
    """Every node of a complete graph of twelve looks like every other; all orders would have to be tried."""
    text = "".join(f"_:n{a} {P} _:n{b} .\n" for a in range(12) for b in range(12) if a != b)
    with pytest.raises(InputError, match=r"cannot be labelled within 1\.5 s"):
        canonical_form(quads_of(text), seconds=1.5)
