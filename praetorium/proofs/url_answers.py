"""The ``url-answers`` proof: a URL answers as it should, and the one who answers is ours."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urljoin

import httpx

from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs import web
from praetorium.proofs.base import Proof, Verdict, given_or
from praetorium.proofs.ownership import belongs, health_instance


class UrlAnswersParameters(Model):
    url: str = ""
    """By default what the step's result names as ``url``; so it is for instance, service and host."""
    path: str = ""
    """Of the page to open, when it is not the one that the URL names."""
    status: int = 200
    contains: str = ""
    """Text that the answer must hold."""
    instance: str = ""
    """Token that ``/health`` on the same host must give: only the process started for this step knows it."""
    service: str = ""
    """Name of the launched service that must be the one listening."""
    host: str = ""
    """Kind of host the service runs on: ``process`` or ``container``."""
    timeout: float = 10.0


class UrlAnswers(Proof[UrlAnswersParameters]):
    name = "url-answers"
    summary = "The URL answers with the expected status and text, and it is our own process that answers."
    Parameters = UrlAnswersParameters

    async def run(self, parameters: UrlAnswersParameters, context: Context, result: dict[str, Any]) -> Verdict:
        parameters = parameters.model_copy(
            update={
                "url": urljoin(given_or(parameters.url, result, "url"), parameters.path),
                "instance": parameters.instance or str(result.get("instance", "")),
                "service": parameters.service or str(result.get("service", "")),
                "host": parameters.host or str(result.get("host", "process")),
            }
        )
        async with web.client(parameters.timeout) as client:
            checks = [await _answers(client, parameters)]
            if parameters.instance:
                checks.append(await _is_instance(client, parameters))
        if parameters.service:
            checks.append(await asyncio.to_thread(_is_ours, parameters, context))
        return Verdict(checks=tuple(checks))


async def _answers(client: httpx.AsyncClient, parameters: UrlAnswersParameters) -> CheckResult:
    name = f"{parameters.url} answers"
    try:
        # An application that is closed leads whoever is not signed in to its door; the door has to open.
        answer = await client.get(parameters.url, follow_redirects=parameters.status < 300)
    except httpx.HTTPError as error:
        return CheckResult(name=name, passed=False, evidence=f"no answer: {type(error).__name__} {error}")
    said = f"{answer.status_code} in {answer.elapsed.total_seconds() * 1000:.0f} ms, {len(answer.content):,} bytes"
    if answer.status_code != parameters.status:
        return CheckResult(name=name, passed=False, evidence=f"answered {said}; expected {parameters.status}")
    if parameters.contains and parameters.contains not in answer.text:
        return CheckResult(name=name, passed=False, evidence=f"answered {said}, without '{parameters.contains}'")
    return CheckResult(name=name, passed=True, evidence=f"answered {said}")


async def _is_instance(client: httpx.AsyncClient, parameters: UrlAnswersParameters) -> CheckResult:
    name = "the answer comes from the process that was started"
    url = urljoin(parameters.url, "/health")
    found = await health_instance(client, url)
    if found != parameters.instance:
        evidence = f"{url} gives instance {found!r}; expected {parameters.instance!r}: somebody else answers there"
        return CheckResult(name=name, passed=False, evidence=evidence)
    return CheckResult(name=name, passed=True, evidence=f"{url} gives instance {found}")


def _is_ours(parameters: UrlAnswersParameters, context: Context) -> CheckResult:
    name = f"the port belongs to '{parameters.service}'"
    host = context.hosts.get(parameters.host)
    if host is None:
        return CheckResult(name=name, passed=False, evidence=f"there is no host of kind '{parameters.host}'")
    passed, evidence = belongs(parameters.url, host, parameters.service)
    return CheckResult(name=name, passed=passed, evidence=evidence)
