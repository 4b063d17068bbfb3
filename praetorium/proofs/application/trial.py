"""One entity on trial: who asks, the record that is passed through all doors, and what was seen of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from praetorium.models import CheckResult
from praetorium.proofs.application import values
from praetorium.proofs.application.client import Client
from praetorium.proofs.application.description import DescribedEntity, Description
from praetorium.proofs.application.values import Marker


class Refuted(Exception):
    """What was expected is not so; the message says what was seen instead."""


def expect(holds: object, otherwise: str) -> None:
    """Raises Refuted with that sentence unless it holds."""
    if not holds:
        raise Refuted(otherwise)


@dataclass
class Trial:
    """One entity, tried by one client."""

    client: Client
    application: Description
    entity: DescribedEntity
    links: Mapping[str, int | list[int]]
    """Relation's field → records made for this run, which the tried ones are linked to."""
    marker: Marker
    made: list[int] = field(default_factory=list)
    """Numbers of records to take away afterwards."""

    def body(self, marker: Marker) -> dict[str, Any]:
        """A record as the REST API takes it."""
        return {f.name: values.good(f, marker) for f in self.entity.inputs} | dict(self.links)

    def api(self, id: int) -> str:
        return f"{self.entity.api}/{id}"

    def page(self, id: int) -> str:
        return self.entity.record.format(id=id)

    async def add(self, marker: Marker) -> int:
        """Make a record by the REST API, to be taken away afterwards; gives its number."""
        answer = await self.client.rest("POST", self.entity.api, self.body(marker))
        expect(answer.status_code == 201, f"REST create answered {answer.status_code}: {answer.text[:200]}")
        id = answer.json().get("id")
        expect(isinstance(id, int), f"REST create gave no id: {answer.text[:200]}")
        self.made.append(id)
        return int(id)

    async def stored(self, id: int) -> dict[str, Any]:
        """The record as the REST API tells it."""
        answer = await self.client.rest("GET", self.api(id))
        expect(answer.status_code == 200, f"REST get of number {id} answered {answer.status_code}")
        told = answer.json()
        expect(isinstance(told, dict), f"REST get of number {id} gave no object")
        return dict(told)

    async def total(self) -> int:
        """How many records of the entity the REST API tells of."""
        answer = await self.client.rest("GET", self.entity.api, per_page=1)
        expect(answer.status_code == 200, f"REST list answered {answer.status_code}")
        return int(answer.json()["total"])

    async def found(self, text: str) -> list[int]:
        """Numbers of the records that the REST list finds for a search."""
        answer = await self.client.rest("GET", self.entity.api, search=text, per_page=100)
        expect(answer.status_code == 200, f"REST search answered {answer.status_code}")
        return [item["id"] for item in answer.json()["items"]]

    def compare(self, record: Mapping[str, Any], sent: Mapping[str, Any], where: str) -> None:
        """Raises Refuted unless everything that was sent is in the record as it came back."""
        for each in self.entity.inputs:
            got = record.get(each.name)
            expect(
                each.name in record and values.same(each, sent[each.name], got),
                f"{where} gives {each.name} = {got!r} where {sent[each.name]!r} was sent",
            )
        for relation in self.entity.relations:
            if relation.field in sent:
                got, wanted = record.get(relation.field), sent[relation.field]
                same = sorted(got or []) == sorted(wanted) if isinstance(wanted, list) else got == wanted
                expect(same, f"{where} gives {relation.field} = {got!r} where {wanted!r} was sent")

    async def clear(self) -> None:
        """Take away what was made and is still there."""
        for id in reversed(self.made):
            await self.client.rest("DELETE", self.api(id))


Part = Callable[[Trial], Awaitable[str]]
"""Tries one thing; gives what was seen, in a few words, or raises Refuted."""


async def judge(name: str, trial: Trial, parts: Sequence[Part]) -> CheckResult:
    """Try one thing after the other until one does not hold."""
    said: list[str] = []
    about = f"{trial.entity.label} '{trial.marker.name}'"
    try:
        for part in parts:
            if seen := await part(trial):
                said.append(seen)
    except Refuted as error:
        return CheckResult(name=name, passed=False, evidence=f"{about}: {'; '.join([*said, f'but {error}'])}")
    except (httpx.HTTPError, KeyError, TypeError, ValueError, AttributeError) as error:
        # An answer of another shape than the application promises breaks the reading of it: that is a refusal too.
        broken = f"but then its answer could not be understood ({type(error).__name__}: {error})"
        return CheckResult(name=name, passed=False, evidence=f"{about}: {'; '.join([*said, broken])}")
    finally:
        try:
            await trial.clear()
        except httpx.HTTPError as error:
            said.append(f"could not be taken away ({error})")
    return CheckResult(name=name, passed=True, evidence=f"{about}: {'; '.join(said)}")
