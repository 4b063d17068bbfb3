"""People are told in Slack, in Discord and by mail: by real blocks in a real Prefect, to real peers, once."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from praetorium.accounts import channels
from praetorium.accounts.channels import Channel, Occasion
from praetorium.catalogue import Answer, Approval
from praetorium.cli.entry import run
from praetorium.decisions import decide
from praetorium.engine.answers import Answers
from praetorium.engine.courier import Courier
from praetorium.engine.notices import notice
from praetorium.engine.notifying import Notifier, pause
from praetorium.errors import UserError
from praetorium.house import House
from praetorium.models import Door, new_id, now
from praetorium.settings import Settings, settings

from .conftest import free_port, served
from .receivers import Mailbox, Webhooks
from .seeding import BRIEF, ME, PLAN, ask, begun, delivered, failed, waiting

MORE = {"scope": "request", "budget": 1.0, "cost": 3.0, "now": {"spent": 1.0, "more": 2.0}}


@pytest.fixture
def beside(tmp_path: Path, services: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A home of its own beside the session's Prefect, so that nobody else looks after its outbox."""
    monkeypatch.setenv("PRAETORIUM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PRAETORIUM_ACTOR", ME)
    monkeypatch.setenv("PREFECT_API_URL", f"{services.prefect}/api")
    settings.cache_clear()
    house = House(Settings())
    yield house
    house.close()
    settings.cache_clear()


def fact(house: House, request: str, kind: str, **payload: str) -> None:
    """What an execution leaves in the outbox."""
    with house.catalogue.write() as connection:
        if not house.catalogue.requests.get(request).state.final:
            house.catalogue.requests.set(connection, request, flow_run=new_id("run"))
        house.catalogue.outbox.put(connection, request, kind, request, payload)


