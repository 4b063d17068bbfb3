"""The library: by request and kind, and an asset as what a new request starts from."""

from __future__ import annotations

import re

from praetorium.accounts import Role
from praetorium.house import House

from .conftest import Page
from .seeding import Seeded


def test_an_asset_comes_along_with_a_new_request(page: Page, stock: tuple[House, Seeded]) -> None:
    house, seeded = stock
    client = page.entered()
    asked = client.get(f"/requests/new?use={seeded.asset}:1").text
    assert "Notes</a>, version 1" in asked
    used = re.search(r'name="use" value="([^"]+)"', asked)
    proof = re.search(r'name="csrf" value="(\w+)"', asked)
    assert used and proof
    form = {"words": "Build me a CRM with contacts", "use": used.group(1), "csrf": proof.group(1)}
    answer = client.post("/requests", data=form)
    assert answer.status_code == 200
    (attached,) = house.catalogue.requests.get(str(answer.url).rsplit("/", 1)[1]).request.attachments
    assert attached.name == "Notes.md" and attached.sha256 == house.catalogue.assets.get(seeded.asset, 1).sha256


def test_the_library_of_one_request(page: Page, stock: tuple[House, Seeded]) -> None:
    client = page.entered()
    shown = client.get(f"/assets?of={stock[1].delivered}").text
    assert 'Made by <a href="/requests/' in shown and shown.count('<span class="name"') >= 4
    assert client.get(f"/assets?of={stock[1].delivered}&kind=image").text.count('<span class="name"') == 1
    assert client.get("/assets?of=req-nothing").status_code == 404


def test_a_requester_starts_from_own_assets_alone(
    with_accounts: tuple[House, Seeded, dict[Role, str], Page],
) -> None:
    from praetorium.accounts import Accounts

    house, seeded, keys, page = with_accounts
    book = Accounts(house.catalogue)
    book.add("stranger", Role.REQUESTER)
    headers = {"X-API-Key": book.issue("stranger").secret, "Accept": "text/html"}
    stranger = page.client(headers=headers)
    assert stranger.get(f"/requests/new?use={seeded.asset}").status_code == 404
    assert 'class="kinds"' not in stranger.get("/assets").text
    own = page.client(headers={"X-API-Key": keys[Role.REQUESTER], "Accept": "text/html"})
    assert own.get(f"/requests/new?use={seeded.asset}").status_code == 200
