"""Whose interpreter a step may run. What ``launch``, ``rehearse`` and ``tests`` share."""

from __future__ import annotations

import sys
from pathlib import Path

from praetorium.errors import UserError
from praetorium.executors.base import Context

_SYSTEM = ("/usr", "/opt", "/nix/store")
"""A confined command sees these anyway."""


def environment_of(python: str, context: Context) -> Path:
    """The folder of the environment that an interpreter belongs to: the command that it runs is shown all of it.

    It is one that a packages step has made, lies in the workspace, or belongs to the Python that runs us or to the
    system. Raises UserError for one that is not there, and for any other: what lies around it may be private.
    """
    place, then = Path(python), "name the one a packages step has made"
    if not place.is_absolute() or not place.exists():
        raise UserError(f"there is no interpreter '{python}'", next=then)
    # The folder it is found in, wherever links lead: /bin/python belongs to /usr, and not to all of the machine.
    environment = place.parent.resolve().parent
    made = environment.parent == context.home.resolve() / "environments"
    around = (context.workspace.resolve(), Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), *_SYSTEM)
    if not made and not any(environment.is_relative_to(each) for each in around):
        raise UserError(f"'{python}' belongs to no environment that was made here", next=then)
    return environment
