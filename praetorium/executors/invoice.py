"""The ``invoice`` executor: positions, tax and dates as an invoice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field, ValidationError, field_validator

from praetorium.data.locating import located
from praetorium.documents.invoice import Invoice as Asked
from praetorium.documents.invoice import Line
from praetorium.documents.making import fixed, suffix_of
from praetorium.errors import UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.media.craft import STARTS, craft
from praetorium.models import Effect, Estimate, Model, Product, Undo, problem_of

_OFFICE = "application/vnd.openxmlformats-officedocument"
MIME = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
}


class InvoiceParameters(Model):
    kind: Literal["invoice", "quote"] = Field(default="invoice", description="What it is: a quote charges nothing yet")
    customer: str = Field(description="Who pays")
    lines: tuple[Line, ...] = Field(
        min_length=1, description="Positions: description, quantity, unit, price of one unit"
    )
    vat: str = Field(default="0", description="Value added tax in per cent")
    inclusive: bool = Field(default=False, description="Whether the prices hold the tax already")
    currency: str = Field(default="EUR", description="Three letters, as EUR")
    number: str = Field(description="The invoice's number")
    issued: date | None = Field(default=None, description="Its date; the day of the request when not given")
    days: int = Field(default=14, ge=0, le=365, description="Days until it is due, or that a quote is valid")
    sender: str = Field(default="", description="Who invoices: name and address")
    note: str = Field(default="", description="A sentence below the sums")
    to: str = Field(description="Where it is put: ….pdf, ….html, ….xlsx or ….docx")
    language: Literal["en", "de", "fr", "es", "it", "nl"] = Field(default="en", description="Of its fixed words")
    colours: tuple[str, ...] = Field(default=(), description="Colours as #rrggbb, the leading one first")
    page: Literal["a4", "letter"] = Field(default="a4", description="Size of the page")
    logo: str = Field(default="", description="A picture to put at the top")

    @field_validator("to")
    @classmethod
    def _known(cls, value: str) -> str:
        return suffix_of(value, tuple(MIME))


class InvoiceResult(Result):
    path: str
    net: str
    vat: str
    gross: str
    """Amounts in the invoice's currency, exact."""


class Invoice(Executor[InvoiceParameters]):
    name = "invoice"
    summary = (
        "Writes an invoice or a quote as PDF, page, workbook or Word file: positions, net, tax, total, to the cent."
    )
    Parameters = InvoiceParameters
    Returns = InvoiceResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 120.0
    typical = Estimate(seconds=STARTS + 0.1)
    example: ClassVar[Mapping[str, Any]] = {
        "customer": "ACME",
        "lines": [{"description": "Consulting", "quantity": "3", "unit": "days", "price": "900"}],
        "vat": "19",
        "number": "2026-0042",
        "to": "invoices/acme.pdf",
    }

    async def run(self, parameters: InvoiceParameters, context: Context) -> InvoiceResult:
        issued = parameters.issued or context.request.created.date()
        try:
            asked = Asked.model_validate(
                {
                    **parameters.model_dump(include=set(Asked.model_fields)),
                    "issued": issued,
                    "due": issued + timedelta(days=parameters.days),
                }
            )
        except ValidationError as error:
            where, problem = problem_of(error)
            raise UserError(f"the invoice's {'.'.join(map(str, where))}: {problem}") from None
        path = context.inside(parameters.to)
        made = f"made{path.suffix.lower()}"
        files: dict[str, Path] = dict(fixed(context, ("invoice.typ", "invoice.html.j2", "words.yaml")))
        if parameters.logo:
            files["given-logo"] = located(parameters.logo, context)
        sums = await craft(
            context,
            "praetorium.documents.invoice_files:write",
            {
                "invoice": asked.dump(),
                "to": made,
                "colours": list(parameters.colours),
                "page_size": parameters.page,
                "language": parameters.language,
                "logo": "given-logo" if parameters.logo else "",
            },
            files=files,
            made={made: path},
        )
        told = f"net {sums['net']}, VAT {sums['vat']}, total {sums['gross']} {asked.currency}"
        context.say(f"Wrote the {parameters.kind} {path.name}", file=parameters.to, detail=told)
        return InvoiceResult(
            path=parameters.to,
            products=(Product(name=path.name, kind="invoice", path=path, mime=MIME[path.suffix.lower()]),),
            notes=(f"{path.name}: {told}.",),
            **sums,
        )
