"""Alignment: what changed between two documents, said with both quotes."""
