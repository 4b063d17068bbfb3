"""The ``application`` proof, in parts: a client, what the application says of itself, and what is tried of it."""

from praetorium.proofs.application.proof import Application

__all__ = ["Application"]
