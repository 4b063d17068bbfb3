"""Accounts: people register, sign in and have a profile; only they change anything, and see what is kept about people.

Parameters of the brief's feature: ``private`` (only people who signed in see anything), ``roles`` (what people can be
besides administrator; the feature ``roles`` names them too).
"""

from __future__ import annotations

from typing import Any

from praetorium.generate import names, pools
from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.features.booking import booked
from praetorium.generate.features.public_pages import shown_to_all
from praetorium.generate.granted import seen_in_part
from praetorium.generate.personal import is_personal
from praetorium.generate.said import author_of
from praetorium.generate.samples import chance
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief

SAMPLE_PASSWORD = "let-me-try-it"
_USUAL_ROLES = ("Member",)
_STAFF = frozenset(
    {"coordinator", "maintenance", "management", "manager", "moderator", "operator", "organiser", "organizer"}
    | {"reviewer", "service", "staff", "support", "supervisor", "technician", "treasurer"}
)
_ABOUT_RECORDS = ("comments", "ratings", "favourites", "likes", "notifications", "review_queue")
"""Features whose rows are about records of any kind."""
_ABOUT = (
    "I look after everything here. Write to me when something is missing.",
    "New here, and curious.",
    "I have been around since the beginning and like to help.",
    "Mostly reading, sometimes writing.",
    "Here to learn from all of you.",
)


class Accounts:
    """For every brief that asks for accounts, or for something that needs a person."""

    name = "accounts"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        if asked is None:
            return None
        roles = role_names(brief)
        limited = seen_in_part(brief, app)
        about_people = kept_about_people(brief, app)
        kept = [e for e in app.entities if e in limited or e in about_people]
        # Where visitors find nothing, they need no empty pages either.
        private = asked.parameters.get("private") is True or len(kept) == len(app.entities)
        people = _people(roles)
        return Use(
            entities=app.entities,
            context={
                "roles": roles,
                "private": private,
                "kept": limited if private else kept,
                "sample_password": SAMPLE_PASSWORD,
                "people": people,
                "subjects_used": any(f.name in _ABOUT_RECORDS for f in brief.features),
            },
            label=f"People register, sign in and have a profile; {_closed(private, kept)}",
            pages=[("Sign in", "/account/sign-in"), ("Register", "/account/register")],
            proofs=[
                {
                    "private": private,
                    "closed": [f"/{e.path}" for e in (app.entities if private else kept)],
                    "sign_in": {"path": "/account/sign-in", "email": "email", "password": "password"},
                    "register": {"path": "/account/register", "name": "name", "email": "email", "password": "password"},
                    "leave": {"path": "/account", "form": "/account/leave", "password": "current"},
                    "samples": [{"email": p["email"], "password": SAMPLE_PASSWORD, "role": p["role"]} for p in people],
                }
            ],
            # Where everybody may come, or writes in their own name, whoever registers is not one of those who run it.
            needs=("roles",) if _open_to_all(brief, app) else (),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """People to sign in as, the first an administrator; each has added some of the records."""
        people: list[dict[str, Any]] = use.context["people"]
        for entity in use.entities:
            for index, row in enumerate(data[entity.modules]):
                row["added_by"] = 1 + chance(f"{entity.name} {index} added by", len(people))
        return {"user_accounts": people, **data}


def _open_to_all(brief: Brief, app: AppView) -> bool:
    return any(f.name == "public_pages" for f in brief.features) or any(map(author_of, app.entities))


def kept_about_people(brief: Brief, app: AppView) -> list[EntityView]:
    """The kinds of record that are not for everybody: about people, and neither shown on the site nor booked there."""
    open_ = (*shown_to_all(brief, app), booked(brief, app))
    return [e for e in app.entities if is_personal(e) and e not in open_]


def _closed(private: bool, kept: list[EntityView]) -> str:
    """What only those who signed in do."""
    if private:
        return "only they see and change anything"
    return "only they change anything" + (f", and see {', '.join(e.nouns for e in kept)}" if kept else "")


def role_names(brief: Brief) -> tuple[str, ...]:
    """What people can be besides administrator, as the brief's parameters name it."""
    told = [
        names.clean(str(role), 40).capitalize()
        for feature in brief.features
        if feature.name in ("accounts", "roles")
        for role in feature.parameters.get("roles") or ()
    ]
    others = tuple(dict.fromkeys(r for r in told if r and not r.lower().startswith("admin")))
    # Where all that are named work here, those who come are somebody, too.
    guests = () if set(others) - set(staff(others)) else _USUAL_ROLES
    return (*guests, *others)[:8]


def staff(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``roles`` whom an administrator appoints: nobody becomes one of them by registering."""
    return tuple(role for role in roles if _STAFF & set(role.lower().split()))


def _people(roles: tuple[str, ...]) -> list[dict[str, Any]]:
    each = ["Administrator", *roles, *roles][: max(4, len(roles) + 1)]
    each += [roles[0]] * (4 - len(each))
    return [
        {
            "name": name,
            "email": f"{names.slug(name).replace('-', '.')}@example.com",
            "password_hash": "",
            "role": role,
            "about": _ABOUT[index % len(_ABOUT)],
            "sample": True,
        }
        for index, (role, name) in enumerate(zip(each, reversed(pools.PEOPLE), strict=False))
    ]


FEATURE: AppFeature = Accounts()
