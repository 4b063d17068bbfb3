"""Briefs, plans and reports as Markdown; text that people gave is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from praetorium.models import Address, AskedState, Brief, FeatureReport, Plan, Report, StepState
from praetorium.schedules.times import told, upcoming
from praetorium.telling.asked import proof, tally
from praetorium.telling.hidden import redacted

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")
_MARKS = {
    StepState.SUCCEEDED: "✔",
    StepState.FAILED: "✘",
    StepState.WAITING: "⏸",
    StepState.RUNNING: "▶",
    StepState.SKIPPED: "–",
    StepState.CANCELLED: "■",
    StepState.PENDING: "·",
}


def escape(text: object) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def brief_markdown(brief: Brief) -> str:
    """What was understood, corrected, assumed, is missing and was not read; what may be secret is hidden."""
    brief = redacted(brief)
    lines = [f"# {escape(brief.title)}", "", escape(brief.summary), ""]
    for entity in brief.entities:
        fields = ", ".join(escape(f.label.lower()) for f in entity.fields)
        lines.append(f"- **{escape(entity.label_plural)}**: {fields}")
    lines += _list("Links", (f"{r.source} → {r.target} ({r.label})" for r in brief.relations))
    if brief.schedule is not None:
        times = ", ".join(map(told, upcoming(brief.schedule.cron, brief.schedule.timezone)))
        lines += ["", f"**Repeats** {escape(brief.schedule.words)}, the first time at once, then {escape(times)}"]
    lines += _list("Corrected", (f"“{c.said}” was read as “{c.read_as}”" for c in brief.corrections))
    lines += _list("Assumed", (f"{a.about}: {a.value} ({a.because})" for a in brief.assumptions))
    lines += _list("Open questions", (f"{q.text} (taken: {q.default or 'nothing'})" for q in brief.questions))
    outside = (a for a in brief.asked if a.state is AskedState.EDGE)
    lines += _list("Needs the outside world", (f"“{a.said}”: {a.why}" for a in outside))
    lines += _list("Not read or not built, word for word", (f"“{u.sentence}”: {u.why}" for u in brief.unread))
    return "\n".join(lines)


def plan_rows(plan: Plan) -> list[dict[str, object]]:
    """The plan as rows of a table."""
    return [
        {
            "step": step.title,
            "why": step.why,
            "done by": step.executor,
            "after": ", ".join(step.needs) or "–",
            "effects": ", ".join(sorted(step.effects)) or "none",
            "expected": step.expected,
            "seconds": step.estimate.seconds,
            "cost": step.estimate.cost,
        }
        for step in plan.steps
    ]


def diagram(plan: Plan) -> str:
    """The plan as a Mermaid flowchart, in a Markdown code block."""
    names = {step.id: f"s{number}" for number, step in enumerate(plan.steps)}
    lines = ["```mermaid", "flowchart LR"]
    for step in plan.steps:
        label = re.sub(r'["\[\]{}()<>;#]', " ", step.title)
        lines.append(f'    {names[step.id]}["{" ".join(label.split())}"]')
        lines += [f"    {names[need]} --> {names[step.id]}" for need in step.needs]
    return "\n".join([*lines, "```"])


def report_markdown(report: Report) -> str:
    """A delivery, or what became of the request instead."""
    lines = [f"# {escape(report.title)}: {report.state}", "", escape(report.summary), ""]
    if report.error:
        lines += [f"**{escape(report.error.what)}**: {escape(report.error.why)}", "", escape(report.error.next), ""]
    lines += [f"- [{escape(u.name)}]({u.url}){' (opened and checked)' if u.checked else ''}" for u in report.urls]
    lines += [
        f"- {escape(a.name)}, {a.kind}, version {a.version}, {a.bytes:,} bytes: `{a.path}`" for a in report.assets
    ]
    lines += ["", "| | step | tries | seconds | checks |", "|---|---|---|---|---|"]
    lines += [
        f"| {_MARKS[s.state]} | {escape(s.title)} | {s.attempts} | {s.seconds:.1f} "
        f"| {sum(c.passed for c in s.checks)} of {len(s.checks)} |"
        for s in report.steps
    ]
    lines += _asked(report.features)
    lines += _list("Proofs", (f"{c.name}: {c.evidence}" for s in report.steps for c in s.checks))
    lines += _list("Made", (f"{kind}: {', '.join(names)}" for kind, names in report.created.items()))
    lines += _list("Worth knowing", report.notes)
    lines += _list("Packages", [", ".join(f"{p.name} {p.version}" for p in report.packages)] if report.packages else [])
    lines += ["", f"Took {report.seconds:.1f} s (estimate {report.estimate.seconds:.1f} s), cost {report.cost:.2f}."]
    return "\n".join(lines)


def _asked(features: Sequence[FeatureReport]) -> list[str]:
    """What was asked for, thing by thing: in these words, where it is, and its proof."""
    if not features:
        return []
    rows = ["| asked | in these words | where | proof |", "|---|---|---|---|"]
    for feature in features:
        where = ", ".join(_page(page) for page in feature.pages) or "–"
        rows.append(f"| {escape(feature.label)} | “{escape(feature.said)}” | {where} | {escape(proof(feature))} |")
    return ["", f"## Asked for: {tally(features)}", "", *rows]


def _page(page: Address) -> str:
    return f"[{escape(page.name)}]({page.url})" if "//" in page.url else escape(page.name)


def _list(title: str, items: Iterable[str]) -> list[str]:
    told = [f"- {escape(item)}" for item in items]
    return ["", f"## {title}", *told] if told else []
