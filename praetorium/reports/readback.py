"""The figures that stand in a finished paper (page, PDF, workbook), read back from the file and compared with facts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

from praetorium.data.numbers import read
from praetorium.models import CheckResult
from praetorium.reports.paper import Cell, Facts, Paper
from praetorium.reports.presenting import FIRST, SUMMARY, sheets
from praetorium.reports.printed import Printed, read_pdf

TOLD = 3
_NUMBER = r"[+−]?[\d,]+(?:\.\d+)?(?: %)?"


@dataclass(frozen=True)
class Seen:
    """One figure as it stands in a file."""

    fact: str
    value: str
    """The exact value, where the file holds it; else empty."""
    text: str
    """What people read, where the file holds that; else empty."""
    where: str


class UnreadableError(Exception):
    """The file cannot be read as what it is; the message says why."""


def check(path: Path, paper: Paper, facts: Facts) -> CheckResult:
    """Whether every figure in the file is what the second engine found; ``paper`` says only what stands where."""
    name = f"figures in {path.name} agree with the raw files"
    reader = {".html": _page, ".pdf": _pdf, ".xlsx": _workbook}[path.suffix.lower()]
    try:
        found = list(reader(path, paper))
    except UnreadableError as error:
        return CheckResult(name=name, passed=False, evidence=f"{path.name} cannot be read: {error}")
    wrong = [sentence for seen in found if (sentence := _wrong(seen, facts))]
    expected = {cell.fact for cell in _cells(paper) if cell.fact}
    missing = sorted(expected - {seen.fact for seen in found})
    wrong += [f"the figure '{fact}' is not to be found" for fact in missing]
    if not found:
        wrong.append("no figure was found in it")
    more = f" (and {len(wrong) - TOLD} more)" if len(wrong) > TOLD else ""
    evidence = "; ".join(wrong[:TOLD]) + more if wrong else f"{len(found)} compared, all agree"
    return CheckResult(name=name, passed=not wrong, evidence=evidence)


def _cells(paper: Paper) -> Iterator[Cell]:
    yield from (cell for _, cell in paper.figures)
    for section in paper.sections:
        for table in section.tables:
            for row in (*table.rows, table.total):
                yield from row


def _wrong(seen: Seen, facts: Facts) -> str | None:
    expected = facts.values.get(seen.fact)
    if expected is None:
        return f"{seen.where}: '{seen.fact}' is no figure that was asked for"
    exact = Decimal(expected)
    if seen.value:
        try:
            value = Decimal(seen.value)
        except ArithmeticError:
            return f"{seen.where}: {seen.fact} is '{seen.value}', which is no number"
        if abs(value - exact) > max(Decimal("0.000001"), abs(exact) * Decimal("1e-9")):
            return f"{seen.where}: {seen.fact} is {value}, the raw files give {exact}"
    if seen.text:
        try:
            shown = read(seen.text)
        except ValueError as error:
            return f"{seen.where}: {error}"
        unit = Decimal(1).scaleb(min(int(shown.as_tuple().exponent), 0))
        whole = exact * 100 if "%" in seen.text else exact
        if abs(shown - whole) > unit / 2 + Decimal("0.000001"):
            return f"{seen.where}: {seen.fact} reads '{seen.text}', the raw files give {exact}"
    return None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Seen] = []
        self._open: dict[str, str | None] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "data":
            self._open, self._text = dict(attrs), []

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "data" and self._open is not None:
            where = f"line {self.getpos()[0]}"
            value, fact = self._open.get("value") or "", self._open.get("data-fact") or ""
            self.found.append(Seen(fact, value, "".join(self._text), where))
            self._open = None


def _page(path: Path, paper: Paper) -> Iterator[Seen]:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    yield from reader.found


def _pdf(path: Path, paper: Paper) -> Iterator[Seen]:
    import pypdfium2

    try:
        printed = read_pdf(path)
    except (OSError, pypdfium2.PdfiumError) as error:
        raise UnreadableError(str(error)) from error
    for label, cell in paper.figures:
        seen = re.search(rf"{_loose(label)} ({_NUMBER})(?= |$)", printed.text)
        if seen and cell.fact:
            yield Seen(cell.fact, "", seen[1], "key figures")
    yield from _printed_tables(printed, paper)


def _printed_tables(printed: Printed, paper: Paper) -> Iterator[Seen]:
    at = 0
    for section in paper.sections:
        heading = re.compile(_loose(section.heading)).search(printed.text, at)
        at = heading.end() if heading else at
        for table in section.tables:
            for row in (*table.rows, *([table.total] if table.total else [])):
                if not any(cell.fact for cell in row):
                    continue
                parts = [f"({_NUMBER})" if cell.value else _loose(cell.text) for cell in row[1:] if cell.text]
                line = re.compile(" ".join([_loose(row[0].text), *parts]) + "(?= |$)").search(printed.text, at)
                if not line:
                    continue
                at = line.end()
                captured = iter(line.groups())
                for cell in row[1:]:
                    text = next(captured) if cell.value else ""
                    if cell.fact:
                        yield Seen(cell.fact, "", text, section.heading)


def _loose(label: str) -> str:
    """A pattern for the label, wherever its line was broken."""
    return r"\s*".join(re.escape(c) for c in label if not c.isspace())


def _workbook(path: Path, paper: Paper) -> Iterator[Seen]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, data_only=True)
        for at, (_, cell) in enumerate(paper.figures, start=FIRST):
            if cell.fact:
                yield Seen(cell.fact, str(book[SUMMARY][f"B{at}"].value), "", f"{SUMMARY}!B{at}")
        for name, table in sheets(paper):
            rows = (*table.rows, *([table.total] if table.total else []))
            for line, row in enumerate(rows, start=2):
                for column, cell in enumerate(row, start=1):
                    if cell.fact:
                        found = book[name].cell(line, column)
                        yield Seen(cell.fact, str(found.value), "", f"{name}!{found.coordinate}")
    except (KeyError, ValueError, OSError, ArithmeticError, zipfile.BadZipFile) as error:
        raise UnreadableError(str(error)) from error
