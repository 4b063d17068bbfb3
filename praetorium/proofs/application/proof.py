"""The ``application`` proof: the application is used before it is delivered, as its people and programs will."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Coroutine
from typing import Any

import httpx

from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.application import description as descriptions
from praetorium.proofs.application import site
from praetorium.proofs.application.client import Client
from praetorium.proofs.application.description import DescribedEntity, Description
from praetorium.proofs.application.entrance import entered, visitors_are_kept_out
from praetorium.proofs.application.features import parts_for
from praetorium.proofs.application.life import LIFE
from praetorium.proofs.application.lists import LISTS
from praetorium.proofs.application.refusals import REFUSALS
from praetorium.proofs.application.trial import Refuted, Trial, judge
from praetorium.proofs.application.values import Marker
from praetorium.proofs.base import Proof, Verdict, given_or


class ApplicationParameters(Model):
    url: str = ""
    """By default what the step's result names so."""
    description: str
    """The application's ``app.json``, in the workspace."""
    timeout: float = 15.0
    """Seconds for one answer."""


class Application(Proof[ApplicationParameters]):
    name = "application"
    summary = (
        "Every entity is created, read, edited, searched and deleted by form, REST and GraphQL; every page opened."
    )
    Parameters = ApplicationParameters

    async def run(self, parameters: ApplicationParameters, context: Context, result: dict[str, Any]) -> Verdict:
        description = descriptions.read(context.inside(parameters.description))
        async with Client(given_or(parameters.url, result, "url"), parameters.timeout) as client:
            try:
                async with entered(client, description) as ticket:
                    checks = await _used(client, description)
            except (Refuted, httpx.HTTPError) as error:
                return Verdict(checks=(CheckResult(name="people can sign in", passed=False, evidence=str(error)),))
        if ticket:
            checks.insert(0, CheckResult(name="people can sign in", passed=True, evidence=ticket.told))
        return Verdict(checks=tuple(checks))


async def _used(client: Client, description: Description) -> list[CheckResult]:
    """Everything that one visitor, signed in where that is needed, can find out."""
    # A visitor comes in by the front page, which gives them the cookie that their forms need.
    home = await _asked("the home page leads to everything", site.home_shows_all(client, description))
    checks = [home, *await _entities(client, description)]
    checks += await asyncio.gather(
        _asked("pages are protected", site.is_protected(client, description)),
        _asked("the API document is complete", site.api_is_described(client, description)),
        site.pages_are_sound(client),
    )
    if description.accounts:
        name = "only people who signed in change anything"
        checks.append(await _asked(name, visitors_are_kept_out(client, description, description.accounts)))
    return checks


async def _asked(name: str, check: Coroutine[Any, Any, CheckResult]) -> CheckResult:
    try:
        return await check
    except httpx.HTTPError as error:
        return CheckResult(name=name, passed=False, evidence=f"no answer: {type(error).__name__} {error}")


async def _entities(client: Client, description: Description) -> list[CheckResult]:
    """Every entity, at the same time; first each gets a record that others can be linked to."""
    trials: dict[str, Trial] = {}
    try:
        for entity in description.entities:
            trial = _trial(client, description, entity, trials)
            trials[entity.name] = trial
            try:
                await trial.stored(await trial.add(trial.marker))
            except (Refuted, httpx.HTTPError, ValueError) as error:
                name = f"{entity.label_plural} can be made by REST"
                return [CheckResult(name=name, passed=False, evidence=f"{entity.label}: {error}")]
        found = await asyncio.gather(*(_entity(client, description, e, trials) for e in description.entities))
    finally:
        for trial in reversed(trials.values()):
            await _clear(trial)
    return [check for checks in found for check in checks]


def _trial(client: Client, description: Description, entity: DescribedEntity, others: dict[str, Trial]) -> Trial:
    """A trial with a marker of its own, linked to those records of the others that exist already."""
    links: dict[str, int | list[int]] = {}
    for relation in entity.relations:
        if (other := others.get(relation.target)) and other.made:
            links[relation.field] = [other.made[0]] if relation.many else other.made[0]
    return Trial(client, description, entity, links, Marker(secrets.token_hex(4)))


async def _entity(
    client: Client, description: Description, entity: DescribedEntity, others: dict[str, Trial]
) -> list[CheckResult]:
    """One after the other, because each counts the entity's records."""
    plural = entity.label_plural
    wanted = [
        (f"{plural} are created, read, edited and deleted by form, REST and GraphQL", LIFE),
        (f"{plural} are searched, sorted, paged, filtered and exported", LISTS),
        (f"{plural} refuse what is wrong", REFUSALS),
    ]
    if extra := parts_for(_trial(client, description, entity, others)):
        wanted.append((f"{plural} do what else was asked", tuple(extra)))
    return [await judge(name, _trial(client, description, entity, others), parts) for name, parts in wanted]


async def _clear(trial: Trial) -> None:
    try:
        await trial.clear()
    except httpx.HTTPError:
        # The application has gone; the checks above have said so.
        return
