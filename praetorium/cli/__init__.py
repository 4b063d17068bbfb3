"""The command line: one module per group of commands, thin over the core; ``main`` is what ``praetorium`` runs."""

from praetorium.cli.entry import main

__all__ = ["main"]
