"""All figures of a report in one go."""

from __future__ import annotations

from praetorium.data import figures, oddities
from praetorium.data.duck import Connection
from praetorium.data.model import Profile, Study


def study(connection: Connection, known: Profile, top: int = figures.TOP) -> Study:
    """Ask every question of the view ``data``; each answer carries its query. ``top``: groups that are listed."""
    over = figures.breakdowns(connection, known, top)
    first, last = figures.span(connection, known)
    return Study(
        profile=known,
        headlines=figures.headlines(connection, known),
        breakdowns=over,
        oddities=oddities.find(connection, known, over),
        first=first,
        last=last,
    )
