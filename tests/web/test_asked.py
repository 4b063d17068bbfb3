"""The delivery says of each thing that was asked where it is and what proves it, to programs and on the page."""

from __future__ import annotations

from praetorium.accounts import Role
from praetorium.house import House

from .conftest import Page
from .seeding import Seeded


def test_each_thing_has_its_words_place_and_proof(
    with_accounts: tuple[House, Seeded, dict[Role, str], Page],
) -> None:
    _, seeded, keys, page = with_accounts
    client = page.client(headers={"X-API-Key": keys[Role.OPERATOR]})
    told = client.get(f"/api/v1/requests/{seeded.delivered}").json()["features"]
    assert [(f["name"], f["said"], f["proven"]) for f in told] == [
        ("records", "contcats", True),
        ("humming", "hum on Fridays", False),
    ]
    shown = client.get(f"/requests/{seeded.delivered}", headers={"Accept": "text/html"}).text
    assert "Asked for: 1 of 2 built and proven, 1 left out" in shown
    assert "<q>contcats</q>" in shown and "32 tests passed" in shown and "left out: nothing hums" in shown
