"""The work of the data executors, as functions that run in a confined process: see ``confined``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from praetorium.data.duck import connect
from praetorium.data.model import Profile, Study
from praetorium.data.profiling import open_data, profile
from praetorium.data.study import study
from praetorium.data.wishes import Wishes
from praetorium.models import Model


class Reading(Model):
    """A file to be profiled."""

    path: Path
    cache: Path
    shown_as: str
    wishes: Wishes = Field(default_factory=Wishes)


def profiled(given: Reading, scratch: Path) -> Profile:
    """Read the file once and find out what it holds."""
    connection = connect(scratch)
    return profile(connection, given.path, given.cache, shown_as=given.shown_as, wishes=given.wishes)


class Studying(Model):
    """A profiled file whose figures are to be computed."""

    profile: Profile
    path: Path
    cache: Path
    top: int


def studied(given: Studying, scratch: Path) -> Study:
    """Compute all figures of a report."""
    connection = connect(scratch)
    open_data(connection, given.profile, given.path, given.cache)
    return study(connection, given.profile, top=given.top)
