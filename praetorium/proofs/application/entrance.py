"""Coming into an application that has accounts, as its ``app.json`` says: as a sample account, or by registering.

Who had to register leaves again when the proof ends, so that an empty application is given away without an account:
whoever registers first there becomes its administrator.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from praetorium.models import CheckResult
from praetorium.proofs.application.client import Client
from praetorium.proofs.application.description import Accounts, Description, SampleAccount
from praetorium.proofs.application.trial import Refuted, expect

_SEE_OTHER = (302, 303)


@dataclass(frozen=True)
class Pass:
    """What the client signed in with."""

    email: str
    password: str
    registered: bool
    """Made for the proof, to be taken away after it."""

    @property
    def told(self) -> str:
        return "registered an account for the trial" if self.registered else f"signed in as {self.email}"


@asynccontextmanager
async def entered(client: Client, description: Description) -> AsyncIterator[Pass | None]:
    """Sign in before, and leave after; None without accounts. Raises Refuted when nobody gets in."""
    ticket = await enter(client, description)
    try:
        yield ticket
    finally:
        await leave(client, description, ticket)


async def enter(client: Client, description: Description) -> Pass | None:
    """Sign in as a sample account, the administrator first; where they are gone, register."""
    accounts = description.accounts
    if accounts is None:
        return None
    for sample in await _samples(client, accounts):
        if await _sign_in(client, accounts, sample.email, sample.password):
            return Pass(sample.email, sample.password, registered=False)
    ticket = Pass(f"proof.{secrets.token_hex(6)}@example.org", secrets.token_urlsafe(12), registered=True)
    form = accounts.register_form
    typed = {form.name: "Proof", form.email: ticket.email, form.password: ticket.password}
    status = await _send(client, form.path, typed)
    expect(status in _SEE_OTHER, f"nobody gets in: no sample account does, and registering answered {status}")
    return ticket


async def come_back(client: Client, description: Description, ticket: Pass | None) -> None:
    """Sign in once more with what was signed in with before. Raises Refuted when that is not enough any more."""
    if description.accounts and ticket:
        again = await _sign_in(client, description.accounts, ticket.email, ticket.password)
        expect(again, f"{ticket.email} could sign in before, and cannot now")


async def leave(client: Client, description: Description, ticket: Pass | None) -> None:
    """Take the account away that was made for the proof; one that was there before stays."""
    if description.accounts is None or ticket is None or not ticket.registered:
        return
    place = description.accounts.leave
    answer, page = await client.page(place.path)
    form = next((f for f in page.forms() if f.action.endswith(place.form)), None)
    if answer.status_code == 200 and form is not None:
        await client.submit(form, {place.password: [ticket.password]})


async def visitors_are_kept_out(client: Client, description: Description, accounts: Accounts) -> CheckResult:
    """Who did not sign in, or with a wrong password, changes nothing by REST or form, and finds nothing closed."""
    problems = []
    async with Client(client.root) as visitor:
        if await _sign_in(visitor, accounts, accounts.samples[0].email if accounts.samples else "a@example.org", "no"):
            problems.append("a wrong password signs in")
        for entity in description.entities:
            answer = await visitor.rest("POST", entity.api, {})
            if answer.status_code != 401:
                problems.append(f"POST {entity.api} answered {answer.status_code} to a visitor, not 401")
            answer = await visitor.get(entity.form)
            if answer.status_code not in _SEE_OTHER or accounts.sign_in.path not in answer.headers.get("location", ""):
                problems.append(f"{entity.form} answered {answer.status_code} to a visitor, no way to sign in")
            if accounts.private or entity.path in accounts.closed:
                open_ = [path for path in (entity.path, entity.api) if (await visitor.get(path)).status_code == 200]
                problems += [f"{path} is open to visitors" for path in open_]
    told = "a wrong password is refused; without a session REST answers 401 and forms lead to the sign-in page"
    return CheckResult(
        name="only people who signed in change anything",
        passed=not problems,
        evidence="; ".join(problems) or told,
    )


async def session_cookies(url: str, description: Description) -> list[tuple[str, str]]:
    """Names and values of the cookies that a session of a sample account has; none where there is no such account."""
    accounts = description.accounts
    if accounts is None:
        return []
    try:
        async with Client(url) as client:
            for sample in await _samples(client, accounts):
                if await _sign_in(client, accounts, sample.email, sample.password):
                    return client.cookies()
    except httpx.HTTPError:
        # The browser will see for itself that nothing answers.
        return []
    return []


async def _samples(client: Client, accounts: Accounts) -> list[SampleAccount]:
    """Sample accounts that the sign-in page still names, the administrator first; others would be wrong guesses."""
    _, page = await client.page(accounts.sign_in.path)
    shown = [sample for sample in accounts.samples if sample.email in page.text]
    return sorted(shown, key=lambda sample: sample.role != "Administrator")


async def _sign_in(client: Client, accounts: Accounts, email: str, password: str) -> bool:
    form = accounts.sign_in
    return await _send(client, form.path, {form.email: email, form.password: password}) in _SEE_OTHER


async def _send(client: Client, path: str, typed: dict[str, str]) -> int:
    answer, page = await client.page(path)
    form = page.form_with(set(typed))
    if form is None:
        raise Refuted(f"{path} answered {answer.status_code} and has no form to come in by")
    answer = await client.submit(form, {name: [value] for name, value in typed.items()})
    return answer.status_code
