"""``http``: one request to a web address, and what it answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

import httpx
from pydantic import Field, JsonValue, field_validator

from praetorium.errors import ExternalError, StepError, UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.loopback import DIRECT, is_loopback
from praetorium.models import CheckResult, Effect, Estimate, Model, Undo
from praetorium.telling.hidden import address, masked

LARGEST = 50_000_000
"""Bytes of an answer that are read; a larger one is refused."""
_SHOWN = 20_000
_SAFE = ("GET", "HEAD", "OPTIONS")


class HttpParameters(Model):
    url: str = Field(description="The address, with http:// or https://")
    method: Literal["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] = Field(
        default="GET", description="The method"
    )
    headers: dict[str, str] = Field(default_factory=dict, description="Headers to send")
    data: JsonValue = Field(default=None, description="What to send, as JSON")
    body: str | None = Field(default=None, description="What to send, as it is")
    expect_status: int | tuple[int, ...] | None = Field(
        default=None, description="Status that is success; 2xx when not said"
    )
    save_to: str | None = Field(default=None, description="File in the workspace for the answer's body")
    seconds: float = Field(default=30.0, gt=0, le=600, description="Most it may take, in seconds")

    @field_validator("url")
    @classmethod
    def _is_web(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("is no web address; it has to begin with http:// or https://")
        return url


class Answered(Result):
    status: int
    url: str
    """Where it came from, after redirects."""
    mime: str
    bytes: int
    text: str
    """The beginning of a text answer; empty where it was saved."""
    data: JsonValue = None
    """The answer, where it is JSON and was not saved."""
    saved: str | None = None


class Http(Executor[HttpParameters]):
    name = "http"
    summary = "Sends one HTTP request and keeps the answer."
    Parameters = HttpParameters
    Returns = Answered
    effects = frozenset({Effect.NETWORK})
    undo = Undo.IMPOSSIBLE
    reads_brief = False
    repeatable = False
    dry_run = True
    retries = 2
    timeout = 630.0
    typical = Estimate(seconds=1.0)
    example: ClassVar[Mapping[str, Any]] = {"url": "http://127.0.0.1:8000/health", "expect_status": 200}

    def effects_of(self, parameters: HttpParameters) -> frozenset[Effect]:
        """Asking this very machine only reads; everything else leaves it."""
        own = Effect.READ if _only_reads_here(parameters) else Effect.NETWORK
        return frozenset({own} | ({Effect.WRITE_WORKSPACE} if parameters.save_to else set()))

    def repeatable_with(self, parameters: HttpParameters) -> bool:
        return _repeats(parameters)

    def undo_with(self, parameters: HttpParameters) -> Undo:
        """Reading leaves nothing to take back, but for a file it may have saved."""
        if parameters.method not in _SAFE:
            return Undo.IMPOSSIBLE
        return Undo.SNAPSHOT if parameters.save_to else Undo.NOTHING

    async def run(self, parameters: HttpParameters, context: Context) -> Answered:
        target = context.inside(parameters.save_to) if parameters.save_to else None
        if parameters.body is not None and parameters.data is not None:
            raise UserError("give either 'data' or 'body' to be sent, not both")
        context.say(f"{parameters.method} {address(parameters.url)}")
        answer, data = await _send(parameters)
        check = _check(parameters, answer)
        if not check.passed and _may_pass(parameters, answer.status_code):
            raise ExternalError(f"{check.name}: {check.evidence}")
        if target:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        mime = answer.headers.get("content-type", "application/octet-stream").partition(";")[0].strip()
        text = data.decode(answer.charset_encoding or "utf-8", errors="replace") if not target else ""
        return Answered(
            status=answer.status_code,
            url=address(str(answer.url)),
            mime=mime,
            bytes=len(data),
            text=text[:_SHOWN],
            data=_json(text) if "json" in mime else None,
            saved=parameters.save_to,
            checks=(check,),
        )

    async def preview(self, parameters: HttpParameters, context: Context) -> str:
        headers = masked(parameters.headers)
        told = [
            f"would send {parameters.method} {address(parameters.url)}",
            *(f"  {k}: {v}" for k, v in headers.items()),
        ]
        body = parameters.body if parameters.data is None else json.dumps(parameters.data)
        return "\n".join([*told, *([f"  {len(body)} characters of body"] if body else [])])


async def _send(parameters: HttpParameters) -> tuple[httpx.Response, bytes]:
    client = httpx.AsyncClient(
        timeout=parameters.seconds,
        follow_redirects=parameters.method in _SAFE,
        mounts=DIRECT,
        event_hooks={"request": [_stays_here] if _only_reads_here(parameters) else []},
    )
    try:
        async with (
            client,
            client.stream(
                parameters.method,
                parameters.url,
                headers=parameters.headers,
                json=parameters.data,
                content=parameters.body,
            ) as answer,
        ):
            data = bytearray()
            async for chunk in answer.aiter_bytes():
                data += chunk
                if len(data) > LARGEST:
                    raise StepError(f"the answer is larger than {LARGEST:,} bytes, which is the most that is read")
            return answer, bytes(data)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise ExternalError(f"{address(parameters.url)} cannot be reached: {error}") from error
    except httpx.HTTPError as error:
        # It may have been received and acted upon: only what changes nothing twice is tried again.
        kind = ExternalError if _repeats(parameters) else StepError
        raise kind(f"{address(parameters.url)} did not answer: {type(error).__name__} {error}") from error


def _only_reads_here(parameters: HttpParameters) -> bool:
    return parameters.method in _SAFE and is_loopback(parameters.url)


async def _stays_here(request: httpx.Request) -> None:
    """Nobody was asked whether the network may be used, so no redirect may lead there."""
    if not is_loopback(str(request.url)):
        raise StepError(
            f"the answer leads away from this machine, to {address(str(request.url))}",
            next="ask for that address in a step of its own",
        )


def _repeats(parameters: HttpParameters) -> bool:
    return parameters.method in (*_SAFE, "PUT", "DELETE")


def _may_pass(parameters: HttpParameters, status: int) -> bool:
    # With 429 and 503 a server says that it did nothing; a gateway's 502 or 504 leaves that open.
    return status in (429, 503) or (status >= 500 and _repeats(parameters))


def _check(parameters: HttpParameters, answer: httpx.Response) -> CheckResult:
    wanted = parameters.expect_status
    statuses = (wanted,) if isinstance(wanted, int) else wanted
    passed = answer.status_code in statuses if statuses else answer.is_success
    expected = " or ".join(map(str, statuses)) if statuses else "2xx"
    name = f"{parameters.method} {address(parameters.url)} answers {expected}"
    return CheckResult(name=name, passed=passed, evidence=f"it answered {answer.status_code} {answer.reason_phrase}")


def _json(text: str) -> JsonValue:
    try:
        found: JsonValue = json.loads(text)
    except ValueError:
        return None
    return found
