"""Playbooks and rules that these tests work with."""

from __future__ import annotations

_HEAD = """\
name: {name}
title: {name}
for: A test of what is asked.
intents: [test-{name}]
parameters:
  place: {{type: string, default: old}}
  seconds: {{type: number, default: 0}}
  environment: {{type: string, default: ""}}
steps:
"""
_REMOVE = """\
  - id: {id}
    title: "Delete {path}"
    why: To have room.
    executor: remove
    needs: [{needs}]
    with: {{path: "{path}"}}
    expected: It is gone.
"""
_NOTE = """\
  - id: {id}
    title: "Note {id}"
    why: To tell.
    executor: note
    needs: [{needs}]
    with: {{text: "{id} was here", deliver: true}}
    expected: It is said.
"""
_COMMAND = """\
  - id: {id}
    title: "Run {id}"
    why: To do something.
    executor: command
    needs: [{needs}]
    with: {{command: "{command}"}}
    expected: It ran.
"""


def _head(name: str) -> str:
    return _HEAD.format(name=name)


def remove(id: str, path: str, needs: str = "") -> str:
    return _REMOVE.format(id=id, path=path, needs=needs)


def note(id: str, needs: str = "") -> str:
    return _NOTE.format(id=id, needs=needs)


def run(id: str, command: str, needs: str = "") -> str:
    return _COMMAND.format(id=id, command=command, needs=needs)


PLAYBOOKS = {
    "tidy": _head("tidy")
    + run("mark", "echo mark >> marks.txt")
    + remove("clear", "{{ place }}", "mark")
    + note("after", "clear"),
    "both": _head("both") + remove("one", "old") + remove("two", "older") + note("last", "one, two"),
    "aside": _head("aside")
    + remove("clear", "old")
    + run("slow", "sleep {{ seconds }}; echo slow >> marks.txt")
    + run("quick", "echo quick >> marks.txt", "clear"),
    "single": _head("single") + run("run", "echo single >> marks.txt"),
    "many": _head("many") + "".join(remove(f"r{n}", f"old/{n}") for n in range(100)),
}

POLICY = """\
rules:
  - {name: board-agrees, why: two of three decide, effects: [run-code], executors: [command], projects: ["*"],
     environments: [board], then: ask, approvers: [Ada, Ben, Cleo], agree: 2}
  - {name: not-oneself, why: another pair of eyes, effects: [run-code], environments: [four-eyes], then: ask,
     self_approval: false}
  - {name: signed, why: somebody has to stand for it, effects: [run-code], environments: [signed], then: ask,
     names: true, remind: 1 s}
  - {name: hurry, why: it is only worth it now, effects: [run-code], environments: [late], then: ask, expires: 2 s}
  - {name: anyway, why: silence is a yes, effects: [run-code], environments: [later], then: ask, expires: 2 s,
     at_expiry: allow}
  - {name: not-here, why: nothing runs there, effects: [run-code], environments: [never], then: never}
"""

PLAYBOOKS["crm"] = (
    _head("crm")
    + run("mark", "echo mark >> marks.txt")
    + note("kept", "mark").replace("kept was here", "{{ brief.entities | map(attribute='name') | join(', ') }}")
    + remove("clear", "{{ place }}", "kept")
)
"""One step of it tells what is kept, and is therefore another one when the brief is."""

PLAYBOOKS["parts"] = (
    _head("parts")
    + remove("clear", "old")
    + remove("leads", "older")
    + """\
    when: "{{ 'lead' in (brief.entities | map(attribute='name') | list) }}"
"""
)
"""A step of it, and its question, is there only while leads are kept."""
