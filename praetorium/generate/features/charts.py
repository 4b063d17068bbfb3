"""Reports: charts over the application's own data, drawn by the server, each with its figures in a table beside it.

What is charted follows from the fields: records over time, by choice, sums of money by group, the related records that
have most, and the course of what is measured. Parameter ``entities`` (names) narrows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from praetorium.generate.features import AppFeature, Data, Use, free_path, named_entities
from praetorium.generate.field_view import FieldView
from praetorium.generate.view import AppView, EntityView, RelationView
from praetorium.models import Brief, FieldType

_MOST, _PER_ENTITY = 12, 4
_PRIVATE_DATES = frozenset({"birth", "birthday", "birthdate", "born", "founded"})


@dataclass(frozen=True)
class Report:
    """One chart: what it counts or sums, and by what."""

    kind: str
    """``months``, ``choice``, ``sums``, ``related`` or ``course``."""
    entity: EntityView
    title: str
    field: FieldView | None = None
    """The date, the choice, or what is summed."""
    group: FieldView | None = None
    relation: RelationView | None = None

    @property
    def name(self) -> str:
        """Its anchor and the name of its file."""
        about = self.field.name if self.field else self.relation.name if self.relation else "added"
        by = self.group.name if self.group else self.relation.name if self.relation and self.field else ""
        return "-".join(part for part in (self.entity.path, about, by) if part).replace("_", "-")


class Charts:
    """When the brief asks for charts, reports, statistics or a dashboard."""

    name = "charts"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        if asked is None:
            return None
        entities = named_entities(app, asked.parameters) or app.entities
        reports = [report for e in entities for report in _reports(e)[:_PER_ENTITY]][:_MOST]
        path = free_path(app, "reports", "statistics", "figures")
        return Use(
            entities=list({r.entity.name: r.entity for r in reports}.values()),
            context={"reports": reports, "reports_path": path},
            label=f"Reports with {len(reports)} chart{'s' if len(reports) != 1 else ''}",
            pages=[("Reports", f"/{path}")],
            office_ways=[("measurement", "Reports", f"/{path}")],
            for_members=True,
            proofs=[{"path": f"/{path}", "charts": [r.name for r in reports], "csv": f"/{path}/{{name}}.csv"}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """What is charted by when it was added was added over the past year, more of it lately."""
        added = {r.entity.modules for r in use.context["reports"] if r.kind == "months" and r.field is None}
        for name in added:
            rows = data[name]
            for place, row in enumerate(rows):
                days = round(330 * (place / max(len(rows) - 1, 1)) ** 1.6)
                row.setdefault("created_at", f"-{days} 08:{place % 60:02d}")
        return data


def _reports(e: EntityView) -> list[Report]:
    money = [f for f in e.fields if f.type is FieldType.MONEY]
    choices = [f for f in e.fields if len(f.choices) > 1]
    dates = [f for f in e.fields if f.type in (FieldType.DATE, FieldType.DATETIME) and not _private(f)]
    measured = (
        [f for f in e.fields if f.kind.numeric and f.type is not FieldType.MONEY] if e.kind == "measurement" else []
    )
    ones = [r for r in e.ones if not r.itself]
    reports = [Report("choice", e, f"{e.label_plural} by {f.label.lower()}", f) for f in choices[:2]]
    for amount in money[:1]:
        if choices:
            title = f"{amount.label} of {e.nouns} by {choices[0].label.lower()}"
            reports.append(Report("sums", e, title, amount, group=choices[0]))
        elif ones:
            title = f"{amount.label} of {e.nouns} by {ones[0].label.lower()}"
            reports.append(Report("sums", e, title, amount, relation=ones[0]))
    when = _when(dates[0].label.lower()) if dates else " added"
    reports.append(Report("months", e, f"{e.label_plural}{when}, month by month", dates[0] if dates else None))
    reports += [
        Report("course", e, f"{f.label} of {e.nouns}, day by day", f, group=dates[0]) for f in measured[:1] if dates
    ]
    reports += [Report("related", e, f"{r.label} with most {e.nouns}", relation=r) for r in ones[:1]]
    return reports


def _when(label: str) -> str:
    """What counts in a month, after the noun: ``starting`` of "starts at", ``sent`` of "sent on", ``by due date``."""
    done = re.fullmatch(r"(\w+) (?:at|on)", label)
    if done is None:
        return f" by {label}"
    return " " + re.sub(r"(?<!s)e?s$", "ing", done[1])


def _private(field: FieldView) -> bool:
    return bool(set(field.name.split("_")) & _PRIVATE_DATES)


FEATURE: AppFeature = Charts()
