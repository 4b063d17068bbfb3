"""Comparing what stands in a report with what the second engine found: every figure, every label, every bar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from praetorium.data.figures import period_label
from praetorium.data.model import Study
from praetorium.data.numbers import read
from praetorium.reports.claims import Claim, Page, Sheets
from praetorium.reports.formulas import Measure, by_group, group_header, whole

if TYPE_CHECKING:
    from praetorium.data.second import Recount


class Audit:
    """What the second engine says, asked once, and compared with as many files as there are."""

    def __init__(self, study: Study, second: Recount) -> None:
        roles = study.profile.roles
        self.study = study
        self.decimals = roles.amount.decimals
        self.exact = second.scale is not None
        self.whole = {
            "total": second.total(),
            "count": Decimal(second.rows()),
            "average": second.average(),
            "median": second.median(),
        }
        if roles.key:
            self.whole["distinct"] = Decimal(second.distinct(roles.key))
        self.groups = {b.id: second.groups(b.by, b.grain) for b in study.breakdowns}
        self.notes = {(b.id, r.key): r.note for b in study.breakdowns for r in b.rows}

    def compare(self, claims: Iterable[Claim]) -> list[str]:
        """A sentence for each figure that is not what the raw file gives, and for each group that is not told."""
        claims = list(claims)
        listed: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            if claim.figure in self.groups and claim.field in ("total", "count"):
                listed[claim.figure].add(claim.key)
        wrong = [sentence for claim in claims if (sentence := self._one(claim, listed))]
        for breakdown, found in self.groups.items():
            missing = sorted(set(found) - listed[breakdown])
            if missing and "*" not in listed[breakdown]:
                wrong.append(f"{breakdown}: '{missing[0]}' is in the file and not in the report")
        told = {c.figure for c in claims}
        wrong += [f"the figure '{h.id}' is missing" for h in self.study.headlines if h.id not in told]
        return wrong

    def labels(self, page: Page) -> list[str]:
        """Lines of a table that bear another group's name, and bars that are not in proportion."""
        wrong = []
        for breakdown, key, label in page.labels:
            grain = next((b.grain for b in self.study.breakdowns if b.id == breakdown), None)
            if key in ("", "*"):
                continue
            expected = period_label(date.fromisoformat(key), grain) if grain else " ".join(key.split())
            if label not in (expected, f"{expected} ({self.notes.get((breakdown, key), '')})"):
                wrong.append(f"{breakdown}: the line of '{expected}' is called '{label}'")
        by_chart: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for breakdown, key, length in page.bars:
            by_chart[breakdown].append((key, length))
        for breakdown, bars in by_chart.items():
            found = self.groups.get(breakdown, {})
            pairs = [
                (key, length, abs(float(found.get(key, (0, Decimal(0)))[1]))) for key, length in bars if key != "*"
            ]
            most = max((value for _, _, value in pairs), default=0.0)
            longest = max((length for _, length, _ in pairs), default=0.0)
            wrong += [
                f"{breakdown}: the bar of '{key}' is not as long as its figure"
                for key, length, value in pairs
                if most and longest and abs(length / longest - value / most) > 0.01
            ]
        return wrong

    def formulas(self, sheets: Sheets) -> list[str]:
        """Formulas that are not those of the figures beside them, and data that would give other totals."""
        expected: dict[tuple[str, str], str] = {}
        for at, figure in enumerate(self.study.headlines, start=5):
            expected["Summary", f"B{at}"] = whole(figure.measure, sheets.ranges) or ""
        for breakdown, name in zip(self.study.breakdowns, sheets.names[1:-1], strict=True):
            groups = [row.key for row in breakdown.rows if row.kind == "group"]
            column = group_header(sheets.ranges, breakdown)
            for at, row in enumerate(breakdown.rows, start=2):
                dated = breakdown.grain is not None
                cells: tuple[tuple[str, Measure], ...] = (("C", "total"), ("E", "count"))
                for cell, measure in cells:
                    expected[name, f"{cell}{at}"] = by_group(
                        measure, sheets.ranges, column, row, at, groups, dated=dated
                    )
            end = len(breakdown.rows) + 2
            expected[name, f"C{end}"] = f"=SUM(C2:C{end - 1})"
            expected[name, f"E{end}"] = f"=SUM(E2:E{end - 1})"
        wrong = [
            f"{sheet}!{cell} holds {sheets.formulas.get((sheet, cell))}, not {formula}"
            for (sheet, cell), formula in expected.items()
            if formula and sheets.formulas.get((sheet, cell)) != formula
        ]
        held = Decimal(repr(round(sum(sheets.amounts), 6)))
        if not self._close(held, self.whole["total"]):
            wrong.append(f"the sheet Data adds up to {held}, the file to {self.whole['total']}")
        if sheets.rows != self.whole["count"]:
            wrong.append(f"the sheet Data stands for {sheets.rows} rows, the file has {self.whole['count']}")
        return wrong

    def _one(self, claim: Claim, listed: dict[str, set[str]]) -> str | None:
        expected = self._expected(claim, listed)
        if expected is None:
            return f"{claim.where}: '{claim.figure}' ({claim.field}) is no figure that was asked for"
        if claim.printed:
            return self._shown(claim, expected, f"{claim.figure} {claim.key}".strip())
        try:
            value = Decimal(claim.value)
        except ArithmeticError:
            return f"{claim.where}: '{claim.value}' is no number"
        name = f"{claim.figure} {claim.key}".strip()
        if not self._close(value, expected):
            return f"{claim.where}: {name} {claim.field} is {value}, the raw file gives {expected}"
        return self._shown(claim, value, name)

    def _shown(self, claim: Claim, value: Decimal, name: str) -> str | None:
        """What a person reads must be the number that is marked, to the places that are shown."""
        if not claim.text:
            return None
        fraction = claim.field in ("share", "change")
        try:
            seen = read(claim.text)
        except ValueError as error:
            return f"{claim.where}: {error}"
        unit = Decimal(1).scaleb(min(int(seen.as_tuple().exponent), 0))
        if abs(seen - (value * 100 if fraction else value)) > unit / 2 + Decimal("0.000001"):
            return f"{claim.where}: {name} {claim.field} reads '{claim.text}' and is {value}"
        return None

    def _expected(self, claim: Claim, listed: dict[str, set[str]]) -> Decimal | None:
        if claim.figure not in self.groups:
            ids = {h.id: h.measure for h in self.study.headlines}
            return self.whole.get(claim.field) if ids.get(claim.figure) == claim.field else None
        found = self.groups[claim.figure]
        count, total = found.get(claim.key, (0, Decimal(0)))
        if claim.key == "*":
            rest = set(found) - listed[claim.figure]
            count, total = sum(found[k][0] for k in rest), sum((found[k][1] for k in rest), Decimal(0))
        match claim.field:
            case "total":
                return total
            case "count":
                return Decimal(count)
            case "share":
                return total / self.whole["total"] if self.whole["total"] else None
            case "change":
                earlier = max((k for k in listed[claim.figure] if k < claim.key and k), default=None)
                before = found.get(earlier or "", (0, Decimal(0)))[1]
                return (total - before) / abs(before) if before else None
        return None

    def _close(self, value: Decimal, expected: Decimal) -> bool:
        """Exact sums may differ by what six places and a spreadsheet's binary numbers lose, and no more."""
        return abs(value - expected) <= max(
            Decimal("0.000001"), abs(expected) * Decimal("1e-12" if self.exact else "1e-9")
        )
