"""What stands in a finished report: the figures of an HTML page or a workbook, read back from the file alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from praetorium.data.model import Study
from praetorium.reports.formulas import Ranges
from praetorium.reports.workbook import DATA, SUMMARY, sheet_name

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))


@dataclass(frozen=True)
class Claim:
    """One figure as it stands in a file."""

    where: str
    figure: str
    key: str
    """The group's value; empty for blank and for figures of the whole."""
    field: str
    """total, count, share, change of a group; the measure of a headline."""
    value: str
    text: str = ""
    """What a person reads; empty where the file holds the number itself."""
    printed: bool = False
    """The file holds nothing but what a person reads: ``value`` is empty."""


@dataclass
class Page:
    """An HTML report as it stands."""

    sha256: str = ""
    claims: list[Claim] = field(default_factory=list)
    groups: dict[str, tuple[str, str | None, int]] = field(default_factory=dict)
    """By breakdown: the column, the grain, how many groups it says there are."""
    queries: dict[str, str] = field(default_factory=dict)
    labels: list[tuple[str, str, str]] = field(default_factory=list)
    """Breakdown, key, and the words before the figures in that line of the table."""
    bars: list[tuple[str, str, float]] = field(default_factory=list)
    """Breakdown, key, and the length of the bar."""
    headings: list[int] = field(default_factory=list)
    sections: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[str] = []
        self._breakdown = ""
        self._data: dict[str, str] | None = None
        self._text: list[str] = []
        self._query = ""
        self._label: list[str] | None = None
        self._keys: list[tuple[str, str]] = []
        self._seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self._seen.add(tag)
        if tag not in VOID:
            self._open.append(tag)
        self._look(tag, given)
        match tag:
            case "body":
                self.page.sha256 = given.get("data-sha256", "")
            case "section":
                self.page.sections.add(given.get("id") or given.get("data-breakdown", ""))
                self._breakdown = given.get("data-breakdown", "")
                if self._breakdown:
                    grain = given.get("data-grain")
                    self.page.groups[self._breakdown] = (given["data-by"], grain, int(given["data-groups"]))
            case "data":
                self._data, self._text = given, []
            case "pre":
                self._query, self._text = given.get("data-sql", ""), []
            case "tr":
                self._keys, self._label = [], []
            case "rect" if "data-bar" in given:
                length = given["height"] if self._open[-2] == "svg" and "x" in given else given["width"]
                self.page.bars.append((given["data-bar"], given["data-key"], float(length)))
            case "h1" | "h2" | "h3" | "h4":
                self.page.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open.pop() != tag:
            self.page.faults.append(f"</{tag}> closes nothing that is open")
        if tag == "data" and self._data is not None:
            self._claim(self._data, "".join(self._text))
            self._data = None
        elif tag == "pre" and self._query:
            self.page.queries[self._query] = "".join(self._text)
        elif tag == "tr" and self._breakdown:
            label = " ".join("".join(self._label or []).split())
            for figure, key in dict.fromkeys(self._keys):
                if figure == self._breakdown:
                    self.page.labels.append((figure, key, label))
            self._label = None

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        if self._label is not None and not self._keys and self._data is None and "th" in self._open:
            self._label.append(data)

    def finish(self) -> Page:
        self.close()
        if self._open:
            self.page.faults.append(f"<{self._open[-1]}> is never closed: the file is cut off")
        self.page.faults += [
            f"there is no <{tag}>" for tag in ("h1", "main", "title", "table") if tag not in self._seen
        ]
        return self.page

    def _claim(self, given: dict[str, str], text: str) -> None:
        figure, key = given.get("data-figure", ""), given.get("data-key", "")
        where = f"line {self.getpos()[0]}"
        self.page.claims.append(Claim(where, figure, key, given.get("data-field", ""), given.get("value", ""), text))
        self._keys.append((figure, key))

    def _look(self, tag: str, given: dict[str, str]) -> None:
        """Whatever would load something from elsewhere, or run."""
        if tag in ("script", "iframe", "object", "embed", "link", "base", "form"):
            self.page.faults.append(f"<{tag}> has no place in a report")
        for key in ("src", "href", "srcset", "action", "data", "poster", "xlink:href"):
            value = given.get(key, "")
            if value and not value.startswith(("#", "data:")):
                self.page.faults.append(f"<{tag} {key}> leads out of the file: {value[:60]}")
        self.page.faults += [f"<{tag} {key}> would run a script" for key in given if key.startswith("on")]
        if "url(" in given.get("style", ""):
            self.page.faults.append(f"<{tag} style> loads something")


