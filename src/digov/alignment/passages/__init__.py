"""Passages: what two instruments say in the same words, in nearly the same words, or in other words."""

from digov.alignment.passages.find import find_passages, strongest

__all__ = ["find_passages", "strongest"]
