"""Words that say nothing usable: a clear answer with examples, exit 2, and the request is on record all the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from praetorium.cli.ending import Code

from .conftest import Ended

USELESS = {
    "asdf": "asdf",
    "nothing": "",
    "blanks": " \n ",
    "emoji": "🚀🔥🎉",
    "another language": "这是一个很好的应用程序请帮我做",
    "no text": "\x00\x01\x02",
}


@pytest.mark.parametrize("which", USELESS)
def test_useless_words_are_rejected_and_kept(
    which: str, praetorium: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = praetorium("run", USELESS[which], "--json")
    assert ended.code == Code.REJECTED
    told = ended.json
    assert told["state"] == "rejected"
    assert set(told["error"]) == {"what", "why", "next"}
    assert all(told["error"].values())
    assert praetorium("show", told["request"], "--json").json["state"] == "rejected"
    assert [row["state"] for row in praetorium("list", "--json").json] == ["rejected"]


def test_a_person_is_shown_what_can_be_asked(praetorium: Callable[..., Ended]) -> None:
    ended = praetorium("run", "asdf")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("✗ ")
    assert 'praetorium run "Build me a CRM with contacts and leads"' in ended.err
    assert "It is kept as req-" in ended.err
    assert "Traceback" not in ended.err


def test_noise_from_stdin_is_rejected_as_a_process(shell: Callable[..., Ended]) -> None:
    noise = random.Random(1).randbytes(200_000)
    ended = shell("run", "-", "--json", input=noise)
    assert ended.code == 2
    assert ended.json["state"] == "rejected"
    assert "kB" in ended.json["error"]["why"]
    assert len(shell("list", "--json").json) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--project", "nowhere"), "nowhere"),
        (("--file", "nothing.csv"), "nothing.csv"),
        (("--playbook", "web-ap"), "did you mean 'web-app'?"),
        (("--set", "nonsense=1"), "no parameter of playbook 'web-app' 'nonsense'"),
    ],
)
def test_what_goes_with_the_words_is_checked(
    options: tuple[str, ...], said: str, praetorium: Callable[..., Ended]
) -> None:
    ended = praetorium("run", "Build me a CRM with contacts and leads", *options, "--json")
    assert ended.code == 2
    assert ended.json["state"] == "rejected"
    assert said in ended.json["error"]["why"]
    assert said in " ".join(ended.err.split())


def test_a_request_that_cannot_be_started_is_kept(
    praetorium: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A team's Prefect that does not answer: said so, with the request queued for when it does."""
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    ended = praetorium("run", "Build me a CRM with contacts and leads", "--json")
    assert ended.code == 1
    assert ended.json["state"] == "queued"
    assert ended.json["error"]["what"] == "The request could not be started"
    assert "127.0.0.1:9" in ended.json["error"]["why"]
    assert "Traceback" not in ended.err
