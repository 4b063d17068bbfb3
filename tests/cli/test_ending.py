"""How commands end when something goes wrong: a message, the right code, no stack trace, and a log that has it all."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from praetorium.cli.ending import Code, code_for, told
from praetorium.errors import ExternalError, RejectedError, StepError, UnknownError
from praetorium.house import House
from praetorium.models import RequestState

from .conftest import ROOT, Ended
from .records import Record


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("queued", 0),
        ("running", 0),
        ("delivered", 0),
        ("failed", 1),
        ("rejected", 2),
        ("denied", 3),
        ("cancelled", 4),
        ("waiting", 5),
    ],
)
def test_exit_codes_are_the_contract_s(state: str, code: int) -> None:
    assert code_for(RequestState(state)) == code


def test_an_error_is_what_why_and_next() -> None:
    cause = OSError(28, "No space left on device")
    error = ExternalError("the catalogue did not answer")
    error.__cause__ = cause
    what, why, next = told(error)
    assert (what, why) == ("the catalogue did not answer", "[Errno 28] No space left on device")
    assert "praetorium status" in next
    full = told(OSError(28, "No space left on device", "/full"))
    assert full[0] == "/full: No space left on device" and full[2].startswith("make room")
    assert told(StepError("no", next="do this"))[2] == "do this"
    assert told(RejectedError("no", examples=("a CRM",)))[2] == 'try: "a CRM"'
    assert "mean 'list'" in told(UnknownError("command", "lst", ["list"]))[0]


def test_what_lies_behind_an_error_is_one_line_and_told_once() -> None:
    behind = OperationalError("PRAGMA x", {}, sqlite3.OperationalError("database or disk is full"))
    for message, why in (("no answer: database or disk is full", ""), ("no answer", "database or disk is full")):
        error = ExternalError(message)
        error.__cause__ = behind
        assert told(error)[1] == why


def test_a_log_that_cannot_be_written_is_no_stack_trace(home: Path) -> None:
    (home / "logs").mkdir(parents=True)
    (home / "logs" / "cli.log").symlink_to("/dev/full")
    command = [sys.executable, "-c", "from praetorium.cli import main; main()", "show", "nothing"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == ["✗ no request 'nothing'; known: none"]


def test_what_was_not_foreseen_is_one_sentence_and_in_the_log(
    home: Path, praetorium: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAETORIUM_DATABASE_URL", "nonsense")
    ended = praetorium("list")
    assert (ended.code, ended.out) == (1, "")
    assert "Traceback" not in ended.err
    assert str(home / "logs" / "cli.log") in "".join(ended.err.split())
    assert "Traceback" in (home / "logs" / "cli.log").read_text()


def test_a_setting_that_cannot_be_used_is_named(
    praetorium: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAETORIUM_PORT", "many")
    ended = praetorium("status")
    assert ended.code == 2
    assert "PRAETORIUM_PORT is 'many'" in ended.err


def test_a_home_that_is_a_file_is_told(home: Path, praetorium: Callable[..., Ended]) -> None:
    home.write_text("in the way")
    ended = praetorium("list")
    assert ended.code == 1
    assert str(home) in ended.err
    assert "Traceback" not in ended.err


def test_a_broken_policy_is_told(home: Path, record: Record, praetorium: Callable[..., Ended]) -> None:
    (home / "policy.yaml").write_text("rules: [")
    ended = praetorium("plan", "a CRM with contacts")
    assert ended.code == 2
    assert str(home / "policy.yaml") in "".join(ended.err.split())


def test_whoever_reads_may_go_away(record: Record, home: Path, tmp_path: Path) -> None:
    listing = subprocess.Popen(
        [sys.executable, "-c", "from praetorium.cli import main; main()", "events", record.delivered],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert listing.stdout is not None and listing.stderr is not None
    listing.stdout.close()
    with listing.stderr:
        assert b"Traceback" not in listing.stderr.read()
    listing.wait(timeout=30)


def test_a_terminal_without_utf8_gets_no_error(record: Record, shell: Callable[..., Ended]) -> None:
    ended = shell("show", record.delivered, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ended.code == 0
    assert "? Delivered: Contact manager" in ended.out
    assert shell("show", record.delivered, "--json", PYTHONIOENCODING="ascii").json["state"] == "delivered"


def test_the_first_ctrl_c_leaves_the_request_going_on(record: Record, house: House) -> None:
    with following(record.running) as (process, lines):
        assert any("Started" in line for line in lines)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == Code.INTERRUPTED
    assert f"Request {record.running} goes on." in said
    assert f"praetorium cancel {record.running}" in said
    assert house.catalogue.requests.get(record.running).state is RequestState.RUNNING


def test_a_second_ctrl_c_cancels_it(record: Record, house: House) -> None:
    with following(record.running) as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        while "Ctrl-C again" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == Code.CANCELLED
    assert "Cancelled." in said
    assert house.catalogue.requests.get(record.running).state is RequestState.CANCELLED


@pytest.mark.parametrize("at", ["praetorium.intake.keep_brief", "praetorium.cli.planning.show_brief"])
def test_ctrl_c_before_it_is_started_says_that_it_goes_on(
    at: str, praetorium: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    def press(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(at, press)
    monkeypatch.setattr("praetorium.cli.watching.SECOND_CHANCE", 0)
    ended = praetorium("run", "Build me a CRM", "--yes")
    house = House()
    (kept,) = house.catalogue.requests.find()
    house.close()
    assert ended.code == Code.INTERRUPTED
    assert f"Request {kept.request.id} goes on." in ended.err


def test_commands_are_loaded_where_ctrl_c_is_expected() -> None:
    looked = "import sys, praetorium.cli; sys.exit('typer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", looked], cwd=ROOT, check=False).returncode == 0


@contextmanager
def following(id: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A process that follows the request, past its first events."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from praetorium.cli import main; main()", "follow", id],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None and process.stderr is not None
    try:
        lines: list[str] = []
        give_up = time.monotonic() + 60
        while not any("Started" in line for line in lines):
            assert time.monotonic() < give_up
            lines.append(process.stdout.readline())
        yield process, lines
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()
