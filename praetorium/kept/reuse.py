"""What is kept as the input of another request: ``--file asset:NAME``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from praetorium.catalogue import Source, Version
from praetorium.errors import UserError
from praetorium.house import House
from praetorium.kept.finding import find
from praetorium.models import Attachment

PREFIX = "asset:"


def given(house: House, files: Iterable[str | Path]) -> tuple[list[str | Path], dict[str, Version]]:
    """The files as paths, and which of these paths are versions of assets: ``asset:NAME`` is the newest of that name.

    Raises UnknownError for a name nothing has, UserError for one that several have, or an asset that is no file.
    """
    paths: list[str | Path] = []
    versions: dict[str, Version] = {}
    for file in files:
        if not str(file).startswith(PREFIX):
            paths.append(file)
            continue
        version = find(house.catalogue, str(file).removeprefix(PREFIX))
        view = house.library.view(version)
        if not view.is_file():
            raise UserError(f"the asset '{version.name}' is a folder", next="get it out first: praetorium assets get")
        paths.append(view)
        versions[str(view.resolve())] = version
    return paths, versions


def marked(attachments: Iterable[Attachment], versions: dict[str, Version]) -> tuple[Attachment, ...]:
    """The attachments, those that are assets saying so in their origin: ``asset:ID:VERSION``."""
    return tuple(
        a.model_copy(update={"origin": f"{PREFIX}{v.asset}:{v.version}"}) if (v := versions.get(a.origin or "")) else a
        for a in attachments
    )


def source_of(attachment: Attachment) -> Source:
    """Where something that was made from the attachment comes from."""
    origin = attachment.origin or ""
    if origin.startswith(PREFIX):
        _, asset, version = origin.split(":")
        return Source(kind="asset", source=asset, version=int(version))
    return Source(kind="attachment", source=f"{attachment.name}:{attachment.sha256[:16]}")


def newest(house: House, attachment: Attachment) -> tuple[Path, Version] | None:
    """The newest version of the asset that an attachment is; None for one that is a file."""
    origin = attachment.origin or ""
    if not origin.startswith(PREFIX):
        return None
    version = house.catalogue.assets.get(origin.split(":")[1])
    return house.library.view(version), version
