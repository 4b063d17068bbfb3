"""Packages that features need beyond those of every application.

A feature that needs some names them in its folder of templates: ``requirements.in`` by name, ``requirements.txt`` in
exact versions with what they need in turn. They are sorted into the application's own lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

_NAMES, _PINS = "requirements.in", "requirements.txt"
_LISTS = {_NAMES: _NAMES, _PINS: _PINS, "requirements-dev.txt": _PINS}
"""The application's list → the features' list that is sorted into it."""


def named(templates: Path, features: Iterable[str]) -> list[str]:
    """Names of all packages that ``features`` ask for, sorted."""
    return sorted({name for feature in features for name in _lines(templates, feature, _NAMES)})


def with_requirements(
    files: Mapping[str, str | bytes], templates: Path, features: Iterable[str]
) -> dict[str, str | bytes]:
    """``files``, the lists of packages among them completed by what ``features`` need."""
    features = list(features)
    completed = dict(files)
    for target, source in _LISTS.items():
        more = {line for feature in features for line in _lines(templates, feature, source)}
        own = completed[target]
        if more and isinstance(own, str):
            completed[target] = "\n".join(sorted({*own.splitlines(), *more})) + "\n"
    return completed


def _lines(templates: Path, feature: str, name: str) -> list[str]:
    path = templates / "apps/features" / feature / name
    return path.read_text(encoding="utf-8").split() if path.exists() else []
