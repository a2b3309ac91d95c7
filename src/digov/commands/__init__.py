"""Commands that stand in modules of their own; :mod:`digov.cli` puts them beside the others."""
