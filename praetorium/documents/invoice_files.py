"""An invoice as PDF, page, workbook or Word file. The amounts are computed once; a workbook computes them again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from praetorium.documents.content import Document, Paragraph, Span, Table
from praetorium.documents.invoice import Invoice, Totals, day, money, price, quantity, totals
from praetorium.documents.look import Look, look, words
from praetorium.documents.work import WORDS
from praetorium.errors import UserError
from praetorium.media.pictures import cleaned


def write(
    folder: Path,
    *,
    invoice: dict[str, Any],
    to: str,
    colours: list[str],
    page_size: str,
    language: str,
    logo: str,
) -> dict[str, Any]:
    """Work: the invoice as ``to`` (``.pdf``, ``.html``, ``.xlsx``, ``.docx``); its totals as text."""
    asked = Invoice.model_validate(invoice)
    mark = cleaned(folder, names={"": logo})[""] if logo else {}
    if "error" in mark:
        raise UserError(mark["error"], next="give the logo as PNG or JPEG")
    style = look(tuple(colours), page=page_size, language=language, logo=mark.get("file", ""))
    sums = totals(asked)
    fixed = labelled(words(folder / WORDS, language), asked.kind)
    target = folder / to
    match target.suffix:
        case ".pdf":
            from praetorium.documents.typesetting import set_pages

            set_pages(folder / "invoice.typ", _told(asked, sums, style, fixed), folder, target)
        case ".html":
            from praetorium.documents.page import data_uri, fill

            names = _told(asked, sums, style, fixed)
            names["logo"] = data_uri(folder / style.logo) if style.logo else ""
            target.write_text(fill(folder / "invoice.html.j2", names), encoding="utf-8")
        case ".xlsx":
            from praetorium.documents.invoice_sheet import write_sheet

            write_sheet(asked, sums, style, target, fixed)
        case _:
            from praetorium.documents.docx import write as write_docx

            write_docx(_document(_told(asked, sums, style, fixed)), style, folder, target, fixed)
    return {key: str(value) for key, value in (("net", sums.net), ("vat", sums.vat), ("gross", sums.gross))}


def labelled(fixed: dict[str, str], kind: str) -> dict[str, str]:
    """The fixed words of the kind: a quote has a number, a term and a sum of its own."""
    if kind == "invoice":
        return fixed
    names = ("invoice", "invoice_number", "bill_to", "due", "gross", "terms")
    return fixed | {name: fixed[f"{kind}_{name}"] for name in names}


def _told(invoice: Invoice, sums: Totals, style: Look, fixed: dict[str, str]) -> dict[str, Any]:
    """Everything as it is shown."""
    language, currency = style.language, invoice.currency

    def shown(value: Any) -> str:
        return money(value, currency, language)

    rate = f"{fixed['vat']} {quantity(invoice.vat, language)} %"
    rows = [
        [
            line.description,
            " ".join(filter(None, (quantity(line.quantity, language), fixed.get(f"unit_{line.unit}", line.unit)))),
            price(line.price, currency, language),
            shown(amount),
        ]
        for line, amount in zip(invoice.lines, sums.amounts, strict=True)
    ]
    width, height = style.millimetres
    due = day(invoice.due, language)
    return {
        "title": f"{fixed['invoice']} {invoice.number}",
        "language": language,
        "words": fixed,
        "look": {**style.dump(), "tint": style.tint, "width": width, "height": height},
        "customer": invoice.customer,
        "sender": invoice.sender,
        "number": invoice.number,
        "issued": day(invoice.issued, language),
        "due": due,
        "head": [fixed["description"], fixed["quantity"], fixed["unit_price"], fixed["amount"]],
        "rows": rows,
        "sums": [[fixed["net"], shown(sums.net)], [rate, shown(sums.vat)], [fixed["gross"], shown(sums.gross)]],
        "taxed": fixed["reverse"] if not invoice.vat else fixed["included"] if invoice.inclusive else "",
        "terms": fixed["terms"].format(due=due, number=invoice.number),
        "note": invoice.note,
    }


def _document(told: dict[str, Any]) -> Document:
    """The same as a text with two tables, for programs that edit it."""

    def line(text: str, bold: bool = False) -> Paragraph:
        return Paragraph(spans=(Span(text=text, bold=bold),))

    def cells(row: list[str]) -> tuple[tuple[Span, ...], ...]:
        return tuple((Span(text=text),) for text in row)

    fixed = told["words"]
    facts = [("from", told["sender"]), ("bill_to", told["customer"]), ("date", told["issued"]), ("due", told["due"])]
    blocks = [line(f"{fixed[key]}: {value}") for key, value in facts if value]
    rows = Table(
        head=cells(told["head"]),
        rows=tuple(cells(row) for row in told["rows"]),
        align=("left", "right", "right", "right"),
    )
    *before, last = told["sums"]
    sums = Table(
        head=cells(["", fixed["amount"]]),
        rows=(*(cells(row) for row in before), tuple((Span(text=text, bold=True),) for text in last)),
        align=("left", "right"),
    )
    closing = [line(text) for text in (told["taxed"], told["terms"], told["note"]) if text]
    return Document(title=told["title"], language=told["language"], blocks=(*blocks, rows, sums, *closing))
