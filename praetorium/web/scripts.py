"""The page's scripts as one file. They are written as modules, each for one thing; a browser that has to fetch each of
them shows a page a quarter later (docs/performance.md). Joined when the page starts, so that there is nothing to
build."""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import (\{ [\w, ]+ \}) from "\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|const) (\w+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*|\bimport\.meta\b", re.MULTILINE)


def joined(entry: Path) -> str:
    """The module with all that it imports, each once and before whoever wants it, and each in a scope of its own.

    Understands ``import { a, b } from "./name.js";`` and ``export`` before a function or constant, at the beginning
    of a line; raises ValueError for any other way.
    """
    found: dict[str, str] = {}
    _gather(entry, found)
    return "\n".join(found.values())


def _gather(module: Path, found: dict[str, str]) -> None:
    text = module.read_text(encoding="utf-8")
    for _, name in _IMPORT.findall(text):
        if name not in found:
            _gather(module.with_name(f"{name}.js"), found)
    names = [name for _, name in _EXPORT.findall(text)]
    body = _IMPORT.sub(lambda one: f"const {one[1]} = {_scope(one[2])};", text)
    body = _EXPORT.sub(r"\1 \2", body)
    if left := _LEFT.search(body):
        raise ValueError(f"{module.name} cannot be joined: {left.group()}")
    found[module.stem] = f"const {_scope(module.stem)} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();"


def _scope(name: str) -> str:
    return f"module_{name.replace('-', '_')}"
