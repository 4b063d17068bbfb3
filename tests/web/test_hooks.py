"""Webhooks: signed, in time, once; and links in messages that take one answer."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

import httpx
import pytest

from praetorium.accounts import Accounts, Role, hooks
from praetorium.house import House

from .conftest import Page
from .seeding import Seeded, waiting

WithAccounts = tuple[House, Seeded, dict[Role, str], Page]


@pytest.fixture(scope="module")
def hook(with_accounts: WithAccounts) -> hooks.Hook:
    home = with_accounts[0].settings.home
    return hooks.add(home, "builds", "Build me a CRM with {{ payload.things }}", None, {})


def call(
    page: Page,
    hook: hooks.Hook,
    payload: Any,
    *,
    at: float | None = None,
    secret: str = "",
    key: str = "",
    name: str = "builds",
) -> httpx.Response:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    stamp = str(int(at if at is not None else time.time()))
    signed = hmac.new((secret or hook.secret).encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Praetorium-Timestamp": stamp, "X-Praetorium-Signature": f"sha256={signed}"}
    headers |= {"Idempotency-Key": key} if key else {}
    return page.client().post(f"/hooks/{name}", content=body, headers=headers)


def test_a_signed_call_is_a_request_once(with_accounts: WithAccounts, hook: hooks.Hook) -> None:
    house, _, _, page = with_accounts
    first = call(page, hook, {"things": "contacts"}, key="delivery-1")
    assert first.status_code == 202, first.text
    id = first.json()["request"]
    kept = house.catalogue.requests.get(id).request
    assert (kept.words, kept.door, kept.asked_by) == ("Build me a CRM with contacts", "webhook", "webhook builds")
    again = call(page, hook, {"things": "contacts"}, key="delivery-1", at=time.time() - 5)
    assert (again.status_code, again.json()["request"]) == (200, id)
    other = call(page, hook, {"things": "contacts"}, key="delivery-2", at=time.time() - 10)
    assert other.json()["request"] != id


def test_a_call_that_somebody_caught_is_no_other_under_another_key(
    with_accounts: WithAccounts, hook: hooks.Hook
) -> None:
    moment = time.time() - 20
    answers = [call(with_accounts[3], hook, {"things": "leads"}, key=key, at=moment) for key in ("a", "b", "")]
    assert [answer.status_code for answer in answers] == [202, 200, 200]
    assert len({answer.json()["request"] for answer in answers}) == 1


def test_a_payload_that_breaks_a_template_is_told_and_may_be_mended(with_accounts: WithAccounts) -> None:
    house, _, _, page = with_accounts
    made = hooks.add(house.settings.home, "adds", "Build me a CRM with {{ payload.a + payload.b }}", None, {})
    for _ in range(2):
        answer = call(page, made, {"a": "contacts", "b": 1}, key="k", name="adds")
        assert answer.status_code == 422 and "does not fit the hook" in answer.json()["detail"]
    assert call(page, made, {"a": "con", "b": "tacts"}, key="k", name="adds").status_code == 202


def test_a_call_whose_process_died_may_be_made_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    people, noted = house.catalogue.people, ("signature", "key")
    with house.catalogue.write() as connection:
        assert people.called(connection, "builds", noted) == (True, None)
        assert people.called(connection, "builds", noted) == (False, None)
        monkeypatch.setattr("praetorium.catalogue.people.CALL", -1.0)
        assert people.called(connection, "builds", noted[1:]) == (True, None)
    people.call_made("builds", noted, "req-1")
    with house.catalogue.write() as connection:
        assert people.called(connection, "builds", ("key",)) == (False, "req-1")


def test_a_moment_that_is_no_number_is_refused(with_accounts: WithAccounts, hook: hooks.Hook) -> None:
    headers = {"X-Praetorium-Timestamp": b"\xb2", "X-Praetorium-Signature": b"sha256=0"}
    assert with_accounts[3].client().post("/hooks/builds", content=b"{}", headers=headers).status_code == 401


@pytest.mark.parametrize("wrong", [{"secret": "x" * 20}, {"at": time.time() - 4000}, {"at": time.time() + 4000}])
def test_a_wrong_or_old_signature_is_refused(
    with_accounts: WithAccounts, hook: hooks.Hook, wrong: dict[str, Any]
) -> None:
    assert call(with_accounts[3], hook, {"things": "contacts"}, **wrong).status_code == 401


def test_an_unknown_hook_is_told_no_more_than_a_wrong_signature(with_accounts: WithAccounts, hook: hooks.Hook) -> None:
    page = with_accounts[3]
    unknown = page.client().post("/hooks/nothing", content=b"{}")
    assert unknown.status_code == 401
    assert unknown.json()["detail"] == call(page, hook, {}, secret="y" * 20).json()["detail"]


def test_what_could_not_be_used_may_be_tried_again(with_accounts: WithAccounts, hook: hooks.Hook) -> None:
    page = with_accounts[3]
    assert call(page, hook, b"no json", key="k").status_code == 422
    # Words of its own: signed in the same second, another test's would be the same call.
    assert call(page, hook, {"things": "invoices"}, key="k").status_code == 202


def test_templates_of_a_hook_reach_nothing(with_accounts: WithAccounts) -> None:
    hook = hooks.Hook(secret="s" * 20, words="{{ payload.__class__.__mro__[1].__subclasses__() }}")
    with pytest.raises(ValueError, match="unsafe"):
        hook.wish({})


def test_a_link_shows_first_and_decides_once(with_accounts: WithAccounts) -> None:
    house, _, _, page = with_accounts
    _, approval = waiting(house, "requester")
    accounts = Accounts(house.catalogue)
    token = accounts.link("approval", "grace", approval, 3600)
    client = page.client(headers={"Accept": "text/html"})
    assert client.get(f"/answer/{token}").status_code == 403, "there is no grace who may decide"
    accounts.add("grace", Role.APPROVER)
    for _ in range(3):  # programs that fetch links in messages decide nothing
        shown = client.get(f"/answer/{token}")
        assert shown.status_code == 200
        assert "This cannot be undone" in shown.text
    assert house.catalogue.approvals.get(approval).state == "waiting"
    seen = house.catalogue.approvals.get(approval).shown_hash
    form = {"answer": "allow", "seen": seen}
    assert client.post(f"/answer/{token}", data=form, headers={"Origin": "http://evil.example"}).status_code == 403
    assert client.post(f"/answer/{token}", data=form | {"seen": "0" * 64}).status_code == 409
    assert accounts.look_at_link(token, "approval").used is None
    assert client.post(f"/answer/{token}", data=form).status_code == 200
    decision = house.catalogue.decisions.of(approval)[-1]
    assert (decision.who, decision.answer) == ("grace", "allow")
    assert client.post(f"/answer/{token}", data=form).status_code == 403
    assert client.get("/answer/never-was").status_code == 403
