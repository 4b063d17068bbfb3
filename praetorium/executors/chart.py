"""The ``chart`` executor: totals of a profiled file as a picture, in the form that suits the data's shape."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field as Setting

from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import cache, load, located, save
from praetorium.data.model import Profile
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Product, Undo
from praetorium.reports.charting import Drawing, draw
from praetorium.reports.colouring import sheet_accent
from praetorium.reports.drawing import Form

MIME = {"svg": "image/svg+xml", "png": "image/png"}


class ChartParameters(Model):
    profile: str
    """Profile of the file, as the ``profile`` executor wrote it: its date, groups and amount are what is drawn."""
    source: str
    to: str
    """Where the pictures are written, without a suffix."""
    figures: str
    """Where the figures that are drawn are written, as JSON."""
    title: str
    formats: tuple[Literal["svg", "png"], ...] = Setting(default=("svg", "png"), min_length=1)
    form: Form | None = None
    """Columns, a line, lines, groups, bars or a stack; None: as suits the data."""


class ChartResult(Result):
    profile: str
    figures: str
    form: str
    alt: str
    """What the picture shows, in words."""
    paths: tuple[str, ...]
    sql: str


class ChartExecutor(Executor[ChartParameters]):
    name = "chart"
    summary = "Draws totals over time or by groups as SVG and PNG, with their words for screen readers."
    Parameters = ChartParameters
    Returns = ChartResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    timeout = 1800.0
    typical = Estimate(seconds=STARTS + 0.6)
    example: ClassVar[Mapping[str, Any]] = {
        "profile": "charts/.figures/profile.json",
        "source": "sales.parquet",
        "to": "charts/revenue",
        "figures": "charts/.figures/revenue.json",
        "title": "Revenue by month and region",
        "formats": ["png", "svg"],
    }

    async def run(self, parameters: ChartParameters, context: Context) -> ChartResult:
        known = load(Profile, parameters.profile, context)
        source = located(parameters.source, context)
        target = context.inside(parameters.to)
        target.parent.mkdir(parents=True, exist_ok=True)
        files = tuple(f"{target.name}.{kind}" for kind in parameters.formats)
        given = Drawing(
            profile=known,
            source=source,
            cache=cache(context),
            title=parameters.title,
            folder=target.parent,
            files=files,
            form=parameters.form,
            accent=sheet_accent(context.brief.style),
        )
        plot = await confined(draw, given, context, reads=(source,), writes=(target.parent, cache(context)))
        save(plot, parameters.figures, context)
        paths = tuple(str(Path(parameters.to).with_name(file)) for file in files)
        context.say(f"Drew {plot.chart.title}", detail=plot.chart.alt, command=plot.sql, file=", ".join(paths))
        products = tuple(
            Product(
                name=f"{parameters.title} ({kind.upper()})", kind="image", path=target.parent / file, mime=MIME[kind]
            )
            for kind, file in zip(parameters.formats, files, strict=True)
        )
        return ChartResult(
            profile=parameters.profile,
            figures=parameters.figures,
            form=plot.chart.form,
            alt=plot.chart.alt,
            paths=paths,
            sql=plot.sql,
            products=products,
            notes=(plot.chart.alt,),
        )
