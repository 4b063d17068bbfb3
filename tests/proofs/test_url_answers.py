"""``url-answers``: a real service under the real process host answers; somebody else on the same port is found out."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from praetorium.executors.base import Context
from praetorium.executors.ports import Service
from praetorium.hosts.process import ProcessHost
from praetorium.models import CheckResult
from praetorium.proofs import prove

SERVER = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        health = json.dumps({"instance": os.environ.get("INSTANCE", "")})
        told = {"/health": health, "/": "<h1>Shop</h1>"}.get(self.path)
        self.send_response(200 if told else 404)
        self.end_headers()
        self.wfile.write((told or "nothing here").encode())

HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("server") / "server.py"
    path.write_text(SERVER)
    return path


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessHost]:
    host = ProcessHost(tmp_path_factory.mktemp("home"))
    yield host
    for running in host.all():
        host.remove(running.name)


@pytest.fixture(scope="module")
def url(host: ProcessHost, script: Path) -> str:
    """A service called ``shop`` that knows the token ``ours``."""
    port = host.free_port()
    argv = (sys.executable, str(script), str(port))
    host.start(Service(name="shop", argv=argv, folder=script.parent, environment={"INSTANCE": "ours"}))
    url = f"http://127.0.0.1:{port}/"
    transport = httpx.HTTPTransport(retries=8)  # with httpx's growing pauses: 12 s in all
    with httpx.Client(transport=transport) as client:
        assert client.get(url).status_code == 200
    return url


@pytest.fixture
def looking(context: Context, host: ProcessHost) -> Context:
    return replace(context, hosts={"process": host})


@pytest.fixture
def foreign(script: Path) -> Iterator[str]:
    """The same program with the same token, which nobody launched for us."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(script), str(port)], env={"INSTANCE": "ours"}, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}/"
    with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:
        assert client.get(url).status_code == 200
    yield url
    process.kill()
    process.wait()


async def look(context: Context, **given: object) -> tuple[CheckResult, ...]:
    return (await prove("url-answers", given, context, {})).checks


async def test_our_own_service_passes(looking: Context, url: str) -> None:
    checks = await look(looking, url=url, contains="Shop", instance="ours", service="shop")
    assert [check.passed for check in checks] == [True, True, True], checks
    assert "of 'shop'" in checks[2].evidence


async def test_wrong_status_and_missing_text(looking: Context, url: str) -> None:
    (status,) = await look(looking, url=url + "absent")
    assert (status.passed, "answered 404" in status.evidence, "expected 200" in status.evidence) == (False, True, True)
    (expected,) = await look(looking, url=url + "absent", status=404)
    assert expected.passed
    (text,) = await look(looking, url=url, contains="Invoices")
    assert (text.passed, "without 'Invoices'" in text.evidence) == (False, True)


async def test_another_token_is_somebody_else(looking: Context, url: str) -> None:
    _, instance = await look(looking, url=url, instance="theirs")
    assert not instance.passed
    assert "gives instance 'ours'; expected 'theirs'" in instance.evidence


async def test_somebody_else_on_the_port_who_knows_the_token(looking: Context, url: str, foreign: str) -> None:
    answers, instance, owner = await look(looking, url=foreign, instance="ours", service="shop")
    assert (answers.passed, instance.passed) == (True, True)
    assert not owner.passed
    assert "python" in owner.evidence
    assert "not to 'shop'" in owner.evidence


async def test_nobody_answers(looking: Context) -> None:
    answers, instance, owner = await look(looking, url="http://127.0.0.1:9/", instance="ours", service="absent")
    assert [answers.passed, instance.passed, owner.passed] == [False, False, False]
    assert "no answer" in answers.evidence
    assert "'absent' is not running" in owner.evidence
    *_, unknown = await look(looking, url="http://127.0.0.1:9/", service="shop", host="rocket")
    assert "no host of kind 'rocket'" in unknown.evidence
