"""``launch``: an application is running, answers as itself, and goes on running."""

import asyncio
import json
import shutil
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from praetorium.errors import ExternalError, StepError, UserError
from praetorium.executors import Context, launching
from praetorium.executors.aside import Aside
from praetorium.executors.container import Container
from praetorium.executors.launch import Launch
from praetorium.executors.ports import Running, Service
from praetorium.hosts import ProcessHost
from tests.executors.conftest import Said, run, write
from tests.waiting import until

PYTHON = str(Path(sys.executable).resolve())
APP = """
import json, os, sqlite3, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sqlite3.connect(Path(os.environ["DATA_DIR"], "app.db")).execute("create table if not exists book (id)")

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/":
            self.send(200, "text/html", '<a href="/books">Books</a><a href="/gone">Gone</a><a href="/books/1">One</a><a href="http://x/y">X</a>')
        elif self.path.startswith("/books"):
            self.send(200, "text/html", "<h1>Books</h1>")
        elif self.path == "/openapi.json":
            self.send(200, "application/json", json.dumps({"paths": {"/api/books": {"get": {}, "post": {}}}}))
        elif self.path == "/health":
            self.send(200, "application/json", json.dumps({"instance": os.environ["INSTANCE"], "version": VERSION}))
        elif self.path == "/ready":
            self.send(200, "text/plain", "ready")
        elif self.path == "/read":
            self.send(200, "text/plain", os.popen("cat ../../../secret 2>&1").read())
        else:
            self.send(404, "text/plain", "no")

    def send(self, status, kind, text):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass

ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
"""


@pytest.fixture
def app(context: Context) -> Path:
    return write(context.workspace / "app", {"server.py": f"VERSION = 1\n{APP}"})


@pytest.fixture
def host(context: Context) -> ProcessHost:
    found = context.hosts["process"]
    assert isinstance(found, ProcessHost)
    return found


def started(context: Context, **more: object):  # type: ignore[no-untyped-def]
    given = {"name": "My Library", "folder": "app", "python": PYTHON, "module": "server", **more}
    return run(Launch(), context, **given)


async def test_it_runs_and_its_address_is_told(context: Context, app: Path, host: ProcessHost, said: Said) -> None:
    result = await started(context)
    assert (result.service, result.host) == ("my-library", "process")
    told = (await _get(f"{result.url}/health")).json()
    assert told["instance"] == result.instance
    (address,) = result.urls
    assert (address.url, address.checked) == (f"http://127.0.0.1:{result.port}", True)
    (product,) = result.products
    assert (product.kind, product.url, product.path) == ("app", result.url, Path("app"))
    assert result.data == str(context.home / "data" / "my-library")
    assert [(each.name, each.running) for each in host.all()] == [("my-library", True)]
    assert said.titles == ["Starting My Library", "My Library is running"]


async def test_what_it_has_is_found_out(context: Context, app: Path) -> None:
    result = await started(context)
    assert result.created == {
        "operations": ["GET /api/books", "POST /api/books"],
        "pages": ["/", "/books"],
        "tables": ["book"],
    }


@pytest.mark.parametrize("level", ["full", "limits"])
async def test_it_is_confined(at_level: Callable[[str], Context], app: Path, level: str) -> None:
    context = at_level(level)
    (context.home / "secret").write_text("the crown jewels")
    result = await started(context)
    said = (await _get(f"{result.url}/read")).text
    assert ("crown jewels" in said) == (level == "limits")


async def test_launching_again_replaces_it_at_the_same_address(context: Context, app: Path, host: ProcessHost) -> None:
    first = await started(context)
    write(app, {"server.py": f"VERSION = 2\n{APP}"})
    second = await started(context)
    assert second.url == first.url
    assert second.instance != first.instance
    assert (await _get(f"{second.url}/health")).json()["version"] == 2
    assert len(host.all()) == 1
    assert "it replaces" in second.notes[0]


