"""The library: what steps made, kept as versions of assets, and shown as named files that a person can open.

Keeping has two halves. ``take`` brings the bytes into the store, which may last; ``keep`` adds the version's row,
inside the transaction of whatever else is told with it.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from praetorium.assets import mime as mimes
from praetorium.assets.naming import filename, safe
from praetorium.assets.store import Checksums, Store
from praetorium.catalogue import Catalogue, Source, Version
from praetorium.errors import ExternalError, UserError
from praetorium.models import Model, Product
from praetorium.workspace import snapshot
from praetorium.workspace.manifest import Manifest


class Content(Model):
    """The bytes of a product, stored: what a version will point to."""

    sha256: str
    """Of the file's bytes; of the stored manifest for a folder, of the stored description for a link."""
    bytes: int
    """Size of the file; all files of a folder together."""
    mime: str
    url: str | None = None


class Library:
    """Assets of one installation: rows in the catalogue, bytes in a store, named files below ``folder``."""

    def __init__(self, catalogue: Catalogue, store: Store, folder: Path) -> None:
        self._assets = catalogue.assets
        self._store = store
        self._folder = folder

    def take(self, product: Product, workspace: Path) -> Content:
        """Store what the product is now: a file's bytes, a folder's tree, or where a link leads.

        A relative path is meant within the workspace. Raises UserError when there is nothing, or when a link in the
        workspace leads out of it; ExternalError when the store is full.
        """
        if product.path is None:
            told = {"name": product.name, "kind": product.kind, "url": product.url}
            data = json.dumps(told, sort_keys=True, ensure_ascii=False, indent=2).encode()
            blob = self._store.put_bytes(data)
            return Content(sha256=blob.sha256, bytes=blob.bytes, mime=mimes.LINK, url=product.url)
        path = _within(product.path, workspace)
        if path.is_dir():
            tree = _timeless(snapshot.take(path, Checksums(self._store)))
            blob = self._store.put_bytes(tree.dumps())
            size = sum(entry.size for entry in tree.entries.values())
            return Content(sha256=blob.sha256, bytes=size, mime=mimes.TREE, url=product.url)
        blob = self._store.put_file(path)
        mime = product.mime
        if mime == mimes.UNKNOWN:
            mime = mimes.detect(path, product.path.name)
        return Content(sha256=blob.sha256, bytes=blob.bytes, mime=mime, url=product.url)

    def keep(
        self,
        connection: Connection,
        product: Product,
        content: Content,
        *,
        project: str,
        request: str,
        step: str,
        executor: str,
        brief_version: int,
        plan_version: int,
        key: str,
        cost: float = 0.0,
        made_from: tuple[Source, ...] = (),
    ) -> Version:
        """Add the next version of the asset (project, kind, name); the same ``key`` again is the same version."""
        return self._assets.add(
            connection,
            project=project,
            kind=product.kind,
            name=product.name,
            key=key,
            made_from=made_from,
            request=request,
            step=step,
            executor=executor,
            brief_version=brief_version,
            plan_version=plan_version,
            mime=content.mime,
            sha256=content.sha256,
            bytes=content.bytes,
            url=content.url,
            cost=cost,
        )

    def view(self, version: Version) -> Path:
        """The version as a file or folder with a name of its own, made if it is not there yet.

        It is a copy, so that writing to it cannot change what is stored. Raises MissingError, ExternalError,
        and UserError for a version that was given up.
        """
        place = self._folder.joinpath(*map(safe, (version.project, version.kind, version.name)), f"v{version.version}")
        view = place / filename(version.name, version.mime)
        if version.removed is not None or not view.exists():
            self._write(version, view)
            if view.is_file():
                view.chmod(0o444)  # an editor then saves a copy elsewhere, instead of a version that never was
        return view

    def drop_views(self, versions: Iterable[Version]) -> None:
        """Remove the named copies of versions whose bytes are given up."""
        for version in versions:
            place = self._folder.joinpath(*map(safe, (version.project, version.kind, version.name)))
            shutil.rmtree(place / f"v{version.version}", ignore_errors=True)

    def drop_old_views(self, before: datetime) -> int:
        """Remove the named copies made before that moment; gives how many. They are made again when asked for."""
        made = self._folder.glob("*/*/*/v*")
        old = [place for place in made if place.stat().st_mtime < before.timestamp()]
        for place in old:
            shutil.rmtree(place, ignore_errors=True)
        return len(old)

    def export(self, version: Version, to: Path) -> Path:
        """Write the version to ``to``, as a whole or not at all.

        Raises UserError when something is there already, or the version was given up; MissingError, ExternalError.
        """
        if to.exists() or to.is_symlink():
            raise UserError(f"'{to}' is there already", next="name a path that does not exist yet")
        self._write(version, to)
        return to

    def _write(self, version: Version, to: Path) -> None:
        if version.removed is not None:
            raise UserError(
                f"version {version.version} of '{version.name}' was given up on {version.removed:%Y-%m-%d}",
                next=f"take a newer one: praetorium assets show {version.asset}",
            )
        with _whole(to) as draft:
            if version.mime == mimes.TREE:
                tree = Manifest.loads(self._store.path(version.sha256).read_bytes())
                snapshot.restore(draft, tree, Checksums(self._store))
            else:
                with draft.open("wb") as file:
                    file.writelines(self._store.read(version.sha256))
                draft.chmod(0o644)


def _timeless(tree: Manifest) -> Manifest:
    """Without what no restore brings back: when it was recorded, and when the inodes changed."""
    return Manifest({path: replace(entry, ctime_ns=0) for path, entry in tree.entries.items()})


def _within(path: Path, workspace: Path) -> Path:
    """The real path of a product; one that lies in the workspace may not lead out of it by a link."""
    told = workspace / path
    real = told.resolve()
    if not real.exists():
        raise UserError(f"'{path}' was to be kept, and is not there", next="look at the step that should have made it")
    if told.is_relative_to(workspace) and not real.is_relative_to(workspace.resolve()):
        raise UserError(f"'{path}' leads out of the workspace by a link", next="keep a file that lies inside it")
    return real


@contextmanager
def _whole(to: Path) -> Iterator[Path]:
    """A path beside ``to`` to write to, which takes its name when all is written."""
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".praetorium-") as folder:
            draft = Path(folder, "draft")
            yield draft
            try:
                draft.rename(to)
            except OSError:
                if not to.exists():  # else somebody has just made the same
                    raise
    except OSError as error:
        raise ExternalError(
            f"'{to}' could not be written: {os.strerror(error.errno or 0)}",
            next="make room on that disk or name another folder",
        ) from error
