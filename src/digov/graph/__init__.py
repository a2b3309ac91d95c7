"""The graph: statements, structure, vocabularies and provenance as quads in named graphs."""

from digov.graph.build import build_graph, producers_of
from digov.graph.provenance import provenance_quads
from digov.graph.vocabulary import VocabularyFile, read_vocabulary, vocabulary_quads

__all__ = [
    "VocabularyFile",
    "build_graph",
    "producers_of",
    "provenance_quads",
    "read_vocabulary",
    "vocabulary_quads",
]
