"""A version with all it was made from, written out as a folder that stands on its own."""

from __future__ import annotations

import json
from pathlib import Path

from praetorium.assets.naming import filename, safe
from praetorium.catalogue import Version
from praetorium.errors import UserError
from praetorium.house import House
from praetorium.kept.lineage import family
from praetorium.models import Attachment


def export(house: House, chosen: Version, to: Path) -> Path:
    """Write the version, those it was made from, and the files that came with the requests, with ``lineage.json``.

    Raises UserError when ``to`` is there already, MissingError when bytes are gone.
    """
    if to.exists():
        raise UserError(f"'{to}' is there already", next="name a folder that does not exist yet")
    to.mkdir(parents=True)
    told = []
    for version in family(house.catalogue, chosen):
        place = Path("assets", safe(version.kind), f"{safe(version.name)} v{version.version}")
        house.library.export(version, to / place / filename(version.name, version.mime))
        asked = house.catalogue.requests.get(version.request).request
        sources = house.catalogue.assets.sources(version.asset, version.version)
        files = {a.name: str(_attached(house, a, to)) for a in asked.attachments}
        plan = house.catalogue.plans.get(asked.id, version.plan_version or None)
        told.append(
            version.dump()
            | {"path": str(place / filename(version.name, version.mime)), "words": asked.words, "files": files}
            | {
                "asked_by": asked.asked_by,
                "made_from": [s.dump() for s in sources],
                "plan": plan.dump() if plan else None,
            }
        )
    (to / "lineage.json").write_text(json.dumps(told, indent=2, ensure_ascii=False, default=str), encoding="utf-8")
    return to


def _attached(house: House, attachment: Attachment, to: Path) -> Path:
    place = Path("files", f"{attachment.sha256[:12]}-{safe(attachment.name)}")
    target = to / place
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        target.write_bytes(house.store.path(attachment.sha256).read_bytes())
    return place
