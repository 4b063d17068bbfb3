"""Opening the house for a command: settings read, log begun, closed again whatever happens."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from praetorium.errors import UserError

if TYPE_CHECKING:
    from praetorium.catalogue import Catalogue
    from praetorium.house import House
    from praetorium.settings import Settings

LOG = "cli.log"
LARGEST = 1_000_000
"""Bytes of a log file before the next is begun; three old ones are kept."""


@contextmanager
def opened() -> Iterator[House]:
    """All parts of the installation."""
    chosen = chosen_settings()
    from praetorium.house import House

    house = House(chosen)
    try:
        yield house
    finally:
        house.close()


@contextmanager
def opened_catalogue() -> Iterator[Catalogue]:
    """The catalogue alone, for commands that only look something up: it opens in half the time."""
    chosen = chosen_settings()
    from praetorium.catalogue import Catalogue

    chosen.folder()
    catalogue = Catalogue(chosen.catalogue_url)
    try:
        yield catalogue
    finally:
        catalogue.close()


def chosen_settings() -> Settings:
    """The settings, with the log begun. Raises UserError naming the variable that cannot be used."""
    from pydantic import ValidationError

    from praetorium.settings import settings

    try:
        chosen = settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        variable = name if name.startswith("PREFECT_") else f"PRAETORIUM_{name.upper()}"
        raise UserError(
            f"{variable} is {first['input']!r}: {first['msg']}", next=f"correct or unset {variable}"
        ) from None
    _keep_log(chosen.home / "logs" / LOG)
    return chosen


def be_verbose() -> None:
    """Show on stderr what is logged, in detail."""
    logger = logging.getLogger("praetorium")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)


def log_file() -> Path | None:
    """Where this process logs to; None before the settings were read."""
    for handler in logging.getLogger("praetorium").handlers:
        if isinstance(handler, RotatingFileHandler):
            return Path(handler.baseFilename)
    return None


class QuietHandler(RotatingFileHandler):
    """The log in a file. Where that cannot be written (a full disk), the command still says what it has to say."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: a person never sees a stack trace."""


def _keep_log(file: Path) -> None:
    if log_file() == file:
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    logger = logging.getLogger("praetorium")
    handler = QuietHandler(file, maxBytes=LARGEST, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.INFO)
