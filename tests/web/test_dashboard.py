"""The Grafana dashboard asks for figures that there are."""

from __future__ import annotations

import json
import re

import httpx

from praetorium.accounts import Role
from praetorium.house import House

from .conftest import ROOT, Page
from .seeding import Seeded


def test_every_panel_asks_for_a_figure_that_there_is(
    with_accounts: tuple[House, Seeded, dict[Role, str], Page],
) -> None:
    _, _, keys, page = with_accounts
    text = httpx.get(f"{page.url}/metrics", headers={"Authorization": f"Bearer {keys[Role.OPERATOR]}"}).text
    told = set(re.findall(r"^(praetorium_\w+)", text, re.M))
    panels = json.loads((ROOT / "deployments/grafana/praetorium.json").read_text())["panels"]
    asked = {n for p in panels for t in p["targets"] for n in re.findall(r"praetorium_\w+", t["expr"])}
    assert len(asked) > 10
    assert asked - told == set()