@pytest.mark.server
def test_each_channel_is_told_once_and_a_dead_one_harms_nobody(beside: House) -> None:
    house, port = beside, free_port()
    with Webhooks() as hooks, Webhooks() as sick, Mailbox(free_port()) as mailbox:
        sick.well = False
        slack = ["--slack", f"{hooks.url}/services/T0/B0/x", "--on", "approval,failed,budget"]
        mail = ["--mail", "ada@example.org", "--smtp", mailbox.url, "--from", "post@example.org", "--person", ME]
        for name, told in {
            "team": slack,
            "guild": ["--discord", f"{hooks.url}/api/webhooks/1/y", "--on", "delivered"],
            "ada": mail,
            "gone": ["--slack", f"http://127.0.0.1:{port}/services/T0/B0/z", "--on", "failed"],
            "sick": ["--slack", f"{sick.url}/services/T0/B0/w", "--on", "failed"],
        }.items():
            assert run(["notifications", "add", name, *told]) == 0
        assert run(["notifications", "test", "team"]) == 0
        assert hooks.got.pop("/services/T0/B0/x")[0]["text"] == "A test of Praetorium's notifications"

        waiting_id, approval = waiting(house, ME)
        failed_id, (delivered_id, _) = failed(house, ME), delivered(house, ME)
        lease = begun(house, "cost more", BRIEF, PLAN, ME)
        budget = ask(
            house, lease, Approval(request=lease.request, kind="budget", question="May it cost 2 more?", shown=MORE)
        )
        with served(house.settings.home) as page:
            fact(house, waiting_id, "approval", approval=approval)
            fact(house, lease.request, "approval", approval=budget)
            fact(house, failed_id, "ending", state="failed")
            fact(house, delivered_id, "ending", state="delivered")
            assert Courier(house).deliver() == 4
            notifier = Notifier(house)
            assert (notifier.tick(), notifier.tick()) == (8, 2)

            posted = hooks.got["/services/T0/B0/x"]
            assert [re.sub(":.*", "", one["text"]) for one in posted] == [
                "Your answer is wanted",
                "A budget is used up",
                "Failed",
            ]
            asked = posted[0]["blocks"]
            assert "cannot be undone" in asked[1]["text"]["text"]
            button = asked[2]["elements"][0]
            assert button["text"]["text"] == "Look at it and answer" and button["url"].startswith(f"{page.url}/answer/")
            (told,) = hooks.got["/api/webhooks/1/y"]
            assert told["content"].startswith("**Delivered: ") and told["allowed_mentions"] == {"parse": []}
            assert f"({page.url}/requests/{delivered_id})" in told["content"]
            letters = [message_from_bytes(one.original_content or b"", policy=policy.default) for one in mailbox.got]
            assert [str(one["Subject"]).partition(":")[0] for one in letters] == [
                *("Your answer is wanted", "A budget is used up", "Failed", "Delivered")
            ]
            assert mailbox.got[0].rcpt_tos == ["ada@example.org"] and letters[0]["From"] == "post@example.org"

            link = re.search(r"/answer/\S+", letters[0].get_content())
            assert link
            browser = page.client(follow_redirects=True, headers={"Accept": "text/html"})
            shown = browser.get(link.group())
            assert "Delete everything in old-reports" in shown.text
            assert house.catalogue.approvals.get(approval).state == "waiting"
            seen = re.search(r'name="seen" value="(\w+)"', shown.text)
            assert seen
            form = {"answer": "deny", "seen": seen.group(1)}
            assert browser.post(link.group(), data=form).status_code == 200
            assert house.catalogue.approvals.get(approval).state == "denied"
            assert house.catalogue.decisions.of(approval)[-1].who == ME

        left = house.catalogue.outbox.pending(notices=True)
        assert {m.payload["channel"] for m in left if m.attempts} == {"gone", "sick"} and len(left) == 2
        sick.well, before = True, mailbox.got[:]
        assert Notifier(house).tick() == 2
        assert len(sick.got["/services/T0/B0/w"]) == 1 and sick.asked == 2
        assert mailbox.got == before and len(hooks.got["/services/T0/B0/x"]) == 3
        assert [m.payload["channel"] for m in house.catalogue.outbox.pending(notices=True)] == ["gone"]
        log = (house.settings.home / "logs" / "notify.log").read_text()
        assert "gone is not told" in log and "/services/" not in log
        text = (house.settings.home / channels.FILE).read_text()
        assert "http" not in text and "example.org" not in text
        assert run(["notifications", "remove", "gone"]) == 0
        assert [one.name for one in channels.all_of(house.settings.home)] == ["team", "guild", "ada", "sick"]


@pytest.mark.server
def test_an_operator_adds_tries_and_removes_channels_on_the_page(beside: House) -> None:
    with Webhooks() as hooks, Mailbox(free_port()) as mailbox, served(beside.settings.folder()) as page:
        client = page.entered()
        proof = re.search(r'name="csrf" value="([^"]+)"', client.get("/overview").text)
        assert proof
        form = {"csrf": proof.group(1), "on": ["approval", "failed"], "mine": "1"}
        webhook = f"{hooks.url}/services/T0/B0/secret"
        chat = form | {"name": "team", "service": "slack", "webhook": webhook}
        parts = mailbox.url.removeprefix("smtp://")
        mail = form | {"name": "ada", "to": "ada@example.org", "server": parts, "security": "none"}
        assert client.post("/channels/chat", data=chat | {"csrf": "guessed"}).status_code == 403
        for address, told in (("chat", chat), ("mail", mail)):
            assert client.post(f"/channels/{address}", data=told).status_code == 200
        again = client.post("/channels/chat", data=chat)
        assert again.status_code == 409 and "There is a channel" in again.text
        wrong = client.post("/channels/chat", data=chat | {"name": "other", "webhook": "hooks.slack.com/secret"})
        assert wrong.status_code == 422 and "secret" not in wrong.text
        assert client.post("/channels/chat", data=chat | {"name": "No Name"}).status_code == 422

        for name in ("team", "ada"):
            shown = client.post(f"/channels/{name}/test", data=form).text
            assert f"A test was sent to {name}" in shown
            assert webhook not in shown and parts not in shown and "secret" not in shown
        assert hooks.got["/services/T0/B0/secret"][0]["text"] == "A test of Praetorium's notifications"
        assert mailbox.got[0].rcpt_tos == ["ada@example.org"]
        hooks.well = False
        refused = client.post("/channels/team/test", data=form)
        assert refused.status_code == 503 and "secret" not in refused.text
        assert "slack answered 503" in refused.text, re.findall(r'class="failure">(.*)', refused.text)
        kept = channels.all_of(beside.settings.home)
        assert [(one.name, one.person) for one in kept] == [("team", ME), ("ada", ME)]
        for name in ("team", "ada"):
            assert name not in re.findall(
                "<b>(.*?)</b> is told", client.post(f"/channels/{name}/remove", data=form).text
            )
        assert channels.all_of(beside.settings.home) == []


