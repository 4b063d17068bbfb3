"""What is other people's: not read, not followed, not changed, whatever a request names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from praetorium.accounts import Accounts as Book
from praetorium.accounts import Role
from praetorium.house import House
from praetorium.models import Product, RequestState

from .conftest import Page, peopled
from .seeding import BRIEF, PLAN, Seeded, begun, end, keep

Accounts = tuple[House, Seeded, dict[Role, str], Page]


@pytest.fixture(scope="module")
def with_accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Accounts]:
    """A home of these tests' own: they add to it."""
    yield from peopled(tmp_path_factory.mktemp("others") / "home")


@pytest.fixture(scope="module")
def eve(with_accounts: Accounts) -> Callable[[], httpx.Client]:
    """Somebody who may ask, and of whom nothing here is."""
    book = Book(with_accounts[0].catalogue)
    book.add("eve", Role.REQUESTER)
    secret = book.issue("eve").secret
    return lambda: with_accounts[3].client(headers={"X-API-Key": secret})


def asked(client: httpx.Client, **wish: Any) -> httpx.Response:
    return client.post("/api/v1/requests", json={"words": "run `true`", "unattended": True} | wish)


def test_files_of_a_folder_are_read_once_somebody_registered_it(
    with_accounts: Accounts, eve: Callable[[], httpx.Client], tmp_path: Path
) -> None:
    house, client, folder = with_accounts[0], eve(), tmp_path / "books"
    folder.mkdir()
    (folder / "x.csv").write_text("day,amount\n2026-11-01,10\n")
    (tmp_path / "secret.csv").write_text("day,amount\n2026-11-01,10\n")
    (folder / "way.csv").symlink_to(tmp_path / "secret.csv")
    said = {"words": "sales report from x.csv", "project": str(folder)}
    before = asked(client, **said).json()["request"]
    assert house.catalogue.requests.get(before).request.attachments == ()
    assert client.get(f"/attachments/{before}/x.csv").status_code == 404
    with house.catalogue.write() as connection:
        house.catalogue.projects.register(connection, str(folder), "operator")
    after = asked(client, **said).json()["request"]
    assert client.get(f"/attachments/{after}/x.csv").text == "day,amount\n2026-11-01,10\n"
    for name in ("../secret.csv", str(tmp_path / "secret.csv"), "way.csv"):
        led_out = asked(client, words=f"sales report from {name}", project=str(folder)).json()["request"]
        assert house.catalogue.requests.get(led_out).request.attachments == (), name


@pytest.mark.parametrize("inside", [".", "hooks", "workspaces", ".."])
def test_what_praetorium_keeps_for_itself_is_no_project(
    with_accounts: Accounts, eve: Callable[[], httpx.Client], inside: str
) -> None:
    home = with_accounts[0].settings.home
    (home / "hooks").mkdir(exist_ok=True)
    with with_accounts[0].catalogue.write() as connection:
        with_accounts[0].catalogue.projects.register(connection, str(home.parent), "operator")
    refused = asked(eve(), words="sales report from builds.yaml", project=str(home / inside))
    assert (refused.status_code, refused.json()["next"]) == (409, "name a folder that is registered, or none")


def test_a_workspace_belongs_to_whoever_asked(with_accounts: Accounts, eve: Callable[[], httpx.Client]) -> None:
    house, seeded, keys, page = with_accounts
    place = str(house.workspace(seeded.failed))
    assert asked(eve(), project=place).status_code == 404
    assert asked(page.client(headers={"X-API-Key": keys[Role.REQUESTER]}), project=place).status_code == 202


def test_an_undo_takes_back_what_is_ones_own(with_accounts: Accounts, eve: Callable[[], httpx.Client]) -> None:
    house, seeded, keys, page = with_accounts
    named = {"playbook": "undo", "parameters": {"request": seeded.delivered}}
    refused = asked(eve(), **named)
    assert refused.status_code == 404
    assert house.catalogue.plans.get(refused.json()["request"]) is None
    approver = page.client(headers={"X-API-Key": keys[Role.APPROVER]})
    told = asked(approver, **named)
    assert told.status_code == 409 and "ask requester, or somebody who is operator" in told.json()["next"]
    for way in (approver.put, approver.get):
        assert way(f"/api/v1/requests/{seeded.delivered}/undo").status_code == (403 if way == approver.put else 200)
    assert asked(page.client(headers={"X-API-Key": keys[Role.OPERATOR]}), **named).status_code == 202


