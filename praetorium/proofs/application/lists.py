"""Lists of an entity: what a search finds, that sorting sorts, that paging and export lose nothing, filters filter."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Any

from praetorium.models import FieldType
from praetorium.proofs.application import graph
from praetorium.proofs.application.trial import Part, Trial, expect
from praetorium.proofs.application.values import Marker

_UNSORTED = (FieldType.LONG_TEXT, FieldType.COLOUR, FieldType.IMAGE, FieldType.FILE)
_PAGES = 3
"""Into how many pages a list is cut to look for lost rows."""
_MOST = 300
"""Records up to which a list is walked to its end."""


async def searched(trial: Trial) -> str:
    """Two new records: each search finds the one it names on the page and in both APIs, and nothing else."""
    code = trial.marker.code
    one, other = Marker(f"{code}a"), Marker(f"{code}b")
    ids = [await trial.add(one), await trial.add(other)]
    if not trial.entity.searchable:
        return "two records added"
    for marker, id in zip((one, other), ids, strict=True):
        found = await trial.found(marker.code)
        expect(found == [id], f"REST search for '{marker.code}' finds records {found}, not {[id]}")
        shown = await _listed(trial, search=marker.code)
        expect(shown == [id], f"the page's search for '{marker.code}' shows records {shown}, not {[id]}")
    found = await graph.all(trial, search=code)
    expect(sorted(found) == sorted(ids), f"GraphQL search for '{code}' finds records {found}, not {ids}")
    nothing = f"no{code[::-1]}such"
    expect(not await trial.found(nothing), f"a search for '{nothing}', which is nowhere, finds records")
    expect(not await _listed(trial, search=nothing), f"the page shows records for '{nothing}', which is nowhere")
    return "search finds each of two new records, and only it"


async def sorted_both_ways(trial: Trial) -> str:
    """Up and down are each other's reverse, in the API and on the page."""
    field = trial.entity.display
    if trial.entity.naming.type in _UNSORTED:
        return ""
    up, down = [await _items(trial, sort=field, order=order, per_page=100) for order in ("asc", "desc")]
    given, turned = [item[field] for item in up], [item[field] for item in down]
    if len(up) < 100:
        expect(given == turned[::-1], f"sorted by {field}, up and down are not each other's reverse")
    expect(len(set(map(str, given))) < 2 or given != turned, f"sorting by {field} changes nothing")
    for order, items in (("asc", up), ("desc", down)):
        shown = await _listed(trial, sort=field, order=order, per_page=100)
        expect(shown == [item["id"] for item in items], f"the page sorted by {field} ({order}) is in another order")
    return f"sorted by {field} both ways"


async def paged(trial: Trial) -> str:
    """All pages together hold each record once."""
    total = await trial.total()
    size = min(100, max(2, -(-total // _PAGES)))
    last = -(-min(total, _MOST) // size)
    expected = total if total <= _MOST else last * size
    for kind in ("REST", "the page"):
        seen: list[int] = []
        for number in range(1, last + 1):
            if kind == "REST":
                seen += [item["id"] for item in await _items(trial, page=number, per_page=size)]
            else:
                seen += await _listed(trial, page=number, per_page=size)
        twice = [id for id, count in Counter(seen).items() if count > 1]
        expect(not twice, f"{kind} shows records {twice} on more than one page")
        expect(len(seen) == expected, f"{kind} shows {len(seen)} records on {last} pages, of {expected}")
    return f"{total} records on {last} pages, each once"


async def exported(trial: Trial) -> str:
    """The CSV file has a row for each record, the new ones included, and a column for each field."""
    answer = await trial.client.get(trial.entity.csv)
    expect(answer.status_code == 200, f"the CSV export answered {answer.status_code}")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))
    total = await trial.total()
    expect(rows, "the CSV export is empty")
    missing = [f.label for f in trial.entity.fields if f.label not in rows[0]]
    expect(not missing, f"the CSV export has no column {', '.join(missing)}")
    expect(len(rows) - 1 == total, f"the CSV export has {len(rows) - 1} rows for {total} records")
    if trial.entity.searchable:
        for suffix in "ab":
            marker = f"{trial.marker.code}{suffix}"
            expect(
                any(marker in cell for row in rows for cell in row), f"the CSV export lacks the new record '{marker}'"
            )
    return f"CSV {len(rows) - 1} rows"


async def filtered(trial: Trial) -> str:
    """A choice as filter lets through exactly the records that have it."""
    field = next((f for f in trial.entity.fields if f.type is FieldType.CHOICE), None)
    if field is None:
        return ""
    choice = field.choices[0]
    every = await _items(trial, per_page=100)
    wanted = sorted(item["id"] for item in every if item[field.name] == choice)
    found = await _items(trial, per_page=100, **{field.name: choice})
    if len(every) < 100:
        told = sorted(item["id"] for item in found)
        expect(told == wanted, f"filter {field.name} = {choice} gives records {told}, not {wanted}")
    shown = await _listed(trial, per_page=100, **{field.name: choice})
    expect(
        sorted(shown) == sorted(item["id"] for item in found), f"the page filtered by {choice} shows others than REST"
    )
    return f"filter {field.name} = {choice} gives {len(found)}"


LISTS: tuple[Part, ...] = (searched, sorted_both_ways, paged, exported, filtered)


async def _items(trial: Trial, /, **query: str | int) -> list[dict[str, Any]]:
    answer = await trial.client.rest("GET", trial.entity.api, **query)
    expect(answer.status_code == 200, f"REST list with {query} answered {answer.status_code}")
    return list(answer.json()["items"])


async def _listed(trial: Trial, /, **query: str | int) -> list[int]:
    """Numbers of the records that the list page shows, in its order; a row's first link leads to its record."""
    answer, page = await trial.client.page(trial.entity.path, **query)
    expect(answer.status_code == 200, f"the list page with {query} answered {answer.status_code}")
    pattern = re.compile(re.escape(trial.entity.record).replace(r"\{id\}", r"(\d+)") + "$")
    found = (next((match[1] for link in links if (match := pattern.search(link))), None) for links in page.rows())
    return [int(id) for id in found if id]
