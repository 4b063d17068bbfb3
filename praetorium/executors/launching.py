"""What ``launch`` and ``container`` share: name, folder and variables of a launched application, its last start."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from itertools import count
from pathlib import Path
from typing import Any

from praetorium.errors import UserError
from praetorium.executors.base import Context
from praetorium.executors.ports import Service
from praetorium.models import Brief


def service_name(title: str) -> str:
    """A title as a name for the host: letters, digits and dashes. Raises UserError when nothing is left of it."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-")
    if not name:
        raise UserError(f"'{title}' gives no name for an application", next="name it with letters or digits")
    return name


def turn_of(service: str, title: str) -> str:
    """What launches under the names of one title (``crm``, ``crm-2``) take turns at: each would stop the other's."""
    return re.sub(r"-\d+$", "", service or service_name(title))


def shape_of(brief: Brief, owner: str = "") -> str:
    """What its data looks like, and whose it is: two of one shape can follow each other on the same data."""
    told = [[e.name, [[f.name, f.type] for f in e.fields]] for e in brief.entities]
    links = [[r.source, r.name, r.target, r.kind] for r in brief.relations]
    return hashlib.sha256(json.dumps([told, links, *([owner] if owner else [])]).encode()).hexdigest()


def claim_name(home: Path, kind: str, title: str, shape: str) -> str:
    """The service's name for an application of this title and shape, the same one every time.

    An application of the same title that keeps other data has the plain name already, and goes on running: this one
    is then called ``name-2``, and so on.
    """
    base = service_name(title)
    folder = home / "launch"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number in count(1):
        name = base if number == 1 else f"{base}-{number}"
        place = folder / f"{kind}-{name}.shape"
        try:
            with place.open("x") as file:
                file.write(shape)
            return name
        except FileExistsError:
            if place.read_text() == shape:
                return name
    raise AssertionError("the loop does not end")


def claimed(service: str, title: str, context: Context, kind: str) -> str:
    """The service's name: that of the app it takes the place of, or the one for its title and shape."""
    return service or claim_name(context.home, kind, title, shape_of(context.brief, context.owner))


def reshaped(home: Path, kind: str, name: str, shape: str | None) -> str | None:
    """Say that the service keeps data of another shape from now on; gives the one before. None: forget it."""
    place = home / "launch" / f"{kind}-{name}.shape"
    before = place.read_text() if place.is_file() else None
    if shape is None:
        place.unlink(missing_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.write_text(shape)
    return before


def data_folder(home: Path, name: str) -> Path:
    """Where the application's data lies, made if it is missing. It stays when the application goes."""
    path = home / "data" / service_name(name)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def environment(port: int, data: Path, instance: str, host: str = "127.0.0.1") -> dict[str, str]:
    """What every launched application is told."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": "/tmp",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOST": host,
        "PORT": str(port),
        "DATA_DIR": str(data),
        "INSTANCE": instance,
    }


def definition_of(service: Service) -> dict[str, Any]:
    """A service as plain values, from which it can be started again."""
    return {
        "name": service.name,
        "argv": list(service.argv),
        "folder": str(service.folder),
        "environment": dict(service.environment),
        "readable": [str(path) for path in service.readable],
        "writable": [str(path) for path in service.writable],
    }


def remember(home: Path, kind: str, service: Service) -> None:
    """Keep how it was last started well, for its owner's eyes alone."""
    place = _place(home, kind, service.name)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(definition_of(service), file)
    draft.replace(place)


def recall(home: Path, kind: str, name: str) -> Service | None:
    """How it was last started well, if its folder is still there."""
    place = _place(home, kind, name)
    if not place.is_file():
        return None
    told = json.loads(place.read_text())
    return service_of(told) if Path(told["folder"]).is_dir() else None


def service_of(told: dict[str, Any]) -> Service:
    """A service from its plain values."""
    return Service(
        name=told["name"],
        argv=tuple(told["argv"]),
        folder=Path(told["folder"]),
        environment=told["environment"],
        readable=tuple(map(Path, told["readable"])),
        writable=tuple(map(Path, told["writable"])),
    )


def forget(home: Path, kind: str, name: str) -> None:
    """It has been taken back: there is nothing to return to."""
    _place(home, kind, name).unlink(missing_ok=True)


def _place(home: Path, kind: str, name: str) -> Path:
    return home / "launch" / f"{kind}-{name}.json"
