"""The API: what it answers, how it says what is wrong, how bytes travel."""

from __future__ import annotations

import hashlib
import io
import zipfile

import httpx
import pytest

from praetorium.accounts import Role
from praetorium.catalogue import Approval
from praetorium.house import House
from praetorium.planning.policy import Terms
from praetorium.web.app import create_app, description
from praetorium.web.content import span

from .conftest import Page
from .seeding import BRIEF, PLAN, Seeded, begun

Accounts = tuple[House, Seeded, dict[Role, str], Page]


@pytest.fixture
def client(with_accounts: Accounts) -> httpx.Client:
    _, _, keys, page = with_accounts
    return page.client(headers={"X-API-Key": keys[Role.OPERATOR]})


def test_requests_are_listed_page_by_page(client: httpx.Client) -> None:
    everything = client.get("/api/v1/requests").json()
    assert everything["next"] is None
    ids = [item["id"] for item in everything["items"]]
    first = client.get("/api/v1/requests", params={"limit": 4}).json()
    second = client.get("/api/v1/requests", params={"limit": 4, "before": first["next"]}).json()
    assert [item["id"] for item in first["items"] + second["items"]] == ids
    found = client.get("/api/v1/requests", params={"search": "invent"}).json()["items"]
    assert [item["title"] for item in found] == ["Inventory"]
    assert {i["state"] for i in client.get("/api/v1/requests", params={"state": "waiting"}).json()["items"]} == {
        "waiting"
    }


def test_a_request_is_told_in_full(client: httpx.Client, with_accounts: Accounts) -> None:
    seeded = with_accounts[1]
    at = f"/api/v1/requests/{seeded.delivered}"
    told = client.get(at).json()
    assert told["state"] == "delivered"
    assert [step["state"] for step in told["steps"]] == ["succeeded"] * 6
    assert client.get(f"{at}/brief").json()["corrections"][0] == {"said": "contcats", "read_as": "contacts"}
    assert len(client.get(f"{at}/plan").json()["steps"]) == 6
    changed = client.get(f"{at}/changes", params={"step": "source"}).json()
    assert {file["path"] for file in changed} >= {"README.md", "app/main.py"}


def test_events_go_on_after_a_position(client: httpx.Client, with_accounts: Accounts) -> None:
    at = f"/api/v1/requests/{with_accounts[1].delivered}/events"
    rows, after = [], 0
    while after is not None:
        told = client.get(at, params={"after": after, "limit": 7}).json()
        rows += told["items"]
        after = told["next"]
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["kind"] == "request.stored"
    assert rows[-1]["kind"] == "request.delivered"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/requests/req-nothing", 404),
        ("GET", "/api/v1/assets/none/1", 404),
        ("GET", "/api/v1/requests?limit=0", 422),
        ("GET", "/api/v1/requests?before=yesterday", 422),
        ("POST", "/api/v1/requests", 422),
        ("GET", "/api/v1/nothing", 404),
        ("DELETE", "/api/v1/requests", 405),
        ("POST", "/api/v1/executors/nobody/pause", 404),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["type"] == "about:blank"
    assert told["instance"] == path.split("?")[0]
    assert told["title"]


def test_words_that_say_nothing_are_refused_and_kept(client: httpx.Client) -> None:
    answer = client.post("/api/v1/requests", json={"words": "asdf"})
    assert answer.status_code == 422
    told = answer.json()
    assert told["request"].startswith("req-")
    assert "try" in told["next"]
    assert client.get(f"/api/v1/requests/{told['request']}").json()["state"] == "rejected"


