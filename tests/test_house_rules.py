"""The rules of the house that no linter knows: sizes, names, documentation, and what a wheel or a lock may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from praetorium.settings import Settings

ROOT = Path(__file__).parents[1]
PRODUCT = ("praetorium", "flows", "tasks", "blocks", "deployments")
FOUND = [path for top in PRODUCT for path in sorted((ROOT / top).rglob("*.py"))]
MODULES = {str(path.relative_to(ROOT)): path for path in FOUND}

LONGEST = 400
LONGER: dict[str, str] = {}
"""Modules over the limit, each with the reason why it is not split."""


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def test_no_module_is_long_without_a_reason() -> None:
    long = {name for name, path in MODULES.items() if len(path.read_text().splitlines()) > LONGEST}
    assert long == set(LONGER)


def test_every_module_says_what_it_is() -> None:
    assert [name for name, path in MODULES.items() if not ast.get_docstring(tree(path))] == []


def test_nothing_is_printed_or_put_off() -> None:
    prints, later = [], []
    for name, path in MODULES.items():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                prints.append(f"{name}:{node.lineno}")
        later += [name for _ in re.finditer(r"#.*\b(TODO|FIXME|XXX|HACK)\b", path.read_text())]
    assert prints == []
    assert later == []


def test_names_say_what_is_in_them() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "tools", "stuff"}
    assert [name for name, path in MODULES.items() if vague & {path.stem, path.parent.name}] == []


def test_prefect_can_load_the_shell_by_path() -> None:
    """Prefect puts a flow's folder on ``sys.path``: a file there must not shadow what somebody imports."""
    taken = sys.stdlib_module_names | set(packages_distributions())
    shell = [path for top in ("flows", "tasks", "blocks") for path in (ROOT / top).glob("*.py")]
    assert [str(path) for path in shell if path.stem in taken] == []
    classes = [
        f"{path}: {node.name}"
        for path in (ROOT / "flows").glob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    ]
    assert classes == [], "a class in a flow file exists twice"


def test_nothing_happens_at_import() -> None:
    """Modules of the core define, and call nothing of consequence outside of functions."""
    quiet = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
    loud = []
    for name, path in MODULES.items():
        if not name.startswith("praetorium/") or path.name == "__main__.py" or "/migrations/" in name:
            continue
        for node in tree(path).body:
            constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            guard = isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "__name__ == '__main__'")
            if not (isinstance(node, (*quiet, ast.AugAssign)) or constant or guard):
                loud.append(f"{name}:{node.lineno}: {ast.unparse(node)[:60]}")
    assert loud == []


def variables() -> set[str]:
    return {
        str(field.validation_alias or f"PRAETORIUM_{name.upper()}") for name, field in Settings.model_fields.items()
    }


def test_every_setting_is_documented_and_nothing_else() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text()
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", text, flags=re.M))
    assert set(rows) == variables()
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, (int, float)) or (isinstance(field.default, str) and field.default):
            documented = rows[str(field.validation_alias or f"PRAETORIUM_{name.upper()}")].strip("`")
            expected = f"{field.default:g}" if isinstance(field.default, float) else str(field.default)
            assert documented == expected, name


def test_documents_name_no_setting_that_is_not() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    named = {
        (path.name, name) for path in documents for name in re.findall(r"\bPRAETORIUM_[A-Z_]+\b", path.read_text())
    }
    assert {(path, name) for path, name in named if name not in variables()} == set()


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text()):
            if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []


@pytest.fixture(scope="module")
def project() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_generic_names_land_in_nobodys_site_packages(project: dict[str, dict[str, dict]]) -> None:
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["praetorium"]
    assert all(target.startswith("praetorium/project/") for target in wheel["force-include"].values())
    assert all((ROOT / source).exists() for source in wheel["force-include"])


def test_the_lock_is_whole_hashed_and_names_no_address(project: dict[str, dict[str, list[str]]]) -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert not re.search(r"://|file:|--(extra-)?index-url|--find-links", lock)
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    pinned = dict(re.match(r"([a-z0-9.-]+)==([^ ;\\]+)", entry).groups() for entry in entries)
    assert pinned["prefect"] == "3.8.8"
    extras = project["project"]["optional-dependencies"].values()
    wanted = [*project["project"]["dependencies"], *(name for extra in extras for name in extra)]
    names = {re.match(r"[A-Za-z0-9._-]+", name).group().lower().replace("_", "-").replace(".", "-") for name in wanted}
    assert names - {"praetorium"} - set(pinned) == set()


def test_make_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text()
    told = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True).stdout
    targets = set(re.search(r"^\.PHONY: (.+)$", text, flags=re.M).group(1).split())
    assert set(re.findall(r"^  make (\S+) +\S", told, flags=re.M)) == targets
    assert {"demo", "setup", "test", "test-peers", "check", "up", "down", "bench", "clean"} <= targets
