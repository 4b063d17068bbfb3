"""The state of a file: missing, far away, of the wrong kind, double; counted twice."""

from __future__ import annotations

import json
from pathlib import Path

from praetorium.data.quality import Quality
from praetorium.reports.works import Inspecting, inspected
from tests.data.conftest import Reporting, write_csv

HEAD = ("customer_id", "city", "email", "employees", "since")


def customers(count: int = 80) -> list[list[str]]:
    cities = ("Berlin", "Paris", "Oslo")
    return [
        [f"C{n:03}", cities[n % 3], f"c{n}@example.com", str(20 + n % 40), f"2024-0{n % 9 + 1}-11"]
        for n in range(count)
    ]


def planted() -> list[list[str]]:
    rows = customers()
    for n in (4, 9, 14):
        rows[n][2] = ("", "n/a", "-")[n % 3]
    rows[20][2], rows[30][3], rows[31][3], rows[40][1], rows[50][4] = (
        "no address",
        "98000",
        "many",
        "berlin",
        "2099-01-01",
    )
    return [*rows, rows[7]]


async def test_profile_finds_what_was_planted_and_is_proved(desk: Reporting) -> None:
    write_csv(desk.folder / "customers.csv", planted(), HEAD)
    await desk.ask("profile customers.csv: missing values, outliers, duplicates", formats=["html", "pdf", "xlsx"])
    assert desk.wrong == []
    found = Quality.model_validate_json((desk.folder / desk.results["inspect"]["state"]).read_text())
    state = {column.name: column for column in found.columns}
    assert (found.complete, found.repeated, found.key, found.doubled) == (78, 1, "customer_id", 1)
    assert found.repeats == ("rows 8, 81",) and found.doubles == ("C007 in rows 8, 81",)
    assert found.doubles == ("C007 in rows 8, 81",)
    assert (state["email"].missing, state["email"].invalid, state["email"].invalid_samples) == (3, 1, ("no address",))
    assert (state["employees"].outliers, state["employees"].invalid) == (1, 1)
    assert state["city"].spellings == ("Berlin (27), berlin (1)",)
    why = {(odd.row, odd.column): odd.why for odd in found.odd}
    assert why[31, "employees"] == "far from all others" and why[32, "employees"] == "no number"
    assert why[21, "email"] == "no e-mail address" and why[51, "since"] == "in the future"
    page = (desk.folder / "reports" / "profile-of-customers.html").read_text()
    assert "1 values of" not in page and "row 31: 98000" in page

    record = desk.folder / desk.results["inspect"]["paper"]
    paper = json.loads(record.read_text())
    cell = next(row[1] for s in paper["sections"] if s["id"] == "missing" for row in s["tables"][0]["rows"])
    cell |= {"value": "0", "text": "0"}
    record.write_text(json.dumps(paper))
    for step in ("report", "pdf", "spreadsheet"):
        await desk.again_step(step)
        assert any("email missing" in each and "the raw files give 3" in each for each in desk.wrong), step


def test_nothing_is_found_where_nothing_is_wrong(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "customers.csv", customers(), HEAD)
    found = inspected(Inspecting(source=file, name="customers.csv"), tmp_path)
    assert (found.complete, found.repeated, found.doubled, found.odd) == (80, 0, 0, ())
    assert not any(c.missing or c.invalid or c.outliers or c.spellings for c in found.columns)


def test_file_without_numbers_has_a_state_too(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "towns.csv", [["ann", "rome"], ["bob", ""], ["cid", "oslo"]], ("name", "town"))
    found = inspected(Inspecting(source=file, name="towns.csv"), tmp_path)
    assert found.complete == 2 and [c.missing for c in found.columns] == [0, 1]


def test_where_no_key_is_an_address_tells_people_apart(tmp_path: Path) -> None:
    rows = [[f"N{n}", f"n{n}@example.com"] for n in range(30)]
    rows[20][1] = "N4@Example.com"
    found = inspected(
        Inspecting(source=write_csv(tmp_path / "people.csv", rows, ("name", "e-mail")), name="people.csv"), tmp_path
    )
    assert (found.key, found.doubled, found.doubles) == ("e-mail", 1, ("n4@example.com in rows 5, 21",))
