"""Where boxes and arrows go: layers along the arrows (Sugiyama's method), few crossings, nothing on top of another.

Coordinates are made for a diagram that runs downwards; one that runs to the right is the same with its axes swapped.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from praetorium.media.diagram.model import Edge, Graph
from praetorium.media.diagram.text import HEIGHT, LABEL, width, wrapped

_GAP, _LAYER = 36.0, 58.0
"""Pixels between boxes of one layer, and between layers."""
_PAD_X, _PAD_Y = 18.0, 13.0
_MARGIN = 24.0
_SWEEPS = 12
_TRACK = 26.0
"""Pixels between the ways of arrows that lead back."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A node where it is drawn; ``x`` and ``y`` are its middle."""

    node: str
    shape: str
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Arrow:
    """An edge where it is drawn: from the border of one box, through some points, to the border of another."""

    edge: Edge
    points: tuple[Point, ...]
    label: Point
    """The middle of its label."""
    back: bool = False


@dataclass(frozen=True)
class Drawing:
    """All of it, with the size of the whole."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float
    across: bool


def lay_out(graph: Graph, across: bool | None = None) -> Drawing:
    """Place everything; ``across``: to the right instead of downwards, by default where that fits a screen."""
    forward, back = _directed(graph)
    layer = _layers(graph.nodes, forward)
    count = max(layer.values()) + 1
    widest = max(sum(1 for n in layer.values() if n == k) for k in range(count))
    if across is None:
        across = count <= 6 and widest <= 3
    sizes = {node: _size(graph, node) for node in graph.nodes}
    rows, chains = _rows(graph.nodes, forward, layer)
    _order(rows, chains)
    return _Placing(graph, across, sizes, rows, chains, back).drawing()


def _size(graph: Graph, node: str) -> tuple[tuple[str, ...], float, float]:
    lines = wrapped(node)
    wide = max(map(width, lines)) + 2 * _PAD_X
    tall = len(lines) * HEIGHT + 2 * _PAD_Y
    shape = graph.shape(node)
    if shape == "decision":  # the text has to fit between its slopes
        return lines, wide * 1.35 + 20, tall * 1.7
    return lines, max(wide, 84.0), tall + (16 if shape == "store" else 0)


def _directed(graph: Graph) -> tuple[list[Edge], list[Edge]]:
    """Arrows that lead on, and those that lead back to where one has been (found by walking depth first)."""
    out: dict[str, list[Edge]] = {node: [] for node in graph.nodes}
    for edge in graph.edges:
        out[edge.source].append(edge)
    state: dict[str, int] = {}
    back: list[Edge] = []
    for root in graph.nodes:
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(out[root]))]
        while stack:
            node, edges = stack[-1]
            following = next(edges, None)
            if following is None:
                state[node] = 2
                stack.pop()
            elif state.get(following.target) == 1:
                back.append(following)
            elif following.target not in state:
                state[following.target] = 1
                stack.append((following.target, iter(out[following.target])))
    return [edge for edge in graph.edges if edge not in back], back


def _layers(nodes: tuple[str, ...], forward: list[Edge]) -> dict[str, int]:
    """Each node one layer below the lowest that leads to it."""
    layer = dict.fromkeys(nodes, 0)
    for _ in nodes:
        moved = False
        for edge in forward:
            if layer[edge.target] <= layer[edge.source]:
                layer[edge.target] = layer[edge.source] + 1
                moved = True
        if not moved:
            break
    return layer


Item = str | tuple[int, int]
"""A node, or a point of the edge of that number in that layer where it only passes through."""


def _rows(
    nodes: tuple[str, ...], forward: list[Edge], layer: dict[str, int]
) -> tuple[list[list[Item]], list[tuple[Edge, list[Item]]]]:
    rows: list[list[Item]] = [[] for _ in range(max(layer.values()) + 1)]
    for node in nodes:
        rows[layer[node]].append(node)
    chains: list[tuple[Edge, list[Item]]] = []
    for number, edge in enumerate(forward):
        passing: list[Item] = [(number, k) for k in range(layer[edge.source] + 1, layer[edge.target])]
        for item in passing:
            assert isinstance(item, tuple)
            rows[item[1]].append(item)
        chains.append((edge, [edge.source, *passing, edge.target]))
    return rows, chains


def _order(rows: list[list[Item]], chains: list[tuple[Edge, list[Item]]]) -> None:
    """Order each layer by the middle of its neighbours, downwards and upwards in turn; the best of all is kept."""
    above: dict[Item, list[Item]] = {}
    below: dict[Item, list[Item]] = {}
    for _, chain in chains:
        for one, other in pairwise(chain):
            below.setdefault(one, []).append(other)
            above.setdefault(other, []).append(one)
    best, fewest = [list(row) for row in rows], _crossings(rows, below)
    for sweep in range(_SWEEPS):
        down = not sweep % 2
        places = range(1, len(rows)) if down else range(len(rows) - 2, -1, -1)
        for k in places:
            near = {item: i for i, item in enumerate(rows[k - 1 if down else k + 1])}
            neighbours = above if down else below
            at = {item: i for i, item in enumerate(rows[k])}

            def middle(
                item: Item,
                near: dict[Item, int] = near,
                at: dict[Item, int] = at,
                sides: dict[Item, list[Item]] = neighbours,
            ) -> float:
                found = [near[other] for other in sides.get(item, ()) if other in near]
                return sum(found) / len(found) if found else float(at[item])

            rows[k].sort(key=middle)
        crossings = _crossings(rows, below)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    rows[:] = best


def _crossings(rows: list[list[Item]], below: dict[Item, list[Item]]) -> int:
    found = 0
    for upper, lower in pairwise(rows):
        at = {item: i for i, item in enumerate(lower)}
        ends = [at[other] for item in upper for other in sorted(below.get(item, ()), key=lambda o: at[o])]
        found += sum(a > b for i, a in enumerate(ends) for b in ends[i + 1 :])
    return found


class _Placing:
    """From the order in layers to coordinates."""

    def __init__(
        self,
        graph: Graph,
        across: bool,
        sizes: dict[str, tuple[tuple[str, ...], float, float]],
        rows: list[list[Item]],
        chains: list[tuple[Edge, list[Item]]],
        back: list[Edge],
    ) -> None:
        self._graph, self._across, self._sizes = graph, across, sizes
        self._rows, self._chains, self._back = rows, chains, back
        self._at: dict[Item, Point] = {}

    def drawing(self) -> Drawing:
        self._place()
        boxes = [self._box(node) for node in self._graph.nodes]
        arrows = [self._arrow(edge, chain) for edge, chain in self._chains]
        far = max(x + self._extent(item)[0] / 2 for item, (x, _) in self._at.items())
        arrows += [self._leading_back(edge, far + _TRACK * (n + 1)) for n, edge in enumerate(self._back)]
        return _framed(boxes, arrows, self._across)

    def _extent(self, item: Item) -> tuple[float, float]:
        """Along the layer, and from layer to layer."""
        if not isinstance(item, str):
            return 14.0, 0.0
        _, wide, tall = self._sizes[item]
        return (tall, wide) if self._across else (wide, tall)

    def _place(self) -> None:
        labelled = {(edge.source, edge.target): edge.label for edge in self._graph.edges}
        y = 0.0
        for k, row in enumerate(self._rows):
            deep = max(self._extent(item)[1] for item in row)
            x = 0.0
            for item in row:
                wide = self._extent(item)[0]
                self._at[item] = (x + wide / 2, y + deep / 2)
                x += wide + _GAP
            middle = (x - _GAP) / 2
            for item in row:
                self._at[item] = (self._at[item][0] - middle, self._at[item][1])
            out = [label for (source, _), label in labelled.items() if source in row and label]
            room = (
                max((width(label, LABEL) for label in out), default=0.0) + 22 if self._across else 34.0 if out else 0.0
            )
            y += deep + max(_LAYER, room if k + 1 < len(self._rows) else 0.0)

    def _box(self, node: str) -> Box:
        lines, wide, tall = self._sizes[node]
        x, y = self._at[node]
        x, y = (y, x) if self._across else (x, y)
        return Box(node, self._graph.shape(node), lines, x, y, wide, tall)

    def _arrow(self, edge: Edge, chain: list[Item]) -> Arrow:
        first, last = self._at[chain[0]], self._at[chain[-1]]
        begin = (first[0] + self._spread(edge), first[1] + self._extent(chain[0])[1] / 2)
        end = (last[0], last[1] - self._extent(chain[-1])[1] / 2)
        if self._graph.shape(edge.source) == "decision":
            begin = (first[0], begin[1])
        points = [begin, *(self._at[item] for item in chain[1:-1]), end]
        label = ((points[0][0] + points[1][0]) / 2, (points[0][1] + points[1][1]) / 2)
        return Arrow(edge, tuple(self._turned(points)), self._turned([label])[0])

    def _spread(self, edge: Edge) -> float:
        """Arrows out of one box leave it apart from each other."""
        beside = [chain[-1] for e, chain in self._chains if e.source == edge.source]
        beside.sort(key=lambda item: self._at[item][0])
        wide = self._extent(edge.source)[0]
        place = beside.index(edge.target) - (len(beside) - 1) / 2
        return place * min(24.0, wide / (len(beside) + 1))

    def _leading_back(self, edge: Edge, track: float) -> Arrow:
        (x1, y1), (x2, y2) = self._at[edge.source], self._at[edge.target]
        side1, side2 = self._extent(edge.source)[0] / 2, self._extent(edge.target)[0] / 2
        points = [(x1 + side1, y1), (track, y1), (track, y2), (x2 + side2, y2)]
        return Arrow(edge, tuple(self._turned(points)), self._turned([(track, (y1 + y2) / 2)])[0], back=True)

    def _turned(self, points: list[Point]) -> list[Point]:
        return [(y, x) for x, y in points] if self._across else list(points)


def _framed(boxes: list[Box], arrows: list[Arrow], across: bool) -> Drawing:
    """Everything moved so that it begins at the margin."""
    labels = [
        (arrow.label[0], arrow.label[1], width(arrow.edge.label, LABEL) / 2 + 6, 12.0)
        for arrow in arrows
        if arrow.edge.label
    ]
    extents = [(b.x, b.y, b.width / 2, b.height / 2) for b in boxes] + labels
    extents += [(x, y, 2.0, 2.0) for arrow in arrows for x, y in arrow.points]
    left, top = min(x - w for x, _, w, _ in extents) - _MARGIN, min(y - h for _, y, _, h in extents) - _MARGIN
    right, bottom = max(x + w for x, _, w, _ in extents) + _MARGIN, max(y + h for _, y, _, h in extents) + _MARGIN
    moved = [Box(b.node, b.shape, b.lines, b.x - left, b.y - top, b.width, b.height) for b in boxes]
    turned = [
        Arrow(a.edge, tuple((x - left, y - top) for x, y in a.points), (a.label[0] - left, a.label[1] - top), a.back)
        for a in arrows
    ]
    return Drawing(tuple(moved), tuple(turned), right - left, bottom - top, across)
