"""What Prefect's settings must be in the processes we start, so that the user's own Prefect stays as it is.

Prefect reads its settings when it is imported; each of our processes therefore adopts them first (:func:`adopt`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from praetorium import loopback
from praetorium.engine import password
from praetorium.settings import Settings, proxy_exceptions

_FROM_PREFECT = ("prefect_api_url", "server")
_USERS_OWN = (
    *("PREFECT_PROFILE", "PREFECT_PROFILES_PATH", "PREFECT_API_KEY"),
    *("PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING"),
)


def is_loopback(url: str) -> bool:
    """True for a plain-http address on this machine: nothing there needs certificates or a version check."""
    return urlsplit(url).scheme == "http" and loopback.is_loopback(url)


def adopt(settings: Settings, api_url: str) -> None:
    """Make this process use our Prefect home and the API at ``api_url``; call it before importing prefect."""
    _forget_users_own(settings)
    os.environ.update(client_variables(settings, api_url) | _direct())


def adopt_as_server(settings: Settings, port: int) -> None:
    """Make this process the embedded server on ``port``; call it before importing prefect."""
    _forget_users_own(settings)
    os.environ.update(server_variables(settings, port) | _direct())


def _forget_users_own(settings: Settings) -> None:
    for name in _USERS_OWN if settings.foreign_prefect is None else ():
        os.environ.pop(name, None)


def client_variables(settings: Settings, api_url: str) -> dict[str, str]:
    """Prefect's settings for a process that talks to the API at ``api_url``."""
    variables = {
        "PREFECT_HOME": str(settings.folder("prefect")),
        "PREFECT_API_URL": api_url,
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_COLORS": "false",
        "PREFECT_WORKER_HEARTBEAT_SECONDS": "15",
        # For Prefect's process worker, where ours falls back to it.
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    if settings.foreign_prefect is None and is_loopback(api_url):
        variables |= {
            # Ours has CSRF off and is of this very version.
            "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
            "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
            # Prefect builds three TLS contexts per run even for plain http: 38 ms each with all authorities.
            "PREFECT_API_SSL_CERT_FILE": str(_one_certificate(settings)),
        }
        if (secret := password.known(settings)) is not None:
            variables["PREFECT_API_AUTH_STRING"] = secret
    return variables


def server_variables(settings: Settings, port: int) -> dict[str, str]:
    """Prefect's settings for the embedded server on ``port``."""
    secret = password.known(settings)
    guarded = {} if secret is None else {"PREFECT_SERVER_API_AUTH_STRING": secret}
    return (
        client_variables(settings, f"http://127.0.0.1:{port}/api")
        | guarded
        | {
            "PREFECT_SERVER_API_HOST": "127.0.0.1",
            "PREFECT_SERVER_API_PORT": str(port),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(settings.folder("prefect", "ui")),
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
            "PREFECT_SERVER_UI_API_URL": f"http://127.0.0.1:{port}/api",
            # A transaction for each change of a task run takes an eighth of what the server does for short runs. Whole
            # seconds: Prefect cuts the rest off, and with none left would look without a pause.
            "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "20",
            "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
            # Each round looks at every subflow run that is not final, a waiting approval too: at Prefect's 20 s
            # a hundred of them take a tenth of a core.
            "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS": "60",
        }
    )


def inherited(settings: Settings, api_url: str) -> dict[str, str]:
    """The whole environment of a service that ``praetorium up`` starts."""
    variables = of_parent(settings) | {"PREFECT_API_URL": api_url}
    if settings.foreign_prefect is None:
        variables["PRAETORIUM_SERVER"] = "embedded"
    return variables


def of_parent(settings: Settings) -> dict[str, str]:
    """The whole environment of the process that starts the services: ours, for the same home."""
    values = {name: getattr(settings, name) for name in settings.model_fields_set | {"home"}}
    variables = (
        dict(os.environ)
        | _direct()
        # Each of Prefect's threads would else keep what it has freed to itself: 11 MB of the server alone.
        | {"MALLOC_ARENA_MAX": "2"}
        | {
            # Absolute: the services do not run in the folder from which they were started.
            f"PRAETORIUM_{name.upper()}": str(value.absolute() if isinstance(value, Path) else value)
            for name, value in values.items()
            if name not in _FROM_PREFECT and value is not None
        }
    )
    if sys.dont_write_bytecode and sys.pycache_prefix is None:
        # Compiling Prefect anew costs each service seconds; our own home may hold the bytecode.
        variables["PYTHONDONTWRITEBYTECODE"] = ""
        variables["PYTHONPYCACHEPREFIX"] = str(settings.folder("cache", "bytecode"))
    return variables


def _direct() -> dict[str, str]:
    """Prefect's own clients, and whatever else a service uses, ask this machine without a proxy. Both spellings: where
    the small one is set, the other does not count."""
    return dict.fromkeys(("no_proxy", "NO_PROXY"), loopback.without_proxy(proxy_exceptions()))


def _one_certificate(settings: Settings) -> Path:
    """A certificate list of one entry: valid, and quick to load."""
    path = settings.folder("run") / "loopback.pem"
    if not path.is_file():
        import certifi

        end = "-----END CERTIFICATE-----\n"
        first = Path(certifi.where()).read_text(encoding="utf-8").split(end)[0] + end
        draft = path.with_name(f"loopback.{os.getpid()}.pem")
        draft.write_text(first, encoding="utf-8")
        draft.replace(path)
    return path
