"""Garbage of the embedded server is collected, and by no thread that has anything else to do."""

from __future__ import annotations

import subprocess
import sys

TRIED = """
import gc, threading, time
from praetorium.engine.garbage import collect_aside

by = []
class Cycle:
    def __init__(self):
        self.itself = self
    def __del__(self):
        by.append(threading.current_thread().name)

collect_aside()
assert not gc.isenabled()
for _ in range(6000):
    Cycle()
assert by == [], "collected where it was made"
until = time.monotonic() + 10
while len(by) < 6000 and time.monotonic() < until:
    time.sleep(0.05)
print(len(by), set(by))
"""


def test_it_is_collected_by_a_thread_of_its_own() -> None:
    done = subprocess.run([sys.executable, "-c", TRIED], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "6000 {'garbage'}"
