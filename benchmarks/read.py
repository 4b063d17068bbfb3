"""How long reading takes: real requests, 100 kB of words, one token of 200 kB. Prints seconds and memory.

Run: ``python benchmarks/read.py [CASES]``. ``CASES`` is a file of JSON lines with ``id`` and ``words``; without it the
requests of the test suite are taken. Another stage is measured with the reading by passing it to :func:`main`: a
callable that takes the brief, such as the planner's ``plan``.
"""

from __future__ import annotations

import contextlib
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from praetorium.errors import RejectedError
from praetorium.models import Brief
from praetorium.words import read

CASES = Path(__file__).parent.parent / "tests" / "words" / "cases.jsonl"
MEDIAN_GOAL = 0.050
LARGE_GOAL = 1.0


def _nothing(brief: Brief) -> object:
    return brief


def seconds(words: str, after: Callable[[Brief], object]) -> float:
    """Seconds to read the words and do what follows; a refusal counts as done."""
    started = time.perf_counter()
    with contextlib.suppress(RejectedError):
        after(read(words))
    return time.perf_counter() - started


def measure(requests: list[str], after: Callable[[Brief], object] = _nothing, rounds: int = 3) -> list[float]:
    """The median seconds of each request over some rounds."""
    return [statistics.median(seconds(words, after) for _ in range(rounds)) for words in requests]


def large(requests: list[str], size: int = 100_000) -> str:
    """Words of the given size made of the requests, one after another."""
    text = " ".join(requests)
    return (text * (size // len(text) + 1))[:size]


def main(after: Callable[[Brief], object] = _nothing) -> int:
    """Print the figures; 1 when a goal is missed."""
    cases = Path(sys.argv[1]) if len(sys.argv) > 1 else CASES
    requests = [json.loads(line)["words"] for line in cases.read_text("utf-8").splitlines()]
    first = seconds(requests[0], after)
    each = measure(requests, after)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    big = statistics.median(seconds(large(requests), after) for _ in range(3))
    token = seconds("x" * 200_000, after)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    median = statistics.median(each)
    print(f"first request, lexicon loaded  {first * 1000:8.1f} ms")
    print(
        f"{len(requests)} requests, median           {median * 1000:8.1f} ms = {median / MEDIAN_GOAL:.2f} of the goal"
    )
    print(f"{len(requests)} requests, slowest          {max(each) * 1000:8.1f} ms")
    print(f"100 kB of words                {big * 1000:8.1f} ms = {big / LARGE_GOAL:.2f} of the goal")
    print(f"one token of 200 kB            {token * 1000:8.1f} ms")
    print(f"memory grown by the large ones {grown:8.1f} MB")
    return 0 if median <= MEDIAN_GOAL and big <= LARGE_GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
