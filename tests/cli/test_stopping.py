"""Holding back, going on and taking back, as the command line tells them."""

from __future__ import annotations

from collections.abc import Callable

from praetorium.house import House
from praetorium.intake import take

from .conftest import Ended
from .records import Record


def asked(house: House) -> str:
    return take(house, "simple todo list", unattended=True).request.id


def test_a_pause_is_said_and_lifted(house: House, praetorium: Callable[..., Ended]) -> None:
    id = asked(house)
    ended = praetorium("pause", id)
    assert (ended.code, ended.out) == (0, f"■ Paused {id}. Let it go on: praetorium continue {id}\n")
    assert house.catalogue.switches.on() == {f"pause:request:{id}"}
    again = praetorium("pause", id)
    assert again.code == 2
    assert f"praetorium continue {id}" in again.err
    assert praetorium("continue", id, "--json").json["paused"] is False
    assert house.catalogue.switches.on() == frozenset()
    assert [e.kind for e in house.catalogue.events.after(id)][-2:] == ["request.paused", "request.continued"]


def test_the_halt_is_said_and_lifted(house: House, praetorium: Callable[..., Ended]) -> None:
    assert praetorium("halt", "--json").json == {"halted": True, "half_done": [], "still_running": [], "apps": []}
    assert "halt" in house.catalogue.switches.on()
    assert praetorium("resume").out.startswith("● The halt is lifted.")
    nothing = praetorium("resume")
    assert nothing.code == 2
    assert "nothing is halted" in nothing.err


def test_an_executor_is_paused_by_its_name(house: House, praetorium: Callable[..., Ended]) -> None:
    unknown = praetorium("executors", "pause", "comand")
    assert unknown.code == 2
    assert "did you mean 'command'?" in unknown.err
    assert praetorium("executors", "pause", "command").code == 0
    assert house.catalogue.switches.on() == {"pause:executor:command"}
    assert praetorium("executors", "resume", "command", "--json").json["requests"] == []


def test_what_cannot_go_on_or_be_taken_back_says_why(record: Record, praetorium: Callable[..., Ended]) -> None:
    delivered = praetorium("retry", record.delivered)
    assert delivered.code == 2
    assert "--from STEP" in delivered.err
    unknown = praetorium("retry", record.delivered, "--from", "nowhere")
    assert unknown.code == 2
    assert "no step 'nowhere'" in unknown.err
    assert "no step 'nowhere'" in praetorium("undo", record.delivered, "--to", "nowhere").err
