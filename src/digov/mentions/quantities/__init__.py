"""Quantities: measured and counted values."""