async def test_what_ran_before_is_back_when_the_new_one_fails(context: Context, app: Path) -> None:
    first = await started(context)
    (context.workspace / "next").mkdir()
    write(context.workspace / "next", {"server.py": "raise RuntimeError('not ready')"})
    with pytest.raises(StepError, match="not ready"):
        await started(context, folder="next")
    assert (await _healthy(first.url))["instance"] == first.instance


class Death(BaseException):
    """The end of a worker: nothing is tidied up."""


class Fatal(ProcessHost):
    """Starts what it is told; the worker dies as soon as that has changed the data."""

    def start(self, service: Service) -> Running:
        super().start(service)
        rows = Path(service.environment["DATA_DIR"], "rows")
        until(lambda: rows.read_text() == "half changed", 15, "the change")
        raise Death


CHANGES = "import os, time\nfrom pathlib import Path\nPath(os.environ['DATA_DIR'], 'rows').write_text('half changed')\n"


async def test_the_data_from_before_outlives_a_crash(context: Context, app: Path) -> None:
    """The next attempt finds the data half changed, and does not take that for what was there before."""
    first = await started(context)
    rows = Path(first.data, "rows")
    rows.write_text("whole")
    write(context.workspace / "next", {"server.py": f"{CHANGES}time.sleep(600)"})
    with pytest.raises(Death):
        await started(replace(context, hosts={"process": Fatal(context.home)}), folder="next", service=first.service)
    with pytest.raises(StepError, match="not healthy"):
        await started(context, folder="next", service=first.service, seconds=1.5)
    assert rows.read_text() == "whole"
    assert (await _healthy(first.url))["instance"] == first.instance
    assert list((context.home / "before").iterdir()) == []


async def test_what_a_new_version_wrote_is_what_the_next_one_falls_back_to(context: Context, app: Path) -> None:
    first = await started(context)
    rows = Path(first.data, "rows")
    rows.write_text("of the first")
    write(app, {"server.py": f"VERSION = 2\n{APP}"})
    second = await started(context, service=first.service)
    rows.write_text("of the second")
    write(context.workspace / "next", {"server.py": f"{CHANGES}raise RuntimeError('not ready')"})
    with pytest.raises(StepError, match="not ready"):
        await started(context, folder="next", service=first.service)
    assert rows.read_text() == "of the second"
    assert (await _healthy(second.url))["instance"] == second.instance


def test_putting_back_that_was_cut_off_is_brought_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write(tmp_path / "data", {"a": "whole", "b": "whole"})
    aside = Aside(data, tmp_path / "before" / "req-1")
    aside.set()
    write(data, {"a": "half changed"})

    def dies(path: Path, target: Path) -> None:
        if path.name == "b":
            raise Death
        target.write_bytes(path.read_bytes())

    with monkeypatch.context() as patched, pytest.raises(Death):
        patched.setattr(shutil, "copyfile", dies)
        aside.put_back()
    assert not (data / "b").exists()
    again = Aside(data, tmp_path / "before" / "req-1")
    assert again.begun
    again.set()
    assert {path.name: path.read_text() for path in data.iterdir()} == {"a": "whole", "b": "whole"}
    write(data, {"b": "half changed"})
    again.put_back()
    assert (data / "b").read_text() == "whole"
    assert not again.begun


async def test_one_that_ends_at_once_is_told_with_its_log(context: Context, host: ProcessHost) -> None:
    write(context.workspace / "app", {"server.py": "raise RuntimeError('no such table')"})
    with pytest.raises(StepError, match="no such table"):
        await started(context)
    assert host.all() == []


async def test_one_that_never_answers_is_ended(context: Context, host: ProcessHost) -> None:
    write(context.workspace / "app", {"server.py": "import time\ntime.sleep(600)"})
    with pytest.raises(StepError, match=r"not healthy within 1\.5 s"):
        await started(context, seconds=1.5)
    assert host.all() == []


