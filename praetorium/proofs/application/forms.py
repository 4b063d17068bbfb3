"""Filling in the application's forms, and reading what they say about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from praetorium.models import FieldType
from praetorium.proofs.application import values
from praetorium.proofs.application.pages import Form, Html
from praetorium.proofs.application.trial import Trial, expect

# The smallest PNG there is: one transparent pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


async def open_form(trial: Trial, path: str) -> Form:
    """The form at that address; Refuted unless it has every field and offers the records to link to."""
    entity = trial.entity
    answer, page = await trial.client.page(path)
    expect(answer.status_code == 200, f"the form at {path} answered {answer.status_code}")
    names = {f.name for f in entity.fields} | {r.field for r in entity.relations}
    form = page.form_with(names)
    if form is None:
        expect(False, f"{path} has no form")
        raise AssertionError
    missing = sorted(names - form.names)
    expect(not missing, f"the form at {path} has no field {', '.join(missing)}")
    for field, ids in trial.links.items():
        for id in ids if isinstance(ids, list) else [ids]:
            offered = form.options.get(field, [])
            expect(str(id) in offered, f"the form does not offer record {id} for {field}")
    return form


def filled(trial: Trial, form: Form, body: Mapping[str, Any]) -> dict[str, list[str]]:
    """What a browser would send for a record."""
    typed: dict[str, list[str]] = {}
    for each in trial.entity.inputs:
        if each.type is FieldType.BOOLEAN:
            boxes = form.options.get(each.name, [])
            unticked = [value for value in form.values.get(each.name, []) if value not in boxes]
            typed[each.name] = [*unticked, *(boxes[-1:] if body[each.name] else [])]
        else:
            typed[each.name] = values.as_typed(each, body[each.name])
    for relation in trial.entity.relations:
        linked = body.get(relation.field)
        typed[relation.field] = [str(id) for id in (linked if isinstance(linked, list) else [linked]) if id is not None]
    return typed


def attachments(trial: Trial) -> dict[str, tuple[str, bytes, str]]:
    """A file for every field that takes one."""
    code = trial.marker.code
    return {
        f.name: (f"{code}.png", PIXEL, "image/png")
        if f.type is FieldType.IMAGE
        else (f"{code}.txt", f"Notes of {code}\n".encode(), "text/plain")
        for f in trial.entity.fields
        if f.upload
    }


def refusals(answer: httpx.Response) -> dict[str, str]:
    """Messages beside the fields of a form that came back, by field."""
    messages: dict[str, str] = {}
    for form in Html(answer.text, str(answer.url)).forms():
        messages |= form.messages
    return messages
