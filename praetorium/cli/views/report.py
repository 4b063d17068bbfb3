"""The report of a request: the delivery with what can be opened, or what failed, why and what can be done.

Addresses and paths are on lines of their own that are never broken, so that they can be copied: print with
``crop=False``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from rich.console import Group, RenderableType
from rich.text import Text

from praetorium.assets.mime import LINK
from praetorium.cli.views.marks import mark, style
from praetorium.cli.views.prose import INDENT, block, bullets, facts, heading, indented, sentence, table, unwrapped
from praetorium.media.showing import PREVIEW
from praetorium.models import AskedState, AssetReport, FeatureReport, Report, RequestState, StepState
from praetorium.telling import proof, tally
from praetorium.telling.amounts import count, listed, money, size, took

MOST_ASSETS = 8
MOST_NAMES = 8
_HEADLINES = {
    RequestState.QUEUED: "Queued",
    RequestState.RUNNING: "Running",
    RequestState.WAITING: "Waits for a person",
    RequestState.DELIVERED: "Delivered",
    RequestState.FAILED: "Failed",
    RequestState.REJECTED: "Rejected",
    RequestState.DENIED: "Denied",
    RequestState.CANCELLED: "Cancelled",
}


def report_view(report: Report, currency: str, *, apps: Sequence[str] = (), detailed: bool = False) -> RenderableType:
    """Everything that is to be told of a request. ``apps``: names of what it launched. ``detailed``: with its steps,
    for whoever has not followed it."""
    parts: list[RenderableType] = [_headline(report)]
    if report.error:
        error = report.error
        rows = [("What", error.what), ("Why", error.why), ("Next", error.next)]
        parts.append(indented(facts([(label, Text(text)) for label, text in rows if text])))
    elif report.summary and report.summary != report.title:
        parts.append(indented(Text(report.summary)))
    if report.waiting_for:
        parts.append(block("To be decided", Group(*_waiting(report))))
    if detailed and report.steps:
        parts.append(block("Steps", _steps(report)))
    if report.urls:
        parts += [Text(), heading("Open"), *_urls(report)]
    if report.assets:
        parts += [Text(), heading("Kept"), *_assets(report)]
    if report.features and report.state is not RequestState.REJECTED:
        parts.append(block(f"Asked for: {tally(report.features)}", _features(report)))
    figures = [(label, Text(text)) for label, text in _figures(report, currency)]
    if figures:
        parts.append(block("Figures", facts(figures)))
    if report.notes:
        parts.append(block("Notes", bullets(report.notes)))
    if report.unread:
        lines = (Text.assemble(f'"{u["sentence"]}"', (f" — {u['why']}", "quiet")) for u in report.unread)
        parts.append(block("Not read or not built, word for word", bullets(lines)))
    parts += [Text(), heading("Next"), *_next(report, apps, detailed)]
    return Group(*parts)


def _headline(report: Report) -> RenderableType:
    text = f"{_HEADLINES[report.state]}: {report.title}" if report.title else _HEADLINES[report.state]
    return sentence(text, mark=mark(report.state).plain, style=style(report.state))


def _waiting(report: Report) -> Iterator[RenderableType]:
    for asked in report.waiting_for:
        shown = asked["shown"]
        rows = [
            ("Why", shown.get("why")),
            ("Rule", shown.get("rule")),
            ("Effects", listed(list(shown.get("effects", ())))),
            ("Undo", None if shown.get("reversible", True) else "this cannot be undone"),
            ("Approval", asked["id"]),
        ]
        yield sentence(asked["question"], mark="?", style="wait")
        yield indented(facts([(label, Text(str(value))) for label, value in rows if value]))


def _steps(report: Report) -> RenderableType:
    shown = table("", "Step", "By", "Checks", "Took", right=("Checks", "Took"), fold=("Step",))
    for step in report.steps:
        passed = sum(check.passed for check in step.checks)
        tries = f" ({step.attempts} attempts)" if step.attempts > 1 else ""
        failed = [Text(f"✗ {c.name}: {c.evidence}", style="bad") for c in step.checks if not c.passed]
        shown.add_row(
            mark(step.state),
            Group(Text(f"{step.title}{tries}"), *failed),
            step.executor,
            f"{passed}/{len(step.checks)}" if step.checks else "",
            took(step.seconds) if step.seconds else "",
        )
    return shown


def _features(report: Report) -> RenderableType:
    """Each thing that was asked for, in the words it was asked in, with the page it is on and its proof."""
    shown = table("", "Asked", "In these words", "Where", "Proof", fold=("Asked", "In these words", "Where", "Proof"))
    for feature in report.features:
        where = urlsplit(feature.pages[0].url).path or "/" if feature.pages else ""
        shown.add_row(_look(feature), feature.label, f'"{feature.said}"', where, proof(feature))
    return shown


def _look(feature: FeatureReport) -> Text:
    if feature.failed:
        return Text("✗", "bad")
    return Text("✓", "good") if feature.proven else Text("–" if feature.state is AskedState.LEFT_OUT else "·", "quiet")


def _urls(report: Report) -> Iterator[Text]:
    names, urls = (max(len(getattr(address, key)) for address in report.urls) for key in ("name", "url"))
    for address in report.urls:
        seen = ("✓ opened", "good") if address.checked else ("not opened", "quiet")
        gap = " " * (urls - len(address.url) + INDENT)
        yield unwrapped((address.name.ljust(names), "label"), "  ", (address.url, "link"), gap, seen)


def _assets(report: Report) -> Iterator[Text]:
    # A preview is a picture of another asset, which names it.
    kept = [asset for asset in report.assets if asset.kind != PREVIEW] or list(report.assets)
    shown = kept[:MOST_ASSETS]
    kinds, names = (max(len(getattr(asset, key)) for asset in shown) for key in ("kind", "name"))
    for asset in shown:
        yield unwrapped(
            (asset.kind.ljust(kinds), "label"),
            f"  {asset.name.ljust(names)}  v{asset.version}  ",
            (_size(asset), "quiet"),
        )
        yield unwrapped(" " * (kinds + INDENT), asset.path)
    if len(kept) > MOST_ASSETS:
        rest = len(kept) - MOST_ASSETS
        yield unwrapped((f"and {rest} more: praetorium assets list --request {report.request}", "quiet"))


def _size(asset: AssetReport) -> str:
    return "" if asset.mime == LINK else size(asset.bytes)


def _figures(report: Report, currency: str) -> Iterator[tuple[str, str]]:
    if report.state is RequestState.REJECTED:
        return
    checks = [check for step in report.steps for check in step.checks]
    if checks:
        yield "Checks", f"{sum(c.passed for c in checks)} of {len(checks)} passed"
    done = sum(step.state is StepState.SUCCEEDED for step in report.steps)
    if report.steps:
        yield "Steps", f"{done} of {len(report.steps)} done"
    for kind, names in report.created.items():
        yield kind.replace("_", " ").capitalize(), f"{len(names)}: {listed(names, MOST_NAMES)}"
    if report.packages:
        names = [f"{package.name} {package.version}" for package in report.packages]
        yield "Packages", f"{count(len(names), 'package')}: {listed(names, 4)}"
    estimate = f" (estimated {took(report.estimate.seconds)})" if report.estimate.seconds else ""
    yield "Time", f"{took(report.seconds)}{estimate}"
    yield "Cost", f"{money(report.cost, currency)} (estimated {money(report.estimate.cost, currency)})"


def _next(report: Report, apps: Sequence[str], detailed: bool) -> Iterator[Text]:
    id = report.request
    todo = {"In Prefect": report.prefect.url} if report.prefect.url else {}
    if not detailed:
        todo["Details"] = f"praetorium show {id}"
    todo["What happened"] = f"praetorium events {id}"
    if report.waiting_for:
        todo["What is asked"] = f"praetorium approvals list --request {id}"
    elif not report.state.final:
        todo["Follow it"] = f"praetorium follow {id}"
    if not report.state.final:
        todo["Drop it"] = f"praetorium cancel {id}"
    for name in apps:
        todo["Stop the app"] = f"praetorium apps stop {name}"
    if report.state is not RequestState.REJECTED:
        todo["Stop the services"] = "praetorium down"
    wide = max(map(len, todo))
    return (unwrapped((label.ljust(wide), "label"), f"  {command}") for label, command in todo.items())
