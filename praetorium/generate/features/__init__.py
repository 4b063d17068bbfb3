"""What an application can do beyond keeping records: one module here, one folder in ``templates/apps/features`` each.

A feature is found by being there: a module with ``FEATURE``, an object like :class:`AppFeature`. Its folder holds

* ``files/``: files of its own, tests among them; paths with ``__entity__`` are rendered for each entity it applies to;
* ``slots/``: what it adds at named places of the base templates (``slot("list_actions", e=e)``), decided there by its
  context.

Nothing else names it: adding a feature edits no existing file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief

Data = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Use:
    """How one application uses a feature."""

    entities: Sequence[EntityView]
    """Those it applies to."""
    context: Mapping[str, Any]
    """What its templates know besides ``app`` and ``e``."""
    label: str
    """For people: what it does here, in a few words."""
    pages: Sequence[tuple[str, str]] = ()
    """Pages it adds: name and address."""
    proofs: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    """What can be asked of the running application, for ``app.json``."""


class AppFeature(Protocol):
    """One feature of the generator."""

    name: str
    """As in :class:`praetorium.models.Feature`; also its folder of templates."""

    def use(self, brief: Brief, app: AppView) -> Use | None:
        """How ``app`` uses it; None when it does not."""
        ...

    def samples(self, use: Use, data: Data) -> Data:
        """The sample data, changed so that the feature has something to show."""
        ...


@cache
def features() -> tuple[AppFeature, ...]:
    """Every feature there is, by name."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").FEATURE
        for module in pkgutil.iter_modules(__path__)
        if not module.name.startswith("_")
    ]
    return tuple(sorted(found, key=lambda f: str(f.name)))


def feature_names() -> tuple[str, ...]:
    """The names a brief may ask for."""
    return tuple(f.name for f in features())
