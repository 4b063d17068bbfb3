"""People, their keys, their sessions and one-time links. Only checksums of secrets are kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, or_, select, update

from praetorium.catalogue.database import Database
from praetorium.catalogue.page_tables import hook_calls, keys, links, people, preferences, sessions
from praetorium.errors import UnknownError
from praetorium.models import Model, new_id, now

_ANYBODY = select(people.c.name).limit(1)  # built once, see requests.py

CALL = 60.0
"""Seconds in which a webhook's call becomes a request at most."""


class Person(Model):
    """Somebody with an account."""

    name: str
    role: str
    created: datetime
    revoked: datetime | None = None


class Key(Model):
    """A key of a person's; the secret itself is nowhere."""

    id: str
    person: str
    label: str
    created: datetime
    expires: datetime | None = None
    used: datetime | None = None
    revoked: datetime | None = None


class Link(Model):
    """A link that does one thing once."""

    kind: str
    subject: str
    person: str
    created: datetime
    expires: datetime
    used: datetime | None = None


class People:
    def __init__(self, database: Database) -> None:
        self._db = database

    def any(self) -> bool:
        """Whether there ever was an account, closed or not."""
        with self._db.read() as connection:
            return connection.scalar(_ANYBODY) is not None

    def all(self) -> list[Person]:
        with self._db.read() as connection:
            return [Person.model_validate(dict(r._mapping)) for r in connection.execute(_by_name())]

    def get(self, name: str) -> Person:
        """Raises UnknownError."""
        with self._db.read() as connection:
            row = connection.execute(select(people).where(people.c.name == name)).first()
            if row is None:
                raise UnknownError("person", name, connection.scalars(select(people.c.name).limit(50)))
        return Person.model_validate(dict(row._mapping))

    def store(self, name: str, role: str) -> None:
        """A new account, or another role for one that is there."""
        with self._db.write() as connection:
            changed = connection.execute(
                update(people).where(people.c.name == name).values(role=role, revoked=None)
            ).rowcount
            if not changed:
                connection.execute(people.insert().values(name=name, role=role, created=now()))

    def revoke(self, name: str) -> None:
        """Close an account with its keys and sessions."""
        with self._db.write() as connection:
            connection.execute(update(people).where(people.c.name == name).values(revoked=now()))
            connection.execute(
                update(keys).where(keys.c.person == name, keys.c.revoked.is_(None)).values(revoked=now())
            )
            connection.execute(delete(sessions).where(sessions.c.person == name))

    def add_key(self, person: str, secret: str, label: str = "", expires: datetime | None = None) -> Key:
        """``secret``: its checksum."""
        made = Key(id=new_id("key"), person=person, label=label, created=now(), expires=expires)
        with self._db.write() as connection:
            connection.execute(keys.insert().values(secret=secret, **made.model_dump()))
        return made

    def keys(self, person: str | None = None) -> list[Key]:
        query = select(keys).order_by(keys.c.created)
        query = query.where(keys.c.person == person) if person else query
        with self._db.read() as connection:
            return [_key(row) for row in connection.execute(query)]

    def revoke_key(self, id: str) -> None:
        """Its sessions end with it. Raises UnknownError."""
        with self._db.write() as connection:
            if not connection.execute(update(keys).where(keys.c.id == id).values(revoked=now())).rowcount:
                raise UnknownError("key", id, connection.scalars(select(keys.c.id).limit(50)))
            connection.execute(delete(sessions).where(sessions.c.key == id))

    def by_key(self, secret: str) -> tuple[Person, Key] | None:
        """Whose key that is, if both are in force."""
        with self._db.read() as connection:
            row = connection.execute(select(keys).where(keys.c.secret == secret)).first()
            if row is None or row.revoked or (row.expires and row.expires < now()):
                return None
            owner = connection.execute(_active(row.person)).first()
        return (Person.model_validate(dict(owner._mapping)), _key(row)) if owner else None

    def touch_key(self, id: str) -> None:
        """It was used just now."""
        with self._db.write() as connection:
            connection.execute(update(keys).where(keys.c.id == id).values(used=now()))

    def open_session(self, secret: str, person: str, key: str | None, seconds: float) -> None:
        """Also clears away sessions that have run out."""
        with self._db.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires < now()))
            connection.execute(
                sessions.insert().values(
                    secret=secret,
                    person=person,
                    key=key,
                    created=now(),
                    seen=now(),
                    expires=now() + timedelta(seconds=seconds),
                )
            )

    def session(self, secret: str, idle: float) -> tuple[str, Person | None, str | None] | None:
        """Whose session that is, with the account and key it stands on (none of them: the person of this machine);
        None when it has run out, or was not used for ``idle`` seconds."""
        moment = now()
        with self._db.read() as connection:
            row = connection.execute(select(sessions).where(sessions.c.secret == secret)).first()
            if row is None or row.expires < moment or row.seen < moment - timedelta(seconds=idle):
                return None
            owner = connection.execute(_active(row.person)).first() if row.key else None
        if row.key and owner is None:
            return None
        if row.seen < moment - timedelta(minutes=5):
            with self._db.write() as connection:
                connection.execute(update(sessions).where(sessions.c.secret == secret).values(seen=moment))
        return row.person, Person.model_validate(dict(owner._mapping)) if owner else None, row.key

    def end_session(self, secret: str) -> None:
        with self._db.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.secret == secret))

    def add_link(self, secret: str, kind: str, subject: str, person: str, seconds: float) -> None:
        """Also clears away links that have run out."""
        moment = now()
        with self._db.write() as connection:
            connection.execute(delete(links).where(links.c.expires < moment - timedelta(days=30)))
            connection.execute(
                links.insert().values(
                    secret=secret,
                    kind=kind,
                    subject=subject,
                    person=person,
                    created=moment,
                    expires=moment + timedelta(seconds=seconds),
                )
            )

    def link(self, secret: str, kind: str) -> Link | None:
        """The link as it stands, used or not; None when it never was, or has run out."""
        query = select(links).where(links.c.secret == secret, links.c.kind == kind, links.c.expires > now())
        with self._db.read() as connection:
            row = connection.execute(query).first()
        return Link.model_validate({k: v for k, v in row._mapping.items() if k != "secret"}) if row else None

    def use_link(self, secret: str, kind: str) -> bool:
        """Whether this was its first use."""
        change = update(links).where(
            links.c.secret == secret, links.c.kind == kind, links.c.expires > now(), links.c.used.is_(None)
        )
        with self._db.write() as connection:
            return bool(connection.execute(change.values(used=now())).rowcount)

    def preferences(self, person: str) -> dict[str, Any]:
        with self._db.read() as connection:
            rows = connection.execute(select(preferences).where(preferences.c.person == person))
            return {row.name: row.value for row in rows}

    def prefer(self, person: str, name: str, value: Any) -> None:
        """Keep a preference; None forgets it."""
        with self._db.write() as connection:
            connection.execute(delete(preferences).where(preferences.c.person == person, preferences.c.name == name))
            if value is not None:
                connection.execute(preferences.insert().values(person=person, name=name, value=value, at=now()))

    def called(self, connection: Connection, hook: str, keys: Collection[str]) -> tuple[bool, str | None]:
        """Take note of a webhook's call: whether it is the first of all those keys, else which request it made.

        A note of which nothing came within ``CALL`` seconds is that of a process that ended; it counts no more.
        """
        mine = (hook_calls.c.hook == hook, hook_calls.c.key.in_(keys))
        died = and_(hook_calls.c.request.is_(None), hook_calls.c.at < now() - timedelta(seconds=CALL))
        connection.execute(delete(hook_calls).where(*mine, died))
        known = connection.execute(select(hook_calls).where(*mine)).all()
        if known:
            return False, next((row.request for row in known if row.request), None)
        connection.execute(hook_calls.insert(), [{"hook": hook, "key": key, "at": now()} for key in sorted(set(keys))])
        return True, None

    def call_made(self, hook: str, keys: Collection[str], request: str | None) -> None:
        """The request that a call became; None takes the note back, so that it may be tried again."""
        mine = (hook_calls.c.hook == hook, hook_calls.c.key.in_(keys))
        with self._db.write() as connection:
            if request is None:
                connection.execute(delete(hook_calls).where(*mine))
            else:
                connection.execute(update(hook_calls).where(*mine).values(request=request))


def _by_name() -> Any:
    return select(people).order_by(people.c.name)


def _active(name: str) -> Any:
    return select(people).where(people.c.name == name, or_(people.c.revoked.is_(None), people.c.revoked > now()))


def _key(row: Row[Any]) -> Key:
    return Key.model_validate({k: v for k, v in row._mapping.items() if k != "secret"})
