"""``rehearse``: an application beside the one that runs, on a copy of its data, until it has been tried."""

import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from praetorium.errors import StepError
from praetorium.executors import Context
from praetorium.executors.launch import Launch
from praetorium.executors.rehearse import Rehearse
from tests.executors.conftest import run, write
from tests.executors.test_launch import APP, PYTHON

GIVEN = {"name": "My Library", "folder": "app", "python": PYTHON, "module": "server"}


@pytest.fixture
def app(context: Context) -> Path:
    return write(context.workspace / "app", {"server.py": f"VERSION = 1\n{APP}"})


def health(url: str) -> dict[str, object]:
    return dict(httpx.get(f"{url}/health", trust_env=False).json())


async def test_it_runs_beside_the_real_one_on_a_copy(context: Context, app: Path) -> None:
    real = await run(Launch(), context, **GIVEN)
    data = Path(real.data)
    (data / "uploads").mkdir()
    (data / "uploads" / "cover.png").write_bytes(b"a picture")
    with closing(sqlite3.connect(data / "app.db")) as database:
        # What lies in the log alone is part of the data too.
        database.execute("pragma journal_mode = wal")
        database.execute("insert into book values (7)")
        database.commit()
        write(app, {"server.py": f"VERSION = 2\n{APP}"})
        tried = await run(Rehearse(), context, **GIVEN)
    assert tried.url != real.url
    assert health(tried.url) == {"instance": tried.instance, "version": 2}
    assert health(real.url) == {"instance": real.instance, "version": 1}
    assert (Path(tried.data) / "uploads" / "cover.png").read_bytes() == b"a picture"
    with closing(sqlite3.connect(Path(tried.data) / "app.db")) as copy:
        assert copy.execute("select id from book").fetchall() == [(7,)]
        copy.execute("delete from book")
        copy.commit()
    with closing(sqlite3.connect(data / "app.db")) as database:
        assert database.execute("select id from book").fetchall() == [(7,)]


async def test_nothing_of_it_stays(context: Context, app: Path) -> None:
    tried = await run(Rehearse(), context, **GIVEN)
    await Rehearse().leave(Rehearse().parameters(GIVEN), context)
    assert context.hosts["process"].all() == []
    assert not Path(tried.data).exists()
    with pytest.raises(httpx.ConnectError):
        health(tried.url)


async def test_what_does_not_start_says_so_and_does_not_stay(context: Context, app: Path) -> None:
    write(app, {"server.py": "raise RuntimeError('no licence')"})
    with pytest.raises(StepError, match="no licence"):
        await run(Rehearse(), context, **GIVEN)
    await Rehearse().leave(Rehearse().parameters(GIVEN), context)
    assert context.hosts["process"].all() == []


async def test_it_starts_anew_after_an_attempt_that_died(context: Context, app: Path) -> None:
    died = await run(Rehearse(), context, **GIVEN)
    again = await run(Rehearse(), context, **GIVEN)
    assert again.instance != died.instance
    assert [each.name for each in context.hosts["process"].all()] == [again.service]