def test_a_request_with_files_is_kept_and_read(client: httpx.Client, with_accounts: Accounts) -> None:
    house = with_accounts[0]
    answer = client.post(
        "/api/v1/requests/with-files",
        data={"words": "sales report from orders.csv", "unattended": "true"},
        files={"files": ("orders.csv", b"region,amount\nnorth,10\nsouth,20\n", "text/csv")},
    )
    assert answer.status_code == 202, answer.text
    id = answer.json()["request"]
    assert answer.headers["location"] == f"/api/v1/requests/{id}"
    kept = house.catalogue.requests.get(id).request
    assert (kept.asked_by, kept.door, kept.unattended) == ("operator", "api", True)
    assert [(a.name, a.bytes) for a in kept.attachments] == [("orders.csv", 32)]
    client.post(f"/api/v1/requests/{id}/cancel")


def test_bytes_travel_whole_in_parts_or_not_at_all(client: httpx.Client, with_accounts: Accounts) -> None:
    at = f"/api/v1/assets/{with_accounts[1].asset}/2/content"
    whole = client.get(at)
    assert whole.headers["etag"] == f'"{hashlib.sha256(whole.content).hexdigest()}"'
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-disposition"].startswith("attachment")
    part = client.get(at, headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.content) == (206, whole.content[2:6])
    assert part.headers["content-range"] == f"bytes 2-5/{len(whole.content)}"
    assert client.get(at, headers={"Range": "bytes=-4"}).content == whole.content[-4:]
    assert client.get(at, headers={"Range": "bytes=99999-"}).status_code == 416
    assert client.get(at, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    stale = client.get(at, headers={"Range": "bytes=0-1", "If-Range": '"another"'})
    assert (stale.status_code, stale.content) == (200, whole.content)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=5-", (5, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=3-99", (3, 10)),
        ("bytes=10-", None),
        ("bytes=-0", None),
        ("bytes=0-1,4-5", (0, 10)),
        ("lines=1-2", (0, 10)),
        ("bytes=4-2", None),
        ("bytes=a-b", (0, 10)),
    ],
)
def test_ranges_are_read_as_they_are_meant(header: str, found: tuple[int, int] | None) -> None:
    assert span(header, 10) == found


def test_a_folder_comes_as_an_archive(client: httpx.Client, with_accounts: Accounts) -> None:
    items = client.get("/api/v1/assets", params={"kind": "app"}).json()["items"]
    answer = client.get(items[0]["content"])
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == ["main.py", "models.py"]


def test_stored_pages_are_walled_off(client: httpx.Client) -> None:
    items = client.get("/api/v1/assets", params={"search": "Getting started"}).json()["items"]
    for path in (items[0]["content"], f"/assets/{items[0]['asset']}/1"):
        policy = client.get(path).headers["content-security-policy"]
        assert policy.startswith("sandbox;")
        assert "allow-" not in policy
        assert "default-src 'none'" in policy


def test_executors_pause_and_everything_halts(client: httpx.Client, with_accounts: Accounts) -> None:
    switches = with_accounts[0].catalogue.switches
    assert client.post("/api/v1/executors/render/pause").json() == {"on": True}
    assert "pause:executor:render" in switches.on()
    assert client.post("/api/v1/executors/render/pause").status_code == 409
    assert client.post("/api/v1/executors/render/resume").json() == {"on": False}
    assert client.put("/api/v1/halt", json={"on": True}).json() == {"on": True}
    assert client.get("/api/v1/halt").json() == {"on": True}
    client.put("/api/v1/halt", json={"on": False})
    assert "halt" not in switches.on()


def test_an_answer_counts_once(client: httpx.Client, with_accounts: Accounts) -> None:
    seeded = with_accounts[1]
    at = f"/api/v1/approvals/{seeded.approval}"
    assert client.post(at, json={"answer": "perhaps"}).status_code == 422
    assert client.post(at, json={"answer": "allow", "seen": "0" * 64}).status_code == 409
    told = client.post(at, json={"answer": "deny", "because": "not before Monday"})
    assert told.status_code == 200, told.text
    assert told.json()["decision"]["who"] == "operator"
    late = client.post(at, json={"answer": "allow"})
    assert late.status_code == 409
    assert "deny by operator" in late.json()["detail"]
    audit = client.get("/api/v1/audit").json()["items"]
    assert (audit[0]["approval"], audit[0]["because"], audit[0]["door"]) == (
        seeded.approval,
        "not before Monday",
        "api",
    )


