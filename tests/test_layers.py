"""Who may import whom: ``deployments → flows → tasks → blocks → praetorium``, never upward."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHELL = ("deployments", "flows", "tasks", "blocks")
CORE = tuple(
    f"praetorium.{path.stem}"
    for path in sorted((ROOT / "praetorium").iterdir())
    if (path / "__init__.py").is_file() or (path.suffix == ".py" and path.stem != "__init__")
)


@dataclass(frozen=True)
class Import:
    """One name that a module imports, wherever in the module it does so."""

    module: str
    name: str
    line: int

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.name}"


def modules() -> dict[str, Path]:
    """All modules of the project by dotted name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for top in ("praetorium", *SHELL)
        for path in sorted((ROOT / top).rglob("*.py"))
    }


def imports(module: str, path: Path) -> Iterator[Import]:
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            for alias in node.names:
                yield Import(module, ".".join([*above, *filter(None, [node.module]), alias.name]), node.lineno)


ALL = [found for module, path in modules().items() for found in imports(module, path)]


def below(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def only(*allowed: str) -> tuple[str, ...]:
    """What is forbidden to who may import nothing else of ours."""
    return tuple(part for part in (*CORE, *SHELL) if part not in allowed)


# Who, what they may not import, and what of that they may after all.
RULES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "the core knows no shell": ("praetorium", SHELL, ()),
    "blocks know the core alone": ("blocks", ("deployments", "flows", "tasks"), ()),
    "tasks know no flow": ("tasks", ("deployments", "flows"), ()),
    "flows know no deployment": ("flows", ("deployments",), ()),
    "errors stand alone": ("praetorium.errors", only(), ()),
    "models stand on errors": ("praetorium.models", only("praetorium.models", "praetorium.errors"), ()),
    "settings stand alone": ("praetorium.settings", only("praetorium.errors"), ()),
    "the catalogue knows the vocabulary": (
        "praetorium.catalogue",
        only("praetorium.catalogue", "praetorium.models", "praetorium.errors"),
        (),
    ),
    "stores know the catalogue and the workspace": (
        "praetorium.assets",
        only(
            "praetorium.assets",
            "praetorium.catalogue",
            "praetorium.models",
            "praetorium.errors",
            "praetorium.workspace",
        ),
        (),
    ),
    "executors get what they need in their context": (
        "praetorium.executors",
        (
            *("praetorium.assets", "praetorium.catalogue", "praetorium.cli", "praetorium.engine", "praetorium.hosts"),
            *("praetorium.house", "praetorium.intake", "praetorium.planning", "praetorium.proofs", "praetorium.stages"),
            *("praetorium.web", "praetorium.workspace"),
        ),
        ("praetorium.workspace.engine",),
    ),
    "proofs get what they need in their context": (
        "praetorium.proofs",
        (
            *("praetorium.assets", "praetorium.catalogue", "praetorium.cli", "praetorium.engine", "praetorium.hosts"),
            *("praetorium.house", "praetorium.intake", "praetorium.planning", "praetorium.stages", "praetorium.web"),
            *("praetorium.workspace", "praetorium.executors"),
        ),
        ("praetorium.executors.base", "praetorium.executors.ports"),
    ),
    "hosts know the ports": (
        "praetorium.hosts",
        only("praetorium.hosts", "praetorium.models", "praetorium.errors", "praetorium.settings"),
        ("praetorium.executors.ports", "praetorium.workspace.engine"),
    ),
    "nobody builds on the command line": ("praetorium.engine", ("praetorium.cli",), ()),
    "the page does not know the command line": ("praetorium.web", ("praetorium.cli",), ()),
    "the command line does not know the page": ("praetorium.cli", ("praetorium.web",), ()),
}


@pytest.mark.parametrize("rule", RULES)
def test_nobody_imports_what_lies_above(rule: str) -> None:
    who, forbidden, allowed = RULES[rule]
    assert who in SHELL or any(below(module, (who,)) for module in modules()), f"{who} does not exist (any more)"
    broken = [
        str(found)
        for found in ALL
        if below(found.module, (who,)) and below(found.name, forbidden) and not below(found.name, allowed)
    ]
    assert broken == []


def test_the_core_knows_prefect_at_its_door_alone() -> None:
    doors = ("praetorium.engine", "praetorium.cli")
    broken = [
        str(found)
        for found in ALL
        if below(found.name, ("prefect",)) and below(found.module, ("praetorium",)) and not below(found.module, doors)
    ]
    assert broken == []


def plugins(package: str, base: str) -> set[str]:
    """Modules of the package that define something of that base class."""
    found = set()
    for module, path in modules().items():
        if below(module, (f"praetorium.{package}",)) and path.stem not in ("__init__", "base", "ports"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ClassDef) and any(ast.unparse(b).split("[")[0] == base for b in node.bases):
                    found.add(module)
    return found


@pytest.mark.parametrize(("package", "base"), [("executors", "Executor"), ("proofs", "Proof")])
def test_plugins_do_not_import_each_other(package: str, base: str) -> None:
    found = plugins(package, base)
    assert len(found) >= 5
    broken = [str(i) for i in ALL if i.module in found and below(i.name, tuple(found - {i.module}))]
    assert broken == []


def environment(path: Path) -> Iterator[tuple[int, bool]]:
    """The lines that touch the environment of the process, and whether they read something from it. Giving it to a
    child as a whole, or changing it for a library that reads it later, is not reading."""
    tree = ast.parse(path.read_text())
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from ((node.lineno, True) for alias in node.names if alias.name in ("environ", "environb", "getenv"))
        if not isinstance(node, ast.Attribute) or ast.unparse(node) not in ("os.environ", "os.environb", "os.getenv"):
            continue
        parent = parents[node]
        copied = isinstance(parent, ast.Call) and ast.unparse(parent) == "dict(os.environ)"
        assigned = isinstance(parent, ast.Subscript) and not isinstance(parent.ctx, ast.Load)
        changed = (
            isinstance(parent, ast.Attribute)
            and parent.attr in ("update", "pop")
            and isinstance(parents[parents[parent]], ast.Expr)
        )
        yield node.lineno, not (copied or assigned or changed)


def test_nobody_but_the_settings_reads_the_environment() -> None:
    touched = {module: list(environment(path)) for module, path in modules().items()}
    assert any(reads for _, reads in touched["praetorium.settings"])
    others = {module: lines for module, lines in touched.items() if lines and module != "praetorium.settings"}
    reading = {module: [line for line, reads in lines if reads] for module, lines in others.items()}
    assert {module: lines for module, lines in reading.items() if lines} == {}, "read it in praetorium/settings.py"
    assert [m for m in others if not below(m, ("praetorium.engine",))] == [], "only the engine hands it to its children"
