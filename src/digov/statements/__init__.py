"""From mentions to statements: what a document says, each link with the words that say it."""

from digov.statements.fates import Judge
from digov.statements.quotes import Quoter
from digov.statements.state import state

__all__ = ["Judge", "Quoter", "state"]
