"""The door to Prefect's API: the same operations, blocking and not, and what they leave in Prefect."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import httpx
import pytest
from prefect.types.names import validate_valid_asset_key

from praetorium.engine import client
from praetorium.engine.events import asset_key
from praetorium.errors import ExternalError

pytestmark = pytest.mark.server


def api(found, method: str, path: str, body: object = None) -> object:
    return httpx.request(method, f"{found.prefect}/api{path}", json=body).json()


def test_the_same_key_starts_one_run(at_engine, tmp_path):
    key = uuid4().hex
    start = {"parameters": {"path": str(tmp_path / "x")}, "deployment": "stamp/test", "tags": ["b", "a"]}
    first = client.create_run(key, **start, name="of one name")
    again = asyncio.run(client.create_run.aio(key, **start))
    assert first == again
    run = api(at_engine, "GET", f"/flow_runs/{first}")
    assert run["name"] == "of one name" and sorted(run["tags"]) == ["a", "b"]
    page = httpx.get(client.run_url(first), headers={"Accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 200 and "<html" in page.text.lower()


def test_an_unknown_deployment_is_named(at_engine):
    with pytest.raises(ExternalError, match="no deployment 'nothing/here'"):
        client.create_run("x", parameters={}, deployment="nothing/here")


def test_parameters_that_do_not_fit_the_form_are_refused(at_engine):
    with pytest.raises(ExternalError, match="'path' is a required property"):
        client.create_run(uuid4().hex, parameters={}, deployment="stamp/test")


def test_what_is_gone_is_said_to_be_gone(at_engine):
    nobody = str(uuid4())
    assert client.run_state(nobody) is None
    assert not client.cancel_run(nobody)
    assert not client.mark_crashed(nobody, "gone")
    assert not client.reschedule(nobody)
    assert not client.resume_run(nobody)
    assert not client.delete_run(nobody)
    assert not client.update_artifact(nobody, 10)


def test_a_run_that_is_over_is_neither_crashed_nor_cancelled(at_engine, trial):
    run = trial("stamp")
    assert run.ended().type == "COMPLETED"
    assert not client.mark_crashed(run.id, "late news")
    assert not client.cancel_run(run.id)
    assert client.run_state(run.id).type == "COMPLETED"


def test_artifacts_of_each_kind_belong_to_their_run_and_have_versions(at_engine, trial):
    run = trial("stamp")
    key = f"Plan of {run.id}"
    for number in (1, 2):
        client.write_artifact(key, "markdown", f"# {number}", "the plan", run.id)
    client.write_artifact("rows", "table", [{"a": 1}], flow_run_id=run.id)
    client.write_artifact("link", "link", ("http://127.0.0.1:1/x", "the app"), flow_run_id=run.id)
    bar = client.write_artifact("bar", "progress", 10, flow_run_id=run.id)
    assert client.update_artifact(bar, 140)
    found = api(
        at_engine,
        "POST",
        "/artifacts/filter",
        {"artifacts": {"flow_run_id": {"any_": [run.id]}}, "sort": "CREATED_DESC"},
    )
    by_key = {}
    for artifact in found:
        by_key.setdefault(artifact["key"], []).append(artifact)
    versions = by_key[f"plan-of-{run.id}"]
    assert [version["data"] for version in versions] == ["# 2", "# 1"]
    assert by_key["rows"][0]["data"] == '[{"a": 1}]'
    assert by_key["link"][0]["data"] == "[the app](http://127.0.0.1:1/x)"
    assert by_key["bar"][0]["data"] == 100


def test_events_and_assets_arrive_with_their_lineage(at_engine, trial, until):
    run = trial("stamp")
    name = f"praetorium.test.{uuid4().hex}"
    id = client.emit_event(name, {"prefect.resource.id": "praetorium.request.1"}, {"n": 1})
    client.emit_event(name, {"prefect.resource.id": "praetorium.request.1"}, {"n": 1}, id=id)
    made = client.materialise(
        "crm/app/contacts & leads", name="CRM", upstream=["crm/dataset/über"], flow_run_id=run.id, metadata={"bytes": 3}
    )

    def events(prefix: str) -> list:
        body = {"filter": {"event": {"prefix": [prefix]}}}
        return api(at_engine, "POST", "/events/filter", body)["events"]

    assert until(lambda: [event["id"] for event in events(name)], what="the event is not there") == [id]
    asset = until(lambda: [event for event in events("prefect.asset.materialization") if event["id"] == made])[0]
    assert asset["resource"]["prefect.resource.name"] == "CRM"
    roles = {item["prefect.resource.role"]: item["prefect.resource.id"] for item in asset["related"]}
    assert roles["asset"] == asset_key("crm/dataset/über")
    assert roles["flow-run"] == f"prefect.flow-run.{run.id}"
    assert asset["payload"] == {"bytes": 3}
    assert events("prefect.asset.referenced")


@pytest.mark.parametrize("key", ["a b/ü?#%", "s3://bucket/x y", "plain", "praetorium://p/k/" + "n" * 600])
def test_asset_keys_are_keys_that_prefect_takes(key):
    assert validate_valid_asset_key(asset_key(key)) == asset_key(key)


def test_many_writes_at_the_same_time_are_all_taken(at_engine):
    """Without immediate transactions SQLite refuses most of them."""

    async def write() -> list[object]:
        try:
            return await asyncio.gather(*(client.write_artifact.aio("many", "markdown", str(n)) for n in range(40)))
        finally:
            await client.close()

    assert len(set(asyncio.run(write()))) == 40


def test_calls_wait_for_a_server_that_is_starting_again(at_engine, until):
    import os
    import signal

    from praetorium.engine.services import status

    os.kill(status(at_engine.settings).pids["server"], signal.SIGKILL)
    assert client.write_artifact("patience", "markdown", "worth it")
    until(lambda: status(at_engine.settings).ready, 20)
