"""The rights that a request speaks of, for the roles and tables of its application: "members see their own orders"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief

Granted = dict[tuple[str, str, str], str]
"""Role, table, action (``see``, ``add``, ``change``, ``delete``) → how far: ``none``, ``own`` or ``all``."""

_WORDS = {"none": "no", "own": "their own", "all": "all"}


def seen_in_part(brief: Brief, app: AppView) -> list[EntityView]:
    """The kinds of record of which somebody sees only some, or none."""
    told = [right for right in _rights(brief) if right["action"] == "see" and right["scope"] != "all"]
    return [e for e in app.entities if any(right["entity"] in ("", e.name) for right in told)]


def granted(brief: Brief, app: AppView, roles: Sequence[str]) -> Granted:
    """What each role may do as it was said; what is said of one of them counts more than what is said of all.

    Of what only some see only in part, those of whom nothing is said see all.
    """
    found: Granted = {(role, entity.table, "see"): "all" for entity in seen_in_part(brief, app) for role in roles}
    for right in sorted(_rights(brief), key=lambda right: right["role"] != "*"):
        for role in roles:
            if right["role"] not in ("*", role.lower()):
                continue
            for entity in app.entities:
                if right["entity"] in ("", entity.name):
                    found[role, entity.table, right["action"]] = right["scope"]
    return {place: scope for place, scope in found.items() if not (place[2] == "add" and scope == "own")}


def in_words(granted: Granted, app: AppView) -> str:
    """The same for people: "Member: see their own orders; delete no tasks"."""
    nouns = {entity.table: entity.nouns for entity in app.entities}
    told: dict[str, list[str]] = {}
    for (role, table, action), scope in granted.items():
        told.setdefault(role, []).append(f"{action} {_WORDS[scope]} {nouns[table]}")
    return "; ".join(f"{role}: {', '.join(rights)}" for role, rights in told.items())


def _rights(brief: Brief) -> Iterator[dict[str, str]]:
    for feature in brief.features:
        if feature.name == "roles":
            yield from feature.parameters.get("rights", ())
