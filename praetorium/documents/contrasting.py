"""Two versions of a text: which paragraphs changed, came and went, side by side as Markdown; and the same found again.

What is no paragraph (pictures, layout) is not compared. Tables count row by row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from praetorium.documents.proving import READERS, UNREADABLE
from praetorium.documents.work import text_in
from praetorium.errors import UserError

TEXTS = (".md", ".markdown", ".txt")
NONE = "–"
_ALIKE = 0.35
"""From this likeness on, a paragraph that went and one that came are two versions of one."""
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&:])")
_CELL = re.compile(r"(?<!\\)\|")

Paragraph = tuple[str, str]
"""The heading it stands under, and its text."""


def contrast(folder: Path, *, first: str, second: str, names: list[str], to: str) -> dict[str, Any]:
    """Work: what changed from ``first`` to ``second``, as the Markdown file ``to``; how many paragraphs did."""
    before, after = (paragraphs(folder / file) for file in (first, second))
    lines = list(_changes(before, after))
    kinds = Counter("added" if old == NONE else "removed" if new == NONE else "changed" for _, old, new in lines)
    same = len(after) - kinds["added"] - kinds["changed"]
    counts = {kind: kinds[kind] for kind in ("changed", "added", "removed")} | {"same": same}
    told = f"{counts['changed']} changed, {counts['added']} added, {counts['removed']} removed, {same} the same."
    text = [f"# What changed from {_plain(names[0])} to {_plain(names[1])}", "", f"Paragraphs: {told}", ""]
    if lines:
        text += [
            "What went is struck through, what came is bold.",
            "",
            "| Where | Before | Now |",
            "| --- | --- | --- |",
        ]
        text += [f"| {_plain(where) or NONE} | {old} | {new} |" for where, old, new in lines]
    else:
        text.append("Not a word of any paragraph changed.")
    (folder / to).write_text("\n".join([*text, ""]), encoding="utf-8")
    return {**counts, "told": told}


def agree(folder: Path, *, first: str, second: str, made: str) -> dict[str, Any]:
    """Work: whether the Markdown tells every paragraph that one version has and the other has not, and no other.

    Counted without comparing their order, and read back from the file: not as it was found.
    """
    before, after = (Counter(text for _, text in paragraphs(folder / file)) for file in (first, second))
    rows = [_CELL.split(line)[1:-1] for line in (folder / made).read_text("utf-8").splitlines() if line[:1] == "|"]
    old, new = (Counter(text for row in rows[2:] if (text := _bare(row[at])) != NONE) for at in (1, 2))
    faults = [f"'{_short(text)}' is only in the first version and not told" for text in (before - after) - old]
    faults += [f"'{_short(text)}' is only in the second version and not told" for text in (after - before) - new]
    faults += [f"'{_short(text)}' is told and not in the first version" for text in old - before]
    faults += [f"'{_short(text)}' is told and not in the second version" for text in new - after]
    said = f"{len(rows[2:])} lines compared with {sum(before.values())} and {sum(after.values())} paragraphs"
    return {"faults": faults, "said": said}


def paragraphs(path: Path) -> list[Paragraph]:
    """Every paragraph, heading, item and row of a table. Raises UserError for a file that cannot be read."""
    if path.suffix in TEXTS:
        return list(_written(text_in(path)))
    try:
        found = READERS[path.suffix](path)
    except UNREADABLE as error:
        raise UserError(f"'{path.name}' cannot be read: {error or type(error).__name__}") from error
    made: list[Paragraph] = []
    for sheet in found.sheets:
        under = sheet.title
        made += [("", under)] if under else []
        for level, text in sheet.lines:
            under = text if level < 0 else under
            made.append((under, " ".join(text.split())))
        made += [(under, " · ".join(" ".join(cell.split()) for cell in row)) for table in sheet.tables for row in table]
    return [(where, text) for where, text in made if text.strip(" ·")]


def _written(text: str) -> Iterator[Paragraph]:
    under = ""
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+#|]|\d+[.)])\s?)", text.replace("\r\n", "\n")):
        bare = " ".join(block.split())
        if heading := re.match(r"#{1,6}\s+(.*)", bare):
            under = bare = heading[1].strip("# ")
        if bare and not re.fullmatch(r"[-=|: ]+", bare):
            yield under, bare


def _changes(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> Iterator[tuple[str, str, str]]:
    """Where, how it was, how it is now; as Markdown."""
    matcher = SequenceMatcher(None, [text for _, text in before], [text for _, text in after], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        for old, new in _paired(before[a:b], after[c:d]):
            if old and new:
                yield (new[0], *_words(old[1], new[1]))
            elif old:
                yield old[0], f"~~{_plain(old[1])}~~", NONE
            elif new:
                yield new[0], NONE, f"**{_plain(new[1])}**"


def _paired(
    before: Sequence[Paragraph], after: Sequence[Paragraph]
) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """Each paragraph with the next one that is alike; what is like none stands alone."""
    rest = list(after)
    for old in before:
        match = next((i for i, new in enumerate(rest) if SequenceMatcher(None, old[1], new[1]).ratio() >= _ALIKE), None)
        if match is None:
            yield old, None
            continue
        yield from ((None, new) for new in rest[:match])
        yield old, rest[match]
        del rest[: match + 1]
    yield from ((None, new) for new in rest)


def _words(old: str, new: str) -> tuple[str, str]:
    """Both texts, with the words that differ marked."""
    was, now = _WORD.findall(old), _WORD.findall(new)
    left, right = "", ""
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        gone, come = "".join(was[a:b]), "".join(now[c:d])
        left += _plain(gone) if kind == "equal" else _marked(gone, "~~")
        right += _plain(come) if kind == "equal" else _marked(come, "**")
    return left, right


def _marked(text: str, mark: str) -> str:
    """The words between marks, blanks around them outside: else they would be no marks in Markdown."""
    bare = text.strip()
    if not bare:
        return text
    head, _, tail = text.partition(bare)
    return f"{head}{mark}{_plain(bare)}{mark}{tail}"


def _plain(text: str) -> str:
    """The text so that nothing in it is Markdown."""
    return _SIGNS.sub(r"\\\1", text)


def _bare(cell: str) -> str:
    """A cell without its marks: the text as it was."""
    return re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)(?:~~|\*\*)", "", cell)).strip()


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
