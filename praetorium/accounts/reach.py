"""What somebody may reach: requests, assets, apps and folders; the same on the page as for what they ask.

A request reaches what whoever made it may see, and changes what is theirs. Without accounts, and for what is asked at
this machine (the command line, Python), that is everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from praetorium.accounts.accounts import Accounts
from praetorium.accounts.roles import Identity, Permission, Role
from praetorium.catalogue import App, Standing, Version
from praetorium.errors import RefusedError, UnknownError, UserError
from praetorium.house import House
from praetorium.models import Door, Request

_HERE = frozenset({Door.CLI, Door.PYTHON})
_TRUSTED = frozenset({*_HERE, Door.PREFECT, Door.WEBHOOK})
"""Whoever may call Prefect's API may do everything there, and webhooks are files of the home's owner."""


class UnseenError(UnknownError):
    """Nothing of that name is there for whoever asks; what else there is stays untold."""

    def __init__(self, kind: str, name: str) -> None:
        UserError.__init__(self, f"there is no {kind} '{name}'", next="look for it in the list")


@contextmanager
def untold(kind: str, name: str) -> Iterator[None]:
    """What is there under other names is nobody's to learn by guessing. Raises UnseenError for UnknownError."""
    try:
        yield
    except UnknownError:
        raise UnseenError(kind, name) from None


class Reach:
    """What one person may see, and what is theirs to change. Raises UnseenError also for what they may not see."""

    def __init__(self, house: House, who: Identity, *, here: bool = False, owner: str = "") -> None:
        """``here``: whether they stand at this machine, whose files they can read anyway. ``owner``: see there."""
        self._house = house
        self.who = who
        self.here = here
        self.owner = owner
        """Whose what they make is, where people have accounts; empty where there are none."""

    @classmethod
    def of(cls, house: House, request: Request) -> Reach:
        """What a request may work on: what whoever asked for it may."""
        accounts = Accounts(house.catalogue)
        shared = accounts.exist()
        alone = request.door in _HERE or not shared
        role = Role.OPERATOR if alone or _trusted(house, request) else accounts.role(request.asked_by)
        # Somebody without an account (any more) has what they asked for themselves.
        who = Identity(name=request.asked_by, role=role or Role.REQUESTER, way="request")
        owner = request.asked_by if shared else ""
        return cls(house, who, here=alone and request.door is not Door.WEBHOOK, owner=owner)

    @property
    def only(self) -> str | None:
        """Whose requests they see; None: everybody's."""
        return None if self.who.role.sees_all else self.who.name

    def request(self, id: str) -> Standing:
        """That request."""
        with untold("request", id):
            standing = self._house.catalogue.requests.get(id)
        if not self.who.sees(standing.request.asked_by):
            raise UnseenError("request", id)
        return standing

    def own_request(self, id: str) -> Standing:
        """That request, to stop it, go on with it or take it back. Raises RefusedError when it is somebody else's."""
        standing = self.request(id)
        self._owns(f"the request {standing.request.id}", standing.request.asked_by)
        return standing

    def version(self, asset: str, version: int | None = None) -> Version:
        """That version of an asset, or the newest they may see."""
        with untold("asset", asset):
            return self._house.catalogue.assets.get(asset, version, asked_by=self.only)

    def apps(self) -> list[App]:
        """Those that came of requests they may see, the newest first."""
        apps = self._house.catalogue.apps.find()
        if self.only is None:
            return apps
        owners = self._house.catalogue.browsing.owners([app.request for app in apps])
        return [app for app in apps if owners.get(app.request, ("", ""))[1] == self.only]

    def app(self, name: str) -> App:
        """That app."""
        with untold("app", name):
            app = self._house.catalogue.apps.get(name)
        if not self.who.sees(self._house.catalogue.browsing.owner(app.request) or ""):
            raise UnseenError("app", name)
        return app

    def own_app(self, name: str) -> App:
        """That app, to change it. Raises RefusedError when it is somebody else's."""
        app = self.app(name)
        self._owns(f"the app '{name}'", self._house.catalogue.browsing.owner(app.request) or "")
        return app

    def replaces(self, name: str) -> None:
        """That an app may take the place, and the data, that is called so. Raises RefusedError."""
        if not self.who.may(Permission.OPERATE):
            self.own_app(name)

    def application(self, name: str) -> str:
        """The address of the newest app they may see of that name or title. Raises UnknownError."""
        return self._house.application(name, self.apps())

    def path(self, asset: str, version: int | None) -> Path:
        """Where a version of an asset lies, to be read."""
        return self._house.library.view(self.version(asset, version))

    def check(self, kinds: Mapping[str, str], given: Mapping[str, Any]) -> None:
        """That what an executor's parameters name of others' is in reach; ``kinds``: see ``Executor.works_on``.

        Raises UnseenError, and RefusedError for what is not theirs to change.
        """
        ways: dict[str, Callable[[str], object]] = {"request": self.own_request, "app": self.replaces}
        for parameter, kind in kinds.items():
            if (name := given.get(parameter)) and not self.here:
                ways[kind](str(name))

    def reads(self, folder: str) -> bool:
        """Whether files of the folder may be read before anybody has said that requests may work there.

        Raises RefusedError for folders of Praetorium's own: the home, what holds it, and other people's workspaces.
        """
        if self.here:
            return True
        path, home = Path(folder).resolve(), self._house.settings.home.resolve()
        workspaces = home / "workspaces"
        if path != workspaces and path.is_relative_to(workspaces):
            self.own_request(path.relative_to(workspaces).parts[0])
            return True
        if path.is_relative_to(home) or home.is_relative_to(path):
            raise RefusedError(
                f"requests do not work in {path}: what Praetorium keeps for itself lies there",
                next="name a folder that is registered, or none",
            )
        return self._house.catalogue.projects.covering(str(path)) is not None

    def _owns(self, what: str, owner: str) -> None:
        if not self.who.governs(owner):
            raise RefusedError(
                f"{what} is {owner}'s, and not yours to change", next=f"ask {owner}, or somebody who is operator"
            )


def _trusted(house: House, request: Request) -> bool:
    """Whether it came where only those are who may do everything; what is due by itself came where it came first."""
    if request.door is Door.SCHEDULE and request.repeats:
        return _trusted(house, house.catalogue.requests.get(request.repeats).request)
    by_prefect = request.door is Door.SCHEDULE and request.thread in ("", request.id)
    return by_prefect or request.door in _TRUSTED
