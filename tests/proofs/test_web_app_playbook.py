"""The web-app playbook: what it plans for a brief, in which order, and with which proofs."""

from __future__ import annotations

from pathlib import Path

import pytest

from praetorium.models import Brief, Entity, Field, Plan, Request
from praetorium.planning.planner import make_plan
from praetorium.planning.playbooks import load
from praetorium.proofs import registry

FILE = Path(__file__).parents[2] / "templates" / "playbooks" / "web-app.yaml"


def plan(**parameters: object) -> Plan:
    contact = Entity(
        name="contact",
        plural="contacts",
        label="Contact",
        label_plural="Contacts",
        fields=(Field(name="name", label="Name"),),
        display="name",
    )
    brief = Brief(intent="build-app", title="Sales CRM", summary="Keeps contacts.", entities=(contact,))
    return make_plan(brief, Request(words="a crm", parameters=parameters), load(FILE))


def test_the_steps_in_their_order() -> None:
    made = plan()
    assert {step.id: step.needs for step in made.steps} == {
        "write": (),
        "packages": ("write",),
        "repository": ("write",),
        "tests": ("packages", "repository"),
        "rehearse": ("packages", "repository"),
        "launch": ("tests", "rehearse", "packages"),
    }
    assert made.step("launch").parameters["python"] == "${packages.python}"
    assert made.step("write").parameters == {"template": "apps/web", "folder": "sales-crm"}


def test_every_step_speaks_to_people() -> None:
    for step in plan().steps:
        for words in (step.title, step.why, step.expected):
            assert words[:1].isupper()
            assert "{" not in words
    assert "contacts" in plan().step("write").why


@pytest.mark.parametrize("container", [False, True])
def test_what_runs_is_proved_either_way(container: bool) -> None:
    made = plan(container=container)
    assert {"launch", "container"} & {step.id for step in made.steps} == {"container" if container else "launch"}
    proved = made.step("container" if container else "rehearse")
    assert [c.name for c in proved.checks] == ["url-answers", "application", "survives-restart", "page-renders"]
    assert "url-answers" in [c.name for c in made.steps[-1].checks]


def test_what_is_launched_is_what_was_tried_out() -> None:
    made = plan()
    assert made.step("launch").parameters == made.step("rehearse").parameters


def test_it_can_start_empty() -> None:
    assert plan(sample_data=False).step("launch").parameters["environment"] == {"SAMPLE_DATA": "0"}
    assert plan().step("launch").parameters["environment"] == {"SAMPLE_DATA": "1"}


def test_its_checks_take_these_parameters() -> None:
    for step in plan().steps + plan(container=True).steps:
        for check in step.checks:
            assert registry()[check.name].Parameters.model_validate(check.parameters)
