"""Units of two documents: which paragraph, item, clause or heading of one belongs to which of the other."""

from digov.alignment.units.align import align_units

__all__ = ["align_units"]
