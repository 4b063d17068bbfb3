"""A version with all it was made from, written out as a folder that stands on its own."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from praetorium.assets.naming import filename, safe
from praetorium.catalogue import Version
from praetorium.errors import UserError
from praetorium.house import House
from praetorium.kept.lineage import family
from praetorium.models import Attachment


def export(house: House, chosen: Version, to: Path) -> Path:
    """Write the version, those it was made from, and the files that came with the requests, with ``lineage.json``:
    all of it, or nothing. Of what it was made from and was given up since, ``lineage.json`` alone tells.

    Raises UserError when ``to`` is there already, or the version was given up; MissingError when bytes are gone.
    """
    if to.exists():
        raise UserError(f"'{to}' is there already", next="name a folder that does not exist yet")
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".praetorium-") as place:
        draft = Path(place, "draft")
        draft.mkdir()
        _write(house, chosen, draft)
        draft.rename(to)
    return to


def _write(house: House, chosen: Version, to: Path) -> None:
    told = []
    for version in family(house.catalogue, chosen):
        place = Path("assets", safe(version.kind), f"{safe(version.name)} v{version.version}")
        path = place / filename(version.name, version.mime)
        there = version == chosen or version.removed is None
        if there:
            house.library.export(version, to / path)
        asked = house.catalogue.requests.get(version.request).request
        sources = house.catalogue.assets.sources(version.asset, version.version)
        files = {a.name: str(_attached(house, a, to)) for a in asked.attachments}
        plan = house.catalogue.plans.get(asked.id, version.plan_version or None)
        told.append(
            version.dump()
            | {"path": str(path) if there else None, "words": asked.words, "files": files}
            | {
                "asked_by": asked.asked_by,
                "made_from": [s.dump() for s in sources],
                "plan": plan.dump() if plan else None,
            }
        )
    (to / "lineage.json").write_text(json.dumps(told, indent=2, ensure_ascii=False, default=str), encoding="utf-8")


def _attached(house: House, attachment: Attachment, to: Path) -> Path:
    place = Path("files", f"{attachment.sha256[:12]}-{safe(attachment.name)}")
    target = to / place
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        with target.open("wb") as file:
            file.writelines(house.store.read(attachment.sha256))
    return place
