"""The store: a release behind SPARQL, read-only."""

from digov.store.formats import Format, short_form, table_of, write_result
from digov.store.release_store import ReleaseStore
from digov.store.results import AskResult, GraphResult, Result, SelectResult, Term

__all__ = [
    "AskResult",
    "Format",
    "GraphResult",
    "ReleaseStore",
    "Result",
    "SelectResult",
    "Term",
    "short_form",
    "table_of",
    "write_result",
]
