"""The command line: one command a verb; it parses, calls the use case, prints the report."""

from kinerja_xl.cli.app import main

__all__ = ["main"]
