"""The server: a release on the web, read-only. It does not know that stages exist."""

from digov.server.app import create_app

__all__ = ["create_app"]
