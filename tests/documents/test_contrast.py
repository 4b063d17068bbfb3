"""Two versions of a text: what changed is found word by word, set as a document, and a change left out is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from praetorium.documents.contrasting import agree, contrast, paragraphs
from praetorium.errors import UserError
from tests.documents.conftest import Workshop, failed

FIRST = """# Contract

Between Alpha Ltd and Beta Ltd.

## Fee

The monthly fee is 1,200 EUR, payable within 30 days.

- Support by mail
- Support by fax

| Item | Price |
| --- | --- |
| Travel | 40 * 2 |
"""
SECOND = FIRST.replace("1,200", "1,350").replace("- Support by fax\n", "").replace("40 * 2", "45 | 2") + (
    "\n## Data\n\nBeta stays the *controller* of `data`.\n"
)


def changed(bench: Path, first: str, second: str) -> tuple[dict[str, object], str]:
    (bench / "first.md").write_text(first)
    (bench / "second.md").write_text(second)
    told = contrast(bench, first="first.md", second="second.md", names=["v1.md", "v2.md"], to="made.md")
    return told, (bench / "made.md").read_text()


def test_words_that_changed_are_marked_and_what_came_and_went_is_told(bench: Path) -> None:
    told, text = changed(bench, FIRST, SECOND)
    assert (told["changed"], told["added"], told["removed"]) == (2, 2, 1)
    assert "is 1,~~200~~ EUR" in text and "is 1,**350** EUR" in text
    assert "| Fee | ~~\\- Support by fax~~ | – |" in text
    assert "**Beta stays the \\*controller\\* of \\`data\\`\\.**" in text
    assert agree(bench, first="first.md", second="second.md", made="made.md")["faults"] == []


def test_where_nothing_changed_that_is_said(bench: Path) -> None:
    told, text = changed(bench, FIRST, FIRST.replace("\n", "\r\n"))
    assert (told["changed"], told["added"], told["removed"]) == (0, 0, 0)
    assert "Not a word of any paragraph changed." in text


@pytest.mark.parametrize("altered", ["fax", "350", "Beta stays"])
def test_a_change_that_is_left_out_or_altered_is_refused(bench: Path, altered: str) -> None:
    _, text = changed(bench, FIRST, SECOND)
    left = [line for line in text.splitlines() if altered not in line]
    (bench / "made.md").write_text("\n".join(left))
    assert agree(bench, first="first.md", second="second.md", made="made.md")["faults"]
    (bench / "made.md").write_text(text.replace(altered, "other"))
    assert agree(bench, first="first.md", second="second.md", made="made.md")["faults"]


async def test_word_files_are_compared_and_the_result_is_proven(workshop: Workshop) -> None:
    for name, text in (("v1", FIRST), ("v2", SECOND)):
        (workshop.folder / f"{name}.md").write_text(text)
        await workshop.run("document", source=f"{name}.md", to=f"{name}.docx", title="Contract")
    result = await workshop.run("contrast", first="v1.docx", second="v2.docx", to="changes.md")
    assert (result.changed, result.added, result.removed) == (2, 2, 1)
    assert (
        failed(await workshop.prove("changes-told", result, first="v1.docx", second="v2.docx", path="changes.md")) == []
    )
    assert failed(await workshop.prove("changes-told", result, first="v1.docx", second="v1.docx", path="changes.md"))
    await workshop.run("document", source="changes.md", to="changes.pdf", title="Changes")
    assert failed(await workshop.prove("document-holds", path="changes.pdf", source="changes.md")) == []


async def test_a_picture_is_no_text(workshop: Workshop) -> None:
    with pytest.raises(UserError, match="no text that can be compared"):
        await workshop.run("contrast", first="a.png", second="b.png", to="c.md")


def test_what_is_no_word_file_is_refused(bench: Path) -> None:
    (bench / "a.docx").write_bytes(b"nothing of the kind")
    with pytest.raises(UserError, match="cannot be read"):
        paragraphs(bench / "a.docx")
