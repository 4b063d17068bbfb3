"""What an application says of itself (``app.json``), and how its tests went: each part with its pages and its proof."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from praetorium.models import Part

Cases = Mapping[tuple[str, str], tuple[int, int]]
"""(file, function) of a test → how many of its cases passed and how many did not."""


def parts(folder: Path, cases: Cases) -> tuple[Part, ...]:
    """The parts that the project in ``folder`` describes, each with its tests counted; none when it describes none."""
    try:
        told = json.loads((folder / "app.json").read_text("utf-8"))
    except (OSError, ValueError):
        return ()
    if not isinstance(told, dict):
        return ()
    records = [
        {
            **e,
            "pages": [{"name": e.get("label", ""), "path": e.get("list", "/")}],
            "entity": e.get("name"),
            "name": "records",
        }
        for e in told.get("entities", ())
    ]
    return tuple(_part(one, cases) for one in (*records, *told.get("features", ()), *told.get("abilities", ())))


def _part(told: Mapping[str, Any], cases: Cases) -> Part:
    named = re.compile(str(told.get("named", "")))
    passed, failed = _counted(cases, set(told.get("tests", ())), named)
    return Part(
        name=str(told["name"]),
        entity=str(told.get("entity") or ""),
        label=str(told.get("label", "")),
        pages=tuple((str(page["name"]), str(page["path"])) for page in told.get("pages", ())),
        tests=tuple(told.get("tests", ())),
        passed=passed,
        failed=failed,
    )


def _counted(cases: Cases, files: Iterable[str], named: re.Pattern[str]) -> tuple[int, int]:
    wanted = set(files)
    found = [count for (file, function), count in cases.items() if file in wanted and named.search(function)]
    return sum(passed for passed, _ in found), sum(failed for _, failed in found)
