"""What people see, on terminals of any width: nothing cut that matters, nothing broken that is copied."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console, RenderableType
from rich.theme import Theme

from praetorium.catalogue import Event
from praetorium.cli.screen import STYLES, is_plain
from praetorium.cli.views.brief import brief_view, headline
from praetorium.cli.views.diff import diff_view
from praetorium.cli.views.plan import plan_view
from praetorium.cli.views.progress import Progress, line_of, window
from praetorium.cli.views.report import report_view
from praetorium.house import House
from praetorium.models import StepState, now
from praetorium.planning.policy import load
from praetorium.report import report
from praetorium.telling import amounts
from praetorium.workspace import FileDiff

from .records import BRIEF, DELETE, PLAN, Record

WIDTHS = (40, 60, 80, 100, 160)


def drawn(view: RenderableType, width: int, *, crop: bool = True, height: int = 50) -> str:
    console = Console(
        file=io.StringIO(), theme=Theme(STYLES), width=width, height=height, highlight=False, markup=False
    )
    console.print(view, crop=crop)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("width", WIDTHS)
def test_brief_and_plan_fit(width: int, house: House) -> None:
    policy = load(house.settings.home)
    for plan in (PLAN, DELETE):
        judged = {step.id: policy.judge(step) for step in plan.steps}
        said = drawn(plan_view(plan, judged, "EUR", width), width)
        assert max(map(len, said.splitlines())) <= width
        joined = " ".join(said.split())
        for step in plan.steps:
            assert all(word in joined for word in step.title.split())
            assert step.executor in joined
        assert ("cannot be undone" in joined) is (plan is DELETE)
    said = drawn(brief_view(BRIEF), width)
    assert max(map(len, said.splitlines())) <= width
    for word in ("Contacts", "contcats", "#2e8b57", "sample data", "Fridays", "92%"):
        assert word in said


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_copied_is_never_broken(width: int, record: Record, house: House) -> None:
    told = report(house, record.delivered)
    lines = drawn(report_view(told, "EUR", apps=["contact-manager"]), width, crop=False).splitlines()
    for whole in (
        *(address.url for address in told.urls),
        *(asset.path for asset in told.assets),
        f"praetorium events {told.request}",
        "praetorium apps stop contact-manager",
    ):
        assert any(whole in line for line in lines)


def test_questions_show_the_answer_that_is_taken() -> None:
    assert "Should people log in? (yes / no) → taken: no" in drawn(brief_view(BRIEF), 100)
    blocking = BRIEF.questions[0].model_copy(update={"blocking": True})
    asked = BRIEF.model_copy(update={"questions": (blocking,)})
    assert "→ needs an answer" in drawn(brief_view(asked), 100)
    assert "→ taken: no" in drawn(brief_view(asked, answered=True), 100)


def test_long_words_are_cut() -> None:
    assert len(drawn(headline("word " * 1000), 80).splitlines()) <= 5


def test_progress_shows_where_the_steps_stand(record: Record, house: House) -> None:
    progress = Progress(house.catalogue, record.failed)
    for event in house.catalogue.events.after(record.failed):
        progress.take(event)
    said = drawn(progress, 80)
    assert "✓  Write the source of Contact manager" in said
    assert "✗  Run its own tests" in said
    assert "○  Start Contact manager" in said
    assert "of about 14 s" in said and "Failed" in said


def test_a_long_plan_is_cut_to_the_terminal(record: Record, house: House) -> None:
    row = house.catalogue.steps.all(record.failed)["source"]
    rows = [replace(row, state=StepState.SUCCEEDED if n < 30 else StepState.PENDING) for n in range(50)]
    first, last = window(rows, 12)
    assert last - first == 12
    assert first <= 30 < last
    assert window(rows[:5], 12) == (0, 5)
    assert window([replace(row, state=StepState.SUCCEEDED)] * 50, 12) == (38, 50)


@pytest.mark.parametrize(
    ("title", "facts", "line"),
    [
        ("Wrote app/lead.py", {"file": "crm/app/lead.py"}, "Wrote app/lead.py"),
        ("Installing", {"command": ["pip", "install", "x"]}, "Installing: pip install x"),
        ("tests passed", {"evidence": "41 of 41\npassed"}, "tests passed: 41 of 41 passed"),
        ("Delivered", {}, "Delivered"),
    ],
)
def test_an_event_is_one_line(title: str, facts: dict[str, object], line: str) -> None:
    event = Event(request="r", position=1, kind="step.said", title=title, facts=facts, at=now())
    assert line_of(event) == line


def test_a_diff_says_what_cannot_be_shown() -> None:
    said = drawn(diff_view([FileDiff(path="a.png", change="added", text="[binary or large]")], stat=False), 80)
    assert "added: a.png" in said
    assert "[binary or large]" in said


def test_lines_are_plain_where_nothing_can_be_redrawn() -> None:
    assert is_plain(Console(file=io.StringIO()))
    assert not is_plain(Console(force_terminal=True, no_color=False, _environ={"TERM": "xterm"}))
    assert is_plain(Console(force_terminal=True, _environ={"TERM": "xterm", "NO_COLOR": "1"}))
    assert is_plain(Console(force_terminal=True, _environ={"TERM": "dumb"}))
    assert is_plain(Console(force_terminal=True, _environ={"TERM": "xterm"}), asked=True)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (12.3, "12 s"), (99.4, "99 s"), (125, "2 min 05 s"), (7500, "2 h 05 min")],
)
def test_durations(seconds: float, said: str) -> None:
    assert amounts.took(seconds) == said


@pytest.mark.parametrize(
    ("bytes", "said"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (81_400_000, "81 MB"), (2_500_000_000, "2.5 GB")],
)
def test_sizes(bytes: int, said: str) -> None:
    assert amounts.size(bytes) == said


def test_money_shows_what_is_below_a_cent() -> None:
    assert amounts.money(0, "EUR") == "0.00 EUR"
    assert amounts.money(1.5, "EUR") == "1.50 EUR"
    assert amounts.money(0.00123, "EUR") == "0.0012 EUR"
