"""Settings: the only place that reads the environment.

Every setting is an environment variable ``PRAETORIUM_<NAME>``; ``PREFECT_API_URL`` is honoured under its own name.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PACKAGE = Path(__file__).parent


class Settings(BaseSettings):
    """How this installation is set up; each field says what it is for."""

    model_config = SettingsConfigDict(env_prefix="PRAETORIUM_", env_ignore_empty=True, extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("praetorium", appauthor=False)))
    """The one folder under which all state lives."""
    database_url: str | None = None
    """SQLAlchemy URL of the catalogue; SQLite in the home by default, Postgres as ``postgresql+psycopg://…``."""
    store: str = "disk"
    """Where the bytes of assets lie: ``disk`` (in the home), ``s3://…``, or the name of a block in Prefect."""
    prefect_api_url: str | None = Field(default=None, validation_alias="PREFECT_API_URL")
    """A Prefect server (or Cloud) that a team already has; None: ours is started."""
    server: Literal["auto", "embedded"] = "auto"
    """``embedded`` is set by ``praetorium up`` for its own children: the Prefect URL they see is our own server."""
    port: int = 4200
    """Where the embedded Prefect server listens if it can; the page takes the next free port after ``page_port``."""
    page_port: int = 4300
    worker_limit: int = 8
    """How many requests run at once on this machine's worker."""
    parallel_steps: int = 4
    """How many steps of one request run at once."""
    currency: str = "EUR"
    playbooks: Path | None = None
    """Folder with playbooks of your own; ``<home>/playbooks`` by default."""
    container: Literal["never", "asked", "always"] = "asked"
    """When apps run in containers: never, when the request asks for it, or whenever a Docker engine answers."""
    confinement: Literal["auto", "full", "limits"] = "auto"
    """How commands are confined: the strongest this machine allows, or one level by name."""
    browser: Path | None = None
    """A Chromium for looking at pages; found on the PATH when not set."""
    timezone: str | None = None
    """Time zone of schedules whose words name none; this machine's by default."""
    keep_days: int | None = None
    """Days after which older versions of assets are given up; they are kept for ever by default."""
    lease_seconds: float = 6.0
    """How long an execution may be silent before a successor takes its request over."""
    approval_patience: float = 10.0
    """How many seconds a run waits for an answer before it is suspended and holds no process any more."""
    actor: str | None = Field(default=None)
    """Who asks and decides from this shell; the login name by default."""

    @property
    def foreign_prefect(self) -> str | None:
        """The team's Prefect API, or None when the embedded server is used."""
        return None if self.server == "embedded" else self.prefect_api_url

    @property
    def catalogue_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'catalogue.sqlite3'}"

    @property
    def own_playbooks(self) -> Path:
        return self.playbooks or self.home / "playbooks"

    def folder(self, *parts: str) -> Path:
        """A folder under the home, made if it is missing and readable by its owner alone."""
        path = self.home.joinpath(*parts)
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path


def project_root() -> Path:
    """The Prefect project: the checkout we run in, or the copy that the wheel carries as data."""
    checkout = PACKAGE.parent
    return checkout if (checkout / "prefect.yaml").is_file() else PACKAGE / "project"


def templates() -> Path:
    """The content that can be made: playbooks, apps, documents."""
    return project_root() / "templates"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()


def client_environment() -> dict[str, str]:
    """What a package client needs of our environment to reach its registry: proxies, indexes, certificates.

    A configuration of uv in the user's own folder is named too, for the client runs without a home. May hold secrets
    (an index with a password): for confined package clients alone.
    """
    names = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NETRC")
    proxies = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    found = {
        name: value
        for name, value in os.environ.items()
        if name in names or name.startswith(("UV_", "PIP_")) or name.lower() in proxies
    }
    own = platformdirs.user_config_path("uv", appauthor=False) / "uv.toml"
    return ({"UV_CONFIG_FILE": str(own)} if own.is_file() else {}) | found


def proxy_exceptions() -> str:
    """The names that are asked without a proxy, as the user has them in ``NO_PROXY``; the small spelling wins."""
    return os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
