"""Documents and decks from a text, opened by other libraries than wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest

from praetorium.documents import deck, work
from praetorium.documents.amounts import number
from praetorium.documents.found import Found
from praetorium.documents.language import detect
from praetorium.documents.markdown import read
from praetorium.documents.proving import READERS, examine
from praetorium.media.sketch import in_order
from tests.documents.conftest import NOTES, Workshop, failed, picture

GERMAN = "# Plan\n\nDas ist ein Text, der nicht auf Englisch geschrieben ist und auch nicht so heißt.\n"


def written(bench: Path, text: str, to: str, **more: object) -> Found:
    (bench / "source.md").write_text(text)
    asked = {"title": "Notes", "colours": [], "page_size": "a4", "language": "", "pictures": {}, "logo": ""}
    work.write(bench, source="source.md", to=to, **{**asked, **more})  # type: ignore[arg-type]
    return READERS[Path(to).suffix](bench / to)


@pytest.mark.parametrize("to", ["out/notes.docx", "out/notes.pdf", "out/notes.html"])
async def test_a_document_is_written_proven_and_seen(notes: Workshop, to: str) -> None:
    result = await notes.run("document", source="notes.md", to=to, title="Notes", colours=["#1f5fa8", "#5f6b76"])
    checks = await notes.prove("document-holds", result, path=to, source="notes.md")
    assert failed(checks) == []
    assert len(checks) == 3
    assert failed(await notes.prove("shows", result, path=to)) == []
    assert result.title == "Northwind" and result.language == "en"


async def test_a_deck_is_written_proven_and_seen(notes: Workshop) -> None:
    result = await notes.run("slides", source="notes.md", to="notes.pptx", title="Notes")
    assert failed(await notes.prove("document-holds", result, path="notes.pptx", source="notes.md")) == []
    assert failed(await notes.prove("shows", result, path="notes.pptx")) == []
    found = READERS[".pptx"](notes.folder / "notes.pptx")
    (graph,) = [graph for sheet in found.sheets for graph in sheet.charts]
    assert graph.kind == "lineChart"
    assert graph.categories == ("2023", "2024", "2025")
    assert graph.series == {"Oslo": (410000, 455000, 512000), "Bergen": (230000, 221000, 198000)}
    assert found.sheets[0].title == "Northwind"
    assert any("Fjord Fish: nine days" in sheet.notes for sheet in found.sheets)


async def test_another_text_is_refused(notes: Workshop) -> None:
    await notes.run("document", source="notes.md", to="notes.docx", title="Notes")
    (notes.folder / "other.md").write_text(NOTES + "\nA paragraph about penguins that nobody wrote down.\n")
    assert "penguins" in failed(await notes.prove("document-holds", path="notes.docx", source="other.md"))[0]


@pytest.mark.parametrize("to", ["a.docx", "a.pptx", "a.pdf", "a.html"])
def test_one_that_was_cut_off_is_refused(bench: Path, to: str) -> None:
    written(bench, NOTES, to)
    whole = (bench / to).read_bytes()
    (bench / to).write_bytes(whole[: len(whole) * 2 // 3])
    assert not examine(bench, file=to, source=None)["opens"]


def test_word_has_the_structure_of_the_text(bench: Path) -> None:
    picture(bench / "given.png", "#1f4e79")
    found = written(bench, NOTES, "a.docx", pictures={"map.png": "given.png"})
    assert found.headings == ((1, "Where we stand"), (1, "What we propose"), (2, "How we count"))
    (sheet,) = found.sheets
    assert [line for line in sheet.lines if line[0] > 0] == [
        (1, "Revenue is up 18 %"),
        (1, "Two suppliers deliver late"),
        (2, "Fjord Fish: nine days"),
        (1, "Open in Stavanger"),
        (1, "Decide about Bergen"),
    ]
    assert sheet.tables[0][1] == ("Oslo", "410,000", "455,000", "512,000")
    assert found.described == ("Our shops on a map",)
    assert found.links == ("https://example.org/till?a=1&b=2",)
    assert found.faults == ()


def test_a_preview_has_the_table_where_it_stands(bench: Path) -> None:
    text = "# Minutes\n\nPresent: Ann.\n\n## Tasks\n\n| Who | What |\n| --- | --- |\n| Ann | Poster |\n"
    text += "\n## Next\n\nMonday.\n"
    (sheet,) = written(bench, text, "a.docx").sheets
    kinds = [type(block).__name__ for block in in_order(sheet, "Minutes")]
    assert kinds == ["Paragraph", "Heading", "Table", "Heading", "Paragraph"]


@pytest.mark.parametrize(("text", "language", "said"), [(NOTES, "en", "Page"), (GERMAN, "de", "Seite")])
def test_the_language_is_the_texts_own(bench: Path, text: str, language: str, said: str) -> None:
    found = written(bench, text, "a.pdf")
    assert found.language == language
    assert f"{said} 1" in found.text
    assert found.tagged


def test_the_page_can_be_letter(bench: Path) -> None:
    import pypdfium2

    written(bench, NOTES, "a.pdf", page_size="letter")
    with pypdfium2.PdfDocument(bench / "a.pdf") as file:
        assert [round(side) for side in file[0].get_size()] == [612, 792]


def test_a_document_without_a_text_of_its_own_is_none(bench: Path) -> None:
    from praetorium.errors import UserError

    with pytest.raises(UserError, match="holds no text"):
        written(bench, "\n\n", "a.docx")


TABLES = [
    ("| m | v |\n|---|---|\n| Jan | 1 |\n| Feb | 2 |\n", True, ("Jan", "Feb")),
    ("| shop | v |\n|---|---|\n| A | 1 |\n| B | 2 |\n| Total | 3 |\n", False, ("A", "B")),
    ("| who | when |\n|---|---|\n| A | May |\n| B | June |\n", None, ()),
    ("| a | b |\n|---|---|\n| only | 1 |\n", None, ()),
]


@pytest.mark.parametrize(("text", "line", "categories"), TABLES)
def test_tables_of_numbers_are_drawn(text: str, line: bool | None, categories: tuple[str, ...]) -> None:
    (table,) = read(text, title="T", language="en", pictures={}).blocks
    drawn = deck.chart(table)  # type: ignore[arg-type]
    assert (drawn.line if drawn else None) == line
    assert (drawn.categories if drawn else ()) == categories


def test_no_slide_is_crowded_and_none_of_the_text_is_lost() -> None:
    text = "# T\n\n## S\n\n" + "".join(f"- point number {n} {'x' * 60}\n" for n in range(40))
    made = deck.slides(read(text, title="T", language="en", pictures={}))
    assert all(len(slide.points) <= 9 for slide in made)
    shown = [point.spans[0].text for slide in made for point in slide.points]
    assert [told.split()[2] for told in shown] == [str(n) for n in range(40)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"),
        ("1.234,50 €", "1234.50"),
        ("-3 %", "-3"),
        ("1.234", "1234"),
        ("12.5", "12.5"),
        ("EUR 900", "900"),
        ("1 200", "1200"),
    ],
)
def test_numbers_are_read_as_they_are_written(text: str, value: str) -> None:
    assert str(number(text)) == value


@pytest.mark.parametrize("text", ["", "abc", "3 shops", "2024-01-02", "1.2.3.4"])
def test_other_things_are_no_numbers(text: str) -> None:
    assert number(text) is None


def test_languages_are_told_apart() -> None:
    assert detect("The shop is open and we are here for you") == "en"
    assert detect("Der Laden ist offen und wir sind für Sie da") == "de"
    assert detect("La boutique est ouverte et nous sommes là pour vous") == "fr"
    assert detect("店は開いています。お待ちしております。") == "ja"
    assert detect("xyz") is None