def read_page(path: Path) -> Page:
    """Parse the file; what is wrong with it stands in ``faults``."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.finish()


@dataclass(frozen=True)
class Sheets:
    """A workbook as it stands."""

    claims: tuple[Claim, ...]
    formulas: dict[tuple[str, str], str]
    """By sheet and cell."""
    ranges: Ranges
    amounts: tuple[float, ...]
    """The amounts of the sheet Data, blanks left out."""
    rows: int
    """Rows of the file that Data stands for."""
    names: tuple[str, ...]
    unlike: tuple[str, ...] = ()
    """Cells of Data that are a formula though they should be text or a number."""


def read_workbook(path: Path, study: Study) -> Sheets:
    """Values and formulas of the workbook; the study says only which sheet is which. Raises KeyError for a sheet that
    is missing, and whatever openpyxl raises for a file that is none."""
    import openpyxl

    values = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    claims: list[Claim] = []
    found: dict[tuple[str, str], str] = {}
    for at, figure in enumerate(study.headlines, start=5):
        claims.append(_cell(values[SUMMARY], f"B{at}", figure.id, "", figure.measure))
        found[SUMMARY, f"B{at}"] = str(formulas[SUMMARY][f"B{at}"].value)
    for breakdown in study.breakdowns:
        name = sheet_name(breakdown, study.breakdowns)
        sheet = values[name]
        for at in range(2, len(breakdown.rows) + 2):
            key = sheet[f"B{at}"].value
            key = key.date().isoformat() if isinstance(key, dt.datetime) else str(key or "")
            for column, measure in (("C", "total"), ("E", "count")):
                claims.append(_cell(sheet, f"{column}{at}", breakdown.id, key, measure))
                found[name, f"{column}{at}"] = str(formulas[name][f"{column}{at}"].value)
        end = len(breakdown.rows) + 2
        claims.append(_cell(sheet, f"C{end}", "total", "", "total"))
        claims.append(_cell(sheet, f"E{end}", "rows", "", "count"))
        found[name, f"C{end}"] = str(formulas[name][f"C{end}"].value)
        found[name, f"E{end}"] = str(formulas[name][f"E{end}"].value)
    data = values[DATA]
    header = tuple(str(cell.value) for cell in data[1])
    grouped = study.profile.size != data.max_row - 1 and "Rows" in header
    label = study.profile.roles.amount.label
    ranges = Ranges(header, data.max_row - 1, grouped, label)
    at = len(header) - header[::-1].index(label)
    amounts = [row[0] for row in data.iter_rows(min_row=2, min_col=at, max_col=at, values_only=True)]
    count = data.max_row - 1
    if grouped:
        held = header.index("Rows") + 1
        counts = data.iter_rows(min_row=2, min_col=held, max_col=held, values_only=True)
        count = sum(int(str(row[0])) for row in counts)
    unlike = _unlike(formulas, at if study.profile.roles.amount.factors and not grouped else 0)
    return Sheets(
        claims=tuple(claims),
        formulas=found,
        ranges=ranges,
        amounts=tuple(float(str(a)) for a in amounts if a is not None),
        rows=count,
        names=tuple(values.sheetnames),
        unlike=unlike,
    )


def _cell(sheet: Worksheet, cell: str, figure: str, key: str, measure: str) -> Claim:
    return Claim(f"{sheet.title}!{cell}", figure, key, measure, str(sheet[cell].value))


def _unlike(formulas: Workbook, computed: int) -> tuple[str, ...]:
    cells = formulas[DATA].iter_rows(min_row=1)
    return tuple(c.coordinate for row in cells for c in row if c.data_type == "f" and c.column != computed)[:5]
