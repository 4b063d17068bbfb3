"""A record's life through every door: made by form, read back everywhere, edited, deleted; then made by each API."""

from __future__ import annotations

from praetorium.proofs.application import graph
from praetorium.proofs.application.forms import attachments, filled, open_form
from praetorium.proofs.application.trial import Part, Trial, expect
from praetorium.proofs.application.values import MARKUP, Marker

_SEE_OTHER = (302, 303)


async def made_by_form(trial: Trial) -> str:
    """Fill in the form for a new record; it must be the one record that REST then finds."""
    path = trial.entity.form
    form = await open_form(trial, path)
    before = await trial.total()
    answer = await trial.client.submit(form, filled(trial, form, trial.body(trial.marker)), attachments(trial))
    expect(answer.status_code in _SEE_OTHER, f"the form answered {answer.status_code} to good values")
    after = await trial.client.rest("GET", trial.entity.api, sort="created_at", order="desc", per_page=100)
    expect(after.status_code == 200, f"REST list answered {after.status_code}")
    now, items = after.json()["total"], after.json()["items"]
    expect(now == before + 1, f"the form answered {answer.status_code}, yet REST lists {now} records, {before} before")
    id = max(item["id"] for item in items)
    trial.made.append(id)
    place = answer.headers.get("location", "")
    expect(place.rstrip("/").endswith(f"/{id}"), f"the form led to {place!r}, not to the new record {id}")
    return f"form {answer.status_code}"


async def read_back(trial: Trial) -> str:
    """The record is in both APIs and on its page as it was sent, and what it is linked to leads back to it."""
    id = trial.made[-1]
    seen = await _everywhere(trial, id, trial.marker)
    for relation in trial.entity.relations:
        for target in _ids(trial.links.get(relation.field)):
            await _shown_on_target(trial, relation.target, target, id)
    return seen


async def edited(trial: Trial) -> str:
    """The edit form shows the record, and what is changed in it is changed everywhere."""
    id, changed = trial.made[-1], trial.marker.edited()
    form = await open_form(trial, trial.entity.edit.format(id=id))
    shown = {name: [v.replace("\r\n", "\n") for v in given] for name, given in form.values.items()}
    for name, sent in filled(trial, form, trial.body(trial.marker)).items():
        same = sorted(shown.get(name, [])) == sorted(sent) or _same_number(shown.get(name, []), sent)
        expect(same, f"the edit form shows {name} = {shown.get(name)} where {sent} is stored")
    answer = await trial.client.submit(form, filled(trial, form, trial.body(changed)))
    expect(answer.status_code in _SEE_OTHER, f"the edit form answered {answer.status_code} to good values")
    return f"edited by the form {answer.status_code}: {await _everywhere(trial, id, changed)}"


async def uploads_kept(trial: Trial) -> str:
    """What was attached to the form can be fetched byte by byte, also after the edit that attached nothing."""
    if not (sent := attachments(trial)):
        return ""
    record = await trial.stored(trial.made[-1])
    for name, (_, content, _) in sent.items():
        url = record.get(f"{name}_url")
        expect(url, f"the file attached as {name} is not there")
        answer = await trial.client.get(str(url))
        expect(answer.content == content, f"the file attached as {name} comes back with {answer.status_code}, changed")
    return f"{len(sent)} attached files come back"


async def deleted(trial: Trial) -> str:
    """After the deletion that the page asks to confirm, no door knows the record."""
    id = trial.made[-1]
    path = trial.entity.delete.format(id=id)
    answer, page = await trial.client.page(path)
    form = next((f for f in page.forms() if f.method == "post" and f.action.endswith(path)), None)
    if form is None:
        expect(False, f"{path} ({answer.status_code}) has no form that confirms the deletion")
        raise AssertionError
    answer = await trial.client.submit(form, {})
    expect(answer.status_code in _SEE_OTHER, f"deletion by the form answered {answer.status_code}")
    await _nowhere(trial, id, "deletion by the form")
    return f"deleted by the form {answer.status_code}, gone everywhere"


async def made_by_rest(trial: Trial) -> str:
    """Made, changed and deleted by REST; the pages and GraphQL see it each time."""
    id = await trial.add(trial.marker)
    await _everywhere(trial, id, trial.marker)
    changed = trial.marker.edited()
    body = trial.body(changed)
    answer = await trial.client.rest("PATCH", trial.api(id), body)
    expect(answer.status_code == 200, f"REST change answered {answer.status_code}: {answer.text[:200]}")
    await _everywhere(trial, id, changed)
    answer = await trial.client.rest("DELETE", trial.api(id))
    expect(answer.status_code in (200, 204), f"REST delete answered {answer.status_code}")
    await _nowhere(trial, id, "REST delete")
    return "made, changed and deleted by REST, each seen on the page"


async def made_by_graphql(trial: Trial) -> str:
    """Made, changed and deleted by GraphQL mutations; REST and the pages see it each time."""
    id = await graph.create(trial, trial.marker)
    trial.made.append(id)
    await _everywhere(trial, id, trial.marker)
    changed = trial.marker.edited()
    await graph.update(trial, id, changed)
    await _everywhere(trial, id, changed)
    await graph.delete(trial, id)
    await _nowhere(trial, id, "GraphQL delete")
    return "made, changed and deleted by GraphQL, each seen on the page"


LIFE: tuple[Part, ...] = (made_by_form, read_back, edited, uploads_kept, deleted, made_by_rest, made_by_graphql)


async def _everywhere(trial: Trial, id: int, marker: Marker) -> str:
    """REST, GraphQL and the record's page tell what the marker's record holds."""
    sent = trial.body(marker)
    trial.compare(await trial.stored(id), sent, "REST")
    trial.compare(await graph.one(trial, id), sent, "GraphQL")
    answer, page = await trial.client.page(trial.page(id))
    expect(answer.status_code == 200, f"its page {trial.page(id)} answered {answer.status_code}")
    naming = sent[trial.entity.display]
    if isinstance(naming, str) and trial.entity.searchable:
        expect(marker.name in page.text, f"its page does not show '{marker.name}'")
    expect(MARKUP not in answer.text, f"its page shows {MARKUP} unescaped: whatever is typed runs in the browser")
    return "REST 200, GraphQL found, page 200"


async def _shown_on_target(trial: Trial, name: str, target: int, id: int) -> None:
    """The page of the record it is linked to leads back to it."""
    path = trial.application.entity(name).record.format(id=target)
    answer, page = await trial.client.page(path)
    expect(answer.status_code == 200, f"the page {path} that it is linked to answered {answer.status_code}")
    back = trial.page(id)
    expect(any(link.endswith(back) for link in page.links()), f"{path}, which it is linked to, does not lead to {back}")


async def _nowhere(trial: Trial, id: int, after: str) -> None:
    answer = await trial.client.rest("GET", trial.api(id))
    expect(answer.status_code == 404, f"after {after} REST still answers {answer.status_code} for it")
    answer = await trial.client.get(trial.page(id))
    expect(answer.status_code == 404, f"after {after} its page still answers {answer.status_code}")
    expect(await graph.maybe(trial, id) is None, f"after {after} GraphQL still finds it")
    trial.made.remove(id)


def _ids(linked: int | list[int] | None) -> list[int]:
    return linked if isinstance(linked, list) else [] if linked is None else [linked]


def _same_number(shown: list[str], sent: list[str]) -> bool:
    try:
        return [float(value) for value in shown] == [float(value) for value in sent] and bool(sent)
    except ValueError:
        return False
