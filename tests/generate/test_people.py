"""Applications with people in them: accounts, roles, and what people do with each other's records.

One community uses every feature; its own tests must pass and must notice what is broken. The proofs from outside come
in as its ``app.json`` says, and leave no account behind.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from praetorium.generate import app_expectations, app_files
from praetorium.generate.granted import granted
from praetorium.generate.reading import app_view
from praetorium.models import Brief, Feature
from praetorium.proofs.application.client import Client
from praetorium.proofs.application.description import Description
from praetorium.proofs.application.entrance import come_back, enter, entered, leave
from praetorium.proofs.application.trial import Refuted
from tests.forked import Nursery
from tests.generate.briefs import crm, library
from tests.generate.conftest import noticed
from tests.generate.environment import TEMPLATES, own_tests, write_down
from tests.generate.site_briefs import shop

ALL = (
    *("accounts", "comments", "favourites", "follows", "likes", "messaging", "notifications", "ratings"),
    *("review_queue", "roles"),
)


def with_features(brief: Brief, *names: str, **parameters: dict[str, Any]) -> Brief:
    """``brief`` with more features, some with parameters."""
    asked = [Feature(name=name, label=name) for name in names]
    asked += [Feature(name=name, label=name, parameters=told) for name, told in parameters.items()]
    return brief.model_copy(update={"features": (*brief.features, *asked)})


RIGHTS = [
    {"role": "student", "entity": "contact", "action": "see", "scope": "own"},
    {"role": "*", "entity": "lead", "action": "delete", "scope": "none"},
    {"role": "teacher", "entity": "lead", "action": "delete", "scope": "all"},
]
"""Students see their own contacts, and of all but administrators only teachers delete leads."""
BRIEFS: dict[str, Callable[[], Brief]] = {
    "community": lambda: with_features(library(), *ALL),
    "closed": lambda: with_features(
        crm(),
        "notifications",
        accounts={"private": True},
        roles={"roles": ["student", "teacher", "administrator"], "rights": RIGHTS},
    ),
    "bakery": lambda: with_features(shop(), "accounts", "comments", "ratings", "favourites", likes={"word": "vote"}),
}


@pytest.fixture(scope="session")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Writes one of the applications, once, and gives its folder."""
    folders: dict[str, Path] = {}

    def write(name: str) -> Path:
        if name not in folders:
            folders[name] = tmp_path_factory.mktemp(name)
            write_down(app_files(BRIEFS[name](), templates=TEMPLATES), folders[name])
        return folders[name]

    return write


def description(folder: Path) -> Description:
    return Description.model_validate(json.loads((folder / "app.json").read_text()))


def test_the_source_passes_ruff_and_mypy(peopled: Callable[[str], Path], app_python: Path, cache: Path) -> None:
    for command in (
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy", "--python-executable", str(app_python), "--cache-dir", str(cache)),
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=peopled("community"), capture_output=True, text=True, timeout=280
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_its_own_tests_pass(peopled: Callable[[str], Path], nursery: Nursery, tmp_path: Path) -> None:
    done = own_tests(nursery, peopled("community"), tmp_path / "log")
    assert done.code == 0, done.said[-4000:]
    counted = re.search(r"(\d+) passed", done.said)
    assert counted and int(counted[1]) > 150
    assert "skipped" not in done.said


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("closed", ("app", "signing_in", "roles", "notifications")),
        ("bakery", ("app", "signing_in", "comments", "ratings", "likes")),
    ],
)
def test_people_find_their_way_in_other_applications(
    name: str, files: tuple[str, ...], peopled: Callable[[str], Path], nursery: Nursery, tmp_path: Path
) -> None:
    """A closed one with roles of its own, and a site for everybody: what is not about people is tried elsewhere."""
    done = own_tests(nursery, peopled(name), tmp_path / "log", *(f"tests/test_{file}.py" for file in files))
    assert done.code == 0, done.said[-4000:]


