"""One step: intent, executor, checks, outcome. Only a step whose checks have passed is ``succeeded``."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection

from praetorium.accounts.reach import Reach
from praetorium.assets import Checksums
from praetorium.catalogue import StepRow
from praetorium.errors import CheckError, ExternalError, PraetoriumError, StaleError, StepError, UserError
from praetorium.executors import Context, Executor
from praetorium.executors import Result as ExecutorResult
from praetorium.executors import get as executor_of
from praetorium.executors.base import COMMON
from praetorium.models import CheckResult, Effect, Outcome, Step, StepState, Undo, now
from praetorium.planning.expressions import resolve
from praetorium.proofs import Verdict, prove
from praetorium.settings import templates
from praetorium.stages import money
from praetorium.stages.halting import HaltedError, held, until_halted
from praetorium.stages.job import Job
from praetorium.stages.turns import in_turn
from praetorium.stages.undoing import Undoing
from praetorium.workspace import Manifest, take

T = TypeVar("T", bound=PraetoriumError | None)


class Ready:
    """A step with its parameters settled: what it needs has been filled in."""

    def __init__(self, job: Job, step: Step, rows: Mapping[str, StepRow] | None = None) -> None:
        """``rows``: the request's steps, where they are known. Raises UserError for parameters that do not fit."""
        rows = job.house.catalogue.steps.some(job.request.id, {step.id, *step.needs}) if rows is None else rows
        results = {n: dict(o.result) for n in step.needs if n in rows and (o := rows[n].outcome)}
        self.step = step
        self.executor: Executor[Any] = executor_of(step.executor)
        self.given: dict[str, Any] = resolve(step.parameters, results)
        self.parameters = self.executor.parameters(self.given)
        self.effects = self.executor.effects_of(self.parameters)
        self.checks = tuple(c.model_copy(update={"parameters": resolve(c.parameters, results)}) for c in step.checks)
        self.identity = step.identity(self.executor.version, self._inputs(job, rows))
        self.row = rows[step.id]
        self.begun = False
        """Whether an attempt at it was made already."""
        self._job = job

    @cached_property
    def reach(self) -> Reach:
        """What the request may work on, as it was when the step's turn came."""
        return Reach.of(self._job.house, self._job.request)

    def _inputs(self, job: Job, rows: Mapping[str, StepRow]) -> dict[str, Any]:
        """What the work depends on beside its parameters as they are written: their values, the work before it (which
        it may find in the workspace), and the brief where its executor reads it."""
        before = {need: rows[need].identity for need in self.step.needs if need in rows}
        brief = job.brief.identity if job.brief and self.executor.reads_brief else None
        return {"given": self.given, "after": before, "brief": brief}

    @property
    def done(self) -> bool:
        """Whether this very work has been done already."""
        return self.row.state is StepState.SUCCEEDED and self.row.identity == self.identity


async def perform(job: Job, ready: Ready) -> Outcome:
    """Carry the step out once. The outcome is stored, whatever it is, before this returns or raises.

    Raises StepError, UserError or ExternalError when it failed (``retryable`` says whether trying again may help),
    HaltedError when a person halted everything, StaleError when this execution was replaced.
    """
    step = ready.step
    if ready.begun and held(job, step.executor):  # the gate looks before the first attempt alone
        raise HaltedError
    ready.begun = True
    before, unrecorded = await _recorded(job, ready)
    key = f"{job.request.id}:{step.id}:{ready.identity[:16]}"
    attempt = _begin(job, ready, key, before)
    started, clock = now(), time.monotonic()
    context = _context(job, ready, key, attempt)
    result: ExecutorResult | None = None
    proven = Verdict(checks=())
    failure = unrecorded
    async with AsyncExitStack() as turn:
        try:
            if failure is None:
                await until_halted(job, turn.enter_async_context(_turn(job, ready, context)))
                async with _leaving(ready, context):
                    result = await until_halted(job, _run(ready, context))
                    proven = await until_halted(job, _prove(job, ready, context, result))
        except PraetoriumError as error:
            failure = error
        except asyncio.CancelledError:
            failure = StepError("it was stopped before it was finished")
            outcome = _outcome(StepState.CANCELLED, result, proven, attempt, started, clock, failure, before)
            with suppress(StaleError):  # a request that was cancelled has been closed by who cancelled it
                _close(job, ready, outcome)
            raise
        except Exception as error:  # noqa: BLE001 - the step's edge: recorded, and raised again as what it is
            failure = StepError(f"{type(error).__name__}: {error}")
            failure.__cause__ = error
        refused = [c for c in proven.checks if not c.passed]
        if failure is None and refused:
            failure = CheckError(f"it was not proved that {refused[0].name}: {refused[0].evidence}")
        if failure is not None and not isinstance(failure, HaltedError):
            await _take_back(ready, context, result)
    after, unkept = (None, None) if unrecorded else await _recorded(job, ready)
    if failure is None and unkept is not None:
        failure = unkept
        await _take_back(ready, context, result)
    if failure is not unrecorded:
        failure = _not_again(ready, failure)
    state = StepState.FAILED if failure else StepState.SUCCEEDED
    state = StepState.CANCELLED if isinstance(failure, HaltedError) else state
    outcome = _outcome(state, result, proven, attempt, started, clock, failure, before)
    try:
        _close(job, ready, outcome.model_copy(update={"after": after}))
    except ExternalError as error:
        raise _not_again(ready, error) from error
    if failure is not None:
        raise failure
    return outcome


