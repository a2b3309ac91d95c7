"""Evaluation: how the records of `digov annotate` compare with the gold annotation."""
