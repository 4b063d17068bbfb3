"""A disk that is full, and a process that is killed: a clear message, and nothing that was stored is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from praetorium.catalogue import Catalogue
from praetorium.errors import ExternalError
from praetorium.models import Request


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Catalogue]:
    file = tmp_path / "catalogue.sqlite3"
    file.write_bytes(sqlite_template.read_bytes())
    catalogue = Catalogue(f"sqlite:///{file}")
    yield catalogue
    catalogue.close()


def test_a_full_database_is_said_and_what_was_stored_stays(sqlite: Catalogue) -> None:
    with sqlite.write() as connection:
        kept = sqlite.requests.store(connection, Request(words="before"))
    # SQLite answers SQLITE_FULL past this number of pages, as it does when the disk has no more.
    with sqlite.database.engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count={pages + 2}"))
    with (
        pytest.raises(ExternalError, match=r"catalogue\.sqlite3 did not answer: database or disk is full") as raised,
        sqlite.write() as connection,
    ):
        sqlite.requests.store(connection, Request(words="x" * 1_000_000))
    assert "nothing that was stored before is lost" in raised.value.next
    assert [s.request.id for s in sqlite.requests.find()] == [kept.id]


FULL = """
import resource, signal, sys
from praetorium.catalogue import Catalogue
from praetorium.errors import ExternalError
from praetorium.models import Request
catalogue = Catalogue(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    with catalogue.write() as connection:
        catalogue.requests.store(connection, Request(words="x" * 1_000_000))
except ExternalError as error:
    print(error)
print([s.request.words for s in catalogue.requests.find()])
"""


def test_a_write_that_the_disk_refuses_is_said(sqlite: Catalogue) -> None:
    with sqlite.write() as connection:
        sqlite.requests.store(connection, Request(words="before"))
    url = str(sqlite.database.url)
    told = subprocess.run([sys.executable, "-c", FULL, url], capture_output=True, text=True, check=True).stdout
    assert "did not answer: " in told
    assert told.endswith("['before']\n")


KILLED = """
import os, signal, sys
from praetorium.catalogue import Catalogue
from praetorium.models import Request
catalogue = Catalogue(sys.argv[1])
with catalogue.write() as connection:
    catalogue.requests.store(connection, Request(words="committed"))
with catalogue.write() as connection:
    catalogue.requests.store(connection, Request(words="not committed"))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_leaves_whole_transactions_and_no_lock(sqlite: Catalogue) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(sqlite.database.url)])
    assert killed.returncode == -signal.SIGKILL
    assert [s.request.words for s in sqlite.requests.find()] == ["committed"]
    with sqlite.write() as connection:
        sqlite.requests.store(connection, Request(words="after"))


def test_foreign_keys_and_durable_writes_are_on(sqlite: Catalogue) -> None:
    with sqlite.read() as connection:
        pragmas = {
            name: connection.scalar(text(f"PRAGMA {name}")) for name in ("foreign_keys", "journal_mode", "synchronous")
        }
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ExternalError, match="catalogue"):
        Catalogue(f"sqlite:///{tmp_path / 'file' / 'catalogue.sqlite3'}")
