"""Every route and every role: who may do what, complete by construction."""

from __future__ import annotations

import re

import pytest

from praetorium.accounts import Permission, Role
from praetorium.house import House
from praetorium.web.app import OPEN, create_app, routes
from praetorium.web.security import permission_of

from .conftest import Page
from .seeding import Seeded

Accounts = tuple[House, Seeded, dict[Role, str], Page]


def every_route(house: House) -> list[tuple[str, str, Permission | None]]:
    """Method, path and permission of every route of the application."""
    app = create_app(house)
    app.state.tail.end()
    return [(method, route.path, permission_of(route)) for route in routes(app) for method in sorted(route.methods)]


def test_every_route_is_open_on_purpose_or_wants_a_permission(stock: tuple[House, Seeded]) -> None:
    found = every_route(stock[0])
    assert len(found) > 60
    assert {path for _, path, permission in found if permission is None} == OPEN


def test_every_route_holds_against_every_role(with_accounts: Accounts) -> None:
    house, _, keys, page = with_accounts
    client = page.client(headers={"Accept": "application/json"})
    wrong = []
    for method, path, permission in every_route(house):
        if permission is None:
            continue
        at = re.sub(r"\{[^}]+\}", "1", path)
        anonymous = client.request(method, at).status_code
        wrong += [] if anonymous == 401 else [(method, path, "nobody", anonymous)]
        for role in Role:
            allowed = permission in role.permissions
            if allowed and method not in ("GET", "HEAD"):
                continue  # it would do what it says
            code = client.request(method, at, headers={"X-API-Key": keys[role]}).status_code
            wrong += [] if (code == 403) != allowed and code < 500 else [(method, path, role, code)]
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reads_what_it_may_see(with_accounts: Accounts, role: Role) -> None:
    _, seeded, keys, page = with_accounts
    client = page.client(headers={"X-API-Key": keys[role]})
    for path in ("/api/v1/requests", f"/api/v1/requests/{seeded.delivered}", f"/api/v1/assets/{seeded.asset}/1"):
        assert client.get(path).status_code == 200, path


def test_a_requester_sees_own_requests_alone(with_accounts: Accounts) -> None:
    house, seeded, _, page = with_accounts
    from praetorium.accounts import Accounts as Book

    book = Book(house.catalogue)
    book.add("other", Role.REQUESTER)
    client = page.client(headers={"X-API-Key": book.issue("other").secret})
    assert client.get("/api/v1/requests").json()["items"] == []
    assert client.get("/api/v1/assets").json()["items"] == []
    assert client.get("/api/v1/approvals").json()["items"] == []
    for path in (
        f"/api/v1/requests/{seeded.delivered}",
        f"/api/v1/requests/{seeded.delivered}/events",
        f"/api/v1/requests/{seeded.delivered}/plan",
        f"/api/v1/requests/{seeded.delivered}/changes",
        f"/api/v1/assets/{seeded.asset}",
        f"/api/v1/assets/{seeded.asset}/1/content",
        f"/api/v1/approvals/{seeded.approval}",
        "/api/v1/apps/crm",
        f"/requests/{seeded.delivered}",
        f"/requests/{seeded.delivered}/steps/source",
        f"/requests/{seeded.delivered}/part/plan",
        f"/attachments/{seeded.delivered}/people.csv",
        f"/assets/{seeded.asset}/1",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert not re.search(r"known|req-(?!" + seeded.delivered[4:] + ")", answer.text), path
    elsewhere = client.get("/api/v1/requests/req-guessed")
    assert elsewhere.status_code == 404 and seeded.delivered not in elsewhere.text
    for path in (f"/api/v1/requests/{seeded.running}/cancel", f"/api/v1/requests/{seeded.running}/pause"):
        assert client.post(path).status_code == 404, path


def test_a_requester_may_answer_questions_and_nothing_else(with_accounts: Accounts) -> None:
    _, seeded, keys, page = with_accounts
    client = page.client(headers={"X-API-Key": keys[Role.REQUESTER]})
    refused = client.post(f"/api/v1/approvals/{seeded.approval}", json={"answer": "allow"})
    assert refused.status_code == 403
    assert "decide" in refused.json()["detail"]
