"""Changes: what an edit does to the acts of a unit and to the facts they carry."""

from digov.alignment.changes.find import changes, changes_of
from digov.alignment.changes.restated import changes_within

__all__ = ["changes", "changes_of", "changes_within"]
