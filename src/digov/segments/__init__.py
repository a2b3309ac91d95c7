"""Segments: cut a source text into a tree of segments."""

from __future__ import annotations

from digov.segments.parser import parse

__all__ = ["parse"]