LIES = {
    # What is wrong: the file, the truth, the lie, and the test that has to notice.
    "any password does": ("app/accounts/passwords.py", "return False", "return stored is not None", "signing_in"),
    "visitors change what they like": (
        "app/accounts/guard.py",
        "if person is None and changing",
        "if None",
        "signing_in",
    ),
    "visitors see who borrows": ("app/accounts/guard.py", "closed_to_visitors(path)", "None", "signing_in"),
    "what is closed is told beside what is not": ("app/accounts/sight.py", "sa.false()", "sa.true()", "signing_in"),
    "members see what is not for them": ("app/accounts/sight.py", 'scope == "all"', "scope", "roles"),
    "sessions can be forged": ("app/accounts/signatures.py", "if not hmac", "if False and not hmac", "signing_in"),
    "members change everything": ("app/accounts/rights.py", "== self.person.id", "!= 0", "roles"),
    "comments of others can be removed": (
        "app/social/comments.py",
        "comment.author_id != person.id and",
        "False and",
        "comments",
    ),
    "what waits is seen by all": ("app/social/review.py", "if not limited or", "if True or", "review"),
    "messages of others can be read": (
        "app/social/message_store.py",
        ".where(_own(person), both)",
        ".where(both)",
        "direct_messages",
    ),
    "nobody is told of comments": (
        "app/social/comments.py",
        "    if owner != asked:",
        "    if False:",
        "notifications",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_its_own_tests_notice(lie: str, peopled: Callable[[str], Path], nursery: Nursery, tmp_path: Path) -> None:
    path, truth, lied, where = LIES[lie]
    folder = tmp_path / "app"
    shutil.copytree(peopled("community"), folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (folder / path).read_text()
    assert truth in text
    (folder / path).write_text(text.replace(truth, lied))
    said = noticed(nursery, folder, where)
    assert "1 failed" in said, said[-2000:]


def test_what_is_said_of_one_role_counts_more_than_what_is_said_of_all() -> None:
    brief = BRIEFS["closed"]()
    assert granted(brief, app_view(brief), ("Student", "Teacher")) == {
        ("Student", "contacts", "see"): "own",
        ("Teacher", "contacts", "see"): "all",
        ("Student", "leads", "delete"): "none",
        ("Teacher", "leads", "delete"): "all",
    }


def test_what_was_asked_for_and_is_not_so_is_noticed(
    peopled: Callable[[str], Path], nursery: Nursery, tmp_path: Path
) -> None:
    folder = tmp_path / "app"
    shutil.copytree(peopled("closed"), folder)
    rights = folder / "app/accounts/rights.py"
    told = rights.read_text()
    assert "if (role, kind, action) in GRANTED:" in told
    rights.write_text(told.replace("if (role, kind, action) in GRANTED:", "if False:"))
    assert "test_each_role_may_do_what_was_asked_for" in noticed(nursery, folder, "roles")


def test_what_needs_a_person_brings_accounts() -> None:
    for name in set(ALL) - {"accounts"}:
        told = {f["name"] for f in app_expectations(with_features(crm(), name))["features"]}
        assert {name, "accounts"} <= told
    assert not {f["name"] for f in app_expectations(crm())["features"]} & set(ALL)


def test_packages_are_named_only_where_they_are_used(peopled: Callable[[str], Path]) -> None:
    files = app_files(crm(), templates=TEMPLATES)
    assert "argon2" not in str(files["requirements.txt"]) + str(files["pyproject.toml"])
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (peopled("closed") / name).read_text().splitlines()
        assert lines == sorted(lines)
        assert {"argon2-cffi", "cffi"} <= {line.split("==")[0] for line in lines}
    assert '"argon2-cffi", "fastapi"' in (peopled("closed") / "pyproject.toml").read_text()


def test_roles_are_the_ones_that_were_named(peopled: Callable[[str], Path]) -> None:
    assert {s.role for s in _accounts("closed", peopled).samples} == {"Administrator", "Student", "Teacher"}
    assert {s.role for s in _accounts("community", peopled).samples} == {"Administrator", "Member"}


def test_where_only_staff_is_named_others_can_come_too_and_nobody_appoints_himself() -> None:
    maintained = with_features(crm(), roles={"roles": ["maintenance", "administrator"]})
    files = app_files(maintained, templates=TEMPLATES)
    assert "ROLES = (ADMINISTRATOR, 'Member', 'Maintenance')" in str(files["app/accounts/models.py"]).replace('"', "'")
    assert "APPOINTED = ('Maintenance',)" in str(files["app/accounts/rights.py"]).replace('"', "'")
    taught = app_files(with_features(crm(), roles={"roles": ["teacher"]}), templates=TEMPLATES)
    assert "APPOINTED" not in str(taught["app/accounts/rights.py"])


def test_what_is_commented_on_is_what_people_talk_about() -> None:
    told = {f["name"]: f for f in app_expectations(with_features(library(), "comments"))["features"]}
    assert "book" in {proof["entity"] for proof in told["comments"]["proofs"]}
    named = with_features(library(), comments={"entity": "loan"})
    told = {f["name"]: f for f in app_expectations(named)["features"]}
    assert [proof["entity"] for proof in told["comments"]["proofs"]] == ["loan"]


def test_a_proof_comes_in_and_leaves_nothing(
    peopled: Callable[[str], Path], serve: Callable[..., Any], tmp_path: Path
) -> None:
    told = description(peopled("closed"))

    async def visit(url: str) -> tuple[bool, int]:
        async with Client(url) as client, entered(client, told) as ticket:
            assert ticket is not None
            inside = await client.rest("GET", "/api/account")
            return ticket.registered, inside.status_code

    async def come_and_go(url: str) -> str:
        async with Client(url) as client:
            ticket = await enter(client, told)
        async with Client(url) as client:
            await come_back(client, told, ticket)
            await leave(client, told, ticket)
            with pytest.raises(Refuted):
                await come_back(client, told, ticket)
            return (await client.page("/account/register"))[1].text

    with serve(peopled("closed"), tmp_path / "samples") as running:
        assert asyncio.run(visit(running.url)) == (False, 200)
    with serve(peopled("closed"), tmp_path / "empty", SAMPLE_DATA="0") as running:
        assert asyncio.run(visit(running.url)) == (True, 200)
        assert "You are the first" in asyncio.run(come_and_go(running.url))


def _accounts(name: str, peopled: Callable[[str], Path]) -> Any:
    found = description(peopled(name)).accounts
    assert found is not None
    return found