class Foreign(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps({"status": "ok", "instance": "another"}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def foreign() -> Iterator[int]:
    """Somebody else, who answers that all is well."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Foreign) as found:
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found.server_port
        found.shutdown()
        thread.join()


@pytest.mark.parametrize("token", [True, False])
async def test_another_port_is_taken_when_somebody_else_answers(
    context: Context,
    app: Path,
    host: ProcessHost,
    foreign: int,
    monkeypatch: pytest.MonkeyPatch,
    said: Said,
    token: bool,
) -> None:
    """It was free when it was chosen."""
    ports = iter([foreign, host.free_port()])
    monkeypatch.setattr(host, "free_port", lambda: next(ports))
    result = await started(context, token=token, health="/health" if token else "/ready")
    assert result.port != foreign
    assert "Trying another port" in said.titles
    assert str(foreign) in next(row["detail"] for row in said if row["title"] == "Trying another port")


async def test_somebody_else_is_never_taken_for_it(
    context: Context, app: Path, host: ProcessHost, foreign: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "free_port", lambda: foreign)
    with pytest.raises(StepError, match="answered by another program"):
        await started(context)
    assert host.all() == []


async def test_cancelling_ends_it(context: Context, host: ProcessHost) -> None:
    write(context.workspace / "app", {"server.py": "import time\ntime.sleep(600)"})
    running = asyncio.create_task(started(context))
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(host.all):
            pass
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert host.all() == []


async def test_it_is_taken_back_and_its_data_stays(context: Context, app: Path, host: ProcessHost) -> None:
    result = await started(context)
    await Launch().compensate(Launch.parameters({"name": "My Library"}), result.dump(), context)
    assert host.all() == []
    assert not await _answers(result.url)
    database = sqlite3.connect(Path(result.data) / "app.db")
    assert database.execute("select count(*) from book").fetchone() == (0,)
    database.close()


async def test_what_is_granted_arrives_and_what_is_ours_stays(context: Context) -> None:
    talk = "import json, os\nopen(os.environ['DATA_DIR'] + '/env', 'w').write(json.dumps(dict(os.environ)))"
    write(context.workspace / "app", {"server.py": f"{talk}\nVERSION = 1\n{APP}"})
    result = await started(context, environment={"COLOUR": "50% green", "PORT": "1"})
    told = json.loads((Path(result.data) / "env").read_text())
    assert told["COLOUR"] == "50% green"
    assert told["PORT"] == str(result.port)
    assert told["DATA_DIR"] == result.data


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"module": ""}, "either a module or an argv"),
        ({"argv": ["x"]}, "either a module or an argv"),
        ({"python": "/no/python"}, "no interpreter"),
        ({"name": "☃"}, "gives no name"),
        ({"folder": "../.."}, "outside the workspace"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    context: Context, app: Path, given: dict[str, object], problem: str
) -> None:
    with pytest.raises(UserError, match=problem):
        await started(context, **given)


async def test_without_a_docker_engine_the_container_says_so(context: Context, app: Path) -> None:
    with pytest.raises(ExternalError, match="Docker engine"):
        await run(Container(), context, name="My Library", folder="app")


@pytest.mark.parametrize(
    ("title", "name"),
    [("My Café & Bar", "my-cafe-bar"), ("  --x--  ", "x"), ("a" * 80, "a" * 48), ("50% off!", "50-off")],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert launching.service_name(title) == name


async def _healthy(url: str) -> dict[str, object]:
    """What it says of itself, as soon as it answers."""
    last = asyncio.get_running_loop().time() + 15
    while not await _answers(url):
        assert asyncio.get_running_loop().time() < last
    told: dict[str, object] = (await _get(f"{url}/health")).json()
    return told


async def _get(url: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        return await client.get(url)


async def _answers(url: str) -> bool:
    async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
        try:
            return (await client.get(f"{url}/health")).is_success
        except httpx.TransportError:
            return False
