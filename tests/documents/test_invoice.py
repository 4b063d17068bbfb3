"""Invoices: read from the words, exact to the cent, and every figure read back from the finished file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from praetorium.documents import invoice_files, invoice_reading
from praetorium.documents.invoice import Invoice, Line, totals
from praetorium.errors import RejectedError
from praetorium.words import read
from tests.documents.conftest import Workshop, failed

LINES = [
    {"description": "Consulting", "quantity": "3", "unit": "days", "price": "900"},
    {"description": "Travel, 2 trips by m2", "quantity": "1.5", "unit": "", "price": "1234.55"},
]
ASKED = {"customer": "ACME", "lines": LINES, "vat": "19", "number": "2026-0042"}


def asked(**more: Any) -> dict[str, Any]:
    return {**ASKED, "issued": "2026-11-28", "due": "2026-12-12", **more}


def made(bench: Path, to: str, *, language: str = "en", **more: Any) -> None:
    invoice_files.write(bench, invoice=asked(**more), to=to, colours=[], page_size="a4", language=language, logo="")


def checked(bench: Path, to: str, *, language: str = "en", **more: Any) -> dict[str, Any]:
    wanted = asked(**more)
    return invoice_reading.check(
        bench,
        file=to,
        language=language,
        currency=wanted.get("currency", "EUR"),
        vat=wanted["vat"],
        lines=[[line["description"], line["quantity"], line["price"]] for line in wanted["lines"]],
        inclusive=wanted.get("inclusive", False),
    )


@pytest.mark.parametrize("to", ["a.pdf", "a.html", "a.xlsx", "a.docx"])
@pytest.mark.parametrize(
    ("language", "more"),
    [("en", {}), ("de", {"inclusive": True}), ("fr", {"currency": "CHF"}), ("en", {"currency": "USD", "vat": "0"})],
)
def test_what_stands_in_it_adds_up(bench: Path, to: str, language: str, more: dict[str, Any]) -> None:
    made(bench, to, language=language, **more)
    assert checked(bench, to, language=language, **more)["faults"] == []


@pytest.mark.parametrize("to", ["a.pdf", "a.html", "a.xlsx", "a.docx"])
def test_another_price_quantity_or_tax_is_refused(bench: Path, to: str) -> None:
    made(bench, to)
    for change in ({"price": "901"}, {"quantity": "4"}):
        assert checked(bench, to, lines=[{**LINES[0], **change}, LINES[1]])["faults"]
    assert checked(bench, to, vat="20")["faults"]
    assert checked(bench, to, lines=LINES[:1])["faults"]


@pytest.mark.parametrize(("right", "wrong"), [("5,416.68", "5,461.68"), ("864.85", "864.58"), ("1,851.83", "1,851.38")])
def test_a_figure_that_was_altered_is_found(bench: Path, right: str, wrong: str) -> None:
    made(bench, "a.html")
    page = bench / "a.html"
    assert right in page.read_text()
    page.write_text(page.read_text().replace(right, wrong))
    assert any(wrong.replace(",", "") in fault for fault in checked(bench, "a.html")["faults"])


def test_a_workbook_without_formulas_is_refused(bench: Path) -> None:
    import openpyxl

    made(bench, "a.xlsx")
    book = openpyxl.load_workbook(bench / "a.xlsx", data_only=True)
    book.save(bench / "a.xlsx")
    assert "is no formula" in checked(bench, "a.xlsx")["faults"][0]


def test_what_looks_like_a_formula_stays_text(bench: Path) -> None:
    import openpyxl

    trap = '=HYPERLINK("http://127.0.0.1/","pay")'
    made(bench, "a.xlsx", customer=trap, lines=[{**LINES[0], "description": trap}])
    cells = [cell for row in openpyxl.load_workbook(bench / "a.xlsx").worksheets[0].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value and trap in str(cell.value)] == ["s", "s"]


def test_rounding_is_half_up_and_by_line() -> None:
    def sums(*lines: tuple[str, str], **more: Any) -> tuple[str, str, str]:
        given = tuple(Line(description="x", quantity=Decimal(q), price=Decimal(p)) for q, p in lines)
        day = date(2026, 1, 1)
        found = totals(Invoice(customer="c", lines=given, number="1", issued=day, due=day, **more))
        return str(found.net), str(found.vat), str(found.gross)

    assert sums(("1", "0.125"), ("1", "0.125"), vat=Decimal(0)) == ("0.26", "0.00", "0.26")
    assert sums(("3", "900"), vat=Decimal(19)) == ("2700.00", "513.00", "3213.00")
    assert sums(("1", "119"), vat=Decimal(19), inclusive=True) == ("100.00", "19.00", "119.00")
    assert sums(("1.5", "1235"), vat=Decimal(10), currency="JPY") == ("1853", "185", "2038")
    assert sums(("1000000", "0.001"), vat=Decimal("7.7"), currency="CHF") == ("1000.00", "77.00", "1077.00")


async def test_it_is_written_proven_and_seen(workshop: Workshop) -> None:
    result = await workshop.run("invoice", **ASKED, to="invoices/acme.pdf", days=30)
    assert (result.net, result.vat, result.gross) == ("4551.83", "864.85", "5416.68")
    given = {"lines": LINES, "vat": "19"}
    assert failed(await workshop.prove("invoice-adds-up", result, path="invoices/acme.pdf", **given)) == []
    assert failed(await workshop.prove("document-holds", result, path="invoices/acme.pdf")) == []
    assert failed(await workshop.prove("invoice-adds-up", path="invoices/acme.pdf", lines=LINES, vat="7"))
    assert failed(await workshop.prove("invoice-adds-up", path="none.pdf", **given))


WORDS = [
    (
        "invoice for ACME, 3 days consulting at 900, VAT 19 %, as PDF",
        "ACME",
        [("Consulting", "3", "days", "900")],
        {"vat": "19", "currency": "EUR"},
    ),
    (
        "invoice to Globex GmbH: 12 hours design at 85, 2 licences at 49.90 and a domain for 15, VAT 20 %, in GBP",
        "Globex GmbH",
        [("Design", "12", "hours", "85"), ("Licences", "2", "", "49.90"), ("Domain", "1", "", "15")],
        {"vat": "20", "currency": "GBP"},
    ),
    (
        "create an invoice no. 2026-17 for Müller & Söhne for 2.5 days workshop at €1,200, travel 340 €, 19% VAT, "
        "due in 30 days, from Ada Lovelace, in German",
        "Müller & Söhne",
        [("Workshop", "2.5", "days", "1200"), ("Travel", "1", "", "340")],
        {"vat": "19", "number": "2026-17", "days": 30, "sender": "Ada Lovelace", "text_language": "de"},
    ),
    (
        "bill ACME Inc for 4 hours consulting at $150 per hour, no VAT",
        "ACME Inc",
        [("Consulting", "4", "hours", "150")],
        {"vat": "0", "currency": "USD"},
    ),
    (
        "invoice for Initech, 10 x stapler at 12.50 each, prices including VAT 7.5 %",
        "Initech",
        [("Stapler", "10", "", "12.50")],
        {"vat": "7.5", "inclusive": True},
    ),
    (
        "invoice for Stark, 3 days consulting for 2700, VAT 19%",
        "Stark",
        [("Consulting", "3", "days", "900")],
        {"vat": "19"},
    ),
]


@pytest.mark.parametrize(("words", "customer", "lines", "more"), WORDS)
def test_words(words: str, customer: str, lines: list[tuple[str, ...]], more: dict[str, Any]) -> None:
    brief = read(words)
    assert brief.intent == "invoice"
    assert brief.parameters["customer"] == customer
    keys = ("description", "quantity", "unit", "price")
    assert brief.parameters["lines"] == [dict(zip(keys, line, strict=True)) for line in lines]
    assert {key: brief.parameters[key] for key in more} == more
    assert brief.unread == ()


def test_what_was_assumed_is_said() -> None:
    assumed = {a.about: a.value for a in read("invoice for Bob, hosting: 120").assumptions}
    assert assumed["VAT"] == "none" and assumed["Currency"] == "EUR" and assumed["Due"] == "in 14 days"
    assert {"Number", "Date", "Sender", "Form", "Page"} <= assumed.keys()


def test_what_is_no_position_is_listed() -> None:
    assert [u.sentence for u in read("invoice for Bob, hosting: 120, something blue, 7 % VAT").unread] == [
        "something blue"
    ]


def test_without_any_price_it_is_rejected() -> None:
    with pytest.raises(RejectedError, match="no position with a price"):
        read("invoice for Bob, 3 days")


@pytest.mark.parametrize("words", ["invoice app for my shop", "build an invoice system with customers and invoices"])
def test_an_application_for_invoices_is_an_application(words: str) -> None:
    assert read(words).intent == "build-app"


@pytest.mark.parametrize("to", ["a.pdf", "a.html", "a.xlsx", "a.docx"])
@pytest.mark.parametrize(("language", "word"), [("en", "Quote Q-7"), ("de", "Angebot Q-7")])
def test_a_quote_says_that_it_is_one_and_adds_up(bench: Path, to: str, language: str, word: str) -> None:
    lines = [LINES[0], {"description": "Discount 10 %", "quantity": "1", "unit": "", "price": "-270"}]
    made(bench, to, language=language, kind="quote", lines=lines, number="Q-7", vat="7")
    asked_for = [[line["description"], line["quantity"], line["price"]] for line in lines]
    given: dict[str, Any] = {"file": to, "language": language, "currency": "EUR", "vat": "7", "inclusive": False}
    told = invoice_reading.check(bench, **given, lines=asked_for, kind="quote")
    assert told["faults"] == [] and told["said"].endswith("net 2430.00 + VAT 170.10 = 2600.10 EUR")
    from praetorium.media.kinds import draw

    assert draw(bench, file=to)["drawn"] > 0.001
    if to.endswith("html"):
        assert word in (bench / to).read_text()
