"""Assets and apps from the command line: listed, shown, copied out, opened; started, stopped, logged."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from praetorium.catalogue import App
from praetorium.house import House
from praetorium.models import Product

from .conftest import Ended
from .records import BRIEF, PLAN, Record, begun, keep, workspace


@pytest.fixture
def versions(house: House) -> list[str]:
    """Two versions of the same asset, each made by a request of its own."""
    made = []
    for text in ("one\n", "two\n"):
        request, lease = begun(house, f"a note that says {text}", BRIEF, PLAN)
        folder = workspace(house, request.id)
        (folder / "note.txt").write_text(text)
        keep(house, lease, "source", Product(name="note.txt", kind="document", path=Path("note.txt")), folder)
        made.append(request.id)
    return made


def test_assets_are_listed_by_their_newest_version(versions: list[str], praetorium: Callable[..., Ended]) -> None:
    told = praetorium("assets", "list", "--json").json
    assert [(version["name"], version["version"]) for version in told] == [("note.txt", 2)]
    assert "note.txt" in praetorium("assets").out
    of_first = praetorium("assets", "list", "--request", versions[0], "--json").json
    assert [version["version"] for version in of_first] == [1]
    assert praetorium("assets", "list", "--kind", "video").out == "No assets that fit.\n"


def test_an_asset_is_shown_with_where_it_came_from(versions: list[str], praetorium: Callable[..., Ended]) -> None:
    told = praetorium("assets", "show", "note.txt", "--version", "1", "--json").json
    assert told["request"] == versions[0]
    assert told["lineage"]["words"].startswith("a note that says one")
    assert [version["version"] for version in told["versions"]] == [2, 1]
    assert Path(told["path"]).read_text() == "one\n"
    said = praetorium("assets", "show", "note.txt").out
    for expected in ("version 2 of 2", "a note that says two", "Ada", versions[1], told["versions"][0]["sha256"]):
        assert expected in said


def test_of_a_version_that_was_given_up_is_still_shown_what_it_was(
    versions: list[str], house: House, praetorium: Callable[..., Ended]
) -> None:
    with house.catalogue.write() as connection:
        asset = house.catalogue.assets.get("note.txt").asset
        house.catalogue.assets.give_up(connection, asset, 1)
    told = praetorium("assets", "show", "note.txt", "--version", "1", "--json").json
    assert told["path"] is None and told["lineage"]["words"].startswith("a note that says one")
    assert "Given up" in praetorium("assets", "show", "note.txt", "--version", "1").out
    assert "was given up" in praetorium("assets", "get", "note.txt", "--version", "1").err


def test_an_asset_is_copied_out_and_never_over_something(
    versions: list[str], tmp_path: Path, praetorium: Callable[..., Ended]
) -> None:
    assert praetorium("assets", "get", "note.txt").code == 0
    assert (tmp_path / "note.txt").read_text() == "two\n"
    again = praetorium("assets", "get", "note.txt", "--version", "1")
    assert again.code == 2
    assert "is there already" in " ".join(again.err.split())
    assert (tmp_path / "note.txt").read_text() == "two\n"
    told = praetorium("assets", "get", "note.txt", "--version", "1", "--to", "old.txt", "--json").json
    assert Path(told["path"]).read_text() == "one\n"


def test_an_asset_is_opened_with_the_desktop_s_own_program(
    versions: list[str], tmp_path: Path, praetorium: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened.part; mv {tmp_path}/opened.part {tmp_path}/opened\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}:/usr/bin:/bin")
    ended = praetorium("assets", "open", "note.txt")
    assert ended.code == 0
    until((tmp_path / "opened").is_file)
    assert (tmp_path / "opened").read_text() == ended.out
    assert Path(ended.out.strip()).read_text() == "two\n"


def test_an_unknown_asset_is_told_with_the_nearest(versions: list[str], praetorium: Callable[..., Ended]) -> None:
    ended = praetorium("assets", "get", "nota.txt")
    assert ended.code == 2
    assert "did you mean 'note.txt'?" in ended.err


@pytest.fixture
def app(house: House, record: Record, tmp_path: Path) -> Iterator[App]:
    """An app as 'launch' leaves it, running."""
    host = house.hosts["process"]
    port = host.free_port()
    definition = {
        "name": "hello",
        "argv": [sys.executable, "-u", "-m", "http.server", str(port), "--bind", "127.0.0.1"],
        "folder": str(tmp_path),
        "environment": {"PORT": str(port), "API_TOKEN": "hunter22"},
        "readable": [],
        "writable": [],
    }
    with house.catalogue.write() as connection:
        house.catalogue.apps.store(
            connection,
            name="hello",
            title="Hello",
            request=record.delivered,
            host="process",
            port=port,
            url=f"http://127.0.0.1:{port}/",
            data=str(tmp_path / "data"),
            definition=definition,
        )
    yield house.catalogue.apps.get("hello")
    host.remove("hello")


def test_an_app_is_started_logged_and_stopped(app: App, praetorium: Callable[..., Ended]) -> None:
    started = praetorium("apps", "start", "hello")
    assert started.code == 0, started.err
    assert app.url in started.out
    until(lambda: _answers(app.url))
    told = praetorium("apps", "list", "--json").json
    assert [(found["name"], found["running"], found["wanted"]) for found in told] == [("hello", True, True)]
    assert praetorium("status", "--json").json["apps"] == 1
    said = praetorium("apps").out
    for expected in ("● running", app.url, str(app.data), app.request):
        assert expected in said
    assert httpx.get(f"{app.url}hunter22").status_code == 404
    logged = praetorium("apps", "logs", "hello", "-n", "5").out
    assert "Serving HTTP" in logged and "(hidden)" in logged and "hunter22" not in logged
    assert "hunter22" not in praetorium("apps", "list", "--json").out
    assert "praetorium apps stop hello" in praetorium("show", app.request).out

    stopped = praetorium("apps", "stop", "hello")
    assert stopped.code == 0
    assert "Its data stays" in stopped.out
    until(lambda: not _answers(app.url))
    assert praetorium("apps", "stop", "--all", "--json").json[0]["running"] is False


def test_stopping_wants_one_name_or_all(praetorium: Callable[..., Ended]) -> None:
    for arguments in ((), ("hello", "--all")):
        ended = praetorium("apps", "stop", *arguments)
        assert ended.code == 2
        assert "--all" in ended.err
    assert "no app 'helo'" in praetorium("apps", "stop", "helo").err


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False
