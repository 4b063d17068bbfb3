"""The same record through GraphQL: read by number, found in the list, created, changed and deleted by mutations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from praetorium.proofs.application.trial import Trial, expect
from praetorium.proofs.application.values import Marker


async def maybe(trial: Trial, id: int) -> dict[str, Any] | None:
    """The record under the names that the REST API uses; None when GraphQL says that there is none."""
    names = trial.entity.graphql
    data = await _ask(trial, f"query ($id: Int!) {{ {names.one}(id: $id) {{ {_selection(trial)} }} }}", id=id)
    record = data.get(names.one)
    return _as_rest(trial, record) if isinstance(record, dict) else None


async def one(trial: Trial, id: int) -> dict[str, Any]:
    """The record; Refuted when there is none."""
    record = await maybe(trial, id)
    expect(record is not None, f"GraphQL does not know record {id}")
    return record or {}


async def all(trial: Trial, search: str) -> list[int]:
    """Numbers of the records that the list finds."""
    names = trial.entity.graphql
    query = f"query ($search: String!) {{ {names.all}(search: $search, perPage: 100) {{ items {{ id }} total }} }}"
    page = (await _ask(trial, query, search=search))[names.all]
    ids = [int(item["id"]) for item in page["items"]]
    expect(page["total"] == len(ids), f"GraphQL tells a total of {page['total']} and gives {len(ids)} records")
    return ids


async def create(trial: Trial, marker: Marker) -> int:
    """Make a record; gives its number."""
    names = trial.entity.graphql
    query = f"mutation ($data: {names.input}!) {{ {names.create}(data: $data) {{ id }} }}"
    return int((await _ask(trial, query, data=_input(trial, marker)))[names.create]["id"])


async def update(trial: Trial, id: int, marker: Marker) -> None:
    """Change all values of a record."""
    names = trial.entity.graphql
    query = f"mutation ($id: Int!, $data: {names.changes}!) {{ {names.update}(id: $id, data: $data) {{ id }} }}"
    await _ask(trial, query, id=id, data=_input(trial, marker))


async def delete(trial: Trial, id: int) -> None:
    """Delete a record."""
    names = trial.entity.graphql
    done = await _ask(trial, f"mutation ($id: Int!) {{ {names.delete}(id: $id) }}", id=id)
    expect(done.get(names.delete) is True, f"GraphQL delete gave {done.get(names.delete)!r}")


async def _ask(trial: Trial, query: str, **variables: Any) -> Mapping[str, Any]:
    told = await trial.client.graphql(trial.application.graphql, query, variables)
    errors = told.get("errors") or []
    operation = query.partition("{ ")[2].partition("(")[0]
    expect(not errors, f"GraphQL {operation} failed: {errors[0].get('message', errors[0]) if errors else ''}")
    data = told.get("data")
    expect(isinstance(data, dict), f"GraphQL {operation} gave no data")
    return dict(data or {})


def _names(trial: Trial) -> dict[str, str]:
    """REST name → GraphQL name of all that can be written."""
    fields = {f.name: f.graphql for f in trial.entity.inputs}
    return fields | {r.field: r.graphql for r in trial.entity.relations}


def _selection(trial: Trial) -> str:
    return " ".join(["id", *_names(trial).values()])


def _as_rest(trial: Trial, record: Mapping[str, Any]) -> dict[str, Any]:
    return {rest: record.get(name) for rest, name in _names(trial).items()}


def _input(trial: Trial, marker: Marker) -> dict[str, Any]:
    names = _names(trial)
    return {names[name]: value for name, value in trial.body(marker).items()}
