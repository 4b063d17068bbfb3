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
from praetorium.models import Brief, Feature

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
    ways: Sequence[tuple[str, str, str]] = ()
    """Its links in the navigation for everybody: symbol, label and address."""
    office_ways: Sequence[tuple[str, str, str]] = ()
    """Its links in the navigation of those who run the application."""
    for_members: bool = False
    """Whether those are for everybody who has signed in, where the application has no site in front of it."""
    proofs: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    """What can be asked of the running application, for ``app.json``."""
    needs: Sequence[str] = ()
    """Other features that it cannot do without: they are used too, whether they were asked for or not."""


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


def uses_of(brief: Brief, app: AppView) -> dict[str, tuple[AppFeature, Use]]:
    """Every feature that ``brief`` leads to, and how ``app`` uses it, by name; those that others need among them."""
    while True:
        found = {feature.name: (feature, use) for feature in features() if (use := feature.use(brief, app)) is not None}
        missing = {name for _, use in found.values() for name in use.needs} - {f.name for f in brief.features}
        if not missing:
            return found
        needed = tuple(Feature(name=name, label=name.replace("_", " ").capitalize()) for name in sorted(missing))
        brief = brief.model_copy(update={"features": (*brief.features, *needed)})


def named_entities(app: AppView, parameters: Mapping[str, Any]) -> list[EntityView]:
    """The entities that ``parameters`` name as ``entity`` or ``entities``: one name or several."""
    told = [parameters.get(key) for key in ("entity", "entities")]
    names = [name for part in told if part for name in ([part] if isinstance(part, str) else part)]
    return [e for e in app.entities if e.name in names]


def free_path(app: AppView, *wanted: str) -> str:
    """The first address of ``wanted`` (without the slash) that no entity has."""
    taken = {e.path for e in app.entities}
    return next((path for path in wanted if path not in taken), f"{wanted[0]}-page")


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
