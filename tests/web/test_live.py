"""The socket: what happened and what happens, in order, once, from wherever one has been."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from praetorium.accounts import Role
from praetorium.house import House

from .conftest import Page
from .seeding import BRIEF, PLAN, Seeded, begun, say

Accounts = tuple[House, Seeded, dict[Role, str], Page]


@asynccontextmanager
async def socket(found: Accounts, role: Role = Role.OPERATOR) -> AsyncIterator[ClientConnection]:
    url = found[3].url.replace("http", "ws") + "/ws"
    async with connect(url, additional_headers={"X-API-Key": found[2][role]}) as made:
        assert json.loads(await made.recv())["type"] == "connected"
        yield made


async def heard(made: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of that type."""
    while True:
        message = json.loads(await made.recv())
        if message["type"] == kind:
            return message["payload"]


async def tell(made: ClientConnection, type: str, **payload: Any) -> None:
    await made.send(json.dumps({"type": type, "payload": payload}))


async def rows(made: ClientConnection, number: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while len(found) < number:
        found += (await heard(made, "progress"))["logs"]
    return found


async def test_a_page_that_comes_late_sees_all_of_it(with_accounts: Accounts) -> None:
    house, seeded, _, _ = with_accounts
    total = house.catalogue.requests.get(seeded.delivered).position
    async with socket(with_accounts) as made:
        await tell(made, "follow", request=seeded.delivered)
        found = await rows(made, total)
        assert [row["position"] for row in found] == list(range(1, total + 1))
        assert (await heard(made, "delivery"))["request"] == seeded.delivered


async def test_nothing_is_missed_and_nothing_comes_twice_over_a_broken_line(with_accounts: Accounts) -> None:
    house = with_accounts[0]
    lease = begun(house, "a stream", BRIEF, PLAN, "requester")
    start = house.catalogue.requests.get(lease.request).position
    total = 300

    def write() -> None:
        for number in range(total):
            say(house, lease, f"line {number}")

    writer = threading.Thread(target=write)
    writer.start()
    found: list[int] = []
    while len(found) < start + total:
        async with socket(with_accounts) as made:  # each line breaks after 80 rows
            await tell(made, "follow", request=lease.request, position=found[-1] if found else 0)
            part = await rows(made, min(80, start + total - len(found)))
            found += [row["position"] for row in part]
    writer.join()
    assert found == list(range(1, start + total + 1))


async def test_events_are_on_the_line_at_once(with_accounts: Accounts) -> None:
    house = with_accounts[0]
    lease = begun(house, "quick", BRIEF, PLAN, "requester")
    async with socket(with_accounts) as made:
        at = house.catalogue.requests.get(lease.request).position
        await tell(made, "follow", request=lease.request, position=at, page=True)
        await tell(made, "ping")
        await heard(made, "pong")
        delays = []
        for number in range(20):
            say(house, lease, f"<b>{number}</b>")
            before = time.monotonic()
            payload = await heard(made, "progress")
            delays.append(time.monotonic() - before)
            assert f"&lt;b&gt;{number}&lt;/b&gt;" in payload["html"]
    assert sorted(delays)[len(delays) // 2] < 0.1


async def test_the_contract_s_messages(with_accounts: Accounts) -> None:
    async with socket(with_accounts, Role.VIEWER) as made:
        await tell(made, "chat", message="Build me a CRM with contacts and leads")
        chat = await heard(made, "chat")
        assert {entity["name"] for entity in chat["brief"]["entities"]} >= {"contact", "lead"}
        await tell(made, "build", userRequest="Build me a CRM with contacts")
        assert "may not ask" in (await heard(made, "error"))["why"]
        await tell(made, "dance")
        assert (await heard(made, "error"))["what"] == "The message was not understood"
        await tell(made, "chat", message="asdf")
        assert (await heard(made, "error"))["next"]
        await tell(made, "ping")
        await heard(made, "pong")


async def test_what_waits_is_told_with_all_that_an_answer_takes(with_accounts: Accounts) -> None:
    _, seeded, _, _ = with_accounts
    async with socket(with_accounts) as made:
        await tell(made, "follow", request=seeded.waiting)
        told = await heard(made, "approval")
    assert (told["request"], told["id"]) == (seeded.waiting, seeded.approval)
    assert told["question"] and told["shown"]


async def test_a_client_with_its_own_pace_is_told_more_when_it_has_drawn(with_accounts: Accounts) -> None:
    house, seeded, _, _ = with_accounts
    async with socket(with_accounts) as made:
        await tell(made, "follow", request=seeded.running, paced=True)
        position = (await heard(made, "progress"))["position"]
        for n in range(3):
            with house.catalogue.write() as connection:
                house.catalogue.events.append(connection, seeded.running, "step.said", f"Paced {n}")
        await tell(made, "drawn", request=seeded.running)
        together = await heard(made, "progress")
        assert [log["title"] for log in together["logs"]][:1] == ["Paced 0"] and together["position"] > position


async def test_what_is_built_by_the_socket_is_an_ordinary_request(with_accounts: Accounts) -> None:
    house = with_accounts[0]
    async with socket(with_accounts, Role.REQUESTER) as made:
        await tell(made, "build", userRequest="Build me a CRM with contacts", requirements=["It is dark"])
        id = (await heard(made, "chat"))["request"]
        assert (await heard(made, "progress"))["logs"][0]["kind"] == "request.stored"
    kept = house.catalogue.requests.get(id).request
    assert kept.words == "Build me a CRM with contacts. It is dark"
    assert (kept.asked_by, kept.door) == ("requester", "api")


async def test_others_requests_cannot_be_followed(with_accounts: Accounts) -> None:
    from praetorium.accounts import Accounts as Book

    house, seeded, _, page = with_accounts
    book = Book(house.catalogue)
    book.add("stranger", Role.REQUESTER)
    mine = (house, seeded, {Role.REQUESTER: book.issue("stranger").secret}, page)
    async with socket(mine, Role.REQUESTER) as made:
        await tell(made, "follow", request=seeded.delivered)
        assert "no request" in (await heard(made, "error"))["why"]


async def test_who_may_no_longer_come_in_hears_and_builds_no_more(with_accounts: Accounts) -> None:
    from praetorium.accounts import Accounts as Book

    house, _, _, page = with_accounts
    book = Book(house.catalogue)
    book.add("leaving", Role.REQUESTER)
    issued = book.issue("leaving")
    mine = (house, with_accounts[1], {Role.REQUESTER: issued.secret}, page)
    lease = begun(house, "Build me a CRM", BRIEF, PLAN, "leaving")
    async with socket(mine, Role.REQUESTER) as hearing, socket(mine, Role.REQUESTER) as building:
        await tell(hearing, "follow", request=lease.request)
        await rows(hearing, 1)
        book.revoke_key(issued.key.id)
        with pytest.raises(ConnectionClosed) as closed:
            async with asyncio.timeout(10):
                while True:  # what is known of somebody holds good for a second
                    say(house, lease, "something happened")
                    await heard(hearing, "progress")
        assert closed.value.rcvd.code == 4401
        await tell(building, "build", userRequest="Build me a CRM with contacts")
        with pytest.raises(ConnectionClosed) as closed:
            await building.recv()
        assert closed.value.rcvd.code == 4401
    assert [line.id for line in house.catalogue.browsing.requests(asked_by="leaving")] == [lease.request]


@pytest.mark.parametrize("headers", [{}, {"X-API-Key": "prae_wrong"}])
async def test_nobody_hears_without_a_key(with_accounts: Accounts, headers: dict[str, str]) -> None:
    async with connect(with_accounts[3].url.replace("http", "ws") + "/ws", additional_headers=headers) as made:
        with pytest.raises(ConnectionClosed) as closed:
            await made.recv()
    assert closed.value.rcvd.code == 4401


@pytest.mark.parametrize("garbage", ["{", b"\xff\x00", "[" * 100_000], ids=["no JSON", "bytes", "deep"])
async def test_garbage_ends_the_line_and_says_why(with_accounts: Accounts, garbage: str | bytes) -> None:
    async with socket(with_accounts) as made:
        await made.send(garbage)
        with pytest.raises(ConnectionClosed) as closed:
            await made.recv()
    assert closed.value.rcvd.code == 1003


async def test_another_site_cannot_use_the_session(page: Page) -> None:
    client = page.entered()
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    url = page.url.replace("http", "ws") + "/ws"
    async with connect(url, additional_headers={"Cookie": cookie}, origin="http://evil.example") as made:
        with pytest.raises(ConnectionClosed) as closed:
            await made.recv()
    assert closed.value.rcvd.code == 4403
    async with connect(url, additional_headers={"Cookie": cookie}, origin=page.url) as made:
        assert json.loads(await made.recv())["type"] == "connected"
