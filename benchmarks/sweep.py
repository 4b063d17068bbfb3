"""Many applications, each through its own tests: does what the generator writes hold for all that it may be asked for?

    python -m benchmarks.sweep [lexicon] [long] [short] [--match WORDS] [--keep FOLDER]

``lexicon`` takes all things that the lexicon knows, some to an application, every other one with accounts; ``long``
and ``short`` take the labelled requests of the test suite, as far as applications come of them. Without a name all are
taken. Each is read and generated, and its own tests and ruff have to pass; nothing is launched or delivered, which
``benchmarks.apps`` does. The exit code is the number of applications that failed, whose last lines are printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from praetorium.errors import RejectedError
from praetorium.generate import app_files
from praetorium.models import Brief
from praetorium.words import read
from praetorium.words.lexicon import templates
from praetorium.words.names import plural_words
from tests.forked import Nursery
from tests.generate.environment import TEMPLATES, environment, own_tests, write_down
from tests.words.labels import SETS, labelled, short

_TOGETHER = 6
"""How many things of the lexicon are in one application: as many as a larger request names."""
_SHOWN = 2500
"""How much is printed of what a failed application said, in characters."""


def _lexicon() -> Iterator[tuple[str, str]]:
    keys = tuple(templates())
    for number, start in enumerate(range(0, len(keys), _TOGETHER)):
        things = [plural_words(key.replace("_", " ")) for key in keys[start : start + _TOGETHER]]
        login = ", with login" if number % 2 else ""
        yield f"lexicon-{number + 1:02}", f"an app with {', '.join(things[:-1])} and {things[-1]}{login}"


def _long() -> Iterator[tuple[str, str]]:
    for name in SETS:
        for one in labelled(name):
            yield one.id, one.words


def _short() -> Iterator[tuple[str, str]]:
    for held in (False, True):
        for one in short(held=held):
            yield one.id, one.words


SOURCES = {"lexicon": _lexicon, "long": _long, "short": _short}


def _brief(words: str) -> Brief | None:
    """What is read in a request for an application; ``None`` where it asks for something else."""
    try:
        brief = read(words)
    except RejectedError:
        return None
    return brief if brief.intent == "build-app" else None


def _faults(brief: Brief, folder: Path, nursery: Nursery) -> str:
    """What ruff and the application's own tests say, where one of them does not pass."""
    folder.mkdir(parents=True)
    write_down(app_files(brief, templates=TEMPLATES), folder)
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "."], cwd=folder, capture_output=True, text=True
    )
    tested = own_tests(nursery, folder, folder.with_suffix(".log"), "-rN")
    return (checked.stdout if checked.returncode else "") + (tested.said if tested.code else "")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sources", nargs="*", metavar="SOURCE", help=", ".join(SOURCES))
    arguments.add_argument("--match", default="", help="only requests whose name or words contain this")
    arguments.add_argument("--keep", type=Path, help="a folder in which everything made stays")
    given = arguments.parse_args()
    if unknown := set(given.sources) - set(SOURCES):
        arguments.error(f"no such source: {', '.join(sorted(unknown))}; there are {', '.join(SOURCES)}")
    requests = [pair for name in given.sources or SOURCES for pair in SOURCES[name]()]
    console, failed, count, started = Console(), 0, 0, time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="praetorium-sweep-") as temporary:
        place = given.keep or Path(temporary)
        with Nursery(environment(Path(temporary) / "environment")) as nursery:
            for id, words in requests:
                if given.match not in f"{id} {words}" or (brief := _brief(words)) is None:
                    continue
                count += 1
                if said := _faults(brief, place / id, nursery):
                    failed += 1
                    console.print(f"{id} FAILED: {words}\n{said[-_SHOWN:]}", highlight=False, markup=False)
                else:
                    console.print(f"{id}: {brief.title}", highlight=False, markup=False)
    console.print(f"{count - failed} of {count} applications hold, {time.perf_counter() - started:.0f} s")
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
