"""Coming in: the one-time link, keys, sessions, what is refused."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from praetorium.accounts import Accounts, Role
from praetorium.house import House

from .conftest import ROOT, Page, served
from .seeding import Seeded

HTML = {"Accept": "text/html"}


def proof(client: httpx.Client) -> str:
    return re.search(r'<meta name="proof" content="([0-9a-f]+)"', client.get("/requests", headers=HTML).text).group(1)


def test_a_link_opens_the_page_once_and_a_new_one_is_there(page: Page) -> None:
    link = page.told()["enter"]
    assert stat.S_IMODE((page.home / "run" / "page.json").stat().st_mode) == 0o600
    first = page.client(follow_redirects=True, headers=HTML)
    entered = first.get(link)
    assert entered.status_code == 200
    assert "Praetorium" in entered.text
    cookie = entered.history[0].headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    again = page.client(headers=HTML).get(link)
    assert again.status_code == 403
    assert "used already" in again.text
    assert page.told()["enter"] != link


def test_without_a_session_nothing_is_told(page: Page) -> None:
    client = page.client()
    assert client.get("/requests", headers=HTML).headers["location"].startswith("/sign-in")
    refused = client.get("/api/v1/requests")
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["status"] == 401
    assert client.get("/health").json()["status"] == "ok"


def test_a_change_in_a_session_wants_its_proof(page: Page) -> None:
    client = page.entered()
    form = {"tone": "friendly", "back": "/requests"}
    assert client.post("/preferences", data=form).status_code == 403
    assert client.post("/preferences", data=form | {"csrf": "0" * 40}).status_code == 403
    right = form | {"csrf": proof(client)}
    assert client.post("/preferences", data=right, headers={"Origin": "http://evil.example"}).status_code == 403
    assert client.post("/preferences", data=right, headers={"Sec-Fetch-Site": "same-site"}).status_code == 403
    assert client.post("/preferences", data=right).status_code == 200
    assert 'value="friendly" checked' in client.get("/requests").text
    client.post("/preferences", data=right | {"tone": "plain"})


def test_signing_out_ends_the_session(page: Page) -> None:
    client = page.entered()
    client.post("/sign-out", data={"csrf": proof(client)})
    assert client.get("/api/v1/requests").status_code == 401


def test_foreign_names_of_this_machine_are_refused(page: Page) -> None:
    assert page.client().get("/health", headers={"Host": "praetorium.evil.example"}).status_code == 421


def test_pages_protect_themselves(page: Page) -> None:
    headers = page.entered().get("/requests/new").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_no_template_carries_a_script_or_a_style_of_its_own() -> None:
    for path in (ROOT / "praetorium/web/templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son[a-z]+=|\sstyle=|javascript:", text), path
        assert not re.search(r'(src|href)="(https?:)?//', text), path


def test_beyond_loopback_it_does_not_start_without_an_account(house: House) -> None:
    home = str(house.settings.home)
    command = [sys.executable, "-m", "praetorium.web", "--host", "0.0.0.0", "--port", "1"]
    ended = subprocess.run(
        command, cwd=ROOT, env={"PRAETORIUM_HOME": home, "PATH": "/usr/bin:/bin"}, capture_output=True, text=True
    )
    assert ended.returncode == 2
    assert "there is no account yet" in ended.stderr
    assert "praetorium users add" in ended.stderr


def test_keys_open_sessions_until_they_are_revoked(
    with_accounts: tuple[House, Seeded, dict[Role, str], Page],
) -> None:
    house, _, _, page = with_accounts
    accounts = Accounts(house.catalogue)
    accounts.add("carol", Role.VIEWER)
    issued = accounts.issue("carol")
    assert page.told()["enter"] is None
    client = page.client(follow_redirects=True, headers=HTML)
    assert client.post("/sign-in", data={"key": issued.secret, "to": "/assets"}).url.path == "/assets"
    assert client.get("/api/v1/overview").status_code == 200
    accounts.revoke_key(issued.key.id)
    assert client.get("/api/v1/overview").status_code == 401
    assert client.get("/api/v1/overview", headers={"X-API-Key": issued.secret}).status_code == 401


def test_a_session_without_account_ends_when_accounts_come(house: House) -> None:
    accounts = Accounts(house.catalogue)
    entrance = accounts.enter_by_link(accounts.link("enter", "ada"))
    assert accounts.by_session(entrance.token).role is Role.OPERATOR
    accounts.add("bob", Role.VIEWER)
    assert accounts.by_session(entrance.token) is None
    assert accounts.enter_by_link(accounts.link("enter", "ada")) is None


def test_secrets_are_kept_as_checksums_only(house: House) -> None:
    accounts = Accounts(house.catalogue)
    accounts.add("ada", Role.OPERATOR)
    secrets = [accounts.issue("ada").secret, accounts.link("approval", "ada", "apr-1")]
    house.close()
    kept = b"".join(path.read_bytes() for path in Path(house.settings.home).glob("catalogue.sqlite3*"))
    assert [secret for secret in secrets if secret.encode() in kept] == []


def test_guessing_keys_is_slowed_down(house: House) -> None:
    Accounts(house.catalogue).add("ada", Role.OPERATOR)
    house.close()
    with served(house.settings.home) as page:
        client = page.client()
        codes = [client.post("/sign-in", data={"key": f"prae_{n}"}).status_code for n in range(8)]
        assert codes[:5] == [403] * 5
        assert codes[-1] == 429
        assert client.post("/sign-in", data={"key": "x"}, headers={"Origin": "http://evil.example"}).status_code == 403


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(with_accounts: tuple[House, Seeded, dict[Role, str], Page], to: str) -> None:
    _, _, keys, page = with_accounts
    answer = page.client().post("/sign-in", data={"key": keys[Role.VIEWER], "to": to})
    assert answer.headers["location"] == "/"
