"""Hosts: where launched things run and are kept running."""

from pathlib import Path

from praetorium.executors.ports import Host
from praetorium.hosts.container import ContainerHost
from praetorium.hosts.process import ProcessHost

__all__ = ["ContainerHost", "ProcessHost", "hosts"]


def hosts(home: Path) -> dict[str, Host]:
    """The hosts that can be used on this machine, by kind. ``home`` is Praetorium's own folder."""
    every: tuple[Host, ...] = (ProcessHost(home), ContainerHost(home))
    return {host.kind: host for host in every if host.available() is None}
