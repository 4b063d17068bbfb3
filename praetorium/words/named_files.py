"""Files, folders, commands and formats that the words name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

DATA_SUFFIXES = (
    *("csv", "tsv", "xlsx", "xls", "ods", "parquet", "json", "jsonl", "ndjson"),
    *("db", "sqlite", "sqlite3", "duckdb"),
)
_SUFFIXES = (
    *DATA_SUFFIXES,
    *("md", "txt", "html", "pdf", "docx", "pptx", "png", "jpg", "jpeg", "gif", "svg", "webp", "mp3", "wav", "mp4"),
    *("py", "js", "ts", "sql", "yaml", "yml", "toml", "xml", "zip", "gz", "sh"),
)
_FILE = re.compile(
    rf"(?<![\w@/.])((?:~|\.{{1,2}})?/?(?:[\w\-]+/)*[\w\-]+(?:\.[\w\-]+)*\.(?:{'|'.join(_SUFFIXES)}))(?![\w/])",
    re.IGNORECASE,
)
_PATH = re.compile(r"(?<![\w.])((?:~|\.{1,2})?/[\w.\-]+(?:/[\w.\-]+)*/?|\.{1,2}(?=\s|$))")
_COMMAND = re.compile(r"`([^`\n]{1,400})`")
_FORMATS = {
    "pdf": r"pdfs?",
    "xlsx": r"xlsx|excel|spread ?sheets?",
    "csv": r"csv",
    "html": r"html|web ?page report",
    "docx": r"docx|word document|ms word|microsoft word",
    "pptx": r"pptx|powerpoint|slide ?decks?|slides|presentation",
    "md": r"markdown",
    "json": r"json",
    "parquet": r"parquet",
    "png": r"png",
    "svg": r"svg",
}
_GIVEN = re.compile(r"\b(?:give|get|make|create|want|need|generate|produce)\s(?:me\s|us\s)?an?\s$", re.IGNORECASE)
_ASKED_AS = re.compile(r"\b(?:as|to|into|in|and|or|,|export|format|formats)\b", re.IGNORECASE)


def is_data(name: str) -> bool:
    """Whether a file's name says that it holds rows."""
    return name.lower().removesuffix(".gz").rpartition(".")[2] in DATA_SUFFIXES


def files_in(words: str) -> tuple[str, ...]:
    """File names in the order they are named, each once; what stands in backticks is a command and not looked at."""
    return tuple(dict.fromkeys(match.group(1) for match in _FILE.finditer(_COMMAND.sub(" ", words))))


def known_among(words: str, project_files: Iterable[str]) -> tuple[str, ...]:
    """Files of the project that the words name by their stem ("the orders file" → ``data/orders.csv``)."""
    lower = words.lower()
    found = []
    for name in project_files:
        path = PurePosixPath(name)
        stem = re.escape(path.stem.lower().replace("_", " "))
        if re.search(rf"\b{stem}\b(?: (?:file|data|table|sheet)\b)", lower):
            found.append(name)
    return tuple(found)


def paths_in(words: str) -> tuple[str, ...]:
    """Folders and paths named outright: ``./proj``, ``/srv/data``, ``~/x``."""
    return tuple(dict.fromkeys(m.group(1) for m in _PATH.finditer(_COMMAND.sub(" ", words))))


def command_in(words: str) -> str | None:
    """The command in backticks, where there is one."""
    match = _COMMAND.search(words)
    return match.group(1).strip() if match else None


def formats_in(words: str) -> tuple[str, ...]:
    """Formats asked for, in the order they are named; the suffixes of files named are not asked for."""
    text = _FILE.sub(" ", words)
    found = []
    for name, pattern in _FORMATS.items():
        match = re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
        before = text[max(0, match.start() - 25) : match.start()] if match else ""
        if match and (_ASKED_AS.search(before) or _GIVEN.search(before)):
            found.append((match.start(), name))
    return tuple(name for _, name in sorted(found))
