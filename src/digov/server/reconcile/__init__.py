"""Reconciliation: names in somebody's table to bodies, instruments and goals, by the W3C community group's API, version 0.2."""
