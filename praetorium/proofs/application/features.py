"""What the application does beyond keeping records: each kind of feature is tried in the way its description offers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from praetorium.proofs.application import people
from praetorium.proofs.application.pages import Html
from praetorium.proofs.application.trial import Part, Trial, expect
from praetorium.proofs.application.values import Marker


def parts_for(trial: Trial) -> list[Part]:
    """What there is to be tried for this entity. A feature of a kind unknown here is looked at by the crawl alone."""
    return [
        _part(_TRIALS[feature.name], proof)
        for feature in trial.application.features
        if feature.name in _TRIALS
        for proof in feature.proofs
        if proof.get("entity") == trial.entity.name
    ]


def _part(attempt: Callable[[Trial, Mapping[str, Any]], Awaitable[str]], proof: Mapping[str, Any]) -> Part:
    async def run(trial: Trial) -> str:
        return await attempt(trial, proof)

    return run


async def _board(trial: Trial, proof: Mapping[str, Any]) -> str:
    """The board shows a new record, and moving it to another column changes the record."""
    id = await trial.add(trial.marker)
    answer, page = await trial.client.page(proof["path"])
    expect(answer.status_code == 200, f"the board answered {answer.status_code}")
    expect(any(link.endswith(trial.page(id)) for link in page.links()), "the board does not show the new record")
    missing = [column for column in proof["columns"] if column not in page.text]
    expect(not missing, f"the board has no column {', '.join(missing)}")
    target = proof["columns"][1]
    place = proof["move"]["path"].format(id=id)
    form = next((f for f in page.forms() if f.action.endswith(place)), None)
    if form is None:
        expect(False, f"the board has no form that moves the new record ({place})")
        raise AssertionError
    answer = await trial.client.submit(form, {"to": [target]})
    expect(answer.status_code in (302, 303), f"moving on the board answered {answer.status_code}")
    now = (await trial.stored(id))[proof["field"]]
    expect(now == target, f"moved to {target} on the board, the record still has {proof['field']} = {now}")
    return f"board shows it and moves it to {target}"


async def _threshold(trial: Trial, proof: Mapping[str, Any]) -> str:
    """A record beyond the limit is in the alert's list, and one on the right side of it is not."""
    field, limit = proof["field"], proof["limit"]
    step = 1 if proof["direction"] == "below" else -1
    ids = {}
    for name, value in (("beyond", limit - step), ("within", limit + step)):
        marker = Marker(f"{trial.marker.code}{name[0]}")
        answer = await trial.client.rest("POST", trial.entity.api, trial.body(marker) | {field: value})
        expect(answer.status_code == 201, f"REST answered {answer.status_code} to {field} = {value}")
        ids[name] = int(answer.json()["id"])
        trial.made.append(ids[name])
    answer = await trial.client.get(f"{proof['rest']}&per_page=100&sort=created_at&order=desc")
    expect(answer.status_code == 200, f"{proof['rest']} answered {answer.status_code}")
    told = {item["id"] for item in answer.json()["items"]}
    _expect_alert(
        ids["beyond"] in told, ids["within"] in told, f"{proof['rest']} with {field} {proof['direction']} {limit:g}"
    )
    answer = await trial.client.get(f"{proof['list']}&per_page=100&sort=created_at&order=desc")
    links = set(Html(answer.text, str(answer.url)).links())
    shown = {name: any(link.endswith(trial.page(id)) for link in links) for name, id in ids.items()}
    _expect_alert(shown["beyond"], shown["within"], f"the page {proof['list']}")
    return f"{field} {proof['direction']} {limit:g} is listed, and only that"


def _expect_alert(beyond: bool, within: bool, where: str) -> None:
    expect(beyond, f"{where} does not list a record beyond the limit")
    expect(not within, f"{where} lists a record that is within the limit")


_TRIALS: dict[str, Callable[[Trial, Mapping[str, Any]], Awaitable[str]]] = {
    "board": _board,
    "threshold_alert": _threshold,
    "comments": people.commented,
    "ratings": people.rated,
    "likes": people.liked,
    "favourites": people.marked,
}
