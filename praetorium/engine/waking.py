"""Letting a request go on at once when its answer is there; the supervisor does the same within a second."""

from __future__ import annotations

import logging

from praetorium.engine import client
from praetorium.engine.standing import status
from praetorium.errors import ExternalError
from praetorium.house import House
from praetorium.models import RequestState

log = logging.getLogger(__name__)


def wake(house: House, id: str) -> bool:
    """Resume the request's suspended flow run; True when it was.

    It is not when it still runs (it sees the answer itself), has not suspended yet, or no services are up: the
    supervisor then resumes it, when ``praetorium up`` runs again at the latest.
    """
    standing = house.catalogue.requests.get(id)
    if standing.state is not RequestState.QUEUED or not standing.flow_run or standing.holder is not None:
        return False
    if house.settings.foreign_prefect is None and not status(house.settings).running:
        return False
    try:
        with client.at(house.settings):
            return client.resume_run(standing.flow_run)
    except ExternalError:
        log.info("request %s goes on as soon as Prefect answers", id, exc_info=True)
        return False
