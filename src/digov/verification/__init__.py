"""Verification: whether a release, a dump or a running server holds what it should; only the command line asks others."""

from digov.verification.checks import Check, Checks
from digov.verification.files import verify_file
from digov.verification.folder import verify_folder
from digov.verification.served import verify_address

__all__ = ["Check", "Checks", "verify_address", "verify_file", "verify_folder"]