def test_a_message_is_taken_once(house: House) -> None:
    id = failed(house, ME)
    with house.catalogue.write() as connection:
        house.catalogue.outbox.put(connection, id, "notice", "k", {"channel": "team"})
    outbox = house.catalogue.outbox
    (message,) = outbox.pending(notices=True)
    assert outbox.pending() == [] or all(m.kind != "notice" for m in outbox.pending())
    assert outbox.claim(message.id) and not outbox.claim(message.id)
    assert outbox.pending(notices=True) == [], "killed here, it counts as sent"
    outbox.failed(message.id, "refused")
    assert [m.attempts for m in outbox.pending(notices=True)] == [1]
    assert [pause(n) for n in (0, 1, 4, 9)] == [5, 10, 80, 600]


def test_what_nobody_foresaw_loses_no_message_and_stops_no_other_channel(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from deployments.notify import Batch

    monkeypatch.setattr(signal, "signal", lambda *_: None)
    for name in ("team", "ops"):
        channels.add(house.settings.home, Channel(name=name, block="slack-webhook/ops"))
        request = failed(house, ME)
        with house.catalogue.write() as connection:
            told = {"channel": name, "occasion": "full moon"}
            house.catalogue.outbox.put(connection, request, "notice", name, told)
    outbox = house.catalogue.outbox
    Batch(house).send([message.id for message in outbox.pending(notices=True)])
    assert [(m.payload["channel"], m.attempts) for m in outbox.pending(notices=True)] == [("team", 1), ("ops", 1)]
    assert caplog.text.count("ValueError") == 2


def test_who_was_told_that_something_waits_is_reminded_until_it_is_answered(house: House) -> None:
    channels.add(house.settings.home, Channel(name="team", block="slack-webhook/ops", occasions=(Occasion.APPROVAL,)))
    channels.add(house.settings.home, Channel(name="ops", block="slack-webhook/ops", occasions=(Occasion.FAILED,)))
    request, id = waiting(house, ME)
    with house.catalogue.write() as connection:
        house.catalogue.requests.set(connection, request, flow_run=new_id("run"))
    for due in (now() - timedelta(days=1), now() - timedelta(seconds=1)):
        with house.catalogue.write() as connection:
            house.catalogue.approvals.note(connection, id, remind=due)
        Answers(house).tick()
        Answers(house).tick()
    first, second = house.catalogue.outbox.pending(notices=True)
    assert first.payload["channel"] == second.payload["channel"] == "team"
    told = notice(house, channels.get(house.settings.home, "team"), second)
    assert told and told.subject.startswith("Still waiting for your answer: ") and "cannot be undone" in told.body
    decide(house, id, Answer.DENY, who=ME, door=Door.CLI)
    assert notice(house, channels.get(house.settings.home, "team"), second) is None


def test_channels_are_kept_and_what_is_wrong_is_named(tmp_path: Path) -> None:
    channels.add(tmp_path, Channel(name="team", block="slack-webhook/ops"))
    channels.add(tmp_path, Channel(name="team", block="slack-webhook/ops", occasions=(Occasion.FAILED,)))
    assert [one.occasions for one in channels.all_of(tmp_path)] == [(Occasion.FAILED,)]
    (tmp_path / channels.FILE).write_text("channels:\n- name: Team\n  block: slack-webhook/ops\n")
    with pytest.raises(UserError, match="'Team' cannot be a channel's name"):
        channels.all_of(tmp_path)
