"""What becomes of approvals while nobody runs: answers given in the Prefect UI, time that is over, runs to resume."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from praetorium.catalogue import Answer, Approval, Standing
from praetorium.decisions import decide, expire, withdraw
from praetorium.decisions.permission import terms_of
from praetorium.engine import client, forms, notices, questions
from praetorium.errors import ExternalError, UserError
from praetorium.house import House
from praetorium.models import Door, now
from praetorium.telling.sentences import joined

log = logging.getLogger(__name__)

T = TypeVar("T")
SLOWLY = 5.0
"""Seconds between two looks for approvals' runs that were ended or deleted in the Prefect UI, which is seldom."""
EACH = 0.2
"""Seconds for each that waits, where that is longer: a hundred of them cost the server no more than two dozen."""


class Answers:
    """Part of the supervisor: looks after all that waits for a person."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._looked = 0.0
        self._tidied = 0.0

    def tick(self) -> None:
        """Look once at everything. Without anything that waits this asks the catalogue and nobody else."""
        for due in self._house.catalogue.approvals.due():
            self._guarded(self._due, due)
        waiting = self._house.catalogue.approvals.runs_that_wait()
        if waiting:
            self._guarded(self._there, waiting)
        if time.monotonic() - self._tidied > SLOWLY:
            self._tidied = time.monotonic()
            self._guarded(self._moot, self._house.catalogue.approvals.waiting())
        for standing in self._house.catalogue.requests.to_resume():
            self._guarded(self._resume, standing)

    def _guarded(self, work: Callable[[T], None], about: T) -> None:
        try:
            work(about)
        except ExternalError as error:
            log.info("approvals have to wait for Prefect: %s", error)
        except Exception:  # the others are looked after all the same
            log.exception("an approval could not be looked after")

    def _resume(self, standing: Standing) -> None:
        if standing.flow_run:
            client.resume_run(standing.flow_run)

    def _due(self, approval: Approval) -> None:
        """Its time to answer is over, or it is time for a reminder."""
        if approval.expires is not None and approval.expires <= now():
            expire(self._house, approval)
            return
        every = terms_of(approval).remind or timedelta(days=1)
        with self._house.catalogue.write() as connection:
            self._house.catalogue.requests.hold(connection, approval.request)
            self._house.catalogue.approvals.note(connection, approval.id, remind=now() + every)
            waited = (now() - approval.created).total_seconds()
            facts = {"approval": approval.id, "seconds": round(waited), "approvers": terms_of(approval).approvers}
            title = f"Still waits for an answer: {approval.question}"
            self._house.catalogue.events.append(
                connection, approval.request, "approval.reminder", title, step=approval.step, facts=facts
            )
            notices.remind(self._house, connection, approval)

    def _moot(self, waiting: list[Approval]) -> None:
        """Whether a folder may be worked in is asked no more once it is registered: by the answer to another request
        that asked the same, or by hand."""
        for approval in waiting:
            if approval.kind == "project" and self._house.catalogue.projects.covering(approval.shown["project"]):
                withdraw(self._house, approval, "the folder is registered by now", Door.SYSTEM)

    def _there(self, waiting: dict[str, str]) -> None:
        """Look for answers often, and for runs that were ended or deleted now and then: the first is one cheap
        question however many wait, the second is one about each of them."""
        if time.monotonic() - self._looked > max(SLOWLY, EACH * len(waiting)):
            self._looked = time.monotonic()
            self._from_prefect(waiting)
            self._gone(waiting)
        elif questions.stirs():
            self._from_prefect(waiting)

    def _from_prefect(self, waiting: dict[str, str]) -> None:
        """What a person did to the approvals' flow runs: filled in the form, or ended them."""
        for run, state in questions.touched(list(waiting)).items():
            approval = self._house.catalogue.approvals.get(waiting[run])
            said = questions.answer_in(run)
            if said is not None and state.type in ("RUNNING", "SCHEDULED", "PENDING"):
                self._take(approval, run, said)
            elif state.type in ("RUNNING", "SCHEDULED", "PENDING"):
                questions.ask_again(run, forms.description(approval, "the form was not filled in"))
            else:
                withdraw(self._house, approval, f"its run was set to {state.name} in the Prefect UI", Door.PREFECT)

    def _take(self, approval: Approval, run: str, said: dict[str, object]) -> None:
        """Decide what the form says; what cannot be taken is said above the form, which waits again."""
        try:
            answer, given, because = forms.read(approval, said)
            decided = decide(
                self._house,
                approval.id,
                Answer(answer),
                who=None,
                door=Door.PREFECT,
                because=because,
                given=given,
            )
        except UserError as error:
            fresh = self._house.catalogue.approvals.get(approval.id)
            if fresh.state is approval.state:
                questions.ask_again(run, forms.description(approval, joined(str(error), error.next)))
            else:  # answered elsewhere a moment ago; its run is closed when the courier comes by
                log.info("approval %s: %s", approval.id, error)
            return
        if not decided.settled:
            questions.ask_again(run, forms.description(approval, f"{decided.agreed} of {decided.needed} agree"))

    def _gone(self, waiting: dict[str, str]) -> None:
        for run in questions.missing(list(waiting)):
            approval = self._house.catalogue.approvals.get(waiting[run])
            if not client.knows(approval.created):
                continue  # asked in another Prefect: here it is answered by the other doors
            withdraw(self._house, approval, "its run was deleted in the Prefect UI", Door.PREFECT)
