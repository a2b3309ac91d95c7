"""Redlines: a text with struck and inserted words run together, read back into the two texts that it was made of."""

from __future__ import annotations

from digov.alignment.redline.docx import read_tracked
from digov.alignment.redline.marks import status_of
from digov.alignment.redline.recover import recover

__all__ = ["read_tracked", "recover", "status_of"]
