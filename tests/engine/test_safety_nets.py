"""Where Prefect is not what it was: its own transactions, its own process worker, and a word about why."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from praetorium.engine import immediate
from praetorium.engine.services import status
from praetorium.engine.worker import private
from praetorium.settings import project_root

TRIALS = Path(__file__).parent / "project" / "flows" / "trials.py"
PROBE = """
import asyncio, sqlalchemy as sa
from praetorium.engine import immediate
from prefect.server.database import provide_database_interface

async def read_then_write(db, number, read):
    async with db.session_context(begin_transaction=True) as session:
        await session.execute(sa.text("SELECT count(*) FROM variable"))
        await read.wait()
        insert = sa.text("INSERT INTO variable (id, name, value, tags) VALUES (:n, :n, '1', '[]')")
        await session.execute(insert, {"n": str(number)})

async def refused(db, numbers, read):
    done = await asyncio.gather(*(read_then_write(db, n, read) for n in numbers), return_exceptions=True)
    return sum(isinstance(one, BaseException) for one in done)

async def main():
    db = provide_database_interface()
    async with (await db.engine()).begin() as connection:
        await connection.run_sync(db.Variable.__table__.create)
    read = asyncio.Event()
    asyncio.get_running_loop().call_later(1, read.set)
    print(await refused(db, range(8), read))
    assert immediate.install() is None
    print(await refused(db, range(8, 16), read))

asyncio.run(main())
"""


@pytest.mark.server
def test_reading_then_writing_side_by_side_is_refused_by_prefect_as_it_is_and_not_with_ours(tmp_path):
    environment = dict(os.environ) | {"PREFECT_HOME": str(tmp_path), "DO_NOT_TRACK": "1"}
    done = subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, check=True)
    as_it_is, with_ours = map(int, done.stdout.split()[-2:])
    assert as_it_is > 0, "Prefect mended it: the adapter can go"
    assert with_ours == 0


def test_the_adapter_leaves_an_unknown_prefect_alone(monkeypatch):
    from prefect.server.database.configurations import AioSqliteConfiguration

    def begin_transaction(self, session):
        raise AssertionError

    monkeypatch.setattr(AioSqliteConfiguration, "begin_transaction", begin_transaction)
    assert immediate.install() == "begin_transaction takes self, session"
    assert AioSqliteConfiguration.begin_transaction is begin_transaction


def test_the_self_test_reports_a_server_that_refuses():
    """A server that answers 503 to every second create, over a real socket."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_answer_alternately, args=(listener,), daemon=True).start()
        reason = asyncio.run(immediate.self_test(f"http://127.0.0.1:{listener.getsockname()[1]}/api"))
    assert reason and reason.endswith("creates refused with [503]")


def _answer_alternately(listener: socket.socket) -> None:
    answers = [b"HTTP/1.1 201 Created", b"HTTP/1.1 503 Service Unavailable"]
    for number in range(16):
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(answers[number % 2] + b"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")


def test_what_the_worker_stands_on_is_there():
    assert private.self_test() is None


def test_another_release_of_prefect_is_not_trusted(monkeypatch):
    monkeypatch.setattr("prefect.__version__", "4.0.0")
    assert private.self_test() == "Prefect 4.0.0 is not 3.8.x"


def test_a_changed_method_is_noticed(monkeypatch):
    async def _submit_run(self, flow_run, soon):
        raise AssertionError

    monkeypatch.setattr("prefect.workers.base.BaseWorker._submit_run", _submit_run)
    assert private.self_test() == "BaseWorker._submit_run takes self, flow_run, soon"


def project(folder: Path, name: str, flows: Path | str, function: str) -> Path:
    """A Prefect project with one deployment of one flow, its source given or copied."""
    (folder / "flows").mkdir(parents=True)
    deployment = {"name": name, "entrypoint": f"flows/of_{name}.py:{function}"}
    (folder / "prefect.yaml").write_text(json.dumps({"pull": [], "deployments": [deployment]}))
    text = flows if isinstance(flows, str) else flows.read_text()
    (folder / "flows" / f"of_{name}.py").write_text(text)
    return folder


@pytest.mark.server
def test_the_stock_process_worker_does_the_same_work(at_engine, second, trial, tmp_path):
    stock = project(tmp_path / "stock", "stock", TRIALS, "stamp")
    with second(worker="process", project=stock) as there:
        worker = status(there.settings).worker
        assert (worker.type, worker.pool, worker.reason) == ("process", "praetorium-process", "it was asked for")
        deployment = httpx.get(f"{at_engine.prefect}/api/deployments/name/stamp/stock").json()
        assert deployment["work_pool_name"] == "praetorium-process"
        run = trial("stamp", deployment="stock")
        assert run.ended(60).type == "COMPLETED"
        assert run.lines()


@pytest.mark.server
def test_flows_that_start_threads_when_imported_fall_back_and_say_so(second, tmp_path):
    source = (
        "import threading\nfrom prefect import flow\n"
        "threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "@flow\ndef nothing():\n    pass\n"
    )
    with second(project=project(tmp_path / "threaded", "threaded", source, "nothing")) as there:
        worker = status(there.settings).worker
        assert worker.type == "process"
        assert worker.reason == "importing the flows started threads (2): forking would not be safe"


def test_what_is_loaded_before_runs_are_forked_starts_no_thread():
    """One thread more, and each run would start as a process of its own, seconds later."""
    loading = f"""
from pathlib import Path
from praetorium.engine import processes
from praetorium.engine.worker import preload
preload.load(Path({str(project_root())!r}))
print(processes.thread_count())
"""
    done = subprocess.run([sys.executable, "-c", loading], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]
