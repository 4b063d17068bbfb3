"""The contract of a host, kept by each of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from praetorium.errors import UserError
from praetorium.executors.ports import Host, Service
from tests.hosts.conftest import answers, ask, called, until

Make = Callable[..., Service]


def test_a_service_is_started_told_of_and_stopped(host: Host, make: Make) -> None:
    service = make(GREETING="good morning")
    running = host.start(service)
    assert (running.name, running.running) == ("app", True)
    told = ask(service)
    assert told["GREETING"] == "good morning"
    assert Path(service.environment["DATA_DIR"], "started").read_text() == "yes"
    state = host.state("app")
    assert state is not None
    assert state.running
    assert state.started is not None
    assert state.started > 1_700_000_000
    assert [each.name for each in host.all()] == ["app"]
    until(lambda: "listening, good morning" in host.log("app"))
    assert host.stop("app") is True
    assert not answers(service)
    stopped = host.state("app")
    assert stopped is not None
    assert (stopped.running, stopped.pid) == (False, None)


def test_it_is_restarted_when_it_dies(host: Host, make: Make) -> None:
    service = make()
    host.start(service)
    ask(service)
    with pytest.raises(Exception, match=r"disconnected|reset|RemoteProtocol"):
        _die(service)
    until(lambda: (state := host.state("app")) is not None and state.restarts >= 1 and state.running)
    assert ask(service)["_pid"]


def test_starting_again_replaces_it(host: Host, make: Make) -> None:
    first = make(GREETING="one")
    host.start(first)
    ask(first)
    second = make(GREETING="two")
    host.start(second)
    assert ask(second)["GREETING"] == "two"
    assert not answers(first)
    assert [(each.name, each.running) for each in host.all()] == [("app", True)]


def test_stopping_ends_what_it_started(host: Host, make: Make) -> None:
    """A daemon in a session of its own, too."""
    mark = f"daemon-of-{host.free_port()}"
    service = make(DAEMON=mark)
    host.start(service)
    ask(service, "/daemon")
    until(lambda: called(mark))
    host.stop("app")
    assert not called(mark)


def test_what_was_stopped_can_be_started_again(host: Host, make: Make) -> None:
    service = make()
    host.start(service)
    ask(service)
    host.stop("app")
    host.start(service)
    assert ask(service)["_pid"]


def test_removing_forgets_it(host: Host, make: Make) -> None:
    service = make()
    host.start(service)
    ask(service)
    host.remove("app")
    assert not answers(service)
    assert host.state("app") is None
    assert host.all() == []
    assert host.log("app") == ""
    host.remove("app")


def test_what_is_not_there_is_told(host: Host) -> None:
    assert host.state("nobody") is None
    assert host.stop("nobody") is False
    assert host.log("nobody") == ""


def test_two_do_not_disturb_each_other(host: Host, make: Make) -> None:
    one, other = make("one"), make("other")
    host.start(one)
    host.start(other)
    assert ask(one)["PORT"] != ask(other)["PORT"]
    host.stop("one")
    assert answers(other)
    assert {each.name: each.running for each in host.all()} == {"one": False, "other": True}


@pytest.mark.parametrize("name", ["", "a b", "../x", "a\nb", "%(here)s", "a;b", "[x]", "-a", "é"])
def test_a_name_that_could_break_something_is_refused(host: Host, make: Make, name: str) -> None:
    service = make()
    with pytest.raises(UserError, match="no name for a service"):
        host.start(Service(name, service.argv, service.folder, service.environment))
    assert host.all() == []


def test_values_arrive_as_they_are(host: Host, make: Make) -> None:
    value = "50% of \"this\" and 'that'; #no comment\n[section]\nkey = %(ENV_HOME)s \\ ü $HOME `id`"
    service = make(VALUE=value)
    host.start(service)
    assert ask(service)["VALUE"] == value


def test_ports_are_free_and_not_handed_out_twice(host: Host) -> None:
    ports = [host.free_port() for _ in range(20)]
    assert len(set(ports)) == 20


def test_it_can_be_used_here(host: Host) -> None:
    assert host.available() is None


def _die(service: Service) -> None:
    import httpx

    httpx.get(f"http://127.0.0.1:{service.environment['PORT']}/die", timeout=5, trust_env=False)
