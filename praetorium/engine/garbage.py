"""Cyclic garbage of the embedded server, collected by a thread of its own instead of wherever Python happens to be.

A cursor of SQLite that lies in such garbage is finalised by whoever collects it, and that waits for the cursor's
connection. Where the event loop collects, and the connection waits for the write lock in its own thread, everything
stands still: the holder of the lock needs the event loop to commit. It ends with the connection's patience, a minute.
Requests that are cut off in the middle, a killed run's above all, leave such cursors behind.
"""

from __future__ import annotations

import gc
import threading
import time

_SECONDS = 1.0
"""Between two looks."""
_NEW = 5_000
"""As many new objects are worth a collection of what is young; an idle server makes fewer for a while."""
_ROUNDS = 30
"""Every how many such collections the old is looked at too."""


def collect_aside() -> None:
    """Take garbage collection out of all threads but one; what is there by now is taken to stay for good."""
    gc.collect()
    gc.freeze()
    gc.disable()
    threading.Thread(target=_collect, name="garbage", daemon=True).start()


def _collect() -> None:
    rounds = 0
    while True:
        time.sleep(_SECONDS)
        if gc.get_count()[0] >= _NEW:
            rounds += 1
            gc.collect(2 if rounds % _ROUNDS == 0 else 1)
