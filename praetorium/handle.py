"""Requests from Python: ``submit("…")`` gives a handle to wait on, to follow and to read the delivery from."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Generator, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from praetorium.catalogue import Approval, Event
from praetorium.engine.starting import start
from praetorium.house import House
from praetorium.intake import take
from praetorium.models import Door, Report, RequestState
from praetorium.report import report

TICK = 0.1
"""Seconds between looks at the catalogue while following."""


class Handle:
    """A request that was submitted. ``await handle`` waits for its end as ``wait()`` does."""

    def __init__(self, house: House, id: str) -> None:
        self._house = house
        self.id = id

    def report(self) -> Report:
        """Where it stands now."""
        return report(self._house, self.id)

    @property
    def state(self) -> RequestState:
        return self._house.catalogue.requests.get(self.id).state

    @property
    def delivery(self) -> Report | None:
        """What was delivered; None while it is not, or when it failed."""
        told = self.report()
        return told if told.state is RequestState.DELIVERED else None

    def approvals(self) -> list[Approval]:
        """What of it waits for a person, the oldest first; answered by ``praetorium.approve`` and its like."""
        return self._house.catalogue.approvals.waiting(self.id)

    def wait(self, timeout: float | None = None) -> Report:
        """Until it ended or waits for a person. Raises TimeoutError after ``timeout`` seconds."""
        for _ in self.events(timeout=timeout):
            pass
        return self.report()

    def events(self, after: int = 0, timeout: float | None = None) -> Iterator[Event]:
        """What happens, as it happens, from position ``after`` on; ends with the request, or when it waits for a
        person. Raises TimeoutError after ``timeout`` seconds."""
        give_up = None if timeout is None else time.monotonic() + timeout
        while True:
            state = self.state  # before the events: what is final has written all of them
            while page := self._house.catalogue.events.after(self.id, after):
                yield from page
                after = page[-1].position
            if state.final or state is RequestState.WAITING:
                return
            if give_up is not None and time.monotonic() > give_up:
                raise TimeoutError(f"request {self.id} was still {state} after {timeout:g} s; it goes on")
            time.sleep(TICK)

    async def aevents(self, after: int = 0, timeout: float | None = None) -> AsyncIterator[Event]:  # noqa: ASYNC109 - as in events()
        """``events()`` for asynchronous callers."""
        rows = self.events(after, timeout)
        while (event := await asyncio.to_thread(next, rows, None)) is not None:
            yield event

    def __await__(self) -> Generator[Any, None, Report]:
        return asyncio.to_thread(self.wait).__await__()

    def __repr__(self) -> str:
        return f"<praetorium request {self.id}: {self.state}>"


def submit(
    words: str,
    *,
    project: str | Path | None = None,
    playbook: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    files: Iterable[str | Path] = (),
    unattended: bool = False,
    budget: float | None = None,
    thread: str | None = None,
    asked_by: str | None = None,
    folder: Path | None = None,
    door: Door = Door.PYTHON,
    house: House | None = None,
) -> Handle:
    """Ask for something: the request is kept, read and queued; the services are started if they are not up.

    ``words``: what is needed, in plain English. ``project``: a folder to work in. ``playbook`` and ``parameters``: a
    playbook and its values, instead of what the words lead to. ``files``: paths to attach. ``unattended``: take the
    stated assumptions. ``budget``: most it may cost. ``thread``: the request this one follows.

    Raises RejectedError or UserError for what cannot be used (it is kept all the same), ExternalError when Prefect
    cannot be reached.
    """
    house = house or House()
    standing = take(
        house,
        words,
        project=project,
        playbook=playbook,
        parameters=parameters,
        files=files,
        folder=folder or Path.cwd(),
        unattended=unattended,
        budget=budget,
        thread=thread,
        asked_by=asked_by,
        door=door,
    )
    start(house, standing.request.id)
    return Handle(house, standing.request.id)


async def asubmit(words: str, **options: Any) -> Handle:
    """``submit()`` for asynchronous callers."""
    return await asyncio.to_thread(partial(submit, words, **options))
