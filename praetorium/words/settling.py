"""Answers to what the words left open, taken into the brief."""

from __future__ import annotations

from collections.abc import Mapping

from praetorium.models import Assumption, Brief

_OPEN = {"file": "a file that is still to be named", "command": "a command", "path": "what was meant"}
"""What stands in title and summary for as long as the question of that id is open."""


def settle(brief: Brief, answers: Mapping[str, str]) -> Brief:
    """The brief with the questions of these ids answered: it says so, and what was open is filled in."""
    known = {question.id: question for question in brief.questions if question.id in answers}
    title, summary = brief.title, brief.summary
    for id, answer in answers.items():
        if id in _OPEN:
            shown = f"'{answer}'" if id == "command" else answer
            title = title.replace(_OPEN[id], answer)[:80]
            summary = summary.replace(_OPEN[id], shown)
    files = (answers["file"], *(f for f in brief.files if f != answers["file"])) if "file" in answers else brief.files
    told = (Assumption(about=q.text, value=answers[id], because="answered") for id, q in known.items())
    return brief.model_copy(
        update={
            "title": title,
            "summary": summary,
            "files": files,
            "parameters": {**brief.parameters, **answers},
            "questions": tuple(q for q in brief.questions if q.id not in known),
            "assumptions": (*brief.assumptions, *told),
        }
    )
