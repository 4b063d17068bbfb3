"""Changed files: a summary of lines, and the unified diffs with additions and removals told apart."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from praetorium.telling.amounts import count
from praetorium.workspace.diff import FileDiff


def diff_view(changes: Sequence[FileDiff], *, stat: bool) -> RenderableType:
    """``stat``: without the lines themselves. Print it with ``crop=False``: lines are never broken."""
    wide = max(len(change.path) for change in changes)
    parts: list[Text] = [_summary(change, wide) for change in changes]
    added, removed = (sum(getattr(change, key) for change in changes) for key in ("added", "removed"))
    parts.append(_line(f"{count(len(changes), 'file')}, {count(added, 'line')} added, {removed} removed", "title"))
    if not stat:
        for change in changes:
            parts.append(_line(""))
            parts += [_line(f"{change.change}: {change.path}", "title")] if not change.text.startswith("---") else []
            parts += [_line(line, _style(line)) for line in change.text.splitlines()]
    return Group(*parts)


def _summary(change: FileDiff, wide: int) -> Text:
    line = _line(f"{change.path.ljust(wide)}  {change.change:8}")
    if change.added or change.removed:
        line.append(f" +{change.added}", style="good").append(f" -{change.removed}", style="bad")
    return line


def _line(text: str, style: str = "") -> Text:
    return Text(text, style=style, no_wrap=True, overflow="ignore")


def _style(line: str) -> str:
    if line.startswith(("+++", "---")):
        return "title"
    return {"+": "good", "-": "bad", "@": "label", "[": "quiet"}.get(line[:1], "")
