"""Launched applications: started again, stopped, and listened to, by whichever host keeps them running."""

from __future__ import annotations

from pydantic import TypeAdapter

from praetorium.catalogue import App
from praetorium.errors import ExternalError
from praetorium.executors.ports import Host, Service
from praetorium.house import House
from praetorium.models.secret import known, without


def host_of(house: House, app: App) -> Host:
    """Where it runs. Raises ExternalError when that cannot be used."""
    if app.host not in house.hosts:
        raise ExternalError(
            f"'{app.name}' runs on host '{app.host}', which cannot be used now",
            next="start the Docker engine" if app.host == "container" else "see praetorium status",
        )
    return house.hosts[app.host]


def start(house: House, app: App) -> None:
    """Start it again, on the data it had. Raises ExternalError when its host cannot be used, or does not start it."""
    host_of(house, app).start(TypeAdapter(Service).validate_python({"name": app.name, **app.definition}))
    house.catalogue.apps.want(app.name, True)


def stop(house: House, app: App) -> bool:
    """Stop it; its data stays. False when its host does not have it. Raises ExternalError."""
    host = house.hosts.get(app.host)
    stopped = host is not None and host.stop(app.name)
    house.catalogue.apps.want(app.name, False)
    return stopped


def log(house: House, app: App, lines: int) -> str:
    """The last lines it wrote, without what may be secret in what was asked or in its environment. Raises ExternalError
    when its host cannot be used."""
    request = house.catalogue.requests.get(app.request).request
    return without(host_of(house, app).log(app.name, lines), known([request.words, request.parameters, app.definition]))
