"""``POST /hooks/{name}``: a signed call from elsewhere becomes a request. Each hook is a file in the home."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Collection
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from praetorium.accounts.hooks import Hook, find
from praetorium.catalogue import Catalogue
from praetorium.models import Door
from praetorium.web.access import TheHouse
from praetorium.web.api.answers import Accepted
from praetorium.web.asking import Wish, ask
from praetorium.web.problems import responses
from praetorium.web.security import address

router = APIRouter(tags=["webhooks"])

WINDOW = 300.0
"""Seconds by which the clock of a caller may differ, and after which a call can no longer be played back."""
MOST = 1_000_000
"""Bytes of a call."""


@router.post(
    "/hooks/{name}",
    status_code=202,
    response_model=Accepted,
    responses={**responses(409, 413), 200: {"description": "Known already"}},
)
async def call(
    name: Annotated[str, Path(max_length=64)],
    request: Request,
    house: TheHouse,
    x_praetorium_timestamp: Annotated[str, Header(max_length=20)] = "",
    x_praetorium_signature: Annotated[str, Header(max_length=200)] = "",
    idempotency_key: Annotated[str, Header(max_length=128)] = "",
) -> Accepted | JSONResponse:
    """Turn a payload into a request of the hook's playbook.

    `X-Praetorium-Signature` is `sha256=` and the HMAC-SHA256 of the timestamp (seconds since 1970, as in
    `X-Praetorium-Timestamp`), a full stop and the body, in hexadecimal, with the hook's secret. The same
    `Idempotency-Key` again is the same request, and so is the same signature.
    """
    wait = request.app.state.guard.calls.take(f"hook:{address(request)}")
    if wait:
        raise HTTPException(429, "too many calls", {"Retry-After": str(int(wait) + 1)})
    body = await _body(request)
    hook = find(house.settings.home, name)
    if hook is None or not genuine(hook, x_praetorium_timestamp, x_praetorium_signature, body):
        raise HTTPException(401, "no such hook, or its signature is wrong or too old")
    # The signature too: the key is not signed, and who has caught a call could play it back under others.
    keys = [hashlib.sha256(told.encode()).hexdigest() for told in (x_praetorium_signature, idempotency_key) if told]
    known = await run_in_threadpool(_known, house.catalogue, name, keys)
    if known is not None:
        return _again(known)
    id = None
    try:
        wish = Wish.model_validate(hook.wish(_payload(body)))
        standing = await run_in_threadpool(ask, house, wish, f"webhook {name}", Door.WEBHOOK)
        id = standing.request.id
    except ValueError as error:
        raise HTTPException(422, f"the payload does not fit the hook: {error}") from None
    finally:  # whatever it was, what became no request may be tried again
        await run_in_threadpool(house.catalogue.people.call_made, name, keys, id)
    return Accepted(request=id, state=standing.state, title=standing.title, url=f"/api/v1/requests/{id}")


def genuine(hook: Hook, timestamp: str, signature: str, body: bytes) -> bool:
    """Whether the call was signed with the hook's secret, just now."""
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > WINDOW:
        return False
    expected = hmac.new(hook.secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"sha256={expected}".encode(), signature.encode())


def _known(catalogue: Catalogue, hook: str, keys: Collection[str]) -> str | None:
    """The request that the same call made before; raises 409 while it is being made."""
    with catalogue.write() as connection:
        first, request = catalogue.people.called(connection, hook, keys)
    if not first and request is None:
        raise HTTPException(409, "the same call is being worked on")
    return request


def _again(id: str) -> JSONResponse:
    return JSONResponse({"request": id, "url": f"/api/v1/requests/{id}", "state": "", "title": ""}, 200)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            raise HTTPException(413, f"a call has at most {MOST} bytes")
    return bytes(body)


def _payload(body: bytes) -> Any:
    try:
        return json.loads(body) if body else {}
    except ValueError:
        raise HTTPException(422, "the payload is no JSON") from None
