"""An app is changed in words, on the data that people have put in, and changed back."""

from __future__ import annotations

import httpx
import pytest

from praetorium import House, submit
from praetorium.engine.undoing import undo
from praetorium.models import Report, RequestState, StepState

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]

WORDS = "add a follow up deadline to contacts, without phone, and a page with overdue contacts"


def contact(url: str, id: int) -> dict[str, object]:
    answer = httpx.get(f"{url}/api/contacts/{id}")
    return answer.json() if answer.status_code == 200 else {}


def test_a_change_keeps_the_address_and_the_data_and_so_does_taking_it_back(house: House, crm: Report) -> None:
    (app,) = [a for a in house.catalogue.apps.find() if a.request == crm.request]
    made = httpx.post(f"{app.url}/api/contacts", json={"name": "Grace", "phone": "+44 20 7946 0000"}).json()

    changed = submit(WORDS, project=app.name, unattended=True, house=house).wait(timeout=200)
    assert changed.state is RequestState.DELIVERED, changed.error
    assert [u.url for u in changed.urls] == [app.url]
    now = contact(app.url, made["id"])
    assert now["name"] == "Grace" and "phone" not in now
    assert next(value for field, value in now.items() if "deadline" in field) is None
    assert "overdue=yes" in httpx.get(app.url).text
    order = [step.id for step in changed.steps if step.state is StepState.SUCCEEDED]
    assert order.index("rehearse") < order.index("launch")
    plan = house.catalogue.plans.get(changed.request)
    assert plan is not None and any(note.startswith("Files: ") for note in plan.notes)
    (kept,) = [a for a in changed.assets if a.kind == "app"]
    assert [(s.kind, s.source, s.version) for s in house.catalogue.assets.sources(kept.id, kept.version)] == [
        ("asset", app.asset, app.version)
    ]
    later = httpx.post(f"{app.url}/api/contacts", json={"name": "Later"}).json()

    assert undo(house, changed.request, None).wait(timeout=100).state is RequestState.DELIVERED
    back = contact(app.url, made["id"])
    assert back["phone"] == "+44 20 7946 0000" and not any("deadline" in field for field in back)
    assert contact(app.url, later["id"])["name"] == "Later", "what was put in meanwhile stays"
    assert house.catalogue.apps.get(app.name).request == crm.request
