"""Running the queries that a page shows, and comparing what they give with what the page says."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from praetorium.data.duck import Connection, lock, rows
from praetorium.data.model import Study
from praetorium.data.numbers import exact
from praetorium.reports.claims import Claim, Page


def disagreements(connection: Connection, page: Page, study: Study, table: Path) -> list[str]:
    """A sentence for each figure whose query gives something else, or has none.

    The view ``data`` must be open; ``table`` is the one file that it reads.
    """
    import duckdb

    wrong: list[str] = []
    if page.queries.get("data") != study.profile.definition:
        wrong.append("the view 'data' that the page shows is not the one the figures come from")
    # A query from a file may be anything: from here on no other file can be read, and none written.
    lock(connection, [table])
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in page.claims:
        claims[claim.figure].append(claim)
    for figure in [*(h.id for h in study.headlines), *(b.id for b in study.breakdowns)]:
        sql = page.queries.get(figure)
        if sql is None:
            wrong.append(f"no query is shown for '{figure}'")
            continue
        try:
            found = rows(connection, f"SELECT * FROM ({sql})")
        except duckdb.Error as error:
            wrong.append(f"the query of '{figure}' cannot be run: {str(error).splitlines()[0]}")
            continue
        wrong += _compare(figure, found, claims[figure])
    return wrong


def _compare(figure: str, found: list[tuple[object, ...]], claims: list[Claim]) -> list[str]:
    by_key = {str(row[0] or ""): row for row in found if len(row) == 3}
    wrong = []
    for claim in claims:
        if claim.key == "*" or claim.field in ("share", "change"):
            continue
        if claim.field in ("total", "count") and (claim.key or len(found[0]) == 3):
            row = by_key.get(claim.key)
            given = None if row is None else row[2 if claim.field == "total" else 1]
        else:
            given = found[0][0]
        if given is None or abs(Decimal(exact(given)) - Decimal(claim.value)) > Decimal("0.000001"):
            wrong.append(f"{figure} {claim.key}".strip() + f": the page says {claim.value}, its query gives {given}")
    return wrong
