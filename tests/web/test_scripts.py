"""The scripts of the page are joined into one, in which each module stands once, before whoever wants it."""

from __future__ import annotations

from pathlib import Path

import pytest

from praetorium.web.rendering import STATIC
from praetorium.web.scripts import joined


def test_each_module_stands_once_and_before_whoever_wants_it(tmp_path: Path) -> None:
    (tmp_path / "last.js").write_text("export const same = 1;\nexport async function again() { return same; }\n")
    (tmp_path / "first.js").write_text('import { same } from "./last.js";\nexport function one() { return same; }\n')
    (tmp_path / "page.js").write_text(
        'import { one } from "./first.js";\nimport { same, again } from "./last.js";\none(same, again);\n'
    )
    told = joined(tmp_path / "page.js")
    heads = [line.split(" = ")[0] for line in told.splitlines() if line.startswith("const module_")]
    assert heads == ["const module_last", "const module_first", "const module_page"]
    assert "return { same, again };" in told
    assert "const { same, again } = module_last;" in told
    assert "import" not in told and "export" not in told


@pytest.mark.parametrize("way", ['import "./a.js";', 'import * as a from "./a.js";', "export default 1;"])
def test_another_way_to_import_or_export_is_refused(tmp_path: Path, way: str) -> None:
    (tmp_path / "page.js").write_text(f"{way}\n")
    with pytest.raises(ValueError, match=r"page\.js cannot be joined"):
        joined(tmp_path / "page.js")


def test_every_script_of_the_page_is_in_it() -> None:
    told = joined(STATIC / "page.js")
    assert [p.stem for p in STATIC.glob("*.js") if told.count(f"const module_{p.stem} = (() =>") != 1] == []
