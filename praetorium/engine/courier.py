"""The courier: brings what is in the outbox to Prefect (artifacts, assets, events), beside the work, in order.

What cannot be brought while Prefect is away waits, however long; what Prefect refuses is tried again, and after too
many times left in the outbox to be looked at.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from praetorium.catalogue import Message
from praetorium.engine import client, forms, notices, questions, schedules
from praetorium.errors import UnavailableError
from praetorium.house import House
from praetorium.models import now
from praetorium.report import report
from praetorium.schedules.standing import parameters_of
from praetorium.telling import brief_markdown, diagram, plan_rows, report_markdown

PROGRESS = "progress"
"""The kind of which only the newest of a request is brought."""
UNRECORDED = 5.0
"""Seconds after which a task run that Prefect has not recorded is not waited for any more."""

log = logging.getLogger(__name__)


class Courier:
    def __init__(self, house: House) -> None:
        self._house = house
        self._ways: dict[str, Callable[[str, str | None, dict[str, Any]], None]] = {
            "brief": self._brief,
            "plan": self._plan,
            PROGRESS: self._progress,
            "asset": self._asset,
            "ending": self._ending,
            "schedule": self._schedule,
            "approval": self._approval,
            "decided": self._decided,
        }

    def deliver(self) -> int:
        """Bring what waits; gives how many were brought. Stops at the first when Prefect is away."""
        brought = 0
        for message in self._waiting():
            try:
                self._bring(message)
            except UnavailableError as error:
                log.info("Prefect is not told of %s %s yet: %s", message.kind, message.key, error)
                break
            except Exception as error:
                self._house.catalogue.outbox.failed(message.id, str(error))
                log.warning("%s %s cannot be told", message.kind, message.key, exc_info=True)
            else:
                # Where this is lost with the machine's power it is brought once more, as it is after a crash before it.
                with self._house.catalogue.write(flushed=False) as connection:
                    self._house.catalogue.outbox.sent(message.id, connection=connection)
                    notices.put(self._house, connection, message)
                brought += 1
        return brought

    def _waiting(self) -> list[Message]:
        """What is to be brought: of a request's progress the newest, what that has overtaken counts as brought."""
        outbox = self._house.catalogue.outbox
        found = outbox.pending()
        newest = {message.request: message.id for message in found if message.kind == PROGRESS}
        overtaken = [m.id for m in found if m.kind == PROGRESS and newest[m.request] != m.id]
        if overtaken:
            outbox.sent(*overtaken)
        return [message for message in found if message.id not in overtaken]

    def _bring(self, message: Message) -> None:
        run = self._house.catalogue.requests.get(message.request).flow_run
        self._ways[message.kind](message.request, run, message.payload)

    def _brief(self, id: str, run: str | None, payload: dict[str, Any]) -> None:
        brief = self._house.catalogue.briefs.get(id, payload["version"])
        if brief is not None:
            client.write_artifact(f"brief-{id}", "markdown", brief_markdown(brief), "What was understood", run)

    def _plan(self, id: str, run: str | None, payload: dict[str, Any]) -> None:
        plan = self._house.catalogue.plans.get(id, payload["version"])
        if plan is not None:
            client.write_artifact(f"plan-{id}", "table", plan_rows(plan), f"The plan, version {plan.version}", run)
            client.write_artifact(f"plan-diagram-{id}", "markdown", diagram(plan), "The plan as a diagram", run)

    def _progress(self, id: str, run: str | None, payload: dict[str, Any]) -> None:
        done, all = payload["done"], payload["all"]
        client.write_artifact(f"progress-{id}", "progress", 100 * done / all, f"{done} of {all} steps finished", run)

    def _asset(self, id: str, run: str | None, payload: dict[str, Any]) -> None:
        version = payload["version"]
        name, number = version["name"], version["version"]
        where = version["url"] or self._house.library_url(version["asset"], number)
        if where:
            client.write_artifact(
                f"asset-{version['asset']}", "link", (where, f"{name}, version {number}"), version["kind"], run
            )
        client.materialise(
            f"praetorium://{version['project']}/{version['kind']}/{name}",
            name=name,
            url=where or "",
            description=f"{version['kind']}, version {number}, made by {version['executor']}",
            upstream=[f"praetorium://attachments/{s}" for s in payload.get("made_from", [])],
            metadata={"version": number, "sha256": version["sha256"], "bytes": version["bytes"], "request": id},
            flow_run_id=run,
        )

    def _schedule(self, id: str, run: str | None, payload: dict[str, Any]) -> None:
        known = self._house.catalogue.repetitions.get(id)
        if known.ended is None:
            request = self._house.catalogue.requests.get(id).request
            schedules.put(id, known.schedule.cron, known.schedule.timezone, parameters_of(request))

    def _approval(self, id: str, run: str | None, payload: dict[str, Any]) -> None:
        approval = self._house.catalogue.approvals.get(payload["approval"])
        made = questions.open_question(
            approval.question,
            description=forms.description(approval),
            schema=forms.schema(approval),
            key=f"{id}:{approval.step or ''}:{approval.shown_hash}:{approval.round}",
            # A task run whose process died at once is never recorded: the question is then asked without it.
            parent=approval.task_run if (now() - approval.created).total_seconds() < UNRECORDED else None,
            tags=[f"request:{id}", f"kind:{approval.kind}"],
        )
        if made is None:
            raise UnavailableError(f"the task run of approval {approval.id} is not recorded yet")
        with self._house.catalogue.write() as connection:
            self._house.catalogue.approvals.note(connection, approval.id, flow_run=made)

    def _decided(self, id: str, run: str | None, payload: dict[str, Any]) -> None:
        approval = self._house.catalogue.approvals.get(payload["approval"])
        said = self._house.catalogue.decisions.of(approval.id)
        if approval.flow_run and said:
            last = said[-1]
            who = last.who or {"prefect": "in the Prefect UI", "system": "nobody in person"}.get(last.door, "no name")
            because = f": {last.because}" if last.because else ""
            questions.close_question(approval.flow_run, *forms.CLOSED[approval.state], f"{who}{because}")

    def _ending(self, id: str, run: str | None, payload: dict[str, Any]) -> None:
        told = report(self._house, id)
        client.write_artifact(f"delivery-{id}", "markdown", report_markdown(told), f"{told.state}: {told.title}", run)
        client.emit_event(
            f"praetorium.request.{payload['state']}",
            {"prefect.resource.id": f"praetorium.request.{id}", "prefect.resource.name": told.title},
            {"state": payload["state"], "seconds": told.seconds, "cost": told.cost, "urls": [u.url for u in told.urls]},
            [{"prefect.resource.id": f"prefect.flow-run.{run}", "prefect.resource.role": "flow-run"}] if run else [],
            id=uuid5(NAMESPACE_URL, f"praetorium:{id}:{payload['state']}:{told.seconds}"),
        )
