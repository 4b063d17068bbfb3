"""Undoing: what a request changed is taken back, the last step first; what others changed since stays theirs.

Files go back to what they were before the steps touched them, path by path, only where they still are as the steps left
them. Launched apps are stopped by the executor that launched them. Done twice, it changes nothing the second time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from praetorium.assets import Checksums
from praetorium.catalogue import Standing, StepRow
from praetorium.errors import RefusedError, StepError, UnknownError, UserError
from praetorium.executors import Context
from praetorium.executors import get as executor_of
from praetorium.house import House
from praetorium.models import Effect, Plan, Reversal, Step, StepState, Touched, Undo, now
from praetorium.planning.expressions import resolve
from praetorium.stages.windows import Trace, Window, alike, reader, traces, windows, younger
from praetorium.telling.amounts import count
from praetorium.workspace import Entry, Manifest, revert, take
from praetorium.workspace.manifest import shown

_OUTSIDE = {
    Effect.NETWORK: "what it sent to others",
    Effect.PUBLISH: "what it published",
    Effect.SPEND: "what it spent",
}


@dataclass(frozen=True)
class Found:
    """What is to be taken back, and how."""

    told: Reversal
    wanted: Mapping[str, Entry | None]
    """Paths to change, with what they are to be; None: gone."""
    launched: tuple[Step, ...] = ()
    """Steps that their executors take back, the last one first."""


def look(house: House, id: str, to: str | None = None) -> Reversal:
    """What undoing the request, or all of it after step ``to``, would come to. Nothing is done.

    Raises UnknownError, and RefusedError when there is nothing to take back or the request is not over.
    """
    found = _find(house, id, to)
    if not found.told.steps:
        after = f" after '{to}'" if to else ""
        raise RefusedError(f"request {found.told.request} did nothing{after} that could be taken back")
    return found.told


class Undoing:
    """What the ``undo`` executor works through; see ``praetorium.executors.ports.Undoing``."""

    def __init__(self, house: House, by: str) -> None:
        self._house, self._by = house, by

    async def look(self, request: str, to: str | None) -> Reversal:
        """What would be done."""
        return await asyncio.to_thread(look, self._house, request, to)

    async def take_back(self, request: str, to: str | None, context: Context) -> Reversal:
        """Do it, and look whether it is done. What has been taken back already is no error; what had to stay because it
        changed at the last moment is told as kept. Raises StepError when something is not as it was."""
        found = await asyncio.to_thread(_find, self._house, request, to)
        for step in found.launched:
            await self._compensate(found.told.request, step, context)
        stays: tuple[str, ...] = ()
        if found.wanted:
            context.say(f"Bringing back {count(len(found.wanted), 'path')}", file=found.told.workspace)
            folder, blobs = Path(found.told.workspace), Checksums(self._house.store)
            stays = await asyncio.to_thread(revert, folder, found.wanted, blobs)
            left = await asyncio.to_thread(_find, self._house, request, to)
            if differ := [touched.path for touched in left.told.files if touched.path not in stays]:
                raise StepError(f"{len(differ)} of {len(found.wanted)} paths are not as they were: {differ[0]}, …")
        if found.told.steps:
            self._record(found)
        late = tuple(Touched(path=path, change="kept", why="something else is in the way") for path in stays)
        files = tuple(touched for touched in found.told.files if touched.path not in stays)
        return found.told.model_copy(update={"files": files, "kept": (*found.told.kept, *late)})

    async def _compensate(self, request: str, step: Step, context: Context) -> None:
        executor, row = executor_of(step.executor), self._house.catalogue.steps.all(request)[step.id]
        given = _parameters(self._house, request, step)
        brief = self._house.catalogue.briefs.get(request)
        told = replace(
            context,
            request=self._house.catalogue.requests.get(request).request,
            brief=brief or context.brief,
            step=step.model_copy(update={"parameters": given}),
            key=f"{request}:{step.id}:undo",
        )
        result = dict(row.outcome.result) if row.outcome else {}
        context.say(f"Taking back: {step.title}")
        await executor.compensate(executor.parameters(given), result, told)

    def _record(self, found: Found) -> None:
        """In the catalogue the steps do not count as done any more, and their apps are gone."""
        catalogue, id = self._house.catalogue, found.told.request
        plan = catalogue.plans.get(id)
        before = {name: told for name in found.told.apps if (told := self._before(id, name)) is not None}
        named = {step.id: step.title for step in plan.steps} if plan else {}
        titles = [named.get(step, step) for step in found.told.steps]
        with catalogue.write() as connection:
            for name in found.told.apps:
                catalogue.apps.forget(connection, name)
                if name in before:
                    catalogue.apps.store(connection, **before[name])
            catalogue.steps.reset(connection, id, found.told.steps, StepState.CANCELLED)
            catalogue.events.append(
                connection,
                id,
                "request.undone",
                f"Taken back: {'; '.join(titles)}",
                facts={"by": self._by, "steps": list(found.told.steps), "kept": [k.path for k in found.told.kept]},
            )

    def _before(self, id: str, name: str) -> dict[str, Any] | None:
        """The app that runs again in its place, as an earlier request launched it; None when none does."""
        known = self._house.catalogue.steps.launched(name, but=id)
        if known is None or known[1].outcome is None:
            return None
        request, result = known[0], known[1].outcome.result
        host = self._house.hosts.get(str(result.get("host", "process")))
        state = host.state(name) if host else None
        if state is None or not state.running:
            return None
        kept = next((v for v in self._house.catalogue.assets.find(request=request) if v.kind == "app"), None)
        return {
            "name": name,
            "title": kept.name if kept else name,
            "request": request,
            "asset": kept.asset if kept else None,
            "version": kept.version if kept else None,
            "host": result.get("host", "process"),
            "port": result["port"],
            "url": result["url"],
            "data": result.get("data"),
            "definition": result.get("definition", {}),
        }


def _find(house: House, id: str, to: str | None) -> Found:
    standing = house.catalogue.requests.get(id)
    id = standing.request.id
    rows, plan = house.catalogue.steps.all(id), house.catalogue.plans.get(id)
    if not standing.state.final:
        raise RefusedError(f"request {id} is still {standing.state}", next=f"end it first: praetorium cancel {id}")
    if plan is None:
        return Found(Reversal(request=id, title=standing.title, workspace="", to=to), {})
    undone = _undone(rows, to)
    steps = [(row, plan.step(row.id)) for row in undone if any(s.id == row.id for s in plan.steps)]
    files, kept, wanted = _files(house, standing, {row.id for row in undone})
    launched, apps = _launched(house, id, [step for _, step in steps])
    told = Reversal(
        request=id,
        title=standing.title,
        workspace=standing.workspace or "",
        to=to,
        steps=tuple(row.id for row in undone),
        files=files,
        kept=kept,
        apps=apps,
        impossible=_impossible(house, id, [step for _, step in steps], plan),
    )
    return Found(told, wanted, launched)


def _undone(rows: Mapping[str, StepRow], to: str | None) -> list[StepRow]:
    """The steps to take back, the last one first."""
    begun = [row for row in rows.values() if row.attempts and row.identity is not None]
    if to is not None:
        if to not in rows:
            raise UnknownError("step", to, rows)
        last = rows[to]
        if last.state is not StepState.SUCCEEDED or last.finished is None:
            raise RefusedError(f"step '{to}' is {last.state}: there is nothing to go back to")
        begun = [row for row in begun if row.id != to and (row.finished is None or row.finished > last.finished)]
    return sorted(begun, key=lambda row: row.started or now(), reverse=True)


def _files(
    house: House, standing: Standing, steps: set[str]
) -> tuple[tuple[Touched, ...], tuple[Touched, ...], dict[str, Entry | None]]:
    """What changes, what is kept, and what each path that changes is to be."""
    chosen = [window for window in windows(house, standing.request.id) if window.step in steps]
    folder = Path(standing.workspace or "/nonexistent")
    if not chosen:
        return (), (), {}
    if not folder.is_dir():
        raise RefusedError(f"the folder {folder} it worked in is gone: there is nothing to bring back into it")
    manifest = reader(house)
    previous = manifest(chosen[-1].after or chosen[-1].before)
    current = take(folder, Checksums(house.store), previous)
    found = traces(chosen, manifest)
    found |= {p: t for p, t in _unfinished(chosen, manifest, current).items() if p not in found}
    files, kept, wanted = [], [], dict[str, Entry | None]()
    for path, trace in sorted(found.items()):
        is_now = current.entries.get(path)
        if alike(is_now, trace.first):
            continue
        if trace.disturbed or not alike(is_now, trace.last):
            kept.append(Touched(path=shown(path), change="kept", why=_why(is_now, trace)))
            continue
        wanted[path] = trace.first
    for path in _occupied(current, wanted):
        del wanted[path]
        kept.append(Touched(path=shown(path), change="kept", why="it holds something that the request did not make"))
    for path, entry in wanted.items():
        files.append(Touched(path=shown(path), change="removed" if entry is None else "restored"))
    return tuple(files), tuple(kept), wanted


def _unfinished(chosen: list[Window], manifest: Any, current: Manifest) -> dict[str, Trace]:
    """What attempts that died in the middle changed: what differs from before them, and is not younger than they."""
    found: dict[str, Trace] = {}
    for window in chosen:
        if window.after is not None:
            continue
        before = manifest(window.before).entries
        for path in before.keys() | current.entries.keys():
            old, new = before.get(path), current.entries.get(path)
            if path not in found and not alike(old, new):
                found[path] = Trace(old, new, disturbed=window.died is None or younger(new, window.died))
    return found


def _occupied(current: Manifest, wanted: Mapping[str, Entry | None]) -> list[str]:
    """Folders that were to go and cannot, because somebody else's things lie in them by now."""
    others = [path for path in current.entries if path not in wanted or wanted[path] is not None]
    held = {str(parent) for path in others for parent in Path(path).parents}
    return [path for path, entry in wanted.items() if entry is None and path in held]


