"""The policy block in Prefect: taken over while the services run, and only ever to the stricter side."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from praetorium.engine import client
from praetorium.models import Effect, Step
from praetorium.planning.policy import Ruling

pytestmark = pytest.mark.server
ROOT = Path(__file__).parents[2]

SAVE = """
import sys
from blocks.policy import PraetoriumPolicy, register
register()
register()
PraetoriumPolicy(rules=sys.argv[1]).save("praetorium", overwrite=True)
"""
RULES = """\
rules:
  - {name: team-says-never, why: not on our watch, effects: [publish], then: never}
  - {name: team-says-run, why: nobody asked us, effects: [destroy], then: run}
"""


def test_a_team_makes_it_stricter_and_never_looser(house, until, tmp_path):
    variables = {"PREFECT_API_URL": client.api_url(), "PREFECT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", SAVE, RULES], cwd=ROOT, env=os.environ | variables, check=True, timeout=120)
    until(lambda: house.policy.stricter, 30, "the block was not taken over")
    step = Step(id="s", title="s", why="", executor="note", expected="", effects=frozenset({Effect.PUBLISH}))
    assert house.policy.judge(step)[0] is Ruling.NEVER
    destroying = step.model_copy(update={"effects": frozenset({Effect.DESTROY})})
    assert house.policy.judge(destroying)[0] is Ruling.ASK
    found = client_call("GET", "/block_types/slug/praetorium-policy/block_documents/name/praetorium")
    client_call("DELETE", f"/block_documents/{found['id']}")
    until(lambda: not house.policy.stricter, 30, "the block was not let go")
    assert house.policy.judge(step)[0] is Ruling.ASK


def client_call(method: str, path: str) -> dict:
    import httpx

    response = httpx.request(method, f"{client.api_url()}{path}", timeout=30)
    response.raise_for_status()
    return response.json() if response.content else {}
