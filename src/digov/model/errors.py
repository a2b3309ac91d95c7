"""The errors that digov raises on purpose.

One root and one subclass per decision that a caller can take. Every message says what is wrong, where, and what
mends it; the command line prints it as it stands and exits with the class's status.
"""

from __future__ import annotations


class DigovError(Exception):
    """Root of all errors that digov raises on purpose; carries the place and the remedy.

    ``where`` names a file, a file and line, a segment or a setting; ``remedy`` is a sentence in the imperative.
    """

    exit_status = 1

    def __init__(self, message: str, *, where: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        parts = [self.message if self.where is None else f"{self.where}: {self.message}"]
        if self.remedy:
            parts.append(f"  remedy: {self.remedy}")
        return "\n".join(parts)


class InputError(DigovError):
    """A file given by the user cannot be read or is not what it should be (missing, binary, too large, wrong encoding)."""

    exit_status = 2


class ConfigError(DigovError):
    """A reviewed file of the project (``instrument.toml``, a lexicon, a shape, a query) is malformed."""

    exit_status = 3


class ValidationError(DigovError):
    """The graph violates a shape; nothing was released."""

    exit_status = 4


class ReleaseError(DigovError):
    """A release cannot be written, found or trusted (disk full, checksum mismatch, none built yet)."""

    exit_status = 5


class QueryError(DigovError):
    """A query is malformed, unknown by name, or asks for something that a release does not allow."""

    exit_status = 6
