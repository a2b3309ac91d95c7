"""References: what a segment cites, by symbol, in prose, by name and through footnotes."""
