"""Diffing: two drafts, or a redline, as a reader wants to see them: in the terminal and as one page."""
