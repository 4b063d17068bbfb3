"""The embedded reader: request words → brief. Deterministic, without model and network."""

from praetorium.words.reader import read

__all__ = ["read"]
