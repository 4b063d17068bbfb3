"""Proofs: checks that are run. One file each; ``base`` has the protocol and the registry."""

from praetorium.proofs.base import Proof, Verdict, get, prove, registry

__all__ = ["Proof", "Verdict", "get", "prove", "registry"]
