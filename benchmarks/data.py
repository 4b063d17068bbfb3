"""Data: one query over a large CSV, by Praetorium and by DuckDB alone; time side by side, and the memory each takes.

    python -m benchmarks.data --mb 2048 [--report]

Each runs in a process of its own, so that its memory is its own. ``--report`` also measures what a whole report takes:
reading every cell, computing its figures, and the independent check by Polars.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.bench import table

SQL = "SELECT region, date_trunc('month', order_date) AS month, count(*) AS orders, sum(total) AS total FROM orders"
SQL += " GROUP BY ALL ORDER BY ALL"
TEMPLATES = Path(__file__).parents[1] / "templates"
REGIONS = ("North", "South", "West", "East", "Centre")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=256, help="size of the CSV")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--report", action="store_true", help="measure a whole report and its check, too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="praetorium-data-") as folder:
        file = Path(folder) / "orders.csv"
        rows = write(file, given.mb << 20)
        bare = min((_apart(_bare, file, Path(folder) / "bare.csv") for _ in range(given.rounds)), key=lambda t: t[0])
        ours = min((_apart(_ours, file, Path(folder) / "ours.csv") for _ in range(given.rounds)), key=lambda t: t[0])
        told = [
            ("DuckDB alone", bare[0], bare[1], 1.0),
            ("Praetorium's query", ours[0], ours[1], ours[0] / bare[0]),
        ]
        if given.report:
            for name, work in REPORT:
                seconds, mb = _apart(work, file, Path(folder))
                told.append((name, seconds, mb, seconds / bare[0]))
        size = f"{file.stat().st_size / 1e6:,.0f} MB, {rows:,} rows"
        table(f"{size}: {SQL}", ("what", "seconds", "peak memory MB", "× DuckDB alone"), told)


def write(file: Path, size: int) -> int:
    """A CSV of orders of about that many bytes; gives its rows."""
    chance = random.Random(1)
    first = dt.date(2024, 1, 1)
    days = [first + dt.timedelta(days=n) for n in range(700)]
    lines = [
        f"{{n}},{chance.choice(days)},{chance.choice(REGIONS)},C{chance.randint(1, 5000):05},{chance.randint(1, 9)},"
        f"{chance.randint(100, 99999) / 100:.2f},somewhat of a note {chance.randint(1, 10**6)}\n"
        for _ in range(50_000)
    ]
    rows = 0
    with file.open("w") as out:
        out.write("order_id,order_date,region,customer_id,quantity,total,note\n")
        while out.tell() < size:
            out.write("".join(line.replace("{n}", str(rows + i), 1) for i, line in enumerate(lines)))
            rows += len(lines)
    return rows


def _apart(work: Callable[[Path, Path], None], file: Path, to: Path) -> tuple[float, float]:
    """Seconds and peak memory (MB) of the work in a new process, its start left out."""
    spawned = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[tuple[float, float]] = spawned.Queue()
    process = spawned.Process(target=_measured, args=(work, file, to, told))
    process.start()
    process.join()  # what it tells fits the pipe, so it ends by itself
    if process.exitcode:
        raise SystemExit(f"{work.__name__.strip('_')} ended with code {process.exitcode}")
    return told.get()


def _measured(work: Callable[[Path, Path], None], file: Path, to: Path, told: multiprocessing.Queue) -> None:  # type: ignore[type-arg]
    started = time.perf_counter()
    work(file, to)
    seconds = time.perf_counter() - started
    told.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def _bare(file: Path, to: Path) -> None:
    """With the memory and threads that ours has."""
    import duckdb

    with duckdb.connect(config={"memory_limit": "300MB", "threads": 2}) as connection:
        connection.execute(f"CREATE VIEW orders AS SELECT * FROM read_csv('{file}')")
        connection.execute(f"COPY ({SQL}) TO '{to}' (FORMAT csv, HEADER)")


def _ours(file: Path, to: Path) -> None:
    from praetorium.data.asking import Asking, asked

    with tempfile.TemporaryDirectory(dir=file.parent) as scratch:
        asked(Asking(files={"orders": file}, names={"orders": file.name}, sql=SQL, to=to), Path(scratch))


def _profile(file: Path, folder: Path) -> None:
    from praetorium.data.work import Reading, profiled

    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        given = Reading(path=file, cache=folder / "cache", shown_as=file.name)
        (folder / "profile.json").write_text(profiled(given, Path(scratch)).model_dump_json())


def _figures(file: Path, folder: Path) -> None:
    from praetorium.data.model import Profile
    from praetorium.data.work import Studying, studied

    known = Profile.model_validate_json((folder / "profile.json").read_text())
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        found = studied(Studying(profile=known, path=file, cache=folder / "cache", top=12), Path(scratch))
    (folder / "study.json").write_text(found.model_dump_json())


def _page(file: Path, folder: Path) -> None:
    from praetorium.data.model import Study
    from praetorium.models import Style
    from praetorium.reports.page import render

    study = Study.model_validate_json((folder / "study.json").read_text())
    page = render(study, TEMPLATES, title="Orders", style=Style(), made=dt.date(2026, 1, 1))
    (folder / "page.html").write_text(page)


def _check(file: Path, folder: Path) -> None:
    """The proof ``totals-agree``: each figure of the page by Polars from the raw file, and by the query it names."""
    from praetorium.data.model import Study
    from praetorium.reports.agreement import Comparing, compared

    study = Study.model_validate_json((folder / "study.json").read_text())
    given = Comparing(study=study, source=file, cache=folder / "cache", page=folder / "page.html")
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        wrong = [check.evidence for check in compared(given, Path(scratch)).checks if not check.passed]
    if wrong:
        raise SystemExit("; ".join(wrong))


REPORT = (
    ("profile: every cell", _profile),
    ("figures", _figures),
    ("page", _page),
    ("check: Polars, and the queries again", _check),
)

if __name__ == "__main__":
    main()
