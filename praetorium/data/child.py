"""The confined process's side: what it is to do comes as a file, and what came of it goes into one."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any, get_type_hints

from praetorium.errors import PraetoriumError, UserError


def main(folder: str) -> None:
    """Do what ``given.json`` in the folder says, and leave ``answer.json`` there: the result, or the error."""
    place = Path(folder)
    told = json.loads((place / "given.json").read_text(encoding="utf-8"))
    module, _, name = told["work"].partition(":")
    answer = place / "answer.json"
    draft = answer.with_suffix(".draft")
    draft.write_text(json.dumps(_done(module, name, told["given"], place)), encoding="utf-8")
    draft.rename(answer)


def _done(module: str, name: str, given: Any, place: Path) -> dict[str, Any]:
    import duckdb

    scratch = place / "scratch"
    scratch.mkdir()
    work = getattr(importlib.import_module(module), name)
    try:
        result = work(get_type_hints(work)["given"].model_validate(given), scratch)
    except duckdb.OutOfMemoryException as error:
        # The database met the limit a moment before the process did.
        raise MemoryError(str(error)) from None
    except PraetoriumError as error:
        return {"error": str(error), "next": error.next, "user": isinstance(error, UserError)}
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        next = "mend the file or the query and ask again"
        return {"error": f"DuckDB could not do it: {reason}", "next": next, "user": False}
    return {"result": result.dump()}
