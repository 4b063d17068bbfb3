"""Words about an app that is there become the next understanding of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from praetorium import House
from praetorium.changing.comparison import file_changes, notes
from praetorium.changing.renewal import renewed
from praetorium.errors import RejectedError, UserError
from praetorium.generate import app_files
from praetorium.models import Brief, Request
from praetorium.settings import Settings, templates
from praetorium.words import read
from tests.generate.environment import write_down


@pytest.fixture
def house(tmp_path: Path):
    made = House(Settings(home=tmp_path / "home"))
    yield made
    made.close()


@pytest.fixture
def launched(house: House, tmp_path: Path) -> Callable[..., Brief]:
    """A to-do list that was made and runs."""

    def launch(**values: Any) -> Brief:
        brief = read("to-do list with tasks (title, notes, status)")
        workspace = tmp_path / "place"
        workspace.mkdir()
        with house.catalogue.write() as connection:
            request = house.catalogue.requests.store(connection, Request(words="to-do list"))
            house.catalogue.requests.set(connection, request.id, workspace=str(workspace))
            brief = house.catalogue.briefs.store(connection, request.id, brief)
            told = {"host": "process", "port": 1, "url": "http://x", "definition": {}, "asset": "ast-1", "version": 3}
            house.catalogue.apps.store(connection, name="todo", title="Todo", request=request.id, **(told | values))
        return brief

    return launch


def asked(house: House, words: str, project: str | None = "todo", folder: Path | None = None):
    return renewed(house, Request(words=words, project=project), folder)


def test_the_last_understanding_and_the_words_give_the_next(house: House, launched, tmp_path: Path) -> None:
    before = launched()
    found = asked(house, "add a due date to tasks and a page with overdue ones, and drop the sauna", folder=tmp_path)
    assert found is not None
    request, brief = found
    assert request.project is None
    assert brief.intent == "change-app" and brief.title == before.title
    assert {f.name for f in brief.entities[0].fields} > {f.name for f in before.entities[0].fields}
    assert [f.name for f in brief.features if f.name == "overdue"] == ["overdue"]
    assert {k: brief.parameters[k] for k in ("service", "asset", "source_version")} == {
        "service": "todo",
        "asset": "ast-1",
        "source_version": 3,
    }
    assert ["sauna" in u.sentence for u in brief.unread] == [True], "what is not done is named"
    assert brief.parameters["changes"].startswith("Tasks get due")
    assert "new version" not in brief.summary, "the app itself shows it"


def test_words_that_change_nothing_are_rejected(house: House, launched, tmp_path: Path) -> None:
    launched()
    with pytest.raises(RejectedError):
        asked(house, "sing me a song", folder=tmp_path)


def test_an_app_in_a_container_is_not_changed_in_place(house: House, launched, tmp_path: Path) -> None:
    launched(host="container")
    with pytest.raises(UserError, match="container"):
        asked(house, "without notes", folder=tmp_path)


def test_the_folder_of_an_app_names_it_unless_something_new_is_asked_for(
    house: House, launched, tmp_path: Path
) -> None:
    launched()
    found = asked(house, "without notes", project="place", folder=tmp_path)
    assert found is not None and found[1].parameters["service"] == "todo"
    assert asked(house, "Build me a CRM with contacts", project="place", folder=tmp_path) is None
    assert asked(house, "sales report from orders.csv", project="place", folder=tmp_path) is None


def test_what_is_no_app_is_a_project_like_any_other(house: House, launched, tmp_path: Path) -> None:
    launched()
    assert asked(house, "without notes", project=None) is None
    assert asked(house, "without notes", project="elsewhere", folder=tmp_path) is None


def test_what_another_feature_needs_is_not_said_to_be_left_out(house: House, launched) -> None:
    launched()
    found = asked(house, "add a login and comments on tasks")
    assert found is not None
    with house.catalogue.write() as connection:
        request = house.catalogue.apps.get("todo").request
        house.catalogue.briefs.store(connection, request, found[1].model_copy(update={"version": 2}))
    with pytest.raises(RejectedError, match=r"cannot be left out: it is needed by .*[Cc]omment"):
        asked(house, "remove the login")
    again = asked(house, "remove the login and the comments")
    assert again is not None and [f.name for f in again[1].features] == ["board"]


def test_the_files_that_become_different_are_told_with_the_plan(house: House, launched, tmp_path: Path) -> None:
    before = launched()
    write_down(app_files(before, templates=templates()), tmp_path / "source")
    assert notes(file_changes(before, tmp_path / "source", templates())) == ("No file becomes different.",)
    found = asked(house, "without notes", folder=tmp_path)
    assert found is not None
    changes = {c.path: c for c in file_changes(found[1], tmp_path / "source", templates())}
    model = changes["app/models/task.py"]
    assert (model.change, model.added, model.removed > 0) == ("changed", 0, True)
    assert notes(tuple(changes.values()))[0].startswith(f"Files: {len(changes)} changed (+")


def test_what_is_called_otherwise_keeps_its_records_and_addresses(house: House, launched) -> None:
    before = launched().entities[0]
    found = asked(house, "rename tasks to errands, and add a due date to errands")
    assert found is not None
    after = found[1].entities[0]
    assert (after.label, after.label_plural) == ("Errand", "Errands")
    assert (after.name, after.plural) == (before.name, before.plural)
    assert {f.name for f in after.fields} - {f.name for f in before.fields} == {"due_date"}
