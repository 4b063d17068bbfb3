"""The report as one HTML page: self-contained, printable, without script, every figure marked with what it claims."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from praetorium.data.figures import measured, plain
from praetorium.data.model import Breakdown, Headline, Row, Study
from praetorium.data.numbers import percent, shown
from praetorium.models import Style
from praetorium.reports import charts
from praetorium.reports.colouring import theme


def render(study: Study, templates: Path, *, title: str, style: Style, made: date) -> str:
    """The page. ``templates`` is the folder that holds ``reports/``."""
    environment = Environment(
        loader=FileSystemLoader(templates / "reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(plain=plain, day=long_day)
    time = next((b for b in study.breakdowns if b.grain), None)
    told: dict[str, Any] = {
        "study": study,
        "profile": study.profile,
        "title": title,
        "theme": Markup(theme(style, title)),
        "made": made,
        "measure": measured(study.profile.roles.amount),
        "time": time,
        "categories": [b for b in study.breakdowns if not b.grain],
        "latest": latest(time) if time else None,
        "best": best(time) if time else None,
        "incomplete": incomplete(time) if time else "",
        "headline": lambda figure: _headline(study.headline(figure)),
        "cell": lambda breakdown, row, field: _cell(study, breakdown, row, field),
        "bar": charts.share_bar,
        "chart": lambda breakdown: charts.over_time(breakdown, study.profile.roles.amount.decimals),
    }
    return environment.get_template("report.html.j2").render(told)


def latest(time: Breakdown) -> Row | None:
    """The last complete period that has one before it."""
    rows = [row for row in time.rows if row.kind == "group"]
    while rows and rows[-1].note.startswith("until"):
        rows.pop()
    return rows[-1] if len(rows) > 1 and rows[-1].change is not None else None


def best(time: Breakdown) -> Row:
    """The period with the highest total."""
    return max((row for row in time.rows if row.kind == "group"), key=lambda row: float(row.total))


def incomplete(breakdown: Breakdown) -> str:
    """That some periods are not whole, as a sentence with a blank before it; else nothing."""
    lacking = [row for row in breakdown.rows if row.note]
    if not lacking:
        return ""
    one = len(lacking) == 1
    return (
        f" {lacking[0].label if one else f'{len(lacking)} {breakdown.grain}s'} {'is' if one else 'are'} not complete: "
        f"drawn lighter, and not compared with {'its' if one else 'their'} neighbours."
    )


def long_day(iso: str | date | None) -> str:
    """``2 March 2026``."""
    if iso is None:
        return ""
    day = date.fromisoformat(iso) if isinstance(iso, str) else iso
    return f"{day.day} {day:%B %Y}"


def _mark(figure: str, key: str, field: str, value: str, text: str) -> Markup:
    return Markup(
        '<data class="n" value="{}" data-figure="{}" data-key="{}" data-field="{}">{}</data>'.format(
            *(escape(part) for part in (value, figure, key, field, text))
        )
    )


def _headline(figure: Headline) -> Markup:
    return _mark(figure.id, "", figure.measure, figure.value, shown(figure.value, figure.decimals))


def _cell(study: Study, breakdown: Breakdown, row: Row, field: str) -> Markup:
    key = row.key if row.kind != "blank" else ""
    if field == "total":
        return _mark(breakdown.id, key, field, row.total, shown(row.total, study.profile.roles.amount.decimals))
    if field == "count":
        return _mark(breakdown.id, key, field, str(row.count), shown(str(row.count), 0))
    fraction = row.share if field == "share" else row.change
    if fraction is None:
        return Markup('<span class="none">–</span>')
    return _mark(breakdown.id, key, field, repr(fraction), percent(fraction, signed=field == "change"))
