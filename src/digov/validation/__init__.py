"""Validation: what must hold, as SHACL shapes, checked with pySHACL."""

from digov.validation.check import validate
from digov.validation.report import Result, ShapeSeverity, ValidationReport
from digov.validation.shapes import Shapes, load_shapes

__all__ = ["Result", "ShapeSeverity", "Shapes", "ValidationReport", "load_shapes", "validate"]
