"""What to do next is told in the page's own terms, wherever the product tells it in those of the command line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from praetorium.house import House
from praetorium.models import Failure, RequestState
from praetorium.web.guiding import guided, plainly

from .conftest import Page
from .seeding import Seeded

ROOT = Path(__file__).parents[2]
AT_THE_MACHINE = ("up", "down", "status", "users", "keys", "schedules", "playbooks", "assets verify")
"""What is done where the services run, and not on the page."""


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "give it along with --file a.csv, or name the folder with --project",
            "attach a.csv, or name its folder under ",
        ),
        ("check its name and attach it with --file", "check its name and attach it"),
        ("give it with --set port=…", "give it under Options, as port=…"),
        ("Nothing was made. Go on after all: praetorium retry req-1", "Nothing was made. Go on after all: “Try again”"),
        ("praetorium edit apr-1 --set name=value", "change them under “Edit”"),
        ('praetorium approve apr-1 --choice "Euro"', "choose “Euro”"),
        ('try: "Build a CRM"; try: "run ./x"', "try “Build a CRM”; try “run ./x”"),
        ("look at the report and ask again", "look at the report and ask again"),
    ],
)
def test_the_command_line_s_words_become_the_page_s(said: str, shown: str) -> None:
    assert plainly(said).startswith(shown)
    assert re.sub("<[^>]+>", "", guided(said)) == plainly(said)


def test_it_leads_where_it_is_done_and_is_escaped() -> None:
    told = guided("<i> See what happened: praetorium events req-1; is it up? praetorium status", "req-1")
    assert told == (
        '&lt;i&gt; <a href="/requests/req-1#happened">See what happened</a>; is it up? <code>praetorium status</code>'
    )
    assert 'href="/requests/new?words=a%20%26%20b"' in guided('try: "a & b"', "req-1")
    assert 'href="/requests/new?again=req-1"' in guided("ask again: --set by=COLUMN", "req-1")


def advice() -> Iterator[str]:
    """Whatever the product says is to be done next, with a name where a value comes in."""
    for path in sorted((ROOT / "praetorium").rglob("*.py")):
        if "cli" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "next":
                yield from _texts(node.value)


def _texts(value: ast.AST) -> Iterator[str]:
    if isinstance(value, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "x1" for part in value.values)
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    else:
        for inner in ast.iter_child_nodes(value):
            yield from _texts(inner)


def test_no_advice_of_the_product_is_left_in_words_of_the_command_line() -> None:
    found = [plainly(text) for text in advice()]
    assert len(found) > 200
    assert [text for text in found if re.search(r"--(file|set|project|choice|more|always|from)\b", text)] == []
    commands = [name for text in found for name in re.findall(r"praetorium ([a-z]+(?: verify)?)", text)]
    assert set(commands) <= set(AT_THE_MACHINE), found


def test_a_failure_on_the_page_says_where_to_go_on(page: Page, stock: tuple[House, Seeded]) -> None:
    house, seeded = stock
    client = page.entered()
    was = house.catalogue.requests.get(seeded.failed).failure
    told = Failure(
        what="Read", why="no 'a.csv'", next="give it along with --file a.csv, or name the folder with --project"
    )
    try:
        with house.catalogue.write() as connection:
            house.catalogue.requests.set(connection, seeded.failed, state=RequestState.FAILED, failure=told.dump())
        shown = client.get(f"/requests/{seeded.failed}").text
    finally:
        with house.catalogue.write() as connection:
            house.catalogue.requests.set(
                connection, seeded.failed, state=RequestState.FAILED, failure=was and was.dump()
            )
    assert "attach a.csv" in shown and "--file" not in shown and "Try again" in shown
    anew = client.get(f"/requests/new?again={seeded.failed}").text
    assert house.catalogue.requests.get(seeded.failed).request.words in anew


def test_values_for_a_playbook_come_along_and_are_checked(page: Page) -> None:
    client = page.entered()
    proof = re.search(r'name="csrf" value="([^"]+)"', client.get("/requests/new").text)
    assert proof is not None
    told = {"csrf": proof[1], "words": "Build me a CRM with contacts", "values": "no equals sign"}
    refused = client.post("/requests", data=told, files={"none": b""})
    assert refused.status_code == 422 and "name=value" in refused.text
