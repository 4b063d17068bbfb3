"""What a request changed in its workspace, step by step, from the manifests recorded around each."""

from __future__ import annotations

from praetorium.assets import Checksums
from praetorium.errors import UnknownError
from praetorium.house import House
from praetorium.workspace import FileDiff, Manifest, between


def changes(house: House, id: str, step: str | None = None) -> tuple[FileDiff, ...]:
    """The files that the request, or one of its steps, added, changed or removed. Raises UnknownError."""
    rows = house.catalogue.steps.all(house.catalogue.requests.get(id).request.id)
    if step is not None and step not in rows:
        raise UnknownError("step", step, rows)
    recorded = [r.outcome for r in rows.values() if r.outcome and r.outcome.before and r.outcome.after and r.started]
    if step is not None:
        outcome = rows[step].outcome
        recorded = [outcome] if outcome and outcome.before and outcome.after else []
    if not recorded:
        return ()
    first = min(recorded, key=lambda o: (o.started is None, o.started))
    last = max(recorded, key=lambda o: (o.finished is not None, o.finished))
    return between(_manifest(house, str(first.before)), _manifest(house, str(last.after)), Checksums(house.store))


def _manifest(house: House, sha256: str) -> Manifest:
    return Manifest.loads(house.store.path(sha256).read_bytes())
