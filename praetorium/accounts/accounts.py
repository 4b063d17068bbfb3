"""Accounts of one installation. Secrets are shown once, when they are made; afterwards only their checksums exist."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from praetorium.accounts.roles import Identity, Role
from praetorium.catalogue import Catalogue
from praetorium.catalogue.people import Key, Link, Person
from praetorium.errors import RefusedError, UserError
from praetorium.models import Model, now

SESSION = 7 * 24 * 3600.0
"""Seconds a session lasts at most."""
IDLE = 24 * 3600.0
"""Seconds after which a session that nobody used has ended."""
ENTER = 12 * 3600.0
"""Seconds a link to enter is good for."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}")
_NOTICED = timedelta(minutes=1)


class Issued(Model):
    """A key that was just made, with its secret for the only time."""

    key: Key
    secret: str


class Entrance(Model):
    """A session that was just opened."""

    identity: Identity
    token: str
    """For the cookie."""


class Accounts:
    def __init__(self, catalogue: Catalogue) -> None:
        self._people = catalogue.people

    def exist(self) -> bool:
        """Whether there is, or ever was, any account; before the first, the page belongs to the person at this machine.

        That the last one is closed opens nothing again: who has kept a link, or reaches the page, is not let in for it.
        """
        return self._people.any()

    def all(self) -> list[Person]:
        return self._people.all()

    def add(self, name: str, role: Role) -> Person:
        """An account, or another role for one that is there.

        Raises UserError for a name that cannot be used, RefusedError when no operator would be left.
        """
        if not _NAME.fullmatch(name):
            raise UserError(
                f"'{name}' cannot be a person's name", next="use letters, digits, spaces and . _ @ -, at most 64"
            )
        if role is not Role.OPERATOR:
            self._keep_an_operator(name)
        self._people.store(name, role)
        return self._people.get(name)

    def remove(self, name: str) -> None:
        """Close the account, with its keys and sessions. Raises UnknownError; RefusedError for the last operator."""
        name = self._people.get(name).name
        self._keep_an_operator(name)
        self._people.revoke(name)

    def _keep_an_operator(self, name: str) -> None:
        operators = [p.name for p in self.all() if p.role == Role.OPERATOR and p.revoked is None]
        if operators == [name]:
            raise RefusedError(
                f"'{name}' is the last operator: without one nobody could halt anything, or see who did what",
                next="make somebody else operator first: praetorium users add NAME --role operator",
            )

    def role(self, name: str) -> Role | None:
        """Which role that person has; None when there is no such account, or it is closed."""
        return next((Role(p.role) for p in self.all() if p.name == name and p.revoked is None), None)

    def issue(self, name: str, label: str = "", days: float | None = None) -> Issued:
        """A new key for that person. Raises UnknownError; UserError when the account is closed."""
        person = self._people.get(name)
        if person.revoked:
            raise UserError(f"the account of '{name}' is closed", next=f"open it: praetorium users add {name}")
        expires: datetime | None = now() + timedelta(days=days) if days is not None else None
        secret = f"prae_{secrets.token_urlsafe(32)}"
        return Issued(key=self._people.add_key(name, checksum(secret), label, expires), secret=secret)

    def all_keys(self, name: str | None = None) -> list[Key]:
        return self._people.keys(name)

    def revoke_key(self, id: str) -> None:
        """Raises UnknownError."""
        self._people.revoke_key(id)

    def by_key(self, secret: str) -> Identity | None:
        """Whose key that is; None when it is nobody's, or no longer in force."""
        found = self._people.by_key(checksum(secret))
        if found is None:
            return None
        person, key = found
        if key.used is None or key.used < now() - _NOTICED:
            self._people.touch_key(key.id)
        return Identity(name=person.name, role=Role(person.role), way="key")

    def enter_by_key(self, secret: str) -> Entrance | None:
        """A session for whoever holds that key."""
        found = self._people.by_key(checksum(secret))
        return self._open(found[0].name, Role(found[0].role), found[1].id) if found else None

    def enter_by_link(self, token: str) -> Entrance | None:
        """A session for the person of this machine, once; None when the link was used, has run out, or accounts
        have come since."""
        if self.exist():
            return None
        link = self._people.link(checksum(token), "enter")
        if link is None or not self._people.use_link(checksum(token), "enter"):
            return None
        return self._open(link.person, Role.OPERATOR, None)

    def by_session(self, token: str) -> Identity | None:
        """Whose session that is; None when it has ended. A session without an account ends when accounts come."""
        found = self._people.session(checksum(token), IDLE)
        if found is None:
            return None
        name, person, key = found
        if key is None and self.exist():
            return None
        role = Role(person.role) if person else Role.OPERATOR
        return Identity(name=name, role=role, way="session", proof=proof_of(token))

    def leave(self, token: str) -> None:
        self._people.end_session(checksum(token))

    def link(self, kind: str, person: str, subject: str = "", seconds: float = ENTER) -> str:
        """The token of a new link that does one thing once."""
        token = secrets.token_urlsafe(32)
        self._people.add_link(checksum(token), kind, subject, person, seconds)
        return token

    def look_at_link(self, token: str, kind: str) -> Link | None:
        """What a link is for, without using it; None when it never was, or has run out."""
        return self._people.link(checksum(token), kind)

    def use_link(self, token: str, kind: str) -> bool:
        """Whether this was its first use."""
        return self._people.use_link(checksum(token), kind)

    def _open(self, name: str, role: Role, key: str | None) -> Entrance:
        token = secrets.token_urlsafe(32)
        self._people.open_session(checksum(token), name, key, SESSION)
        return Entrance(identity=Identity(name=name, role=role, way="session", proof=proof_of(token)), token=token)


def checksum(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def proof_of(token: str) -> str:
    """What changes made in a session carry along: derived from its secret, so it need not be kept."""
    return hashlib.sha256(f"proof:{token}".encode()).hexdigest()[:40]
