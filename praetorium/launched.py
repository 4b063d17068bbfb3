"""Launched applications: started again, and stopped, by whichever host keeps them running."""

from __future__ import annotations

from pydantic import TypeAdapter

from praetorium.catalogue import App
from praetorium.errors import ExternalError
from praetorium.executors.ports import Service
from praetorium.house import House


def start(house: House, app: App) -> None:
    """Start it again, on the data it had. Raises ExternalError when its host cannot be used, or does not start it."""
    host = house.hosts.get(app.host)
    if host is None:
        raise ExternalError(f"'{app.name}' runs on host '{app.host}', which cannot be used now")
    host.start(TypeAdapter(Service).validate_python({"name": app.name, **app.definition}))
    house.catalogue.apps.want(app.name, True)


def stop(house: House, app: App) -> bool:
    """Stop it; its data stays. False when its host does not have it. Raises ExternalError."""
    host = house.hosts.get(app.host)
    stopped = host is not None and host.stop(app.name)
    house.catalogue.apps.want(app.name, False)
    return stopped