def _begin(job: Job, ready: Ready, key: str, before: str | None) -> int:
    """The intent: written before the effect. Gives which attempt it is."""
    step, catalogue = ready.step, job.house.catalogue
    facts: dict[str, Any] = {"why": step.why, "executor": step.executor, "expected": step.expected}
    with catalogue.write() as connection:
        attempt = catalogue.steps.open(connection, job.lease, step.id, key, ready.identity)
        # ``before`` is told here: an attempt that dies in the middle has no outcome to tell it.
        facts |= {"attempt": attempt, "before": before}
        catalogue.events.append(connection, job.lease, "step.started", step.title, step=step.id, facts=facts)
    return attempt


def _turn(job: Job, ready: Ready, context: Context) -> AbstractAsyncContextManager[None]:
    return in_turn(job.house.settings, ready.executor.turn(ready.parameters), context.say)


def _not_again(ready: Ready, failure: T) -> T | StepError:
    """What is raised once an effect may have happened: where repeating it is not safe, it is not tried again because
    something else (the store, the catalogue) was away for a moment."""
    if not isinstance(failure, ExternalError) or ready.executor.repeatable_with(ready.parameters):
        return failure
    told = StepError(str(failure), next=failure.next)
    told.__cause__ = failure
    return told


async def preview(job: Job, ready: Ready) -> str:
    """What the step would do, for people, without doing it. Raises StepError where its executor cannot tell."""
    context = _context(job, ready, f"{job.request.id}:{ready.step.id}:preview", 0)
    return await ready.executor.preview(ready.parameters, context)


@asynccontextmanager
async def _leaving(ready: Ready, context: Context) -> AsyncIterator[None]:
    """What is there for the checks alone is ended with them, also when the step is cancelled in the middle."""
    try:
        yield
    finally:
        await asyncio.shield(asyncio.ensure_future(ready.executor.leave(ready.parameters, context)))


async def _run(ready: Ready, context: Context) -> ExecutorResult:
    reason = ready.executor.available()
    if reason is not None:
        raise UserError(f"'{ready.executor.name}' cannot work here: {reason}")
    try:
        async with asyncio.timeout(ready.executor.timeout):
            return await ready.executor.run(ready.parameters, context)
    except TimeoutError:
        raise StepError(f"it took longer than {ready.executor.timeout:g} s and was ended") from None


async def _prove(job: Job, ready: Ready, context: Context, result: ExecutorResult) -> Verdict:
    """The executor's own checks, then the step's, one after the other; each is told as it is known."""
    proven = Verdict(checks=result.checks)
    for check in result.checks:
        _tell(job, ready.step, check)
    told = result.dump()
    for wanted in ready.checks:
        given = resolve(wanted.parameters, {"this": told})
        verdict = await prove(wanted.name, given, context, told)
        proven = Verdict(
            checks=(*proven.checks, *verdict.checks),
            products=(*proven.products, *verdict.products),
            notes=(*proven.notes, *verdict.notes),
        )
        for check in verdict.checks:
            _tell(job, ready.step, check)
    return proven


