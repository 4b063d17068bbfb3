"""The ``export`` executor: the records of a launched application as CSV, by its own REST API."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from praetorium.data.applications import fetched, named
from praetorium.errors import UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Product, Undo

_NUMBER = re.compile(r"[+-]?[\d .,()/-]*")


class ExportParameters(Model):
    application: str
    """Name or title of a launched application: ``CRM``."""
    records: str
    """Which of its records, in the words of the request: ``contacts``."""
    to: str
    """Where they are written: ``….csv``."""
    title: str


class ExportResult(Result):
    path: str
    records: str
    """The path of their list in the application's API."""
    rows: int


class Export(Executor[ExportParameters]):
    name = "export"
    summary = "Writes the records of a launched application as CSV, page by page from its REST API."
    Parameters = ExportParameters
    Returns = ExportResult
    # The application runs on this machine: nothing leaves it.
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    retries = 2
    typical = Estimate(seconds=0.5)
    example: ClassVar[Mapping[str, Any]] = {
        "application": "CRM",
        "records": "contacts",
        "to": "exports/contacts.csv",
        "title": "Contacts",
    }

    async def run(self, parameters: ExportParameters, context: Context) -> ExportResult:
        if context.application is None:
            raise UserError(f"there is no application '{parameters.application}' here", next="praetorium apps")
        url = context.application(parameters.application)
        path = await named(url, parameters.records)
        context.say(f"Fetching {parameters.records} of {parameters.application}", detail=f"{url.rstrip('/')}{path}")
        items = await fetched(url, path)
        target = context.inside(parameters.to)
        target.parent.mkdir(parents=True, exist_ok=True)
        columns = list(dict.fromkeys(key for item in items for key in item))
        # Spreadsheets take the byte order mark as the sign of UTF-8.
        with target.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(columns or ["id"])
            writer.writerows([cell(item.get(column)) for column in columns] for item in items)
        context.say(f"{len(items):,} rows", file=parameters.to)
        product = Product(name=parameters.title, kind="dataset", path=target, mime="text/csv")
        return ExportResult(path=parameters.to, records=path, rows=len(items), products=(product,))


def cell(value: Any) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(cell(part) for part in value)
    if isinstance(value, dict):
        return cell(value.get("label") or value.get("name") or value.get("id"))
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(text) else text