@pytest.mark.parametrize("action", ["cancel", "pause", "continue", "retry"])
def test_who_sees_a_request_does_not_stop_it_for_that(with_accounts: Accounts, action: str) -> None:
    _, seeded, keys, page = with_accounts
    approver = page.client(headers={"X-API-Key": keys[Role.APPROVER]})
    refused = approver.post(f"/api/v1/requests/{seeded.running}/{action}")
    assert refused.status_code == 403 and "is requester's" in refused.json()["detail"]
    html = {"Accept": "text/html"}
    assert approver.post(f"/requests/{seeded.running}/{action}", headers=html).status_code == 403
    form = f'action="/requests/{seeded.running}/cancel"'
    assert form not in approver.get(f"/requests/{seeded.running}", headers=html).text
    owner = page.client(headers={"X-API-Key": keys[Role.REQUESTER]} | html)
    assert form in owner.get(f"/requests/{seeded.running}").text


def test_a_thread_is_joined_by_whoever_sees_it(with_accounts: Accounts, eve: Callable[[], httpx.Client]) -> None:
    house, seeded, keys, page = with_accounts
    client = eve()
    refused = asked(client, thread=seeded.delivered)
    assert refused.status_code == 404 and refused.json()["detail"] == f"there is no thread '{seeded.delivered}'"
    kept = house.catalogue.requests.get(refused.json()["request"])
    assert (kept.state, kept.request.thread) == (RequestState.REJECTED, kept.request.id)
    assert asked(client, thread="req-never-was").json()["detail"] == "there is no thread 'req-never-was'"
    operator, owner = (page.client(headers={"X-API-Key": keys[r]}) for r in (Role.OPERATOR, Role.REQUESTER))
    followed = asked(operator, thread=seeded.delivered, words="run `false`").json()["request"]
    html = {"Accept": "text/html"}
    assert followed in operator.get(f"/requests/{seeded.delivered}", headers=html).text
    assert followed not in owner.get(f"/requests/{seeded.delivered}", headers=html).text


def test_an_app_is_changed_by_whoever_asked_for_it(with_accounts: Accounts, eve: Callable[[], httpx.Client]) -> None:
    _, seeded, keys, page = with_accounts
    change = {"project": "crm", "words": "add a due date to contacts"}
    assert asked(eve(), **change).status_code == 422
    nameless = asked(eve(), project="never-was", words=change["words"])
    assert "there is no folder" in nameless.json()["detail"], "what is not there is told in the same way"
    approver = page.client(headers={"X-API-Key": keys[Role.APPROVER]})
    assert asked(approver, **change).status_code == 409
    values = {"service": "crm", "asset": seeded.asset, "source_version": 1}
    assert asked(eve(), playbook="change-app", parameters=values).status_code == 404


def test_of_an_asset_that_several_added_to_each_sees_their_own(
    with_accounts: Accounts, eve: Callable[[], httpx.Client]
) -> None:
    house, _, keys, page = with_accounts
    for by in ("requester", "eve"):
        lease = begun(house, f"a note of {by}", BRIEF, PLAN, by)
        place = house.workspace(lease.request)
        (place / "note.md").write_text(f"of {by}\n")
        product = Product(name="Shared note", kind="document", path=Path("note.md"), mime="text/markdown")
        asset = keep(house, lease, "source", product, place)
        end(house, lease, RequestState.DELIVERED, "Delivered")
    for client, version in ((page.client(headers={"X-API-Key": keys[Role.REQUESTER]}), 1), (eve(), 2)):
        listed = client.get("/api/v1/assets", params={"search": "shared note"}).json()["items"]
        assert [(v["asset"], v["version"]) for v in listed] == [(asset, version)]
        assert [v["version"] for v in client.get(f"/api/v1/assets/{asset}").json()] == [version]
        page_of_it = client.get(f"/assets/{asset}", headers={"Accept": "text/html"})
        assert page_of_it.status_code == 200 and f"of {'eve' if version == 2 else 'requester'}" in page_of_it.text
        assert client.get(f"/api/v1/assets/{asset}/{3 - version}").status_code == 404
