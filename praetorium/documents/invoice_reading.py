"""The figures of a finished invoice, read from what a person sees in it, and added up again from there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from praetorium.documents.amounts import number
from praetorium.documents.invoice import rounded, smallest
from praetorium.documents.invoice_files import labelled
from praetorium.documents.look import words
from praetorium.documents.proving import READERS, UNREADABLE
from praetorium.documents.work import WORDS

_MONEY = re.compile(r"(?<![\w.,])[−-]?(?:[€$£¥₹]|[A-Z]{3}\s)?\s?\d[\d.,\u202f]*(?!\w)(?:\s?(?:[€$£¥₹]|[A-Z]{3}\b))?")
_SPACE = re.compile(r"[ \t\r\n\u00a0]+")
"""All but the narrow space, which groups thousands."""


class Unclear(ValueError):
    """A figure that an invoice must have was not found in it."""


def check(
    folder: Path,
    *,
    file: str,
    language: str,
    currency: str,
    vat: str,
    lines: list[list[str]],
    inclusive: bool,
    kind: str = "invoice",
) -> dict[str, Any]:
    """Work: read the invoice and add it up. ``lines``: description, quantity and price as they were asked for.

    Returns ``opens``, and ``faults``: every figure that is not what it should be by the others or by what was asked.
    """
    path = folder / file
    fixed = labelled(words(folder / WORDS, language), kind)
    try:
        rows, sums = _sheet(path, fixed) if path.suffix == ".xlsx" else _page(path, fixed)
    except Unclear as error:
        return {"opens": True, "faults": [str(error)], "said": ""}
    except UNREADABLE as error:
        return {"opens": False, "why": str(error) or type(error).__name__}
    faults = _faults(rows, sums, Decimal(vat), smallest(currency), inclusive)
    wanted = [(text, Decimal(amount), Decimal(cost)) for text, amount, cost in lines]
    for (text, amount, cost), row in zip(wanted, rows, strict=False):
        if (amount, cost) != row[:2]:
            faults.append(f"'{text}': {row[0]} at {row[1]} stands there, {amount} at {cost} was asked for")
    if len(wanted) != len(rows):
        faults.append(f"{len(rows)} lines stand there, {len(wanted)} were asked for")
    net, tax, gross = (sum_.quantize(smallest(currency)) for sum_ in sums)
    said = f"{len(rows)} line{'s' * (len(rows) != 1)}, net {net} + VAT {tax} = {gross} {currency}"
    return {"opens": True, "faults": faults, "said": said}


Row = tuple[Decimal, Decimal, Decimal]
"""Quantity, price, amount."""


def _faults(rows: Sequence[Row], sums: Row, vat: Decimal, coin: Decimal, inclusive: bool) -> list[str]:
    faults = []
    for place, (count, cost, amount) in enumerate(rows, 1):
        if rounded(count * cost, coin) != amount:
            faults.append(f"line {place}: {count} × {cost} is {rounded(count * cost, coin)}, not {amount}")
    net, tax, gross = sums
    summed = sum((amount for _, _, amount in rows), Decimal(0))
    whole = gross if inclusive else net
    if summed != whole:
        faults.append(f"the lines come to {summed}, not {whole}")
    expected = rounded(gross / (1 + vat / 100), coin) if inclusive else net
    if expected != net:
        faults.append(f"{gross} without {vat} % is {expected}, not {net}")
    if not inclusive and rounded(net * vat / 100, coin) != tax:
        faults.append(f"{vat} % of {net} is {rounded(net * vat / 100, coin)}, not {tax}")
    if net + tax != gross:
        faults.append(f"{net} and {tax} are {net + tax}, not {gross}")
    return faults


def _page(path: Path, fixed: dict[str, str]) -> tuple[list[Row], Row]:
    """From the text of a PDF, page or Word file: figures at the end of each row, and behind the names of the sums."""
    found = READERS[path.suffix](path)
    told = [text for sheet in found.sheets for _, text in sheet.lines]
    told += [" ".join(row) for sheet in found.sheets for table in sheet.tables for row in table]
    lines = [_SPACE.sub(" ", text).strip() for text in told]
    heads = (fixed["description"], fixed["quantity"], fixed["amount"])
    start = next((i for i, line in enumerate(lines) if all(head in line for head in heads)), None)
    if start is None:
        raise Unclear(f"no line names {', '.join(heads)}")
    rows: list[Row] = []
    sums: list[Decimal] = []
    for line in lines[start + 1 :]:
        label = next(
            (fixed[key] for key in ("net", "vat", "gross")[len(sums) :][:1] if line.startswith(fixed[key])), None
        )
        figures = [value for text in _MONEY.findall(line) if (value := number(text.replace("−", "-"))) is not None]
        if label and figures:
            sums.append(figures[-1])
            if len(sums) == 3:
                return rows, (sums[0], sums[1], sums[2])
        elif not sums and len(figures) >= 3:
            rows.append((figures[-3], figures[-2], figures[-1]))
    raise Unclear(f"{('net', 'vat', 'gross')[len(sums)]} is not there")


def _sheet(path: Path, fixed: dict[str, str]) -> tuple[list[Row], Row]:
    """From a workbook: values by one library, and by another that they are formulas."""
    import openpyxl
    from python_calamine import load_workbook

    values = load_workbook(path).get_sheet_by_index(0).to_python()
    formulas = openpyxl.load_workbook(path).worksheets[0]
    rows: list[Row] = []
    sums: list[Decimal] = []
    begun = False
    for place, row in enumerate(values, 1):
        if row and row[0] == fixed["description"]:
            begun = True
        elif begun and len(row) > 4 and row[0] and isinstance(row[1], float):
            rows.append((_exact(row[1]), _exact(row[3]), _exact(row[4])))
        elif begun and len(row) > 4 and len(sums) < 3 and row[3] == fixed[("net", "vat", "gross")[len(sums)]]:
            sums.append(_exact(row[4]))
        else:
            continue
        if begun and (rows or sums) and not str(formulas.cell(place, 5).value).startswith("="):
            raise Unclear(f"E{place} is no formula")
    if len(sums) < 3:
        raise Unclear(f"{('net', 'vat', 'gross')[len(sums)]} is not there")
    return rows, (sums[0], sums[1], sums[2])


def _exact(value: Any) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(str(value))
