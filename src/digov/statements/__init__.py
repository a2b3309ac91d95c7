"""From mentions to statements: what a document says, each link with the words that say it."""

from digov.statements.state import state

__all__ = ["state"]
