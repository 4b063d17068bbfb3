"""The tail: one thread that looks for new events of whatever is watched, for all sockets together.

Events are numbered per request without gaps, so nothing is missed as long as each watcher says what it has seen.
What was read last is kept for a moment: twenty pages of one request cost one query.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from praetorium.catalogue import Catalogue, Event
from praetorium.models import now

log = logging.getLogger(__name__)

PERIOD = 0.01
"""Seconds between two looks; on SQLite a look at an unchanged database costs microseconds."""
KEPT = 500
"""Events of each watched request that are kept in memory."""
MESSAGES = 64
"""Messages about a watched request that are kept: sockets are told at about the same time."""
AFTER_TROUBLE = 1.0


class Channel:
    """A watched request: its last events, and the sockets to wake."""

    def __init__(self, position: int) -> None:
        self.position = position
        """Number of the last event that is known here."""
        self.recent: deque[Event] = deque(maxlen=KEPT)
        self.bells: set[asyncio.Event] = set()
        self._shown: dict[tuple[str, int], str] = {}
        self._messages: dict[Hashable, str] = {}

    def after(self, position: int) -> list[Event] | None:
        """What came after that; None when it reaches further back than is kept."""
        if position >= self.position:
            return []
        if not self.recent or self.recent[0].position > position + 1:
            return None
        return [event for event in tuple(self.recent) if event.position > position]

    def shown(self, event: Event, tone: str, render: Callable[[Event, str], str]) -> str:
        """The event as the page shows it in that tone: made once for all who watch."""
        key = (tone, event.position)
        if key not in self._shown:
            if len(self._shown) > 2 * KEPT:
                self._shown.clear()
            self._shown[key] = render(event, tone)
        return self._shown[key]

    def message(self, key: Hashable, make: Callable[[], str]) -> str:
        """A message as it goes over the line: written once for all to whom the same is told."""
        if key not in self._messages:
            if len(self._messages) >= MESSAGES:
                self._messages.clear()
            self._messages[key] = make()
        return self._messages[key]


class Tail:
    """Looks while anybody watches, and sleeps while nobody does."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._channels: dict[str, Channel] = {}
        self._lock = threading.Lock()
        self._awake = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.lag: float = 0.0
        """Seconds between the last event being written and its being handed to the sockets."""

    def watch(self, request: str, position: int, bell: asyncio.Event) -> Channel:
        """Ring the bell whenever there is something new. To be called in the loop that waits for it."""
        with self._lock:
            self._loop = asyncio.get_running_loop()
            channel = self._channels.setdefault(request, Channel(position))
            channel.bells.add(bell)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="tail", daemon=True)
                self._thread.start()
        self._awake.set()
        return channel

    def leave(self, request: str, bell: asyncio.Event) -> None:
        """No longer ring it; a request that nobody watches is forgotten."""
        with self._lock:
            channel = self._channels.get(request)
            if channel is not None:
                channel.bells.discard(bell)
                if not channel.bells:
                    del self._channels[request]
            if not self._channels:
                self._awake.clear()

    @property
    def watched(self) -> int:
        return len(self._channels)

    def end(self) -> None:
        self._ended.set()
        self._awake.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._awake.wait()
            try:
                self._follow()
            except Exception:  # the edge of a thread on which every open page depends: said, and tried again
                log.warning("events could not be read; trying again", exc_info=True)
                self._ended.wait(AFTER_TROUBLE)

    def _follow(self) -> None:
        """Until nobody watches any more."""
        with _changes(self._catalogue) as changed:
            while self._awake.is_set() and not self._ended.is_set():
                if changed():
                    self._look()
                self._ended.wait(PERIOD)

    def _look(self) -> None:
        with self._lock:
            known = {id: channel.position for id, channel in self._channels.items()}
        if not known:
            return
        for id, newest in self._catalogue.browsing.positions(list(known)).items():
            if newest > known[id]:
                found = self._catalogue.events.after(id, max(known[id], newest - KEPT))
                if found:
                    self._hand_over(id, found)

    def _hand_over(self, id: str, found: list[Event]) -> None:
        with self._lock:
            channel = self._channels.get(id)
            if channel is None:
                return
            if channel.recent and channel.recent[-1].position + 1 != found[0].position:
                channel.recent.clear()
            channel.recent.extend(found)
            channel.position = found[-1].position
            self.lag = (now() - found[-1].at).total_seconds()
            ring: list[Callable[[], None]] = [bell.set for bell in channel.bells]
            loop = self._loop
        if loop is not None and not loop.is_closed():
            for one in ring:
                loop.call_soon_threadsafe(one)


@contextmanager
def _changes(catalogue: Catalogue) -> Iterator[Callable[[], bool]]:
    """Whether the database has changed since the last question. SQLite counts its commits; others are asked anew."""
    if not catalogue.database.sqlite:
        yield lambda: True
        return
    seen = -1
    with catalogue.read() as connection:

        def changed() -> bool:
            nonlocal seen
            before, seen = seen, int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())
            return before != seen

        yield changed
