"""Which kinds of record people comment on, rate, mark or follow, when the words do not say."""

from __future__ import annotations

from collections.abc import Sequence

from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief

_SHOWN = (
    *("post", "article", "story", "diary", "recipe", "photo", "picture", "image", "album", "video", "movie", "film"),
    *("book", "song", "game", "course", "lesson", "product", "item", "dish", "place", "venue", "restaurant", "hotel"),
    *("event", "topic", "thread", "discussion", "question", "idea", "note", "news", "project", "listing"),
    *("service", "property", "car", "job", "deal", "artwork", "design", "template", "tutorial", "document", "ticket"),
)
"""What people put before others, the most typical first."""
_PRIVATE = (
    *("comment", "reply", "review", "rating", "message", "notification", "favourite", "favorite", "like", "follow"),
    *("category", "tag", "user", "member", "role", "order", "payment", "invoice", "appointment", "booking", "setting"),
    *("reservation", "registration", "enrolment", "enrollment", "vote", "result", "log", "account", "customer"),
)
"""What nobody comments on, however it is called in full."""
_KINDS = ("document", "product", "event", "place", "thing", "task")


def subjects(brief: Brief, app: AppView, name: str, most: int = 2) -> list[EntityView]:
    """Entities that the brief's feature ``name`` is about; empty when the feature is not asked for.

    Those that its parameters ``entity`` or ``entities`` name, else up to ``most`` that people put before others, else
    the first there are.
    """
    asked = [f for f in brief.features if f.name == name]
    if not asked:
        return []
    told = [str(n) for f in asked for n in (f.parameters.get("entity"), *(f.parameters.get("entities") or ())) if n]
    named = [e for e in app.entities if e.name in told]
    return named or _typical(app.entities, most)


def _typical(entities: Sequence[EntityView], most: int) -> list[EntityView]:
    fit = [e for e in entities if not set(e.name.split("_")) & set(_PRIVATE)]
    shown = sorted(
        (e for e in fit if set(e.name.split("_")) & set(_SHOWN)),
        key=lambda e: min(_SHOWN.index(part) for part in e.name.split("_") if part in _SHOWN),
    )
    usual = sorted((e for e in fit if e.kind in _KINDS), key=lambda e: _KINDS.index(e.kind))
    return (shown or usual or fit or list(entities))[:most]
