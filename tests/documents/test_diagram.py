"""Diagrams: read from the words, laid out without anything on top of another, read back from the drawing."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from praetorium.errors import RejectedError, UserError
from praetorium.media.diagram import draw
from praetorium.media.diagram.layout import Box, lay_out
from praetorium.media.diagram.model import Edge, Graph
from praetorium.media.diagram.proving import examine
from praetorium.words import read
from tests.documents.conftest import Workshop, failed

SIGNUP = "diagram of how signup works: user → form → validation → database → mail"
CHAIN = [("user", "form", ""), ("form", "validation", ""), ("validation", "database", ""), ("database", "mail", "")]

WORDS = [
    (SIGNUP, "How signup works", CHAIN),
    (SIGNUP.replace("→", "->"), "How signup works", CHAIN),
    ("diagram of signup: user, then form, then mail", "Signup", [("user", "form", ""), ("form", "mail", "")]),
    (
        "flowchart of an order: cart -> payment; if paid -> shipping -> customer, otherwise -> cart",
        "An order",
        [
            ("cart", "payment", ""),
            ("payment", "shipping", "paid"),
            ("shipping", "customer", ""),
            ("payment", "cart", "otherwise"),
        ],
    ),
    (
        "diagram: visitor → check: if ok: account → mail; else: visitor",
        "Diagram",
        [
            ("visitor", "check", ""),
            ("check", "account", "ok"),
            ("account", "mail", ""),
            ("check", "visitor", "otherwise"),
        ],
    ),
    (
        "draw A --yes--> B, A -[no]-> C, B -> D & E, C -> the D",
        "Diagram",
        [("A", "B", "yes"), ("A", "C", "no"), ("B", "D", ""), ("B", "E", ""), ("C", "D", "")],
    ),
]


@pytest.mark.parametrize(("words", "title", "edges"), WORDS)
def test_words(words: str, title: str, edges: list[tuple[str, str, str]]) -> None:
    brief = read(words)
    assert (brief.intent, brief.title) == ("diagram", title)
    assert [(e["source"], e["target"], e["label"]) for e in brief.parameters["edges"]] == edges


def test_forms_and_direction() -> None:
    brief = read(f"{SIGNUP}, as PDF in green, top to bottom")
    assert brief.formats == ("svg", "pdf")
    assert brief.parameters["across"] is False
    assert brief.parameters["colours"] == ["#2e7d32"]
    assert brief.parameters["nodes"] == ["user", "form", "validation", "database", "mail"]


def test_one_box_is_no_diagram() -> None:
    with pytest.raises(RejectedError, match="2 to 80 boxes"):
        read("diagram of it: user → user")


def apart(one: Box, other: Box) -> bool:
    return (
        abs(one.x - other.x) >= (one.width + other.width) / 2 or abs(one.y - other.y) >= (one.height + other.height) / 2
    )


@pytest.mark.parametrize("seed", range(25))
def test_no_box_lies_on_another_and_all_is_inside(seed: int) -> None:
    chance = random.Random(seed)
    nodes = tuple(f"{'box ' * chance.randint(1, 6)}{n}" for n in range(chance.randint(2, 24)))
    pairs = {(chance.choice(nodes), chance.choice(nodes)) for _ in range(chance.randint(1, 40))}
    graph = Graph(
        title="T", nodes=nodes, edges=tuple(Edge(source=a, target=b, label="if so" * (len(a) % 2)) for a, b in pairs)
    )
    drawing = lay_out(graph)
    assert [box.node for box in drawing.boxes] == list(nodes)
    assert len(drawing.arrows) == len(pairs)
    assert all(apart(one, other) for one, other in combinations(drawing.boxes, 2))
    for box in drawing.boxes:
        assert box.width / 2 <= box.x <= drawing.width - box.width / 2
        assert box.height / 2 <= box.y <= drawing.height - box.height / 2
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for a in drawing.arrows for x, y in a.points)


async def test_it_is_drawn_proven_and_seen(workshop: Workshop) -> None:
    parameters = read(SIGNUP).parameters
    given = {"nodes": parameters["nodes"], "edges": parameters["edges"]}
    result = await workshop.run("diagram", title="Signup", to="d/signup", formats=["svg", "png", "pdf"], **given)
    proof = {"path": "d/signup.svg", "png": "d/signup.png"}
    assert failed(await workshop.prove("diagram-holds", result, **proof, **given)) == []
    assert failed(await workshop.prove("shows", result, path="d/signup.pdf")) == []
    more = {**given, "nodes": [*given["nodes"], "bank"]}
    assert "'bank' is missing" in failed(await workshop.prove("diagram-holds", result, **proof, **more))[0]


def drawn(bench: Path) -> tuple[Path, dict[str, list]]:  # type: ignore[type-arg]
    edges = (Edge(source="a", target="b", label="if <so>"), Edge(source="a", target="c & d", label="else"))
    graph = Graph(title="T", nodes=("a", "b", "c & d"), edges=edges)
    draw.write(bench, graph=graph.dump(), to=["a.svg", "a.png"], colours=[], across=None)
    wanted = {"nodes": list(graph.nodes), "edges": [[e.source, e.target, e.label] for e in edges]}
    assert examine(bench, svg="a.svg", png="a.png", **wanted)["faults"] == []
    return bench / "a.svg", wanted


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('data-to="b"', 'data-to="c"', "no arrow leads from 'a' to 'b'"),
        (">if &lt;so&gt;<", ">if not<", "no arrow says"),
        ('data-node="b"', 'data-node="bb"', "the box 'b' is missing"),
        ("</svg>", "<script>alert(1)</script></svg>", "it holds <script>"),
        ("</svg>", "", "cannot be read"),
        ('<rect x="', '<rect onload="x()" x="', "it has onload"),
    ],
)
def test_a_drawing_that_was_altered_is_refused(bench: Path, right: str, wrong: str, said: str) -> None:
    path, wanted = drawn(bench)
    assert right in path.read_text()
    path.write_text(path.read_text().replace(right, wrong, 1))
    assert any(said in fault for fault in examine(bench, svg="a.svg", png=None, **wanted)["faults"])


async def test_an_arrow_to_nowhere_is_refused(workshop: Workshop) -> None:
    with pytest.raises(UserError, match="'x', which is no box"):
        await workshop.run("diagram", title="T", nodes=["a"], edges=[{"source": "a", "target": "x"}], to="d/a")