def test_what_is_named_and_safe_is_allowed_and_a_refusal_stops_no_other(
    client: httpx.Client, with_accounts: Accounts
) -> None:
    house = with_accounts[0]
    lease = begun(house, "look around", BRIEF, PLAN, "requester")
    ids = []
    for step, terms in (("source", Terms(approvers=("somebody",))), ("git", Terms()), ("tests", Terms())):
        shown = {"rule": "look", "why": "it looks", "effects": ["read"], "cost": 0, "parameters": {"n": step}}
        asked = Approval(request=lease.request, step=step, question=f"{step}?", shown=shown, terms=terms.dump())
        with house.catalogue.write() as connection:
            ids.append(house.catalogue.approvals.ask(connection, asked).id)
    assert {told["approval"] for told in client.get("/api/v1/approvals/safe").json()} >= set(ids)
    assert client.post("/api/v1/approvals/safe", json={}).status_code == 422
    told = client.post("/api/v1/approvals/safe", json={"ids": [*ids[:2], "apr-none"]})
    assert told.status_code == 200, told.text
    assert [answered["approval"]["id"] for answered in told.json()["allowed"]] == [ids[1]]
    assert [left["approval"] for left in told.json()["refused"]] == [ids[0], "apr-none"]
    assert "lets somebody answer" in told.json()["refused"][0]["why"]
    assert house.catalogue.approvals.get(ids[2]).state == "waiting", "nobody named it"


@pytest.mark.parametrize("path", ["/assets/{}/99999999999999999999", "/assets/{}?v=99999999999999999999"])
def test_numbers_no_database_takes_are_refused(client: httpx.Client, with_accounts: Accounts, path: str) -> None:
    assert client.get(path.format(with_accounts[1].asset)).status_code == 422
    far = {"version": "99999999999999999999"}
    assert client.get(f"/api/v1/requests/{with_accounts[1].delivered}/plan", params=far).status_code == 422


@pytest.mark.parametrize(
    ("told", "kept"),
    [("..", "file-1"), (".", "file-1"), ("../../x.csv", "x.csv"), ("ä" * 300 + ".csv", "ä" * 98 + ".csv")],
)
def test_an_upload_has_a_name_that_a_file_can_have(
    client: httpx.Client, with_accounts: Accounts, told: str, kept: str
) -> None:
    files = {"files": (told, b"day,amount\n2026-11-01,10\n", "text/csv")}
    answer = client.post("/api/v1/requests/with-files", data={"words": "run `true`"}, files=files)
    assert answer.status_code == 202, answer.text
    attached = with_accounts[0].catalogue.requests.get(answer.json()["request"]).request.attachments
    assert [a.name for a in attached] == [kept]


def test_figures_for_machines(client: httpx.Client) -> None:
    told = client.get("/admin/metrics", headers={"X-Client-Id": "probe"}).json()
    assert told["client"] == "probe"
    assert told["requests"]["delivered"] == 1
    assert told["executors"]["tests"]["runs"] >= 2
    text = client.get("/metrics").text
    assert 'praetorium_requests{state="delivered"} 1.0' in text
    assert 'praetorium_step_seconds_bucket{executor="tests",le="5.0"} 1.0' in text
    assert "praetorium_approvals_waiting" in text


def test_the_description_is_whole(stock: tuple[House, Seeded]) -> None:
    app = create_app(stock[0])
    app.state.tail.end()
    told = description(app)
    assert told["openapi"].startswith("3.1")
    assert len(told["paths"]) >= 30
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (method, path)
            assert operation.get("description") or path == "/health", (method, path)
            assert path == "/health" or "401" in operation["responses"], (method, path)
