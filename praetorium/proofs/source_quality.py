"""The ``source-quality`` proof: the source is complete, compiles, and carries nothing that must not be in it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.proofs.formats import OPENERS, UNREADABLE

PARSED = {".py", ".json", ".yaml", ".yml", ".svg"}
READ = PARSED | {".cfg", ".css", ".env", ".html", ".ini", ".js", ".md", ".sh", ".sql", ".toml", ".txt", ""}
"""Suffixes of the files looked through for secrets and leftovers."""
FOREIGN = {".git", ".venv", "__pycache__", "node_modules"}
LARGEST = 1_000_000
"""Bytes; larger files are data, not source."""
SECRETS = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "an AWS access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})"),
    "a Slack token": re.compile(r"\bxox[abposr]-[A-Za-z0-9-]{20,}"),
    "a model provider's key": re.compile(r"\bsk-[A-Za-z0-9_-]{20,}"),
    "a password in a URL": re.compile(r"\b[a-z][a-z0-9+]*://[^\s:/@{}$<]+:[^\s:/@{}$<]{6,}@"),
    "a secret written out": re.compile(
        r"""(?ix)\b\w*(?:secret|passwd|password|api_?key|auth_?token)\w*\s*[:=]\s*["'][A-Za-z0-9+/=_.-]{16,}["']"""
    ),
}
"""What must not be in a source, by what to call it."""
CONFLICT = re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE)


class SourceQualityParameters(Model):
    folder: str
    """The project, in the workspace."""
    files: tuple[str, ...] = ()
    """Files that must be there, in the project."""


class SourceQuality(Proof[SourceQualityParameters]):
    name = "source-quality"
    summary = "All expected files are there, every source file can be parsed, and none holds a secret."
    Parameters = SourceQualityParameters

    async def run(self, parameters: SourceQualityParameters, context: Context, result: dict[str, Any]) -> Verdict:
        folder = context.inside(parameters.folder)
        return Verdict(checks=await asyncio.to_thread(_look, folder, parameters.files))


def _look(folder: Path, expected: tuple[str, ...]) -> tuple[CheckResult, ...]:
    files = list(_sources(folder))
    missing = [name for name in expected if not (folder / name).is_file() or not (folder / name).stat().st_size]
    broken = [f"{path.relative_to(folder)}: {why}" for path in files if (why := _problem(path))]
    leaks = [finding for path in files for finding in _leaks(path, path.relative_to(folder))]
    return (
        _check("all expected files are there", missing, f"{len(expected)} of {len(expected)} expected files"),
        _check("the source can be read", broken, f"{len(files)} source files, each parsed to its end"),
        _check("the source holds no secret", leaks, f"{len(files)} source files looked through"),
    )


def _check(name: str, problems: list[str], good: str) -> CheckResult:
    more = f" and {len(problems) - 8} more" if len(problems) > 8 else ""
    return CheckResult(name=name, passed=not problems, evidence="; ".join(problems[:8]) + more if problems else good)


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(
            part in (".git", ".venv", "__pycache__", "node_modules") for part in path.relative_to(folder).parts
        )
        if path.is_file() and not hidden and path.suffix in READ and path.stat().st_size <= LARGEST:
            yield path


def _problem(path: Path) -> str | None:
    if path.suffix == ".html":
        return _template_problem(path)
    if path.suffix not in PARSED or not path.stat().st_size:
        return None
    try:
        OPENERS[path.suffix.lstrip(".")](path)
    except UNREADABLE as error:
        return str(error) or type(error).__name__
    return None


def _template_problem(path: Path) -> str | None:
    """Pages are Jinja templates: one that was cut off leaves a block, a condition or a tag open."""
    from jinja2 import Environment, TemplateSyntaxError

    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        # Nothing is rendered here, only parsed.
        Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        return f"line {error.lineno}: {error.message}"
    if text.rfind("<") > text.rfind(">"):
        return f"is cut off in a tag: …{text.rstrip()[-40:]!r}"
    return None


def _leaks(path: Path, name: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    for what, pattern in SECRETS.items():
        if match := pattern.search(text):
            yield f"{name}:{text.count(chr(10), 0, match.start()) + 1} holds {what}"
    if match := CONFLICT.search(text):
        yield f"{name}:{text.count(chr(10), 0, match.start()) + 1} holds a merge conflict"
