"""The ``document-holds`` proof: another library than the writer opens the document and finds its source's text."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from praetorium.data.locating import located
from praetorium.errors import StepError
from praetorium.executors.base import Context
from praetorium.media.craft import STARTS, craft
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict


class DocumentHoldsParameters(Model):
    path: str = Field(description="The document, in the workspace: .docx, .pptx, .pdf or .html")
    source: str | None = Field(default=None, description="The text it was made from, where there is one")


class DocumentHolds(Proof[DocumentHoldsParameters]):
    name = "document-holds"
    summary = "The document opens elsewhere, holds the words of its source, and can be read by who cannot see it."
    Parameters = DocumentHoldsParameters
    seconds = STARTS - 0.1

    async def run(self, parameters: DocumentHoldsParameters, context: Context, result: dict[str, Any]) -> Verdict:
        path = context.inside(parameters.path)
        opens = f"{path.name} opens"
        if not path.is_file():
            evidence = f"{parameters.path} does not exist"
            return Verdict(checks=(CheckResult(name=opens, passed=False, evidence=evidence),))
        file = f"made{path.suffix.lower()}"
        files = {file: path}
        if parameters.source is not None:
            files["source.md"] = located(parameters.source, context)
        asked = {"file": file, "source": "source.md" if parameters.source is not None else None}
        try:
            told = await craft(context, "praetorium.documents.proving:examine", asked, files=files)
        except StepError as error:
            return Verdict(checks=(CheckResult(name=opens, passed=False, evidence=str(error)),))
        if not told["opens"]:
            return Verdict(checks=(CheckResult(name=opens, passed=False, evidence=f"{path.name}: {told['why']}"),))
        checks = [CheckResult(name=opens, passed=True, evidence=f"{path.name}: {told['said']}")]
        if "holds" in told:
            missing = f"; missing: {', '.join(told['missing'])}" if told["lost"] else ""
            evidence = f"{told['words'] - told['lost']} of {told['words']} different words of the source{missing}"
            checks.append(CheckResult(name=f"{path.name} holds the text", passed=told["holds"], evidence=evidence))
        faults = told["faults"]
        evidence = "; ".join(faults[:5]) or "title, language, headings in order, every picture and chart described"
        checks.append(CheckResult(name=f"{path.name} is accessible", passed=not faults, evidence=evidence))
        return Verdict(checks=tuple(checks))
