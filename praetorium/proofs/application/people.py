"""What people do with a record, tried from outside: they comment on it, rate it, like it and mark it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from praetorium.proofs.application.trial import Trial, expect
from praetorium.proofs.application.values import MARKUP, Marker


async def commented(trial: Trial, proof: Mapping[str, Any]) -> str:
    """A comment stands on the record's page, as it was written and not as markup, and is gone when it is removed."""
    id = await _record(trial, "c")
    place, text = proof["rest"].format(id=id), f"Said of {trial.marker.code} {MARKUP}"
    answer = await trial.client.rest("POST", place, {"text": text})
    expect(answer.status_code == 201, f"commenting answered {answer.status_code}: {answer.text[:200]}")
    number = answer.json()["id"]
    answer, page = await trial.client.page(trial.page(id))
    expect(f"Said of {trial.marker.code}" in page.text, "the record's page does not show the new comment")
    expect(MARKUP not in answer.text, f"the comment shows {MARKUP} unescaped: whatever is typed runs in the browser")
    answer = await trial.client.rest("DELETE", f"{place}/{number}")
    expect(answer.status_code == 204, f"removing the comment answered {answer.status_code}")
    told = (await trial.client.rest("GET", place)).json()
    expect(told == [], f"after removing its only comment the record still has {len(told)}")
    return "comment shown and removed"


async def rated(trial: Trial, proof: Mapping[str, Any]) -> str:
    """The second rating of a person takes the place of the first, and the average is that of what counts."""
    id = await _record(trial, "r")
    place = proof["rest"].format(id=id)
    for stars in (2, 4):
        answer = await trial.client.rest("PUT", place, {"stars": stars})
        expect(answer.status_code == 200, f"rating with {stars} stars answered {answer.status_code}")
    told = (await trial.client.rest("GET", place)).json()
    expect((told["average"], told["count"]) == (4, 1), f"rated twice by one person, it tells {told}")
    answer = await trial.client.rest("PUT", place, {"stars": 6})
    expect(answer.status_code == 422, f"rating with 6 stars answered {answer.status_code}")
    return "rated 4 of 5"


async def liked(trial: Trial, proof: Mapping[str, Any]) -> str:
    """Liking twice counts once, and can be taken back."""
    place = proof["rest"].format(id=await _record(trial, "l"))
    counts = [(await trial.client.rest(method, place)).json()["count"] for method in ("PUT", "PUT", "DELETE")]
    expect(counts == [1, 1, 0], f"liked, liked again and taken back, it counts {counts}")
    return "counts once"


async def marked(trial: Trial, proof: Mapping[str, Any]) -> str:
    """A favourite is on the person's list, and not any more when it is unmarked."""
    id = await _record(trial, "f")
    place = proof["rest"].format(id=id)
    for method, expected in (("PUT", True), ("DELETE", False)):
        answer = await trial.client.rest(method, place)
        expect(answer.status_code == 204, f"{method} {place} answered {answer.status_code}")
        _, page = await trial.client.page(proof["page"])
        listed = any(link.endswith(trial.page(id)) for link in page.links())
        expect(listed is expected, f"after {method} {place} the favourites {'lack' if expected else 'still show'} it")
    return "favourite listed and taken away"


async def _record(trial: Trial, suffix: str) -> int:
    """A record of its own for each trial: fields may have to differ."""
    return await trial.add(Marker(f"{trial.marker.code}{suffix}"))
