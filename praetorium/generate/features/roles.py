"""Roles: administrators manage people and decide what every role may do; pages and APIs refuse the rest.

Parameter of the brief's feature: ``roles``, what people can be besides administrator (one role, member, by default).
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.features.accounts import role_names, staff
from praetorium.generate.view import AppView
from praetorium.models import Brief


class Roles:
    """For every brief that names roles or rights."""

    name = "roles"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        roles = role_names(brief)
        return Use(
            entities=app.entities,
            context={"appointed": staff(roles), "roles": roles},
            label=f"Roles: Administrator, {', '.join(roles)}; administrators decide what each may do",
            pages=[("Back office", "/admin"), ("People", "/admin/people"), ("Roles", "/admin/roles")],
            proofs=[{"roles": ["Administrator", *roles], "office": "/admin", "refused": 403}],
            needs=("accounts",),
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


FEATURE: AppFeature = Roles()