def _why(is_now: Entry | None, trace: Trace) -> str:
    if trace.disturbed:
        return "somebody else changed it in between, or since"
    return "it has been removed since" if is_now is None else "it has been changed since"


def _launched(house: House, id: str, steps: list[Step]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Steps to compensate, and the apps that stop with them. One that a later request has replaced runs on."""
    ours = {app.name for app in house.catalogue.apps.find() if app.request == id}
    rows, launched, apps = house.catalogue.steps.all(id), [], []
    for step in steps:
        row = rows[step.id]
        name = row.outcome.result.get("service") if row.outcome else None
        if _undo_of(house, id, step) is not Undo.COMPENSATE or row.state is not StepState.SUCCEEDED:
            continue
        if name is None or name in ours:
            launched.append(step)
            apps += [str(name)] if name else []
    return tuple(launched), tuple(apps)


def _impossible(house: House, id: str, steps: list[Step], plan: Plan) -> tuple[str, ...]:
    """What cannot be taken back, for people."""
    told = []
    ours = {app.name for app in house.catalogue.apps.find() if app.request == id}
    rows = house.catalogue.steps.all(id)
    for step in steps:
        how, row = _undo_of(house, id, step), rows[step.id]
        if how is Undo.IMPOSSIBLE:
            told.append(f"{step.title}: it cannot be taken back")
        elif how is Undo.SNAPSHOT and (outside := step.effects & _OUTSIDE.keys()):
            what = " and ".join(_OUTSIDE[effect] for effect in sorted(outside))
            told.append(f"{step.title}: {what} cannot be taken back")
        elif how is Undo.COMPENSATE and row.outcome and (name := row.outcome.result.get("service")) not in ours:
            told.append(f"{step.title}: '{name}' belongs to a later request by now, and runs on")
    return tuple(told)


def _undo_of(house: House, id: str, step: Step) -> Undo:
    try:
        executor = executor_of(step.executor)
        return executor.undo_with(executor.parameters(_parameters(house, id, step)))
    except (UserError, StepError):
        return step.undo


def _parameters(house: House, id: str, step: Step) -> dict[str, Any]:
    rows = house.catalogue.steps.all(id)
    results = {need: dict(o.result) for need in step.needs if need in rows and (o := rows[need].outcome)}
    given: dict[str, Any] = resolve(step.parameters, results)
    return given
