"""Rows told as other rows: what happened, what was ticked; months that are whole; figures that must not be mixed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from praetorium.data.duck import connect
from praetorium.data.model import Profile, Study
from praetorium.data.profiling import profile
from praetorium.data.wishes import Wishes
from praetorium.errors import UserError
from praetorium.reports.charting import Plot
from tests.data.conftest import Desk, Reporting, failed, write_csv


def plot(desk: Desk) -> Plot:
    return Plot.model_validate_json((desk.folder / desk.results["chart"]["figures"]).read_text())


def drawn(desk: Desk) -> dict[tuple[str, str], Decimal]:
    return {(p.key, p.series): Decimal(p.value) for p in plot(desk).chart.points}


def known(folder: Path, text: str, **wishes: object) -> Profile:
    file = folder / "file.csv"
    file.write_text(text, encoding="utf-8")
    return profile(connect(folder), file, folder / "cache", shown_as=file.name, wishes=Wishes.model_validate(wishes))


def tickets(path: Path) -> Counter[tuple[str, str]]:
    """Tickets with two days each, some still open; how many of each there are by month."""
    rows, counted = [], Counter[tuple[str, str]]()
    for n in range(60):
        opened = dt.date(2026, 1, 3) + dt.timedelta(days=n)
        closed = opened + dt.timedelta(days=n % 25) if n % 4 else None
        rows.append([str(n), "Ann Bob"[4 * (n % 2) :][:3], opened.isoformat(), closed.isoformat() if closed else ""])
        counted[f"{opened:%Y-%m}-01", "opened"] += 1
        if closed:
            counted[f"{closed:%Y-%m}-01", "closed"] += 1
    write_csv(path, rows, ("id", "agent", "created_at", "closed_at"))
    return counted


async def test_what_was_opened_and_what_was_closed_are_told_apart(desk: Desk) -> None:
    counted = tickets(desk.folder / "tickets.csv")
    await desk.ask("how many tickets were opened and closed per month, as line chart, from tickets.csv")
    assert desk.wrong == []
    assert {key: value for key, value in drawn(desk).items() if value} == counted


async def test_one_thing_that_happened_is_counted_as_before(desk: Desk) -> None:
    counted = tickets(desk.folder / "tickets.csv")
    await desk.ask("how many tickets were closed per month, as chart, from tickets.csv")
    assert desk.wrong == []
    assert sum(drawn(desk).values()) == sum(n for (_, what), n in counted.items() if what == "closed")


SURVEY = 'When,"Which of our products do you use? (all that apply)",How satisfied are you?\n' + "".join(
    f'2026-03-{n + 1:02},"{", ".join(("Tea", "Coffee", "Cake")[: n % 3 + 1])}",{n % 5 + 1}\n' for n in range(24)
)


@pytest.mark.parametrize("words", ["income and expenses by month", "chart earnings vs spending per month"])
async def test_two_measures_that_are_named_stand_beside_each_other(desk: Desk, words: str) -> None:
    lines = [[f"2026-{1 + n % 4:02}-{1 + n % 28:02}", f"{n},50" if n % 3 else "", f"{n},25"] for n in range(1, 60)]
    write_csv(desk.folder / "book.csv", lines, ("date", "Income", "Expenses"), delimiter=";")
    await desk.ask(f"{words} from book.csv as a chart")
    assert desk.wrong == []
    wanted = Counter[tuple[str, str]]()
    for day, income, expenses in lines:
        wanted[f"{day[:7]}-01", "Income"] += Decimal(income.replace(",", ".") or 0)  # type: ignore[assignment]
        wanted[f"{day[:7]}-01", "Expenses"] += Decimal(expenses.replace(",", "."))  # type: ignore[assignment]
    assert drawn(desk) == wanted


async def test_each_box_that_was_ticked_is_counted(desk: Desk) -> None:
    (desk.folder / "survey.csv").write_text(SURVEY)
    await desk.ask("how often was each product chosen in survey.csv? bar chart")
    assert desk.wrong == []
    assert drawn(desk) == {("Tea", ""): 24, ("Coffee", ""): 16, ("Cake", ""): 8}
    # What was told otherwise is held against the raw file, too.
    chart = desk.folder / next(path for path in desk.results["chart"]["paths"] if path.endswith(".svg"))
    chart.write_text(chart.read_text().replace("Tea: 24", "Tea: 25"))
    plan, brief, request = desk.asked_for
    step = plan.step("chart")
    assert failed(await desk.prove(step, desk.context(request, brief, step)))


def test_sentences_with_commas_are_no_boxes(tmp_path: Path) -> None:
    text = "name,remark\n" + "".join(f'P{n},"we came, saw number {n}, and went"\n' for n in range(30))
    assert known(tmp_path, text, by=("remark",), only=True).source.exploded is None


def test_marks_that_people_gave_are_not_added_up(tmp_path: Path) -> None:
    assert known(tmp_path, SURVEY).roles.amount.ones
    assert known(tmp_path, SURVEY, levels=True, words="satisfaction by day").roles.amount.mean


def test_a_product_that_is_asked_for_is_what_is_shown(tmp_path: Path) -> None:
    text = "Datum;Artikel;Betrag\n" + "".join(f"{n % 28 + 1}.03.2026;{'AB'[n % 2]};{n},50\n" for n in range(40))
    asked = known(tmp_path, text, words="which products sell worst in file.csv? chart it", only=True)
    assert (asked.roles.categories, asked.roles.date) == (("Artikel",), None)
    over_time = known(tmp_path, text, words="chart the development of product sales in file.csv", only=True)
    assert over_time.roles.date == "Datum"


async def test_the_worst_stand_first_in_a_chart_of_the_worst(desk: Desk) -> None:
    rows = [[str(n), f"P{n % 4}", str(10 * (n % 4) + 5)] for n in range(24)]
    write_csv(desk.folder / "sold.csv", rows, ("id", "product", "amount"))
    await desk.ask("chart which products sell worst in sold.csv")
    assert desk.wrong == []
    assert [p.key for p in plot(desk).chart.points] == ["P0", "P1", "P2", "P3"]


MONTHS = "Month,Channel,Cost,Conversion rate\n" + "".join(
    f"2026-{month:02},{channel},${month * 100}.00,{month}.5%\n" for month in range(1, 8) for channel in ("Mail", "Shop")
)


async def test_a_month_that_is_all_a_file_says_is_whole(desk: Desk) -> None:
    (desk.folder / "campaigns.csv").write_text(MONTHS)
    await desk.ask("chart cost by month from campaigns.csv")
    assert desk.wrong == []
    chart = plot(desk).chart
    assert [p.label for p in chart.points][::6] == ["Jan 2026", "Jul 2026"]
    assert "not complete" not in chart.subtitle and not any(p.faint for p in chart.points)


async def test_a_month_that_is_all_a_file_says_is_compared(desk: Reporting) -> None:
    (desk.folder / "campaigns.csv").write_text(MONTHS)
    await desk.ask("report on cost by month from campaigns.csv", formats=["html", "xlsx"])
    assert desk.wrong == []
    study = Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())
    last = study.breakdowns[0].rows[-1]
    assert (study.breakdowns[0].grain, last.label, last.note) == ("month", "Jul 2026", "")
    assert last.change == pytest.approx(1 / 6, abs=1e-6)


def test_of_one_day_alone_no_development_is_told(tmp_path: Path) -> None:
    text = "shelf,counted on,value\n" + "".join(f"{'AB'[n % 2]},2026-11-16,{n}.50\n" for n in range(20))
    found = known(tmp_path, text, words="value by shelf", by=("shelf",))
    assert found.roles.date is None
    assert "All rows are of 2026-11-16, so nothing is said of how the figures developed." in found.notes


def test_the_column_that_the_words_name_is_drawn(tmp_path: Path) -> None:
    amount = known(tmp_path, MONTHS, words="conversion rate by channel", by=("channel",), levels=True).roles.amount
    assert (amount.label, amount.mean, amount.unit) == ("Conversion rate", True, "%")


def test_numbers_with_one_unit_are_numbers_and_with_several_are_not(tmp_path: Path) -> None:
    text = "item,weight,size\n" + "".join(f'P{n},"{n}.5 kg",{n} {("cm", "m")[n % 2]}\n' for n in range(12))
    found = known(tmp_path, text)
    weight = found.column("weight")
    assert (weight.type, weight.unit, weight.high) == ("decimal", "kg", "11.5")
    assert found.column("size").type == "text"


async def test_weights_agree_with_the_raw_file(desk: Reporting) -> None:
    rows = [[f"P{n}", ("A", "B")[n % 2], f"{n}.25 kg"] for n in range(12)]
    write_csv(desk.folder / "parcels.csv", rows, ("parcel", "depot", "weight"))
    await desk.ask("chart weight by depot from parcels.csv")
    assert desk.wrong == []
    assert plot(desk).chart.measure == "Average weight (kg)"


async def test_the_day_of_a_moment_is_the_one_that_is_written(desk: Desk) -> None:
    """Just after midnight in summer, and once more in winter: by the clock of Greenwich it was the day before."""
    rows = [
        f"2026-10-{day:02}T00:15:00+{hours}:00,cellar,{day}.5" for day, hours in [(24, "02"), (25, "02"), (26, "01")]
    ]
    (desk.folder / "log.csv").write_text("time,sensor,temperature\n" + "\n".join(rows) + "\n")
    await desk.ask("chart temperature by day from log.csv")
    assert desk.wrong == []
    assert drawn(desk) == {(f"2026-10-{day}", ""): Decimal(f"{day}.5") for day in (24, 25, 26)}


def test_amounts_with_two_signs_of_currency_are_pointed_out(tmp_path: Path) -> None:
    text = "item,price\n" + "".join(f"P{n},{'€$'[n % 2]}{n}.50\n" for n in range(12))
    assert "'price' holds $ and €, added up as if they were of one currency." in known(tmp_path, text).notes


def test_what_is_added_up_is_no_group(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="'Cost' is what is added up") as told:
        known(tmp_path, MONTHS, words="top 10 campaigns by cost", wished=("cost",), only=True)
    assert "by Channel" in str(told.value.next)


def test_a_word_that_was_corrected_still_finds_its_column(tmp_path: Path) -> None:
    text = "Date;Magasin;Montant\n" + "".join(f"{n + 1}/03/2026;M{n % 3};{n},5\n" for n in range(20))
    found = known(tmp_path, text, words="pivot file.csv by magasin and month", by=("magazine", "month"))
    assert found.roles.categories == ("Magasin",)
    assert known(tmp_path, text, words="revenue by store", by=("store",)).roles.categories == ("Magasin",)


async def test_several_currencies_are_pointed_out(desk: Reporting) -> None:
    rows = [[f"2026-04-{n + 1:02}", ("EUR", "USD")[n % 3 == 0], f"{n}.25"] for n in range(24)]
    write_csv(desk.folder / "payments.csv", rows, ("date", "currency", "amount"))
    await desk.ask("report on payments.csv", formats=["html", "xlsx"])
    assert desk.wrong == []
    study = Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())
    assert study.oddities[0].rule == "currency"
    assert study.oddities[0].rows == ("EUR: 16 rows", "USD: 8 rows")
    await desk.ask("report on payments.csv, only USD", formats=["html", "xlsx"])
    study = Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())
    assert "currency" not in {each.rule for each in study.oddities}


DATES = "name,since\nAda,2026-01-31\nBob,31.01.2026\nCyd,31/02/2026\nDee,05/02/2026\n" + "".join(
    f"P{n},{n % 28 + 1}/0{n % 8 + 1}/2026\n" for n in range(40)
)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_dates_that_were_written_in_many_ways_are_written_in_one(desk: Desk, form: str) -> None:
    (desk.folder / "people.csv").write_text(DATES)
    await desk.ask(f"clean people.csv: remove duplicates, fix dates, as {form}")
    assert desk.wrong == []
    text = "\n".join(desk.said)
    assert (
        "'since' was written in 3 ways" in text
        and "1 value is no date and stays as it is written: '31/02/2026'" in text
    )
    if form == "csv":
        lines = (desk.folder / desk.results["csv"]["path"]).read_text().splitlines()
        assert lines[1:5] == ["Ada,2026-01-31", "Bob,2026-01-31", "Cyd,31/02/2026", "Dee,2026-02-05"]


async def test_a_day_that_ends_in_the_morning_is_not_whole(desk: Desk) -> None:
    moments = [dt.datetime(2026, 5, 1) + dt.timedelta(hours=n) for n in range(24 * 5 + 3)]
    write_csv(desk.folder / "visits.csv", [[f"{m:%Y-%m-%d %H:%M}", "1"] for m in moments], ("time", "people"))
    await desk.ask("line chart of people by day from visits.csv")
    assert desk.wrong == []
    chart = plot(desk).chart
    assert [p.key for p in chart.points if p.faint] == ["2026-05-06"]
    await desk.ask("report on people by day from visits.csv", formats=["html", "xlsx"])
    assert desk.wrong == []
    study = Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())
    last = study.breakdowns[0].rows[-1]
    assert (last.note, last.change) == ("until 02:00", None)


async def test_profits_and_losses_have_no_shares(desk: Reporting) -> None:
    rows = [[f"2026-0{n % 6 + 1}-1{n % 9}", "NSW"[n % 3], str((n % 3 - 1) * (n + 5))] for n in range(36)]
    write_csv(desk.folder / "profit.csv", rows, ("date", "shop", "profit"))
    await desk.ask("profit by shop from profit.csv as PDF and spreadsheet", formats=["html", "pdf", "xlsx"])
    assert desk.wrong == []
    study = Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())
    shops = next(b for b in study.breakdowns if b.by == "shop")
    assert all(row.share is None for row in shops.rows) and len(shops.rows) == 3
    months = study.breakdowns[0].rows
    totals = [Decimal(row.total) for row in months]
    flips = [now for before, now in zip(totals, months[1:], strict=False) if before * Decimal(now.total) < 0]
    assert flips and all(row.change is None for row in flips)
