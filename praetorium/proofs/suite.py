"""Reading a test suite without running it: its test functions, and whether each could fail at all.

A test that asserts nothing, or only a constant, passes whatever the code does. Used by the ``tests-passed`` proof.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
FAILING_CALLS = ("raises", "warns", "fail")
"""Names of pytest's functions that make a test fail by themselves."""


@dataclass(frozen=True)
class TestFunction:
    """A test as it stands in the source."""

    __test__ = False  # pytest collects classes by this prefix

    file: str
    name: str
    line: int
    can_fail: bool

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line} {self.name}"


def test_files(folder: Path) -> list[Path]:
    """The files pytest collects, as it names them by default."""
    found = {*folder.rglob("test_*.py"), *folder.rglob("*_test.py")}
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


test_files.__test__ = False  # type: ignore[attr-defined]


def read(folder: Path) -> list[TestFunction]:
    """All test functions below the folder. Raises SyntaxError for a file that does not compile."""
    trees = {path: ast.parse(path.read_bytes(), str(path)) for path in sorted(folder.rglob("*.py"))}
    asserting = _asserting_functions(trees.values())
    return [
        TestFunction(
            file=path.relative_to(folder).as_posix(),
            name=function.name,
            line=function.lineno,
            can_fail=_can_fail(function, asserting),
        )
        for path in test_files(folder)
        for function in _functions(trees[path])
        if function.name.startswith("test")
    ]


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _asserting_functions(trees: Iterable[ast.Module]) -> frozenset[str]:
    """Names of functions that tests may call to assert for them, directly or through one another."""
    others = [f for tree in trees for f in _functions(tree) if not f.name.startswith("test")]
    known: frozenset[str] = frozenset()
    while True:
        found = frozenset(f.name for f in others if _can_fail(f, known))
        if found == known:
            return known
        known = found


def _can_fail(function: Function, asserting: frozenset[str]) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) and not _is_constant(node.test):
            return True
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in FAILING_CALLS or name in asserting or name.startswith("assert"):
                return True
    return False


def _is_constant(test: ast.expr) -> bool:
    """Whether an expression has the same value whatever the code under test does: no name, call or attribute in it."""
    return not any(isinstance(node, ast.Name | ast.Call | ast.Attribute) for node in ast.walk(test))
