"""The ``invoice-adds-up`` proof: the figures are read from the finished file as a person reads them, and added up."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from pydantic import Field

from praetorium.documents.making import fixed
from praetorium.errors import StepError
from praetorium.executors.base import Context
from praetorium.media.craft import STARTS, craft
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict


class InvoiceAddsUpParameters(Model):
    path: str = Field(description="The invoice, in the workspace")
    lines: tuple[dict[str, str], ...] = Field(description="The positions as they were asked for")
    vat: str = "0"
    inclusive: bool = False
    currency: str = "EUR"
    language: str = "en"
    kind: Literal["invoice", "quote"] = "invoice"


class InvoiceAddsUp(Proof[InvoiceAddsUpParameters]):
    name = "invoice-adds-up"
    summary = (
        "Every figure is read back from the finished invoice and recomputed: lines, net, tax, total, as asked for."
    )
    Parameters = InvoiceAddsUpParameters
    seconds = STARTS

    async def run(self, parameters: InvoiceAddsUpParameters, context: Context, result: dict[str, Any]) -> Verdict:
        path = context.inside(parameters.path)
        name = f"{path.name} adds up"
        if not path.is_file():
            return _verdict(name, False, f"{parameters.path} does not exist")
        try:
            Decimal(parameters.vat)
        except InvalidOperation:
            return _verdict(name, False, f"'{parameters.vat}' is no tax in per cent")
        file = f"made{path.suffix.lower()}"
        asked = {
            "file": file,
            "language": parameters.language,
            "currency": parameters.currency,
            "vat": parameters.vat,
            "lines": [[line["description"], line["quantity"], line["price"]] for line in parameters.lines],
            "inclusive": parameters.inclusive,
            "kind": parameters.kind,
        }
        files = {file: path, **fixed(context, ("words.yaml",))}
        try:
            told = await craft(context, "praetorium.documents.invoice_reading:check", asked, files=files)
        except StepError as error:
            return _verdict(name, False, str(error))
        if not told["opens"]:
            return _verdict(name, False, f"it cannot be read: {told['why']}")
        return _verdict(name, not told["faults"], "; ".join(told["faults"][:5]) or told["said"])


def _verdict(name: str, passed: bool, evidence: str) -> Verdict:
    return Verdict(checks=(CheckResult(name=name, passed=passed, evidence=evidence),))
