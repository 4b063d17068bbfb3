"""The ``spreadsheet-opens`` proof: another library than the writer opens the workbook and finds its parts."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path
from typing import Any

from praetorium.data.locating import load
from praetorium.data.model import Study
from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.reports.claims import read_workbook
from praetorium.reports.workbook import DATA, SUMMARY, sheet_name


class SpreadsheetOpensParameters(Model):
    workbook: str
    figures: str


class SpreadsheetOpens(Proof[SpreadsheetOpensParameters]):
    name = "spreadsheet-opens"
    summary = "The workbook opens, has its sheets, rows, formulas with values, filters, frozen headers and charts."
    Parameters = SpreadsheetOpensParameters
    seconds = 0.4

    async def run(self, parameters: SpreadsheetOpensParameters, context: Context, result: dict[str, Any]) -> Verdict:
        study = load(Study, parameters.figures, context)
        passed, evidence = await asyncio.to_thread(_look, context.inside(parameters.workbook), study)
        return Verdict(checks=(CheckResult(name="the spreadsheet opens", passed=passed, evidence=evidence),))


def _look(path: Path, study: Study) -> tuple[bool, str]:
    if not path.is_file():
        return False, f"{path.name} does not exist"
    import openpyxl

    try:
        book = openpyxl.load_workbook(path)
        wanted = (SUMMARY, *(sheet_name(b, study.breakdowns) for b in study.breakdowns), DATA)
        if tuple(book.sheetnames) != wanted:
            return False, f"sheets are {', '.join(book.sheetnames)}; expected {', '.join(wanted)}"
        sheets = read_workbook(path, study)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        return False, f"{path.name} cannot be opened: {error}"
    faults = [f"the text in Data!{cell} became a formula" for cell in sheets.unlike]
    for name in wanted[1:]:
        sheet = book[name]
        faults += [f"'{name}' has no filter"] if not sheet.auto_filter.ref else []
        faults += [f"the header of '{name}' is not frozen"] if not sheet.freeze_panes else []
        if name != DATA:
            faults += [f"'{name}' has no chart"] if not getattr(sheet, "_charts", None) else []
    formulas = [f for f in sheets.formulas.values() if f.startswith("=")]
    faults += [] if len(formulas) >= 2 else ["there are no formulas"]
    faults += [f"{c.where} has no stored value" for c in sheets.claims if c.value == "None"][:2]
    if sheets.rows != study.profile.size:
        faults.append(f"Data stands for {sheets.rows:,} rows; there should be {study.profile.size:,}")
    told = f"{len(wanted)} sheets, {sheets.rows:,} rows, {len(formulas)} formulas with their values"
    return not faults, "; ".join(faults[:4]) or told
