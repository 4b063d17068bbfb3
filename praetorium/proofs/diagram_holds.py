"""The ``diagram-holds`` proof: every box and arrow that was asked for is in the drawing, none on top of another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field

from praetorium.errors import StepError
from praetorium.executors.base import Context
from praetorium.media.craft import STARTS, craft
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict


class DiagramHoldsParameters(Model):
    path: str = Field(description="The drawing as SVG, in the workspace")
    png: str = Field(default="", description="The same as PNG, where there is one")
    nodes: tuple[str, ...] = Field(description="The boxes that were asked for")
    edges: tuple[dict[str, str], ...] = Field(default=(), description="The arrows that were asked for")


class DiagramHolds(Proof[DiagramHoldsParameters]):
    name = "diagram-holds"
    summary = "The drawing parses, shows every box, arrow and label that was asked for, overlaps nowhere, runs nothing."
    Parameters = DiagramHoldsParameters
    seconds = STARTS - 0.1

    async def run(self, parameters: DiagramHoldsParameters, context: Context, result: dict[str, Any]) -> Verdict:
        svg = context.inside(parameters.path)
        name = f"{svg.name} shows what was asked"
        files: dict[str, Path] = {"made.svg": svg}
        if parameters.png:
            files["made.png"] = context.inside(parameters.png)
        missing = [path.name for path in files.values() if not path.is_file()]
        if missing:
            return Verdict(checks=(CheckResult(name=name, passed=False, evidence=f"{missing[0]} does not exist"),))
        asked = {
            "svg": "made.svg",
            "png": "made.png" if parameters.png else None,
            "nodes": list(parameters.nodes),
            "edges": [[edge["source"], edge["target"], edge.get("label", "")] for edge in parameters.edges],
        }
        try:
            told = await craft(context, "praetorium.media.diagram.proving:examine", asked, files=files)
        except StepError as error:
            return Verdict(checks=(CheckResult(name=name, passed=False, evidence=str(error)),))
        evidence = "; ".join(told["faults"][:5]) or told["said"]
        return Verdict(checks=(CheckResult(name=name, passed=not told["faults"], evidence=evidence),))
