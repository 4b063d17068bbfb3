"""One application, built once for all that looks at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from praetorium import House, submit
from praetorium.models import Report
from tests.conftest import Running

WORDS = "Build me a CRM with contacts and leads"


@pytest.fixture(scope="session")
def house(services: Running) -> Iterator[House]:
    """The installation that the services belong to."""
    found = House(services.settings)
    yield found
    for app in found.catalogue.apps.find():
        found.hosts[app.host].remove(app.name)
    found.close()


@pytest.fixture(scope="session")
def crm(house: House) -> Report:
    """The main job, delivered."""
    return submit(WORDS, unattended=True, house=house).wait(timeout=600)
