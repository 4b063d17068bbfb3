"""What may be secret in the words of a request is told by no door of the page: no view, answer, row or figure."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator

import pytest
from websockets.asyncio.client import connect

from praetorium import intake
from praetorium.accounts import Accounts, Role
from praetorium.catalogue import Answer
from praetorium.decisions import decide
from praetorium.house import House
from praetorium.models import Door, RequestState
from praetorium.web.app import OPEN, create_app, routes
from tests.approvals.walking import carry_out

from .conftest import Page, made, served

SECRETS = ("t0ken99", "pa55w0rd", "s3cr3t", "hunter2")
WORDS = (
    "run `false --url https://ada:pa55w0rd@elsewhere.example/x?api_key=s3cr3t -H 'Authorization: Bearer t0ken99'`."
    " The password is hunter2."
)
Shown = tuple[House, tuple[str, str], Page, dict[str, str]]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """A request that failed and one that waits for an answer, their page, and an operator's key."""
    home = tmp_path_factory.mktemp("hidden")
    rule = "{name: looked-at, why: it runs something, effects: [run-code], then: ask}"
    (home / "policy.yaml").write_text(f"rules: [{rule}]\n")
    house = made(home)
    accounts = Accounts(house.catalogue)
    accounts.add("ann", Role.REQUESTER)
    accounts.add("ada", Role.OPERATOR)
    headers = {"X-API-Key": accounts.issue("ada").secret}
    ended, waits = (
        intake.take(house, WORDS, unattended=True, asked_by="ann", door=Door.PAGE).request.id for _ in range(2)
    )
    for id in (ended, waits):
        carry_out(house, id)
    [asked] = house.catalogue.approvals.waiting(ended)
    decide(house, asked.id, Answer.ALLOW, who="ada", door=Door.PAGE, because="token=s3cr3t is hers")
    carry_out(house, ended)
    assert house.catalogue.requests.get(ended).state is RequestState.FAILED
    with served(house.settings.home) as page:
        yield house, (ended, waits), page, headers
    house.close()


def test_no_view_and_no_answer_tells_a_secret(shown: Shown) -> None:
    house, requests, page, headers = shown
    paths = {path for id in requests for path in read(house, id)}
    told, mute = {}, []
    with page.client(headers=headers) as client:
        for path in sorted(paths):
            answer = client.get(path, headers={"Accept": "text/html"})
            told[path] = [secret for secret in SECRETS if secret in answer.text]
            mute += [path] if answer.status_code >= 500 or answer.status_code == 429 else []
    assert {where: found for where, found in told.items() if found} == {}
    assert mute == []
    for id in requests:
        seen = page.client(headers=headers | {"Accept": "text/html"}).get(f"/requests/{id}").text
        assert "elsewhere.example/x" in seen and "(hidden)" in seen, "what is no secret is told"


def read(house: House, id: str) -> set[str]:
    """All that can be read of a request: every route, the request's id wherever one is wanted."""
    app = create_app(house)
    app.state.tail.end()
    ids = {"step": house.catalogue.plans.get(id).steps[0].id, "name": "plan"}
    paths = {
        re.sub(r"\{(\w+)[^}]*\}", lambda found: ids.get(found[1], id), route.path)
        for route in routes(app)
        if "GET" in route.methods and route.path not in OPEN
    }
    paths |= {f"/requests/{id}/part/{name}" for name in ("head", "brief", "asks", "ending", "assets")}
    paths |= {f"{base}/approvals/{a.id}" for base in ("", "/api/v1") for a in house.catalogue.approvals.of(id)}
    paths |= {f"/api/v1/approvals/{a.id}/decisions" for a in house.catalogue.approvals.of(id)}
    return paths | {f"/requests/new?again={id}", f"/requests/{id}/rows?before=99"}


def test_whoever_said_it_may_say_it_again(shown: Shown) -> None:
    house, (id, _), page, _ = shown
    key = Accounts(house.catalogue).issue("ann").secret
    client = page.client(headers={"X-API-Key": key, "Accept": "text/html"})
    assert "Bearer t0ken99" in client.get(f"/requests/new?again={id}").text


def test_what_was_shown_without_its_secrets_can_be_answered(shown: Shown) -> None:
    house, (_, id), page, headers = shown
    [asked] = house.catalogue.approvals.waiting(id)
    client = page.client(headers=headers | {"Accept": "text/html"}, follow_redirects=True)
    told = client.get(f"/approvals/{asked.id}").text
    assert "-H &#39;Authorization: (hidden)&#39;" in told, "the command that is decided about is shown"
    seen = re.search(r'name="seen" value="(\w+)"', told)[1]
    answer = client.post(f"/approvals/{asked.id}", data={"answer": "deny", "seen": seen})
    assert answer.status_code == 200
    assert house.catalogue.approvals.get(asked.id).state == "denied"


async def test_the_socket_tells_no_secret(shown: Shown) -> None:
    house, (id, _), page, headers = shown
    last = house.catalogue.requests.get(id).position
    async with connect(page.url.replace("http", "ws") + "/ws", additional_headers=headers) as line:
        heard = [await line.recv()]
        await line.send(json.dumps({"type": "chat", "payload": {"message": WORDS}}))
        heard.append(await line.recv())
        assert json.loads(heard[-1])["payload"]["plan"]["title"].startswith("Run false --url https://(hidden)@")
        await line.send(json.dumps({"type": "follow", "payload": {"request": id, "page": True}}))
        async with asyncio.timeout(10):
            while json.loads(heard[-1])["type"] != "error":
                heard.append(await line.recv())
    assert any(json.loads(text)["payload"].get("position") == last for text in heard)
    assert [secret for secret in SECRETS if any(secret in text for text in heard)] == []


def test_what_goes_to_prefect_and_into_messages_has_no_secret(shown: Shown) -> None:
    house, (id, _), _, _ = shown
    standing, plan = house.catalogue.requests.get(id), house.catalogue.plans.get(id)
    named = [standing.title, standing.summary, plan.title, str(standing.failure)]
    named += [text for step in plan.steps for text in (step.title, step.why, step.expected)]
    assert [secret for secret in SECRETS if any(secret in text for text in named)] == []
    assert standing.request.words == WORDS, "what was said is kept as it was said"
    assert "t0ken99" in plan.steps[0].parameters["command"], "and done as it was said"
