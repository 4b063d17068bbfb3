"""The house: one installation's parts, wired together once and handed to whoever works in it."""

from __future__ import annotations

import getpass
import shutil
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from praetorium.assets import Bucket, DiskStore, Library, S3Store, Store
from praetorium.assets.bucket import SCHEME, named
from praetorium.catalogue import App, Catalogue
from praetorium.errors import UnknownError
from praetorium.executors.ports import Commands, Host
from praetorium.hosts import hosts
from praetorium.planning.playbooks import Playbook, find
from praetorium.planning.policy import Policy
from praetorium.planning.policy import load as load_policy
from praetorium.settings import Settings, settings, templates
from praetorium.workspace import Confinement


class House:
    """Settings, catalogue, store, hosts and commands. Each part is made when it is first asked for."""

    def __init__(self, chosen: Settings | None = None) -> None:
        self.settings = chosen or settings()

    @cached_property
    def catalogue(self) -> Catalogue:
        self.settings.folder()
        return Catalogue(self.settings.catalogue_url)

    @cached_property
    def store(self) -> Store:
        """On disk, or in the bucket that the settings name. Raises UserError, and ExternalError without Prefect."""
        chosen = self.settings.store
        if chosen == "disk":
            return DiskStore(self.settings.folder("store"))
        return S3Store(self._bucket(chosen), self.settings.folder("cache", "store"))

    @cached_property
    def library(self) -> Library:
        return Library(self.catalogue, self.store, self.settings.folder("library"))

    @cached_property
    def commands(self) -> Commands:
        return Confinement.detect(self.settings.home, self.settings.confinement)

    @cached_property
    def hosts(self) -> Mapping[str, Host]:
        return hosts(self.settings.home)

    @property
    def policy(self) -> Policy:
        """Read anew each time: a changed policy is in force at once."""
        return load_policy(self.settings.home)

    @property
    def playbooks(self) -> dict[str, Playbook]:
        """By name; the user's own win over built-in ones. Broken files are left out: see ``praetorium playbooks``."""
        return find(self.playbook_folders)[0]

    @property
    def playbook_folders(self) -> tuple[Path, Path]:
        return templates() / "playbooks", self.settings.own_playbooks

    @cached_property
    def browser(self) -> Path | None:
        """A Chromium to look at pages with."""
        if self.settings.browser:
            return self.settings.browser if self.settings.browser.is_file() else None
        names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        return next((Path(found) for name in names if (found := shutil.which(name))), None)

    @property
    def actor(self) -> str:
        """Who asks and decides from this process, when nothing better is known."""
        return self.settings.actor or getpass.getuser()

    def library_url(self, asset: str, version: int) -> str | None:
        """Where the page shows an asset's version; None while no page is up."""
        from praetorium.engine.services import status

        page = status(self.settings).page
        return f"{page.rstrip('/')}/assets/{asset}/{version}" if page else None

    def database(self, name: str) -> str:
        """The SQLAlchemy URL in the database block of that name: a secret. Raises UnknownError, ExternalError."""
        from praetorium.engine.databases import address_of

        return address_of(name)

    @property
    def store_place(self) -> str:
        """Where the store lies, in words. Raises UserError when the settings name none that can be."""
        chosen = self.settings.store
        if chosen.startswith(SCHEME):
            return str(named(chosen))
        return str(self.settings.home / "store") if chosen == "disk" else f"the bucket '{chosen}', a block in Prefect"

    def _bucket(self, chosen: str) -> Bucket:
        if chosen.startswith(SCHEME):
            return named(chosen)
        from praetorium.engine import buckets, transport

        with transport.at(self.settings):
            return buckets.named(chosen)

    def application(self, name: str, among: Sequence[App] | None = None) -> str:
        """The address of the newest launched application of that name or title. ``among``: not of all, but of these.
        Raises UnknownError."""
        found = self.catalogue.apps.find() if among is None else among
        wanted = name.casefold()
        fitting = [app for app in found if wanted in (app.name.casefold(), app.title.casefold())]
        fitting = fitting or [app for app in found if wanted in app.title.casefold().split()]
        if not fitting:
            raise UnknownError("application", name, {app.title for app in found})
        return fitting[0].url

    def workspace(self, request: str) -> Path:
        """The folder a request works in when it has no project's."""
        return self.settings.folder("workspaces", request)

    def close(self) -> None:
        if "catalogue" in self.__dict__:
            self.catalogue.close()
