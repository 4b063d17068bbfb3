"""What is told of a request at any time, put together from the catalogue: the object of ``praetorium show``."""

from __future__ import annotations

from typing import Any

from praetorium.asked import features
from praetorium.house import House
from praetorium.models import (
    Address,
    AssetReport,
    Cost,
    Package,
    Plan,
    PrefectRun,
    Report,
    StepReport,
    StepState,
)
from praetorium.schedules.times import told, upcoming
from praetorium.telling.hidden import discreet, masked, redacted


def report(house: House, id: str) -> Report:
    """The report of one request. Raises UnknownError."""
    catalogue = house.catalogue
    standing = catalogue.requests.get(id)
    id = standing.request.id
    brief, plan = catalogue.briefs.get(id), catalogue.plans.get(id)
    steps = catalogue.steps.all(id)
    ordered = [steps[s.id] for s in plan.steps if s.id in steps] if plan else []
    outcomes = [s.outcome for s in ordered if s.outcome is not None and s.state is StepState.SUCCEEDED]
    created: dict[str, list[str]] = {}
    for outcome in outcomes:
        for kind, names in outcome.created.items():
            created.setdefault(kind, []).extend(n for n in names if n not in created.get(kind, []))
    urls = _unique(u for o in outcomes for u in o.urls)
    return Report(
        request=id,
        state=standing.state,
        title=brief.title if brief else standing.title,
        summary=standing.summary or (brief.summary if brief else ""),
        urls=urls,
        assets=_assets(house, id),
        steps=tuple(
            StepReport(
                id=s.id,
                title=s.title,
                executor=s.executor,
                state=s.state,
                attempts=s.attempts,
                seconds=round(s.seconds, 3),
                checks=tuple(map(redacted, s.outcome.checks)) if s.outcome else (),
            )
            for s in ordered
        ),
        packages=_packages(p for o in outcomes for p in o.packages),
        created=created,
        seconds=round(standing.seconds, 2),
        cost=round(catalogue.ledger.cost(id), 6),
        estimate=_estimate(plan),
        prefect=PrefectRun(flow_run_id=standing.flow_run, url=run_url(house, standing.flow_run)),
        error=standing.failure,
        words=discreet(standing.request.words),
        notes=(*dict.fromkeys(discreet(n) for o in outcomes for n in o.notes), *_repeats(house, id)),
        unread=tuple(redacted(u).dump() for u in brief.unread) if brief else (),
        features=features(brief, outcomes, urls),
        waiting_for=tuple(
            {"id": a.id, "step": a.step, "question": discreet(a.question), "shown": masked(a.shown)}
            for a in catalogue.approvals.waiting(id)
        ),
    )


def prefect_ui(house: House) -> str | None:
    """Where Prefect's own pages are: a team's, or ours while they run."""
    from praetorium.engine.client import ui_of
    from praetorium.engine.services import status

    team = house.settings.foreign_prefect
    return ui_of(team.rstrip("/")) if team else status(house.settings).prefect


def run_url(house: House, flow_run: str | None) -> str | None:
    """Where the Prefect UI shows the run; None while no Prefect server is known."""
    base = prefect_ui(house) if flow_run else None
    return f"{base.rstrip('/')}/runs/flow-run/{flow_run}" if base else None


def _repeats(house: House, id: str) -> tuple[str, ...]:
    """When it is done again, if it is; as it was asked for, whatever was changed in Prefect since."""
    known = house.catalogue.repetitions.of(id)
    if known is None:
        return ()
    times = ", ".join(map(told, upcoming(known.schedule.cron, known.schedule.timezone)))
    return (f"This was the first time; it is done again {known.schedule.words}: {times} (praetorium schedules)",)


def _estimate(plan: Plan | None) -> Cost:
    return Cost(seconds=plan.estimate.seconds, cost=plan.estimate.cost) if plan else Cost()


def _assets(house: House, id: str) -> tuple[AssetReport, ...]:
    return tuple(
        AssetReport(
            id=v.asset,
            name=v.name,
            kind=v.kind,
            mime=v.mime,
            version=v.version,
            bytes=v.bytes,
            sha256=v.sha256,
            path=str(house.library.view(v)),
        )
        for v in reversed(house.catalogue.assets.find(request=id))
    )


def _unique(addresses: Any) -> tuple[Address, ...]:
    return tuple({address.url: address for address in addresses}.values())


def _packages(packages: Any) -> tuple[Package, ...]:
    return tuple(sorted({p.name: p for p in packages}.values(), key=lambda p: p.name.lower()))
