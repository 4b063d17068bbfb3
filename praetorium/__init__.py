"""Praetorium: the command centre for Prefect.

>>> from praetorium import submit
>>> handle = submit("Build me a CRM with contacts and leads")  # doctest: +SKIP
>>> handle.wait().urls  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from praetorium.answers import approvals, approve, deny, edit, refine
    from praetorium.handle import Handle, asubmit, submit
    from praetorium.house import House

__version__ = "0.1.0"
__all__ = ["Handle", "House", "approvals", "approve", "asubmit", "deny", "edit", "refine", "submit"]


def __getattr__(name: str) -> Any:
    """The Python API, imported when it is used: the command line starts without it."""
    if name in ("Handle", "asubmit", "submit"):
        from praetorium import handle

        return getattr(handle, name)
    if name in ("approvals", "approve", "deny", "edit", "refine"):
        from praetorium import answers

        return getattr(answers, name)
    if name == "House":
        from praetorium.house import House

        return House
    raise AttributeError(f"module 'praetorium' has no attribute '{name}'")
