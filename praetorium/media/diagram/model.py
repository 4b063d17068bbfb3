"""What a diagram shows."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from praetorium.models.base import Model

Shape = Literal["box", "person", "store", "decision", "document"]
MOST_NODES = 80


class Edge(Model):
    """An arrow."""

    source: str
    target: str
    label: str = Field(default="", max_length=80)


class Graph(Model):
    """Boxes, in the order they were named, and arrows between them."""

    title: str = Field(min_length=1, max_length=200)
    nodes: tuple[str, ...] = Field(min_length=1, max_length=MOST_NODES)
    edges: tuple[Edge, ...] = Field(default=(), max_length=4 * MOST_NODES)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if len(set(self.nodes)) != len(self.nodes):
            raise ValueError("two boxes have the same name")
        loose = {e.source for e in self.edges} | {e.target for e in self.edges}
        if loose - set(self.nodes):
            raise ValueError(f"an arrow leads to '{sorted(loose - set(self.nodes))[0]}', which is no box")
        return self

    def shape(self, node: str) -> Shape:
        """How it is drawn: by where its arrows lead, else by what its name says it is."""
        labels = [edge.label for edge in self.edges if edge.source == node]
        if len(labels) > 1 and any(labels):
            return "decision"
        words = set(node.lower().split())
        for shape, known in _SHAPES.items():
            if words & known:
                return shape
        return "box"


_SHAPES: dict[Shape, frozenset[str]] = {
    "person": frozenset({"user", "users", "customer", "customers", "person", "admin", "visitor", "client", "agent"}),
    "store": frozenset({"database", "db", "storage", "warehouse", "cache", "bucket", "postgres", "sqlite", "redis"}),
    "document": frozenset({"document", "file", "report", "invoice", "letter", "contract", "csv", "pdf"}),
}
