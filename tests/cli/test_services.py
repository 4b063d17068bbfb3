"""What a detached start leaves on the screen beside the addresses."""

from __future__ import annotations

import pytest

from praetorium.cli.screen import out
from praetorium.cli.services import _step

TOLD = (
    "port 4200 is in use; the Prefect server takes 4201",
    "using the Prefect server at http://127.0.0.1:4200/api; none of our own is started",
    "that server stores its runs in SQLite: expect delays when several requests run at once",
)


def test_what_is_worth_knowing_stays_and_addresses_are_not_told_twice(capsys: pytest.CaptureFixture[str]) -> None:
    with out().status("Starting") as shown:
        for text in (*TOLD, "Prefect: http://127.0.0.1:4201", "page: http://127.0.0.1:4300"):
            _step(text, shown)
    assert [line.strip() for line in capsys.readouterr().err.splitlines()] == list(TOLD)
