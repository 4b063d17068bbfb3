"""A paper as PDF: the template and the paper's data, nothing else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

from praetorium.documents.typesetting import Typeset, typeset
from praetorium.reports.page import long_day
from praetorium.reports.paper import Paper

TEMPLATE = "reports/paper.typ"


def as_pdf(paper: Paper, templates: Path, *, accent: str) -> Typeset:
    """The PDF, tagged, with the charts' words as their alternative text. Raises StepError."""
    made = date.fromisoformat(paper.made)
    told = paper.dump() | {"accent": accent, "made-long": long_day(made)}
    files = {"paper.json": json.dumps(told, ensure_ascii=False).encode()}
    for at, section in enumerate(paper.sections):
        if section.picture:
            files[f"picture-{at}.svg"] = section.picture.svg.encode()
    main = (templates / TEMPLATE).read_text(encoding="utf-8")
    return typeset(main, files, made=datetime.combine(made, time(), UTC))
