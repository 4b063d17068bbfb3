"""The ``diagram`` executor: boxes and arrows as a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field, ValidationError

from praetorium.errors import UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.media.craft import STARTS, craft
from praetorium.media.diagram.model import Edge, Graph
from praetorium.models import Effect, Estimate, Model, Product, Undo, problem_of

MIME = {".svg": "image/svg+xml", ".png": "image/png", ".pdf": "application/pdf"}


class DiagramParameters(Model):
    title: str = Field(description="What the diagram shows")
    nodes: tuple[str, ...] = Field(min_length=1, description="The boxes, in the order they are named")
    edges: tuple[Edge, ...] = Field(default=(), description="The arrows: source, target, and words on it")
    to: str = Field(description="Where the drawings are put, without an ending")
    formats: tuple[str, ...] = Field(default=("svg", "png"), min_length=1, description="svg, png, pdf")
    across: bool | None = Field(default=None, description="To the right, or downwards; what fits when not given")
    colours: tuple[str, ...] = Field(default=(), description="Colours as #rrggbb, the leading one first")


class DiagramResult(Result):
    paths: tuple[str, ...]
    width: int
    height: int
    """Pixels."""


class Diagram(Executor[DiagramParameters]):
    name = "diagram"
    summary = "Draws boxes and arrows: laid out in layers, branches as diamonds, as SVG, PNG and PDF."
    Parameters = DiagramParameters
    Returns = DiagramResult
    effects = frozenset({Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 90.0
    typical = Estimate(seconds=STARTS)
    example: ClassVar[Mapping[str, Any]] = {
        "title": "How signup works",
        "nodes": ["user", "form", "database"],
        "edges": [{"source": "user", "target": "form"}, {"source": "form", "target": "database", "label": "valid"}],
        "to": "diagrams/signup",
    }

    async def run(self, parameters: DiagramParameters, context: Context) -> DiagramResult:
        try:
            graph = Graph(title=parameters.title, nodes=parameters.nodes, edges=parameters.edges)
        except ValidationError as error:
            raise UserError(f"the diagram: {problem_of(error)[1]}") from None
        unknown = [name for name in parameters.formats if f".{name}" not in MIME]
        if unknown:
            raise UserError(f"a diagram cannot be written as '{unknown[0]}'", next="say SVG, PNG or PDF")
        paths = {f"made.{name}": context.inside(f"{parameters.to}.{name}") for name in parameters.formats}
        asked = {
            "graph": graph.dump(),
            "to": list(paths),
            "colours": list(parameters.colours),
            "across": parameters.across,
        }
        told = await craft(context, "praetorium.media.diagram.draw:write", asked, made=paths)
        drawn = f"{len(graph.nodes)} boxes, {len(graph.edges)} arrows, {told['width']} × {told['height']} pixels"
        context.say(f"Drew {parameters.title}", file=f"{parameters.to}.{parameters.formats[0]}", detail=drawn)
        return DiagramResult(
            paths=tuple(f"{parameters.to}.{name}" for name in parameters.formats),
            products=tuple(_product(path) for path in paths.values()),
            **told,
        )


def _product(path: Path) -> Product:
    return Product(name=path.name, kind="diagram", path=path, mime=MIME[path.suffix])
