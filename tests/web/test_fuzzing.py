"""The API as it describes itself, called with whatever fits the description and with what nearly does: never a 500."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok

from praetorium.accounts import Accounts, Role

from .conftest import Page, made, served
from .seeding import Seeded, fill

EXAMPLES = 8
"""Calls of each operation; more find more: ``pytest tests/web/test_fuzzing.py`` with a larger number."""


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Seeded, str, Page, Path]]:
    """A filled home that nobody else looks at, with an operator's key."""
    house = made(tmp_path_factory.mktemp("fuzzing") / "home")
    seeded = fill(house, "fuzz")
    accounts = Accounts(house.catalogue)
    accounts.add("fuzz", Role.OPERATOR)
    key = accounts.issue("fuzz").secret
    with served(house.settings.home) as page:
        yield seeded, key, page, house.settings.home
    # Among the calls are some that start an application.
    for host in house.hosts.values():
        for running in host.all():
            host.remove(running.name)
    house.close()


def test_no_call_ends_in_an_unexpected_error(alone: tuple[Seeded, str, Page, Path]) -> None:
    seeded, key, page, _ = alone
    schema = schemathesis.openapi.from_url(f"{page.url}/openapi.json")
    known = {"asset": [seeded.asset], "version": [1, 2], "name": ["crm", "command", "render"]} | {
        "id": [seeded.delivered, seeded.running, seeded.waiting, seeded.failed, seeded.approval, seeded.asked]
    }
    answers: dict[str, set[int]] = {}
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), data=st.data())
        def probe(case: schemathesis.Case, data: st.DataObject) -> None:
            # A made-up id is nearly always unknown: three times in four it is one that is there.
            for name in case.path_parameters or {}:
                if name in known and data.draw(st.integers(0, 3)):
                    case.path_parameters[name] = data.draw(st.sampled_from(known[name]))
            response = case.call(headers={"X-API-Key": key}, timeout=20)
            answers.setdefault(case.operation.label, set()).add(response.status_code)
            assert response.status_code < 500 or _told(response), f"{case.as_curl_command()}\n{response.text}"
            if response.status_code >= 400:
                kind = response.headers["content-type"][0]
                assert kind.startswith(("application/problem+json", "text/plain")), f"{case.as_curl_command()}: {kind}"

        probe()
    reached = [label for label, codes in answers.items() if min(codes) < 400]
    assert len(answers) >= 35 and len(reached) >= 25, answers
    assert "Traceback" not in page.log.read_text()


def _told(response: schemathesis.Response) -> bool:
    """Another system that is away (here: Prefect) is told as such, 502 or 503, with what can be done."""
    return response.status_code in (502, 503) and bool(response.json().get("next"))
