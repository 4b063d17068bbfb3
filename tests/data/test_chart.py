"""Charts: the form by the data's shape, every mark compared with the raw file, whatever was altered refused."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from PIL import Image

from praetorium.errors import UserError
from tests.data.conftest import HEADER, Desk, Reporting, failed, orders, write_csv


async def draw(desk: Desk, words: str, rows: int = 300) -> Path:
    plain = write_csv(desk.folder / "orders.csv", orders(rows))
    duckdb.sql(f"COPY (FROM read_csv('{plain}')) TO '{desk.folder / 'orders.parquet'}' (FORMAT parquet)")
    await desk.ask(words)
    return desk.folder / next(path for path in desk.results["chart"]["paths"] if path.endswith(".svg"))


async def test_by_month_and_region_as_lines_that_agree_with_the_file(desk: Reporting) -> None:
    svg = await draw(desk, "chart total by month and region from orders.parquet, as PNG and SVG")
    assert desk.wrong == []
    result = desk.results["chart"]
    assert result["form"] == "lines" and "14 periods" not in result["alt"]
    assert re.search(
        r"Line chart of total by month and region \((North|South|West|East), .+highest: .+ with [\d,.]+", result["alt"]
    )
    text = svg.read_text()
    assert text.count('aria-roledescription="point"') == 14 * 4
    assert f"<desc>{result['alt']}</desc>" in text and 'role="img"' in text
    picture = next(path for path in result["paths"] if path.endswith(".png"))
    with Image.open(desk.folder / picture) as image:
        assert image.info["Description"] == result["alt"] and image.width > 1000

    honest = svg.read_text()
    for altered in (
        re.sub(r"(Jan 2025, North: )[\d,.]+", r"\g<1>1.00", honest),
        re.sub(r'(aria-label="Feb 2025, North: [^"]+"[^>]*transform="translate\([\d.]+),[\d.]+', r"\g<1>,3", honest),
        honest.replace("<desc>", "<metadata>").replace("</desc>", "</metadata>"),
        honest[: len(honest) // 2],
    ):
        assert altered != honest
        svg.write_text(altered)
        assert failed(await proved(desk)), "an altered chart was let through"


async def proved(desk: Reporting) -> tuple[object, ...]:  # type: ignore[type-arg]
    from praetorium.models import Brief, Request, Step
    from praetorium.proofs import prove

    step = Step(id="chart", title="Draw", why="To see", executor="chart", expected="A chart")
    brief = Brief(intent="chart", title="Chart", summary="A chart.")
    context = desk.context(Request(words="chart"), brief, step)
    result = desk.results["chart"]
    given = {"source": "orders.parquet", **{k: result[k] for k in ("profile", "figures", "paths")}}
    return (await prove("chart-agrees", given, context, result)).checks


async def test_bars_of_counted_rows_are_as_long_as_their_figures(desk: Reporting) -> None:
    svg = await draw(desk, "bar chart of number of orders by product from orders.csv")
    assert desk.wrong == []
    assert desk.results["chart"]["form"] == "bars"
    counted = {row[3] for row in orders(300)}
    assert svg.read_text().count('aria-roledescription="bar"') == len(counted)


@pytest.mark.parametrize(
    ("places", "series", "dated", "form"),
    [
        (12, 1, True, "columns"),
        (60, 1, True, "line"),
        (12, 4, True, "lines"),
        (3, 4, True, "groups"),
        (9, 1, False, "bars"),
        (9, 3, False, "stack"),
    ],
)
def test_form_follows_the_shape_of_the_data(places: int, series: int, dated: bool, form: str) -> None:
    from praetorium.reports.drawing import form_of

    assert form_of(places, series, dated=dated) == form


async def test_unknown_column_is_told_with_those_there_are(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", orders(50))
    with pytest.raises(UserError, match="no column 'planet'") as refused:
        await desk.ask("chart total by planet from orders.csv")
    assert all(name in refused.value.next for name in HEADER)


def test_small_groups_of_many_are_one_bar() -> None:
    from decimal import Decimal

    from praetorium.data.model import Amount, Profile, Roles, Source
    from praetorium.reports.charting import PLACES, arranged

    source = Source(name="x.csv", kind="delimited", bytes=1, sha256="")
    known = Profile(source=source, columns=(), rows=90, roles=Roles(amount=Amount(label="n")), definition="")
    points = arranged({(f"g{n:02}", ""): (Decimal(n), 1) for n in range(90)}, known, "group")
    assert len(points) == PLACES + 1
    assert points[0].label == "g89" and points[-1].label == f"all {90 - PLACES} others"
    assert sum(Decimal(p.value) for p in points) == sum(range(90))
