"""What the words leave open and nobody can assume: asked before anything is planned, unless nobody attends."""

from __future__ import annotations

import asyncio
import time

from praetorium.catalogue import Approval, ApprovalState
from praetorium.decisions.asking import put, without_rule
from praetorium.models import Question, RequestState
from praetorium.planning.ready import TICK
from praetorium.stages.crowding import Crowd
from praetorium.stages.ending import deny, wait
from praetorium.stages.gate import allowed
from praetorium.stages.job import Job
from praetorium.words.settling import settle


def unclear(job: Job) -> list[Approval]:
    """Questions that have to be put to a person and were not yet."""
    return [asked for asked in _asked(job) if job.house.catalogue.approvals.asked(asked) is None]


async def cleared_up(job: Job) -> RequestState | None:
    """None when every question is answered, and the brief says so; else the state the request is in now.

    An answer that comes within the request's patience is taken up at once; while others wait for a place there is none.
    """
    give_up = time.monotonic() + job.house.settings.approval_patience
    crowd = Crowd(job.house.catalogue.requests)
    while True:
        known = [found for asked in _asked(job) if (found := job.house.catalogue.approvals.asked(asked))]
        if any(not allowed(a) and a.state is not ApprovalState.WAITING for a in known):
            return deny(job)
        waiting = [a for a in known if a.state is ApprovalState.WAITING]
        if not waiting:
            if known:
                _settle(job, known)
            # What waits from here on are steps: an answered question among them would look like one that frees one.
            job.waits.clear()
            return None
        job.waits = {f"?{a.id}": a.id for a in waiting}
        if (crowd.waits() or time.monotonic() > give_up) and (state := wait(job)) is RequestState.WAITING:
            return state
        await asyncio.sleep(TICK)


def _asked(job: Job) -> list[Approval]:
    """What is asked about the brief, as it is put to a person."""
    if job.brief is None or job.request.unattended:
        return []
    return [_put(job, question) for question in job.brief.questions if question.blocking]


def _put(job: Job, question: Question) -> Approval:
    why = "nothing sensible can be done without an answer"
    rule = without_rule("open-question", why, job.house.policy.asking)
    shown = {
        "rule": rule.name,
        "why": why,
        "id": question.id,
        "choices": list(question.choices),
        "default": question.default,
    }
    return put(job.request, question.text, rule, shown, step=None, kind="question")


def _settle(job: Job, answered: list[Approval]) -> None:
    """The brief with the answers in it, as its next version."""
    assert job.brief is not None
    answers = {a.shown["id"]: (a.answer or {}).get("choice") or a.shown["default"] for a in answered}
    catalogue, id = job.house.catalogue, job.request.id
    with catalogue.write() as connection:
        job.brief = catalogue.briefs.store(connection, id, settle(job.brief, answers))
        catalogue.requests.set(connection, job.lease, title=job.brief.title)
        catalogue.outbox.put(connection, id, "brief", id, {"version": job.brief.version})
        catalogue.events.append(
            connection, job.lease, "brief.answered", "Questions answered", facts={"answers": answers}
        )
