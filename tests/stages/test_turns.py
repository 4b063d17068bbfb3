"""Steps that would work on the same thing take turns, whichever request and process they are of."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from praetorium.executors.launching import turn_of
from praetorium.settings import Settings
from praetorium.stages.turns import in_turn


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


async def test_one_at_a_time_and_whoever_waits_says_so_once(settings: Settings) -> None:
    inside, most, said = 0, 0, []

    async def work() -> None:
        nonlocal inside, most
        async with in_turn(settings, "crm", said.append):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*(work() for _ in range(3)))
    assert most == 1
    assert said == ["Waits for another request that works on 'crm'"] * 2


async def test_others_are_not_waited_for_and_who_is_stopped_frees_its_turn(settings: Settings) -> None:
    async with (
        asyncio.timeout(5),
        in_turn(settings, "crm", print),
        in_turn(settings, "shop", print),
        in_turn(settings, None, print),
    ):
        waits = asyncio.ensure_future(in_turn(settings, "crm", print).__aenter__())
        await asyncio.sleep(0)
        waits.cancel()
        await asyncio.gather(waits, return_exceptions=True)
    async with asyncio.timeout(5), in_turn(settings, "crm", print):
        pass


def test_an_app_and_its_namesakes_take_turns() -> None:
    assert turn_of("", "CRM") == turn_of("crm-2", "anything") == turn_of("crm", "") == "crm"
