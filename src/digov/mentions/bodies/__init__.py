"""Bodies and stakeholder groups: names in full, by acronym, and short forms in context."""
