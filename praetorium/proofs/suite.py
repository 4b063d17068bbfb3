"""Reading a test suite without running it: its test functions, and whether each could fail at all.

A test that asserts nothing, or only a constant, passes whatever the code does. Used by the ``tests-passed`` proof.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
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
    found: list[TestFunction] = []
    for path in test_files(folder):
        tree = ast.parse(path.read_bytes(), str(path))
        asserting = _asserting_functions(tree)
        for function in _functions(tree):
            if function.name.startswith("test"):
                name = path.relative_to(folder).as_posix()
                found.append(TestFunction(name, function.name, function.lineno, _can_fail(function, asserting)))
    return found


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _asserting_functions(tree: ast.Module) -> frozenset[str]:
    """Functions of the file that assert, so that a test which calls one can fail."""
    return frozenset(f.name for f in _functions(tree) if not f.name.startswith("test") and _can_fail(f, frozenset()))


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
