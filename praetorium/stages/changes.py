"""What a request changed in its workspace, step by step, from the snapshots recorded around each."""

from __future__ import annotations

from praetorium.assets import Checksums
from praetorium.errors import UnknownError
from praetorium.house import House
from praetorium.models.secret import known, without
from praetorium.stages.windows import reader, traces, windows
from praetorium.workspace import FileDiff, Manifest, between


def changes(house: House, id: str, step: str | None = None) -> tuple[FileDiff, ...]:
    """The files that the request, or one of its steps, added, changed or removed; what others changed meanwhile is
    not among them, and what may be secret in what was asked is hidden in them. Raises UnknownError."""
    request = house.catalogue.requests.get(id).request
    id = request.id
    rows = house.catalogue.steps.all(id)
    if step is not None and step not in rows:
        raise UnknownError("step", step, rows)
    chosen = [window for window in windows(house, id) if step in (None, window.step)]
    found = traces(chosen, reader(house))
    before = Manifest({path: trace.first for path, trace in found.items() if trace.first is not None})
    after = Manifest({path: trace.last for path, trace in found.items() if trace.last is not None})
    hidden = known([request.words, request.parameters])
    diffs = between(before, after, Checksums(house.store))
    return tuple(diff.model_copy(update={"text": without(diff.text, hidden)}) for diff in diffs)
