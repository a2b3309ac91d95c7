"""Inference: what the ontology entails about the graph, as triples of its own graph.

:func:`infer` is the reasoner of the build; :func:`infer_with_owlrl` is the reference that the tests hold it to.
"""

from digov.inference.entailment import infer
from digov.inference.reference import consistency_errors, infer_with_owlrl

__all__ = ["consistency_errors", "infer", "infer_with_owlrl"]