async def _take_back(ready: Ready, context: Context, result: ExecutorResult | None) -> None:
    """What was started and does not stand its proofs is stopped again, where its executor can do that."""
    if result is None or ready.executor.undo is not Undo.COMPENSATE:
        return
    context.say("Taking back what does not stand its proofs")
    with suppress(PraetoriumError):  # the proof's own words are what the person needs
        await ready.executor.compensate(ready.parameters, result.dump(), context)


def _tell(job: Job, step: Step, check: CheckResult) -> None:
    kind = "check.passed" if check.passed else "check.failed"
    job.say(check.name, kind=kind, step=step.id, evidence=check.evidence)


def _context(job: Job, ready: Ready, key: str, attempt: int) -> Context:
    house, request = job.house, job.request
    stored = {a.name: a.sha256 for a in request.attachments}

    def attachment(name: str) -> Any:
        if name not in stored:
            raise UserError(f"no file '{name}' came with the request", next="attach it with --file")
        return house.store.path(stored[name])

    assert job.brief is not None
    reach = ready.reach
    return Context(
        request=request,
        brief=job.brief,
        step=ready.step.model_copy(update={"parameters": ready.given}),
        workspace=job.workspace,
        home=house.settings.home,
        templates=templates(),
        commands=house.commands,
        hosts=house.hosts,
        say=lambda title, **facts: job.say(title, step=ready.step.id, **facts),
        key=key,
        attachment=attachment,
        attempt=attempt,
        browser=house.browser,
        container_wanted=house.settings.container == "always",
        asset=reach.path,
        database=house.database,
        application=reach.application,
        undoing=Undoing(house, by=request.id),
        owner=reach.owner,
    )


async def _recorded(job: Job, ready: Ready) -> tuple[str | None, PraetoriumError | None]:
    """The checksum of the workspace's manifest, or why there is none: a store that is full or does not answer."""
    try:
        return await _snapshot(job, ready), None
    except PraetoriumError as error:
        return None, error


async def _snapshot(job: Job, ready: Ready) -> str | None:
    """The checksum of the workspace's manifest, now in the store, for steps that write; None for others."""
    if Effect.WRITE_WORKSPACE not in ready.effects or not job.workspace.is_dir():
        return None

    def record() -> tuple[Manifest, str]:
        manifest = take(job.workspace, Checksums(job.house.store), job.recorded)
        return manifest, job.house.store.put_bytes(manifest.dumps()).sha256

    job.recorded, sha256 = await asyncio.to_thread(record)
    return sha256


def _outcome(
    state: StepState,
    result: ExecutorResult | None,
    proven: Verdict,
    attempt: int,
    started: Any,
    clock: float,
    failure: PraetoriumError | None,
    before: str | None,
) -> Outcome:
    told = result or ExecutorResult()
    own = {key: value for key, value in told.dump().items() if key not in COMMON}
    return Outcome(
        state=state,
        result=own,
        checks=proven.checks,
        products=(*told.products, *proven.products),
        urls=told.urls,
        packages=told.packages,
        created=told.created,
        notes=(*told.notes, *proven.notes),
        attempts=attempt,
        seconds=round(time.monotonic() - clock, 3),
        cost=told.cost,
        error=str(failure) if failure else None,
        next=failure.next if failure else "",
        started=started,
        finished=now(),
        before=before,
    )


def _close(job: Job, ready: Ready, outcome: Outcome) -> None:
    catalogue, step = job.house.catalogue, ready.step
    facts = {
        "seconds": outcome.seconds,
        "checks": f"{sum(c.passed for c in outcome.checks)} of {len(outcome.checks)}",
        "error": outcome.error,
        "after": outcome.after,
    }
    with catalogue.write() as connection:
        catalogue.steps.close(connection, job.lease, step.id, outcome)
        catalogue.events.append(connection, job.lease, f"step.{outcome.state}", step.title, step=step.id, facts=facts)
        _progress(job, connection)
        money.settle(job, connection, step, outcome)


def _progress(job: Job, connection: Connection) -> None:
    states = job.house.catalogue.steps.states(connection, job.request.id)
    done = sum(state is StepState.SUCCEEDED for state in states)
    job.house.catalogue.outbox.put(
        connection, job.request.id, "progress", f"{job.request.id}:{done}", {"done": done, "all": len(states)}
    )
