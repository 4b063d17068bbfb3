"""Executors: what carries out a step. One file each; ``base`` has the protocol and the registry."""

from praetorium.executors.base import Context, Executor, Result, get, registry

__all__ = ["Context", "Executor", "Result", "get", "registry"]
