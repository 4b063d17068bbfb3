"""``praetorium notifications``: who is told of what outside of the page: in Slack, in Discord, by mail."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

import typer

from praetorium.cli.helping import command, group
from praetorium.cli.opening import chosen_settings
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out
from praetorium.errors import UserError

Name = Annotated[str, typer.Argument(metavar="NAME", help="The channel's name.")]


def add_to(app: typer.Typer) -> None:
    made = group(app, "notifications", "Channels by which people are told what waits or ended.", list_channels)
    command(made, list_channels, "praetorium notifications list --json", name="list")
    command(
        made,
        add,
        "praetorium notifications add team --slack https://hooks.slack.com/services/T0/B0/x --on approval,failed",
        "praetorium notifications add ada --mail ada@example.org --smtp smtp://post@mail.example.org --person ada",
    )
    command(made, remove, "praetorium notifications remove team")
    command(made, test, "praetorium notifications test team")


def list_channels(json: AsJson = False) -> None:
    """List channels: what each is told of, and the Prefect block that sends."""
    from praetorium.accounts import channels

    found = channels.all_of(chosen_settings().home)
    if json:
        emit([channel.dump() for channel in found])
        return
    if not found:
        out().print("Nobody is notified yet. Add a channel: praetorium notifications add NAME --slack URL")
        return
    from praetorium.cli.views.prose import table

    shown = table("Channel", "Told of", "Block", "Answers as")
    for channel in found:
        shown.add_row(channel.name, ", ".join(channel.occasions), channel.block, channel.person or "–")
    out().print(shown)


def add(
    name: Name,
    slack: Annotated[str | None, typer.Option("--slack", metavar="URL", help="An incoming webhook of Slack.")] = None,
    discord: Annotated[str | None, typer.Option("--discord", metavar="URL", help="A webhook of Discord.")] = None,
    mail: Annotated[
        str | None, typer.Option("--mail", metavar="ADDRESS", help="Whom to write to; several with commas.")
    ] = None,
    smtp: Annotated[
        str | None,
        typer.Option(
            "--smtp",
            metavar="URL",
            help="The mail server: smtp://user@host:587 (STARTTLS), smtps://user@host:465; the password is asked for.",
        ),
    ] = None,
    sender: Annotated[
        str | None,
        typer.Option("--from", metavar="ADDRESS", help="Where mail comes from; the first address of --mail."),
    ] = None,
    block: Annotated[
        str | None,
        typer.Option("--block", metavar="TYPE/NAME", help="Any notification block that Prefect has already."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="LIST", help="approval, budget, failed, delivered; all of them by default."),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", metavar="NAME", help="Whose channel it is: approvals bring a link to answer as them."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Add a channel, or change one.

    Addresses and passwords go into a Prefect block, which keeps them encrypted; the services must be up for that.
    """
    settings = chosen_settings()
    from praetorium.accounts import channels
    from praetorium.engine import connecting

    given = [way for way in (slack, discord, mail, block) if way]
    if len(given) != 1:
        raise typer.BadParameter("give one of --slack, --discord, --mail and --block")
    occasions = tuple(one.strip() for one in on.split(",")) if on else tuple(channels.Occasion)
    kind = connecting.CHAT if slack or discord else connecting.MAIL
    channel = connecting.described(name, block or f"{kind}/{name}", occasions, person)
    data = None
    if not block:
        data = _mail(mail, smtp, sender) if mail else connecting.chat("slack" if slack else "discord", given[0])
    connecting.connect(settings, channel, data)
    if json:
        emit(channel.dump())
        return
    out().print(f"✓ {name} is told of: {', '.join(channel.occasions)}.", style="good")
    out().print(f"  Try it: praetorium notifications test {name}")


def remove(name: Name, json: AsJson = False) -> None:
    """Remove a channel, with the block that was made for it."""
    from praetorium.engine import connecting

    connecting.disconnect(chosen_settings(), name)
    if json:
        emit({"removed": name})
    else:
        out().print(f"✓ {name} is told nothing more.")


def test(name: Name, json: AsJson = False) -> None:
    """Send a message that says that it is a test."""
    from praetorium.engine import connecting

    with out().status(f"Telling {name}"):
        connecting.send_test(chosen_settings(), name)
    if json:
        emit({"sent": name})
    else:
        out().print(f"✓ Sent. Look whether it has arrived at {name}.", style="good")


def _mail(to: str, smtp: str | None, sender: str | None) -> dict[str, Any]:
    """What the mail block keeps. ``smtp://`` takes STARTTLS, except on this machine."""
    from praetorium import loopback
    from praetorium.engine import connecting

    parts = urlsplit(smtp or "")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise UserError("mail needs a server", next="give it with --smtp smtp://user@host:587")
    here = parts.hostname in loopback.HOSTS
    secret = None
    if parts.username:
        secret = unquote(parts.password) if parts.password else typer.prompt("Password", hide_input=True, err=True)
    return connecting.mail(
        to,
        parts.hostname,
        security="tls" if parts.scheme == "smtps" else "none" if here else "starttls",
        port=parts.port or connecting.PORTS["tls" if parts.scheme == "smtps" else "starttls"],
        sender=sender,
        user=unquote(parts.username) if parts.username else None,
        password=secret,
    )
