"""Tells people what waits, failed or was delivered, through Prefect's notification blocks; one process for one batch.

The page starts it when there is something to tell; by hand: ``python deployments/notify.py --test CHANNEL``.
"""

from __future__ import annotations

import argparse
import asyncio
import inspect
import logging
import signal
import smtplib
import sys
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

PROJECT = Path(__file__).resolve().parents[1]
if str(PROJECT) not in sys.path:
    # Run as a script, only this folder is on the path.
    sys.path.insert(0, str(PROJECT))

from praetorium.accounts import channels  # noqa: E402
from praetorium.accounts.channels import Channel  # noqa: E402
from praetorium.engine import environment, notices  # noqa: E402
from praetorium.engine.notices import Notice  # noqa: E402
from praetorium.engine.transport import api_url  # noqa: E402
from praetorium.errors import ExternalError, PraetoriumError  # noqa: E402
from praetorium.house import House  # noqa: E402
from praetorium.settings import settings  # noqa: E402

log = logging.getLogger("praetorium.notify")


class Batch:
    """Messages to send, one after the other, until all are sent or this process is asked to end."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stopping = False
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def send(self, ids: Iterable[str]) -> None:
        """Send those that are still to be sent. A channel that failed is not asked again in this batch."""
        dead: set[str] = set()
        outbox = self._house.catalogue.outbox
        wanted = set(ids)
        for message in [found for found in outbox.pending(notices=True) if found.id in wanted]:
            name = message.payload["channel"]
            if self._stopping:
                return
            if name in dead or not outbox.claim(message.id):
                continue
            try:
                channel = channels.get(self._house.settings.home, name)
                told = notices.notice(self._house, channel, message)
                if told is not None:
                    tell(channel, told)
            except PraetoriumError as error:
                dead.add(name)
                outbox.failed(message.id, str(error))
                log.warning("%s is not told of %s yet: %s", name, message.request, error)
            except Exception as error:  # the message's edge: one that nobody foresaw is tried again, and not lost
                dead.add(name)
                outbox.failed(message.id, f"{type(error).__name__}: {error}")
                log.exception("%s is not told of %s yet", name, message.request)
            else:
                outbox.sent(message.id)


def tell(channel: Channel, told: Notice) -> None:
    """Send it through the channel's block. Raises ExternalError when that did not take it."""
    import httpx
    from prefect.blocks.abstract import NotificationBlock, NotificationError
    from prefect.blocks.core import Block
    from prefect.exceptions import PrefectException

    from blocks import chat, mail  # noqa: F401 - a block is loaded as the class that is known by then

    try:
        block = Block.load(channel.block)
        if not isinstance(block, NotificationBlock):
            raise ExternalError(f"the block {channel.block} sends no notifications")
        with block.raise_on_failure():
            # Prefect's own are written for both worlds, others for one of them.
            under_way: object = block.notify(told.body, told.subject)
            if inspect.iscoroutine(under_way):
                asyncio.run(under_way)
    except NotificationError as problem:
        raise ExternalError(f"{channel.block}: {problem.log.strip() or 'the other side did not take it'}") from None
    except (ValueError, OSError, PrefectException, httpx.HTTPError, smtplib.SMTPException) as problem:
        raise ExternalError(f"{channel.block}: {problem}") from problem


def main() -> None:
    """Send the messages named on the command line; with ``--test`` one that says that it is a test."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("messages", nargs="*", help="ids of messages in the outbox")
    parser.add_argument("--test", metavar="CHANNEL", help="send a message that says that it is a test")
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    environment.adopt(settings(), api_url())
    house = House()
    try:
        if given.test:
            channel = channels.get(house.settings.home, given.test)
            occasions = ", ".join(channel.occasions)
            tell(channel, Notice("A test of Praetorium's notifications", f"This channel is told of: {occasions}."))
        Batch(house).send(given.messages)
    except PraetoriumError as error:
        sys.exit(f"{error}\nnext: {error.next}")
    finally:
        house.close()


if __name__ == "__main__":
    main()
