"""Whole applications: generated, checked by the tools, tested by their own tests, started and used."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from praetorium.errors import StepError
from praetorium.generate import app_expectations, app_files
from praetorium.models import Brief, Relation
from tests.forked import Nursery
from tests.generate.briefs import ALL, crm
from tests.generate.conftest import ROOT, noticed
from tests.generate.environment import TEMPLATES, own_tests, write_down

Written = Callable[[str], Path]


@pytest.mark.parametrize("name", [*ALL, "crowded"])
def test_the_source_passes_ruff_and_mypy(name: str, written: Written, app_python: Path, cache: Path) -> None:
    folder = written(name)
    for command in (
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy", "--python-executable", str(app_python), "--cache-dir", str(cache)),
    ):
        done = subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ALL)
def test_its_own_tests_pass(name: str, written: Written, nursery: Nursery, tmp_path: Path) -> None:
    done = own_tests(nursery, written(name), tmp_path / "log", "-rN", "-v")
    assert done.code == 0, done.said[-4000:]
    counted = re.search(r"(\d+) passed", done.said)
    assert counted and int(counted[1]) > 30 * len(ALL[name]().entities) // 2
    assert "skipped" not in done.said


LIES = {
    # What is wrong: the file, the truth, the lie, and where it has to be noticed.
    "a form that stores nothing": (
        "app/web/contacts.py",
        "        record = contacts.create(db, ContactInput.model_validate(typed).model_dump())",
        "        record = contacts.page(db, ContactQuery()).items[0]",
        "contacts",
    ),
    "a page that shows another record": (
        "app/web/contacts.py",
        "record=contacts.get(db, id))",
        "record=contacts.get(db, 1))",
        "contacts",
    ),
    "a deletion that only says so": ("app/repositories/base.py", "        db.delete(record)\n", "", "contacts"),
    "a form without protection": (
        "app/security.py",
        "return bool(own) and isinstance",
        "return True or isinstance",
        "contacts",
    ),
    "a change that is not kept": (
        "app/repositories/base.py",
        "                    setattr(record, name, value)",
        "                    record.id or setattr(record, name, value)",
        "leads",
    ),
    "a search that finds everything": ("app/repositories/base.py", "query.search.split()", "[]", "contacts"),
    "a filter that filters nothing": ("app/repositories/base.py", "query.filters().items()", "()", "leads"),
    "a list that counts wrong": (
        "app/repositories/base.py",
        "or 0\n        last",
        "or 0\n        total += 1\n        last",
        "contacts",
    ),
    "a field that GraphQL mixes up": (
        "app/graphql/contacts.py",
        "    phone: str | None\n",
        "    phone: str | None = strawberry.field(resolver=lambda root: root.email)\n",
        "contacts",
    ),
    "text that is not escaped": ("app/web/pages.py", "autoescape=True", "autoescape=False", "contacts"),
    "an address that anything passes for": (
        "app/schemas/base.py",
        "if not _EMAIL.fullmatch(text):",
        "if not text:",
        "contacts",
    ),
    "a board that moves nothing": (
        "app/web/lead_board.py",
        '{"stage": column}',
        '{"stage": record.stage}',
        "lead_board",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_its_own_tests_notice(lie: str, written: Written, nursery: Nursery, tmp_path: Path) -> None:
    path, truth, lied, where = LIES[lie]
    folder = tmp_path / "app"
    shutil.copytree(written("crm"), folder, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache"))
    text = (folder / path).read_text()
    assert truth in text
    (folder / path).write_text(text.replace(truth, lied))
    said = noticed(nursery, folder, where)
    assert "1 failed" in said, said[-2000:]


def test_the_same_brief_gives_the_same_bytes() -> None:
    script = (
        "import sys, hashlib; sys.path[:0] = [sys.argv[1]]\n"
        "from pathlib import Path; from praetorium.generate import app_files\n"
        "from tests.generate.briefs import library\n"
        "files = app_files(library(), templates=Path(sys.argv[2]))\n"
        "print(hashlib.sha256(repr(files).encode()).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", script, str(ROOT), str(TEMPLATES)],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(sums) == 1


def test_nothing_to_keep_is_an_error() -> None:
    with pytest.raises(StepError, match="names no entity"):
        app_files(Brief(intent="build-app", title="Nothing", summary=""), templates=TEMPLATES)


def test_a_relation_to_nothing_is_an_error() -> None:
    brief = crm()
    lost = Relation(source="lead", target="moon", name="moon", label="Moon", inverse="leads_of", inverse_label="Leads")
    with pytest.raises(StepError, match="names 'moon', which is no entity: contact, lead"):
        app_files(brief.model_copy(update={"relations": (lost,)}), templates=TEMPLATES)


def test_the_description_is_the_one_in_the_application(written: Written) -> None:
    for name, brief in ALL.items():
        told = json.loads((written(name) / "app.json").read_text())
        for feature in told["features"]:
            assert feature["tests"], f"{feature['name']} has no tests"
            feature["tests"] = []  # they are known once its files are written
        assert app_expectations(brief()) == told


def test_requirements_are_pinned_and_carry_no_addresses(written: Written) -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (written("crm") / name).read_text().splitlines()
        assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; .+)?", line) for line in lines), lines
        assert "://" not in "".join(lines)
    named = {line.split("==")[0] for line in lines}
    assert {"fastapi", "sqlalchemy", "jinja2", "strawberry-graphql", "uvicorn", "python-multipart", "pytest"} <= named


@pytest.mark.parametrize("name", ["crm", "directory", "library", "everything"])
def test_a_record_goes_in_by_one_door_and_comes_out_of_all(
    name: str, written: Written, serve: Callable[..., Any], tmp_path: Path
) -> None:
    told = json.loads((written(name) / "app.json").read_text())
    with serve(written(name), tmp_path) as running, running.client() as client:
        health = client.get("/health").json()
        assert health == {"status": "ok", "app": told["name"], "instance": running.instance}
        for page in told["pages"]:
            assert client.get(page["path"]).status_code == 200, page
        for entity in told["entities"]:
            assert client.get(entity["rest"]).json()["total"] == entity["samples"]
        stored = {entity["rest"]: _round(client, told, entity, 4000) for entity in told["entities"]}
    with serve(written(name), tmp_path) as running, running.client() as client:
        for path, record in stored.items():
            assert client.get(f"{path}/{record['id']}").json() == record


def test_it_can_start_empty(written: Written, serve: Callable[..., Any], tmp_path: Path) -> None:
    with serve(written("crm"), tmp_path, SAMPLE_DATA="0") as running, running.client() as client:
        assert client.get("/api/contacts").json()["total"] == 0


def test_a_newer_version_runs_on_the_data_of_an_older_one(
    written: Written, serve: Callable[..., Any], tmp_path: Path
) -> None:
    older = crm()
    lacking = {"contact": ("phone", "notes"), "lead": ("stage", "value")}
    entities = tuple(
        e.model_copy(update={"fields": tuple(f for f in e.fields if f.name not in lacking[e.name]), "board": None})
        for e in older.entities
    )
    older = older.model_copy(update={"entities": entities})
    write_down(app_files(older, templates=TEMPLATES), tmp_path / "older")
    with serve(tmp_path / "older", tmp_path / "data") as running, running.client() as client:
        id = client.post("/api/contacts", json={"name": "Kept"}).json()["id"]
    with serve(written("crm"), tmp_path / "data") as running, running.client() as client:
        assert client.patch(f"/api/contacts/{id}", json={"phone": "+1 202 555 0142"}).status_code == 200
        assert client.get(f"/api/contacts/{id}").json()["name"] == "Kept"
        assert client.get(f"/contacts/{id}").status_code == 200
        leads = client.get("/api/leads").json()
        assert leads["total"] == len(leads["items"]) > 0
        assert {lead["stage"] for lead in leads["items"]} == {"New"}, "a required choice gets its first value"


def _round(client: httpx.Client, told: dict[str, Any], entity: dict[str, Any], number: int) -> dict[str, Any]:
    """Create by form, read by REST and GraphQL, change by REST, read by GraphQL: as a proof from outside does."""
    links = {
        r["field"]: [_create(client, told, r["target"], number + 1)]
        if r["many"]
        else _create(client, told, r["target"], number + 1)
        for r in entity["relations"]
        if r["required"]
    }
    written = [f for f in entity["fields"] if f["value"] is not None]
    typed = {f["name"]: f["form"].replace("{n}", str(number)) for f in written} | links
    wanted = {f["name"]: _filled(f["value"], number) for f in written} | links
    token = client.get(entity["form"]).text.split(f'name="{told["csrf"]["field"]}" value="')[1].split('"')[0]
    answer = client.post(entity["form"], data={**typed, "_csrf": token})
    assert answer.status_code == 303, answer.text
    id = int(answer.headers["location"].rsplit("/", 1)[1])
    assert answer.headers["location"] == entity["record"].format(id=id)
    rest = client.get(f"{entity['rest']}/{id}").json()
    assert {k: rest[k] for k in wanted} == wanted
    graphql = {f["name"]: f["graphql"] for f in written} | {r["field"]: r["graphql"] for r in entity["relations"]}
    query = {"query": entity["graphql"]["queries"]["get"], "variables": {"id": id}}
    found = client.post(told["graphql"], json=query).json()["data"][entity["graphql"]["get"]]
    assert {k: found[graphql[k]] for k in wanted} == wanted

    changes = {f["name"]: _filled(f["changed"], number) for f in written if not f["unique"]}
    assert client.patch(f"{entity['rest']}/{id}", json=changes).status_code == 200
    found = client.post(told["graphql"], json=query).json()["data"][entity["graphql"]["get"]]
    assert {k: found[graphql[k]] for k in changes} == changes
    return dict(client.get(f"{entity['rest']}/{id}").json())


def _create(client: httpx.Client, told: dict[str, Any], name: str, number: int) -> int:
    entity = next(e for e in told["entities"] if e["name"] == name)
    links = {
        r["field"]: [_create(client, told, r["target"], number + 1)]
        if r["many"]
        else _create(client, told, r["target"], number + 1)
        for r in entity["relations"]
        if r["required"]
    }
    data = {f["name"]: _filled(f["value"], number) for f in entity["fields"] if f["value"] is not None}
    answer = client.post(entity["rest"], json=data | links)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def _filled(value: Any, number: int) -> Any:
    if value == "{n}":
        return number
    return value.replace("{n}", str(number)) if isinstance(value, str) else value
