"""What may be secret in a step's parameters is shown to nobody who decides, and an edit does not lose it."""

from __future__ import annotations

import json

import httpx
import pytest
from rich.console import Console
from rich.theme import Theme

import praetorium
from praetorium.accounts import Accounts, Role
from praetorium.cli.screen import STYLES
from praetorium.cli.views.decision import approval_view
from praetorium.engine import forms
from praetorium.report import report
from praetorium.telling.hidden import HIDDEN, masked, restored
from praetorium.web.app import create_app
from praetorium.web.live.messages import consequences
from praetorium.web.views.cards import card
from praetorium.web.views.thread import shown_values

from .walking import carry_out, take

URL = "https://user:pa55@elsewhere.example/hook?key=s3cret"
PLAYBOOK = f"""\
name: tell
title: tell
for: A test of what is shown.
intents: [test-tell]
steps:
  - id: send
    title: Tell them
    why: They want to know.
    executor: http
    with: {{url: "{URL}", method: POST, headers: {{Authorization: Bearer t0ken, Accept: text/plain}}, seconds: 9}}
    expected: They know.
"""
SECRETS = ("pa55", "s3cret", "t0ken")


@pytest.fixture
def asked(alone, tmp_path):
    (alone.settings.home / "playbooks" / "tell.yaml").write_text(PLAYBOOK)
    id = take(alone, "tell", tmp_path / "p")
    carry_out(alone, id)
    [found] = alone.catalogue.approvals.waiting(id)
    return found


def test_the_question_shows_no_secret_wherever_it_is_read(alone, asked):
    console = Console(width=200, theme=Theme(STYLES))
    with console.capture() as printed:
        console.print(approval_view(asked, ()))
    shown = card(alone, asked)
    told = {
        "the Prefect UI": forms.description(asked),
        "its form": json.dumps(forms.schema(asked)),
        "the terminal": printed.get(),
        "the page": repr((shown.parameters, shown.inputs, shown.others, shown.preview)),
        "the step's page": repr(shown_values(asked.shown["parameters"])),
    }
    for where, text in told.items():
        assert "elsewhere.example/hook" in text, where
        assert [secret for secret in SECRETS if secret in text] == [], where


@pytest.fixture
def call(alone):
    """The API over that installation, as an operator."""
    accounts = Accounts(alone.catalogue)
    accounts.add("ada", Role.OPERATOR)
    key = accounts.issue("ada").secret

    async def called(method: str, path: str, **options) -> str:
        transport = httpx.ASGITransport(create_app(alone, port=4300))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:4300") as client:
            answer = await client.request(method, f"/api/v1{path}", headers={"X-API-Key": key}, **options)
        assert answer.status_code == 200, answer.text
        return answer.text

    return called


async def test_programs_are_told_no_secret_either(alone, asked, call):
    id, request = asked.id, asked.request
    told = {
        "the list": await call("GET", "/approvals"),
        "the approval": await call("GET", f"/approvals/{id}"),
        "the request": await call("GET", f"/requests/{request}"),
        "the plan": await call("GET", f"/requests/{request}/plan"),
        "show --json": report(alone, request).model_dump_json(),
        "the socket": json.dumps(consequences(alone, request, alone.catalogue.events.after(request))),
    }
    headers = {"Authorization": "Bearer another-t0ken", "Accept": "text/plain"}
    said = {"answer": "edit", "parameters": {"url": f"{URL}2", "headers": headers}}
    told["what came of an edit"] = await call("POST", f"/approvals/{id}", json=said)
    told["its audit"] = await call("GET", "/audit")
    told["its events"] = await call("GET", f"/requests/{request}/events")
    assert alone.catalogue.plans.get(request).step("send").parameters["headers"] == headers
    for where, text in told.items():
        assert [secret for secret in SECRETS if secret in text] == [], where
    for where in ("the list", "the approval", "the request", "the plan", "the socket", "what came of an edit"):
        assert "elsewhere.example/hook" in told[where], where


def test_an_edit_keeps_what_it_was_not_shown(alone, asked):
    said = forms.schema(asked)["properties"]["parameters"]["default"] | {"seconds": 5}
    said["headers"] = said["headers"] | {"Accept": "text/html"}
    answer, given, _ = forms.read(asked, {"answer": "edit", "parameters": said})
    assert (answer, sorted(given["parameters"])) == ("edit", ["headers", "seconds"])
    praetorium.edit(asked.id, given["parameters"] | {"url": said["url"]}, house=alone)
    step = alone.catalogue.plans.get(asked.request).step("send")
    assert step.parameters == asked.shown["parameters"] | {
        "seconds": 5,
        "headers": {"Authorization": "Bearer t0ken", "Accept": "text/html"},
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"X-Api-Key": "a", "key": "b"}, {"X-Api-Key": HIDDEN, "key": "b"}),
        ({"token": True, "tokens": "c"}, {"token": True, "tokens": "c"}),
        ({"environment": {"DB_PASSWORD": "a", "PORT": "1"}}, {"environment": {"DB_PASSWORD": HIDDEN, "PORT": "1"}}),
        (["http://a/b#c", "see http://a/b?c"], ["http://a/b", "see http://a/b?c"]),
        (
            "curl -H 'X-Api-Key: k3y' http://u:p@a/b?sig=s&c=d",
            "curl -H 'X-Api-Key: (hidden)' http://(hidden)@a/b?sig=(hidden)&c=d",
        ),
        (
            "DB_PASSWORD=pa55 psql --token t0 postgres://u:p@h/d",
            "DB_PASSWORD=(hidden) psql --token (hidden) postgres://(hidden)@h/d",
        ),
        ("the password is hunter2, the key ghp_0123456789", "the password is (hidden), the key (hidden)"),
        ('send {"token": "abc"} as Bearer 0123456789', 'send {"token": "(hidden)"} as Bearer (hidden)'),
        ({"cookie": ""}, {"cookie": ""}),
    ],
)
def test_names_and_addresses_tell_what_is_hidden(value, shown):
    assert masked(value) == shown
    assert masked(shown) == shown
    assert restored(shown, value) == value


@pytest.mark.parametrize(
    "text",
    [
        "people log in with e-mail and password",
        "a password is required; token: string",
        "TOKEN=$TOKEN curl ssh://git@host/x --secret --dry",
        "basic information, sk-learn, mail ada@example.org",
    ],
)
def test_what_is_no_secret_is_told(text):
    assert masked(text) == text


def test_an_edited_command_keeps_the_secret_that_was_not_shown():
    known = "curl -H 'Authorization: Bearer t0ken99' http://u:p@a/b"
    assert restored(masked(known).replace("/b", "/c") + " -v", known) == known.replace("/b", "/c") + " -v"
