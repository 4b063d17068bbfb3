"""What an entity must refuse: missing, malformed or taken values, with a message beside each; and nothing is kept."""

from __future__ import annotations

from typing import Any

import httpx

from praetorium.proofs.application import values
from praetorium.proofs.application.forms import filled, open_form, refusals
from praetorium.proofs.application.pages import Form, Html
from praetorium.proofs.application.trial import Part, Trial, expect

NOBODY = 9_000_000_000
"""A record's number that none has."""


async def missing_refused(trial: Trial) -> str:
    """A form with every required field left empty comes back with a message beside each."""
    entity = trial.entity
    required = [f.name for f in entity.inputs if f.required] + [r.field for r in entity.relations if r.required]
    if not required:
        return ""
    form = await open_form(trial, entity.form)
    typed = filled(trial, form, trial.body(trial.marker)) | {name: [""] for name in required}
    await _refused(trial, form, typed, required, "left empty")
    nulls = trial.body(trial.marker) | dict.fromkeys(required)
    answer = await trial.client.rest("POST", entity.api, nulls)
    expect(400 <= answer.status_code < 500, f"REST answered {answer.status_code} to a record without required fields")
    return f"{len(required)} required fields insisted on"


async def malformed_refused(trial: Trial) -> str:
    """Values that a field cannot hold come back with a message beside each, and REST names each."""
    wrong: dict[str, Any] = {f.name: bad for f in trial.entity.inputs if (bad := values.bad(f)) is not None}
    if not wrong:
        return ""
    form = await open_form(trial, trial.entity.form)
    body = trial.body(trial.marker)
    typed = filled(trial, form, body)
    await _refused(trial, form, typed | {name: [str(bad)] for name, bad in wrong.items()}, list(wrong), "malformed")
    for name, bad in wrong.items():
        answer = await trial.client.rest("POST", trial.entity.api, {**body, name: bad})
        expect(400 <= answer.status_code < 500, f"REST answered {answer.status_code} to {name} = {bad!r}")
        expect(name in answer.text, f"REST refuses {name} = {bad!r} without naming it: {answer.text[:200]}")
    return f"{len(wrong)} malformed values refused"


async def taken_refused(trial: Trial) -> str:
    """What must be unique is refused the second time."""
    unique = [f.name for f in trial.entity.inputs if f.unique]
    if not unique:
        return ""
    await trial.add(trial.marker)
    answer = await trial.client.rest("POST", trial.entity.api, trial.body(trial.marker))
    expect(
        400 <= answer.status_code < 500, f"REST answered {answer.status_code} to a second record with the same {unique}"
    )
    form = await open_form(trial, trial.entity.form)
    await _refused(trial, form, filled(trial, form, trial.body(trial.marker)), unique, "taken")
    return f"{', '.join(unique)} taken only once"


async def dangling_refused(trial: Trial) -> str:
    """A link to a record that does not exist is refused."""
    for relation in trial.entity.relations:
        body = {**trial.body(trial.marker.edited()), relation.field: [NOBODY] if relation.many else NOBODY}
        answer = await trial.client.rest("POST", trial.entity.api, body)
        expect(
            400 <= answer.status_code < 500,
            f"REST answered {answer.status_code} to {relation.field} = {NOBODY}, which does not exist",
        )
    return f"{len(trial.entity.relations)} links to nothing refused" if trial.entity.relations else ""


REFUSALS: tuple[Part, ...] = (missing_refused, malformed_refused, dangling_refused, taken_refused)


async def _refused(trial: Trial, form: Form, typed: dict[str, list[str]], wrong: list[str], how: str) -> None:
    """Submit, and want 4xx, a message beside each wrong field, the good input kept, and nothing new stored."""
    before = await trial.total()
    answer = await trial.client.submit(form, typed)
    expect(400 <= answer.status_code < 500, f"the form answered {answer.status_code} with {', '.join(wrong)} {how}")
    beside = refusals(answer)
    silent = [name for name in wrong if not beside.get(name)]
    expect(not silent, f"the form says nothing beside {', '.join(silent)}, {how}")
    accused = sorted(set(beside) - set(wrong))
    expect(not accused, f"the form complains about {', '.join(accused)} although only {', '.join(wrong)} was {how}")
    _kept(answer, typed, set(wrong))
    after = await trial.total()
    expect(after == before, f"the form refused {', '.join(wrong)} and stored a record all the same")


def _kept(answer: httpx.Response, typed: dict[str, list[str]], wrong: set[str]) -> None:
    """Refuted unless the form that came back still has what was typed into its good fields."""
    again = Html(answer.text, str(answer.url)).form_with(set(typed))
    kept = again.values if again else {}
    lost = [name for name, sent in typed.items() if name not in wrong and any(sent) and kept.get(name) != sent]
    expect(not lost, f"the form that came back lost what was typed in {', '.join(lost)}")
