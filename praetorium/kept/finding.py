"""Which asset a person means: by its id, its name, or its name as a file; never one of several at a guess."""

from __future__ import annotations

from praetorium.assets.naming import filename
from praetorium.catalogue import Catalogue, Version
from praetorium.errors import UserError


def find(catalogue: Catalogue, name: str, version: int | None = None) -> Version:
    """The newest version of what is called so, or the one of that number.

    Raises UnknownError when nothing is called so, UserError when several are, or when there is no such version.
    """
    found = every(catalogue, name)
    if not found:
        return catalogue.assets.get(name, version)
    if len(found) > 1:
        known = [f"{v.kind} '{filename(v.name, v.mime)}' ({v.asset})" for v in found]
        raise UserError(
            f"{len(found)} assets are called '{name}': {', '.join(known)}", next="name one by its file or by its id"
        )
    (chosen,) = found
    if version in (None, chosen.version):
        return chosen
    versions = {v.version: v for v in catalogue.assets.versions(chosen.asset)}
    if version not in versions:
        raise UserError(
            f"'{chosen.name}' has no version {version}; it has {', '.join(map(str, sorted(versions)))}",
            next=f"praetorium assets show {chosen.asset}",
        )
    return versions[version]


def every(catalogue: Catalogue, name: str) -> list[Version]:
    """The newest version of each asset with that id or name, or else of each whose file is called so."""
    named = catalogue.assets.named(name)
    if named:
        return named
    stem = name.rpartition(".")[0]
    return [v for v in catalogue.assets.named(stem) if filename(v.name, v.mime) == name] if stem else []
