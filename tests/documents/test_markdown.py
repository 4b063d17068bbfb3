"""Markdown as structure: what is kept, what is put right, what is left out and said."""

from __future__ import annotations

import pytest

from praetorium.documents.content import Document, Heading, Listing, Paragraph, Table, plain, text_of, walk
from praetorium.documents.markdown import read


def document(text: str) -> Document:
    return read(text, title="Notes", language="en", pictures={})


def test_the_only_first_heading_is_the_title_and_no_level_is_skipped() -> None:
    made = document("# Plan\n\n## One\n\n#### Deep\n\n## Two\n")
    assert made.title == "Plan"
    assert [(b.level, plain(b.spans)) for b in made.blocks if isinstance(b, Heading)] == [
        (1, "One"),
        (2, "Deep"),
        (1, "Two"),
    ]


def test_a_heading_in_a_quotation_is_no_heading() -> None:
    made = document("> ### Quoted\n\n## One\n")
    assert [plain(b.spans) for b in walk(made.blocks) if isinstance(b, Heading)] == ["One"]
    assert text_of(made.blocks) == "Quoted\nOne"


def test_front_matter_names_it() -> None:
    made = document("---\ntitle: A: B\nauthor: 'Ada'\nlang: de\nsecret: x\n---\ntext\n")
    assert (made.title, made.author, made.language) == ("A: B", "Ada", "de")
    assert text_of(made.blocks) == "text"


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x", "../up.html", "//evil.example"],
)
def test_only_addresses_that_open_something_are_links(link: str) -> None:
    made = document(f"see [the thing]({link}) now")
    (paragraph,) = made.blocks
    assert isinstance(paragraph, Paragraph)
    assert [span.link for span in paragraph.spans if span.link] == []
    assert plain(paragraph.spans) == "see the thing now"
    assert any("is no address" in said for said in made.dropped)


def test_raw_html_leaves_its_text_alone() -> None:
    made = document(
        "<div onclick='x()'>kept &amp; said</div>\n\n<script>alert('gone')</script>\n\na <b>bold</b> word<br>next"
    )
    text = text_of(made.blocks)
    assert "kept & said" in text and "a bold word" in text
    assert "alert" not in text and "onclick" not in text and "<" not in text
    assert any("raw HTML" in said for said in made.dropped)


def test_columns_of_numbers_stand_right_and_rows_are_whole() -> None:
    (table,) = document("| a | b |\n|---|---|\n| x | 1.234,50 € |\n| y |\n").blocks
    assert isinstance(table, Table)
    assert table.align == ("left", "right")
    assert all(len(row) == 2 for row in table.rows)


def test_lists_keep_their_numbers_and_ticks() -> None:
    numbers, ticks = document("5. five\n6. six\n\ntext\n\n- [x] done\n- [ ] open\n").blocks[::2]
    assert isinstance(numbers, Listing) and isinstance(ticks, Listing)
    assert numbers.start == 5
    assert text_of([ticks]) == "☑ done\n☐ open"


def test_what_is_nested_without_end_ends() -> None:
    deep = document("> " * 3000 + "down\n\n" + "".join(f"{'  ' * n}- {n}\n" for n in range(300)))
    assert sum(1 for _ in walk(deep.blocks)) < 2000


def test_a_picture_that_is_not_there_leaves_its_description() -> None:
    made = document("![a secret](../../etc/passwd)")
    assert text_of(made.blocks) == "[a secret]"
    assert any("passwd" in said for said in made.dropped)
