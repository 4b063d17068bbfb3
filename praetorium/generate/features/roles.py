"""Roles: administrators manage people and decide what every role may do; pages and APIs refuse the rest.

Parameters of the brief's feature: ``roles``, what people can be besides administrator (one role, member, by default);
``rights``, what the request says of what they may do, see ``praetorium/words/rights.py``.
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.features.accounts import role_names, staff
from praetorium.generate.granted import granted, in_words
from praetorium.generate.view import AppView
from praetorium.models import Brief


class Roles:
    """For every brief that names roles or rights."""

    name = "roles"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        roles = role_names(brief)
        said = granted(brief, app, roles)
        words = in_words(said, app)
        told = f" (as asked for: {words})" if said else ""
        return Use(
            entities=app.entities,
            context={"appointed": staff(roles), "roles": roles, "granted": said, "granted_words": words},
            label=f"Roles: Administrator, {', '.join(roles)}; administrators decide what each may do{told}",
            pages=[("Back office", "/admin"), ("People", "/admin/people"), ("Roles", "/admin/roles")],
            proofs=[{"roles": ["Administrator", *roles], "office": "/admin", "refused": 403}],
            needs=("accounts",),
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


FEATURE: AppFeature = Roles()
