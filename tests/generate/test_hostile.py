"""Words of users stay words: in Python, templates, HTML, TOML, JSON and Markdown, and in what the pages show."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from praetorium.generate import app_files
from praetorium.generate.names import clean
from praetorium.generate.rendering import markdown, page_literal, page_text
from praetorium.models import Brief, Entity, Field, FieldType
from tests.generate.briefs import HOSTILE, hostile
from tests.generate.environment import TEMPLATES


class _Reader(HTMLParser):
    """The text of a page, the scripts in it, and attributes that run something."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.handlers: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append(dict(attrs))
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text.append(" ".join(data.split()))


def test_pages_show_what_was_said_and_run_none_of_it(
    written: Callable[[str], Path], serve: Callable[..., Any], tmp_path: Path
) -> None:
    pages = (
        "/",
        "/things",
        "/things/1",
        "/things/1/edit",
        "/things/new",
        "/things/board",
        "/things/1/delete",
        "/others",
    )
    with serve(written("hostile"), tmp_path) as running, running.client() as client:
        read = {path: _Reader(client.get(path).raise_for_status().text) for path in (*pages, "/docs", "/graphql")}
        csv = client.get("/things/export.csv").text
    for path, page in read.items():
        assert not page.handlers, path
        assert all(s["src"] and s["src"].startswith("/static/") for s in page.scripts), path
        assert "49" not in " ".join(page.text).replace("-49", ""), f"{path}: a template in the words was run"
    shown = " | ".join(read["/things/1"].text)
    for label in HOSTILE:
        assert clean(label, 60) in shown
    assert clean(HOSTILE[1], 60) in read["/"].text
    assert clean(HOSTILE[0], 60).replace('"', '""') in csv


def test_every_file_is_still_what_it_should_be() -> None:
    files = app_files(hostile(), templates=TEMPLATES)
    for name, content in files.items():
        if name.endswith(".py"):
            ast.parse(content)
    title = tomllib.loads(str(files["pyproject.toml"]))["project"]["description"]
    assert "</script>" in title
    assert json.loads(str(files["app.json"]))["entities"]
    names = jinja2.Environment()
    for name, content in files.items():
        if name.endswith(".html"):
            names.parse(str(content))


text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(text, min_size=6, max_size=6), text)
def test_any_words_give_sound_python(labels: list[str], title: str) -> None:
    thing = Entity(
        name="thing",
        plural="things",
        label=labels[0],
        label_plural=labels[1],
        display="name",
        board="state",
        fields=(
            Field(name="name", label=labels[2], help=labels[3], required=True, samples=(labels[4],)),
            Field(name="state", label=labels[5], type=FieldType.CHOICE, choices=(*labels, "ordinary", "usual")),
        ),
    )
    brief = Brief(intent="build-app", title=title, summary=labels[0] + title, entities=(thing,))
    for name, content in app_files(brief, templates=TEMPLATES).items():
        if name.endswith(".py"):
            ast.parse(content)
        if name.endswith(".html"):
            jinja2.Environment().parse(str(content))


@given(st.text(max_size=200))
def test_quoting_gives_back_what_was_said(said: str) -> None:
    environment = jinja2.Environment(autoescape=True)
    assert (
        environment.from_string("{{ " + page_literal(said) + "|safe }}").render()
        == said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        or "\ud800" <= max(said, default="") <= "\udfff"
    )
    shown = environment.from_string(page_text(said)).render()
    assert "<" not in shown
    assert "{{" not in page_text(said)


@given(st.text(max_size=300), st.integers(2, 80))
def test_a_label_is_one_line_without_tricks(said: str, limit: int) -> None:
    label = clean(said, limit)
    assert len(label) <= limit
    assert label == clean(label, limit)
    assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]", label)


@pytest.mark.parametrize("said", ["a|b", "[x](y)", "<b>", "`code`", "# head", "*bold*"])
def test_markdown_has_no_meaning_left(said: str) -> None:
    assert re.sub(r"\\(.)", r"\1", markdown(said)) == said
    assert not re.search(r"(?<!\\)[|\[\]<>`#*]", markdown(said))
