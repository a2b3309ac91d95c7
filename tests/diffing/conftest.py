"""Two made-up drafts, a flattened redline of the first, and what the diffing package makes of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from digov.diffing.compared import Compared, compare_given
from digov.diffing.given import Given, read_given
from digov.model.lexicon import Lexicon
from digov.rdf.lexicons import load_lexicon

ROOT = Path(__file__).parents[2]
HOSTILE = "<script>alert('x')</script> & \"friends\" <img src=http://example.org/x.png>"

BASE = f"""The General Assembly,

1. Requests the Registrar to repair the cables of the northern islands by 2027 and to report at its eightieth session;

2. Welcomes the map of submarine cables that the survey has drawn for {HOSTILE};

3. Encourages all Member States to share the spare parts of their networks on a voluntary basis (SDG 9);

4. Notes that village choirs have collected the riddles of lighthouse keepers.
"""
NEW = f"""The General Assembly,

1. Invites the Registrar to repair the cables of the northern islands by 2029 and to report at its eighty-first session;

2. Welcomes the map of submarine cables that the survey has drawn for {HOSTILE};

3. Urges licensing bodies to leave a part of the radio spectrum to cooperatives of farmers;

4. Encourages all Member States to share the spare parts of their networks (SDGs 9 & 17).
"""
REDLINE = f"""The General Assembly,

1. RequestsInvites the Registrar to repair the cables of the northern and southern islands by 20272029 and to report at its \
eightiethforty-first session;

2. Welcomes the map of submarine cables that the survey has drawn for {HOSTILE};

3. Encourages all Member States to share the spare parts of their networks on a voluntary basis as appropriate (SDG 9);

4. Notes that village choirs have collected the riddles of lighthouse keepers.
"""

Write = Callable[[str, str | bytes], Given]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(ROOT / "ontology" / "concepts")


@pytest.fixture(scope="session")
def give(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Return the maker of a given document from a file name and its content."""

    def make(name: str, content: str | bytes) -> Given:
        path = tmp_path_factory.mktemp("given") / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_given(str(path), held=ROOT / "data" / "sources", standard_input=io.BytesIO())

    return make


@pytest.fixture(scope="session")
def drafts(give: Write, lexicon: Lexicon) -> Compared:
    """Return the two drafts compared."""
    return compare_given(give("old.txt", BASE), give("new.txt", NEW), lexicon)


@pytest.fixture(scope="session")
def redlined(give: Write, lexicon: Lexicon) -> Compared:
    """Return the base compared with its redline."""
    return compare_given(give("old.txt", BASE), give("redline.txt", REDLINE), lexicon)
