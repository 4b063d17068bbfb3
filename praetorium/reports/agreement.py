"""Comparing finished reports with the raw file, by a second engine, in a confined process: see ``totals-agree``."""

from __future__ import annotations

import zipfile
from pathlib import Path

from praetorium.data.duck import connect
from praetorium.data.model import Study
from praetorium.data.profiling import open_data, typed_file
from praetorium.data.reading import checksum
from praetorium.models import CheckResult, Model
from praetorium.reports.audit import Audit
from praetorium.reports.claims import Page, read_page, read_workbook
from praetorium.reports.printed import claims, read_pdf
from praetorium.reports.queries import disagreements

TOLD = 3


class Comparing(Model):
    study: Study
    """What was asked for; its values are not believed."""
    source: Path
    cache: Path
    page: Path | None = None
    workbook: Path | None = None
    pdf: Path | None = None


class Compared(Model):
    checks: tuple[CheckResult, ...]


def compared(given: Comparing, scratch: Path) -> Compared:
    """Every figure of each file against what the second engine computes from the raw file."""
    from praetorium.data.second import recount

    study = given.study
    if checksum(given.source) != study.profile.source.sha256:
        evidence = f"{study.profile.source.name} is not the file that the report was made from: its checksum differs"
        return Compared(checks=(CheckResult(name="the raw file is the same", passed=False, evidence=evidence),))
    with recount(study.profile, given.source) as second:
        audit = Audit(study, second)
    checks = []
    if given.page:
        page = read_page(given.page)
        wrong = audit.compare(page.claims) + audit.labels(page)
        checks.append(told(f"figures in {given.page.name} agree with the raw file", wrong, len(page.claims)))
        checks.append(_queries(page, given, scratch))
    if given.workbook:
        checks.append(_workbook(audit, given.workbook, study))
    if given.pdf:
        checks.append(_pdf(audit, given.pdf, study))
    return Compared(checks=tuple(checks))


def told(name: str, wrong: list[str], count: int) -> CheckResult:
    """A check of ``count`` figures, with the first of those that are wrong."""
    if not count:
        return CheckResult(name=name, passed=False, evidence="no figure was found in it")
    if wrong:
        more = f" (and {len(wrong) - TOLD} more)" if len(wrong) > TOLD else ""
        return CheckResult(name=name, passed=False, evidence="; ".join(wrong[:TOLD]) + more)
    return CheckResult(name=name, passed=True, evidence=f"{count} compared, all agree")


def _workbook(audit: Audit, path: Path, study: Study) -> CheckResult:
    title = f"figures in {path.name} agree with the raw file"
    try:
        sheets = read_workbook(path, study)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        return CheckResult(name=title, passed=False, evidence=f"{path.name} cannot be read: {error}")
    return told(title, audit.compare(sheets.claims) + audit.formulas(sheets), len(sheets.claims))


def _pdf(audit: Audit, path: Path, study: Study) -> CheckResult:
    import pypdfium2

    title = f"figures in {path.name} agree with the raw file"
    try:
        found, missing = claims(read_pdf(path), study)
    except (OSError, pypdfium2.PdfiumError) as error:
        return CheckResult(name=title, passed=False, evidence=f"{path.name} cannot be read: {error}")
    return told(title, missing + audit.compare(found), len(found))


def _queries(page: Page, given: Comparing, scratch: Path) -> CheckResult:
    connection = connect(scratch)
    open_data(connection, given.study.profile, given.source, given.cache)
    wrong = disagreements(connection, page, given.study, typed_file(given.cache, given.study.profile.source))
    return told("the queries shown give the figures shown", wrong, len(page.queries))
