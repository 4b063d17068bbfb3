"""The process host: its daemon, and that nothing is lost when that one dies."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from praetorium.errors import UserError
from praetorium.executors.ports import Service
from praetorium.hosts import ProcessHost, hosts
from tests.hosts.conftest import answers, ask, called, until

ROOT = Path(__file__).parents[2]
Make = Callable[..., Service]


@pytest.fixture
def host(process_host: ProcessHost) -> ProcessHost:
    return process_host


def daemons(home: Path) -> list[psutil.Process]:
    """The supervisord processes of that home."""
    found = []
    for process in called("supervisor.supervisord"):
        with suppress(psutil.Error):  # gone meanwhile, or another user's
            if Path(process.cwd()) == (home / "apps").resolve():
                found.append(process)
    return found


def test_it_is_one_of_the_hosts(home: Path) -> None:
    assert isinstance(hosts(home)["process"], ProcessHost)


def test_no_daemon_runs_while_nothing_is_to_be_kept_running(host: ProcessHost, make: Make, home: Path) -> None:
    assert host.all() == []
    assert not daemons(home)
    host.start(make())
    assert len(daemons(home)) == 1
    host.stop("app")
    assert not daemons(home)
    assert [each.name for each in host.all()] == ["app"]


def test_a_killed_daemon_comes_back_with_what_should_run(host: ProcessHost, make: Make, home: Path) -> None:
    one, other = make("one"), make("other")
    host.start(one)
    host.start(other)
    first = ask(one)["_pid"]
    host.stop("other")
    (daemon,) = daemons(home)
    daemon.kill()
    until(lambda: not daemons(home))
    assert {each.name: each.running for each in ProcessHost(home).all()} == {"one": True, "other": False}
    assert ask(one)["_pid"] != first
    assert not psutil.pid_exists(int(first)) or psutil.Process(int(first)).status() == psutil.STATUS_ZOMBIE
    assert not answers(other)
    assert len(daemons(home)) == 1


def test_a_daemon_that_hangs_is_replaced(host: ProcessHost, make: Make, home: Path) -> None:
    service = make()
    host.start(service)
    first = ask(service)["_pid"]
    (daemon,) = daemons(home)
    daemon.send_signal(signal.SIGSTOP)
    assert [each.running for each in host.all()] == [True]
    assert ask(service)["_pid"] != first
    assert [each.pid for each in daemons(home)] != [daemon.pid]


def test_two_that_start_it_at_once_start_one(host: ProcessHost, make: Make, home: Path) -> None:
    services = [make(f"app-{n}") for n in range(4)]
    program = """
        import sys
        from pathlib import Path
        from praetorium.executors.ports import Service
        from praetorium.hosts import ProcessHost
        name, folder, port, data = sys.argv[2:]
        given = {"PORT": port, "DATA_DIR": data, "HOST": "127.0.0.1"}
        ProcessHost(Path(sys.argv[1])).start(Service(name, (sys.executable, "server.py"), Path(folder), given))
    """
    started = []
    for service in services:
        words = (service.name, str(service.folder), service.environment["PORT"], service.environment["DATA_DIR"])
        command = [sys.executable, "-c", textwrap.dedent(program), str(home), *words]
        started.append(subprocess.Popen(command, cwd=ROOT, env={"PATH": os.environ["PATH"]}))
    assert [each.wait(60) for each in started] == [0] * 4
    # Whoever started them has ended, and they run on.
    assert all(ask(service)["_pid"] for service in services)
    assert len(daemons(home)) == 1


def test_ports_are_not_handed_out_twice_to_many_at_once(home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        ports = list(pool.map(lambda _: ProcessHost(home).free_port(), range(40)))
    assert len(set(ports)) == 40


def test_the_port_of_a_stopped_service_stays_its_own(
    host: ProcessHost, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from praetorium.hosts import ports

    service = make()
    host.start(service)
    host.stop("app")
    port = int(service.environment["PORT"])
    monkeypatch.setattr(ports, "FIRST", port)
    monkeypatch.setattr(ports, "LAST", port + 50)
    monkeypatch.setattr(ports, "_HELD", 0.0)
    assert all(host.free_port() != port for _ in range(60))


def test_what_ends_at_once_is_not_told_to_be_running(host: ProcessHost, tmp_path: Path) -> None:
    host.start(Service("broken", ("/bin/sh", "-c", "echo this is why >&2; exit 4"), tmp_path))
    until(lambda: (state := host.state("broken")) is not None and state.restarts >= 1)
    assert "this is why" in host.log("broken")


def test_a_program_that_is_not_there_is_told_in_the_log(host: ProcessHost, tmp_path: Path) -> None:
    host.start(Service("broken", ("/no/such/program",), tmp_path))
    until(lambda: "No such file" in host.log("broken"))


def test_what_cannot_be_run_is_refused(host: ProcessHost, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no command"):
        host.start(Service("a", (), tmp_path))
    with pytest.raises(UserError, match="no folder"):
        host.start(Service("a", ("true",), tmp_path / "missing"))
    with pytest.raises(UserError, match="zero byte"):
        host.start(Service("a", ("true",), tmp_path, {"X": "a\0b"}))


def test_values_and_password_are_for_the_owner_alone(host: ProcessHost, make: Make, home: Path) -> None:
    host.start(make(TOKEN="secret"))
    for path in (*home.glob("apps/services/*.json"), home / "apps" / "supervisord.conf"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert "secret" not in (home / "apps" / "supervisord.conf").read_text()


def test_nobody_else_can_command_the_daemon(host: ProcessHost, make: Make, home: Path) -> None:
    import xmlrpc.client

    host.start(make())
    lines = (home / "apps" / "supervisord.conf").read_text().splitlines()
    port = next(line.rpartition(":")[2] for line in lines if line.startswith("port"))
    with (
        xmlrpc.client.ServerProxy(f"http://praetorium:guess@127.0.0.1:{port}/RPC2") as stranger,
        pytest.raises(xmlrpc.client.ProtocolError, match="401"),
    ):
        stranger.supervisor.getState()


def test_the_log_gives_its_last_lines(host: ProcessHost, tmp_path: Path) -> None:
    host.start(Service("talk", ("/bin/sh", "-c", "seq 1 500; sleep 600"), tmp_path))
    until(lambda: "500" in host.log("talk"))
    assert host.log("talk", lines=3).splitlines() == ["498", "499", "500"]


@pytest.fixture
def odd_home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "50% \"of\" my 'home'; #1 [x] %(here)s\nnext"
    yield home
    host = ProcessHost(home)
    for running in host.all():
        host.remove(running.name)


def test_a_home_of_any_name_will_do(odd_home: Path, tmp_path: Path) -> None:
    host = ProcessHost(odd_home)
    host.start(Service("talk", ("/bin/sh", "-c", "echo hello; sleep 600"), tmp_path))
    until(lambda: host.log("talk") == "hello")
    assert [(each.name, each.running) for each in host.all()] == [("talk", True)]
    assert host.stop("talk")


def test_it_outlives_who_started_it_and_his_group(home: Path, make: Make, host: ProcessHost) -> None:
    """As when a terminal is closed: its whole process group is ended."""
    service = make()
    program = f"""
        import os, signal
        from pathlib import Path
        from praetorium.executors.ports import Service
        from praetorium.hosts import ProcessHost
        given = {dict(service.environment)!r}
        service = Service({service.name!r}, {service.argv!r}, Path({str(service.folder)!r}), given)
        ProcessHost(Path({str(home)!r})).start(service)
        os.killpg(0, signal.SIGKILL)
    """
    starter = [sys.executable, "-c", textwrap.dedent(program)]
    done = subprocess.run(starter, cwd=ROOT, env={"PATH": os.environ["PATH"]}, start_new_session=True)
    assert done.returncode == -signal.SIGKILL
    assert ask(service)["_pid"]
