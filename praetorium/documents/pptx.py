"""Slides as PowerPoint: titles and points in their placeholders, native tables and charts, notes, descriptions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from praetorium.documents.content import Spans, Table, plain
from praetorium.documents.deck import Chart, Point, Slide
from praetorium.documents.look import INK, WHITE, Look
from praetorium.documents.pptx_layout import BODY, TITLE, numbered, prepare, slide_number
from praetorium.generate.colours import mix

_TITLE, _CONTENT, _SECTION, _TITLE_ONLY = 0, 1, 2, 5
"""Layouts of python-pptx's own template."""
_ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}


def write(
    slides: Iterable[Slide], look: Look, folder: Path, to: Path, *, title: str, author: str, language: str
) -> None:
    """Write the deck; pictures are files in ``folder``."""
    deck = Presentation()
    prepare(deck, look)
    core = deck.core_properties
    core.title, core.author, core.language = title, author, language
    for slide in slides:
        _Writer(deck, look, folder, language).add(slide)
    deck.save(str(to))


class _Writer:
    def __init__(self, deck: Any, look: Look, folder: Path, language: str) -> None:
        self._deck, self._look, self._folder, self._language = deck, look, folder, language

    def add(self, slide: Slide) -> None:
        layout = {"title": _TITLE, "section": _SECTION, "points": _CONTENT}.get(slide.kind, _TITLE_ONLY)
        made = self._deck.slides.add_slide(self._deck.slide_layouts[layout])
        made.shapes.title.text_frame.text = slide.title
        self._said(made.shapes.title.text_frame)
        match slide.kind:
            case "title" | "section":
                self._subtitle(made, slide)
            case "points":
                self._points(made.placeholders[1].text_frame, slide.points)
            case "chart":
                self._chart(made, slide)
            case "table":
                self._table(made, slide)
            case "code":
                self._code(made, slide.code)
            case "picture":
                self._picture(made, slide)
        if slide.kind != "title":
            slide_number(made)
        if slide.notes:
            notes = made.notes_slide.notes_text_frame
            notes.text = slide.notes
            self._said(notes)

    def _subtitle(self, made: Any, slide: Slide) -> None:
        holder = made.placeholders[1]
        if slide.subtitle:
            holder.text_frame.text = slide.subtitle
            self._said(holder.text_frame)
        else:
            holder.element.getparent().remove(holder.element)
        if slide.kind == "title" and self._look.logo:
            picture = made.shapes.add_picture(
                str(self._folder / self._look.logo), TITLE.left, Inches(0.5), None, Inches(0.8)
            )
            _describe(picture, "Logo")

    def _points(self, frame: Any, points: tuple[Point, ...]) -> None:
        frame.word_wrap = True
        size = Pt(22) if sum(len(plain(p.spans)) for p in points) < 320 else Pt(19)
        for index, point in enumerate(points):
            line = frame.paragraphs[0] if not index else frame.add_paragraph()
            line.level = point.level
            line.space_after = Pt(8)
            if point.number is not None:
                numbered(line, point.number)
            self._runs(line, point.spans, size if not point.level else Pt(size.pt - 2))
        self._said(frame)

    def _runs(self, line: Any, spans: Spans, size: Any) -> None:
        for span in spans:
            run = line.add_run()
            run.text = span.text.replace("\n", " ")
            run.font.size = size
            if span.bold:
                run.font.bold = True
            if span.italic:
                run.font.italic = True
            if span.code:
                run.font.name = "Consolas"
            if span.link.startswith(("http:", "https:", "mailto:")):
                run.hyperlink.address = span.link

    def _chart(self, made: Any, slide: Slide) -> None:
        drawn = slide.chart
        assert drawn is not None
        data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
        data.categories = list(drawn.categories)
        for name, values in drawn.series:
            data.add_series(name, [None if value is None else float(value) for value in values])
        kind = XL_CHART_TYPE.LINE_MARKERS if drawn.line else XL_CHART_TYPE.COLUMN_CLUSTERED
        shape = made.shapes.add_chart(kind, BODY.left, BODY.top, BODY.width, BODY.height, data)
        _describe(shape, _told(slide.title, drawn))
        _style(shape.chart, drawn, self._look)

    def _table(self, made: Any, slide: Slide) -> None:
        table = slide.table
        assert table is not None
        height = Emu(min(BODY.height, Inches(0.45) * (len(table.rows) + 1)))
        shape = made.shapes.add_table(len(table.rows) + 1, len(table.head), BODY.left, BODY.top, BODY.width, height)
        _describe(shape, f"{slide.title}: " + ", ".join(plain(cell) for cell in table.head))
        grid = shape.table
        for column, wide in enumerate(_widths(table)):
            grid.columns[column].width = Emu(int(BODY.width * wide))
        for r, row in enumerate((table.head, *table.rows)):
            for c, spans in enumerate(row):
                self._cell(grid.cell(r, c), spans, table.align[c], head=not r, odd=bool(r % 2))

    def _cell(self, cell: Any, spans: Spans, align: str, *, head: bool, odd: bool) -> None:
        cell.fill.solid()
        cell.fill.fore_color.rgb = _rgb(
            self._look.fill if head else mix(self._look.fill, WHITE, 0.07) if odd else WHITE
        )
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        line = cell.text_frame.paragraphs[0]
        line.alignment = _ALIGN[align]
        self._runs(line, spans, Pt(15))
        for run in line.runs:
            run.font.color.rgb = _rgb(self._look.on_fill if head else INK)
            if head:
                run.font.bold = True
        self._said(cell.text_frame)

    def _code(self, made: Any, code: str) -> None:
        box = made.shapes.add_textbox(BODY.left, BODY.top, BODY.width, BODY.height)
        _describe(box, "Code")
        box.fill.solid()
        box.fill.fore_color.rgb = _rgb(self._look.tint)
        frame = box.text_frame
        frame.word_wrap = True
        longest = max((len(line) for line in code.split("\n")), default=1)
        size = Pt(max(10, min(18, 1150 / max(longest, 1))))
        for index, text in enumerate(code.split("\n")):
            line = frame.paragraphs[0] if not index else frame.add_paragraph()
            run = line.add_run()
            run.text = text
            run.font.name, run.font.size = "Consolas", size
            run.font.color.rgb = _rgb(INK)

    def _picture(self, made: Any, slide: Slide) -> None:
        picture = slide.picture
        assert picture is not None
        room = BODY.height - (Inches(0.5) if picture.caption else 0)
        scale = min(BODY.width / picture.width, room / picture.height)
        wide, tall = int(picture.width * scale), int(picture.height * scale)
        left = BODY.left + (BODY.width - wide) // 2
        shape = made.shapes.add_picture(str(self._folder / picture.file), Emu(left), BODY.top, Emu(wide), Emu(tall))
        _describe(shape, picture.alt)
        if picture.caption:
            box = made.shapes.add_textbox(BODY.left, Emu(BODY.top + tall + Inches(0.1)), BODY.width, Inches(0.4))
            line = box.text_frame.paragraphs[0]
            line.alignment = PP_ALIGN.CENTER
            run = line.add_run()
            run.text = picture.caption
            run.font.size = Pt(14)
            run.font.color.rgb = _rgb(self._look.second)

    def _said(self, frame: Any) -> None:
        """The language that each run is spelled and read out in."""
        for line in frame.paragraphs:
            for run in line.runs:
                run._r.get_or_add_rPr().set("lang", _FULL.get(self._language, self._language))


_FULL = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "nl": "nl-NL"}


def _describe(shape: Any, text: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def _told(title: str, drawn: Chart) -> str:
    """The chart for who cannot see it: what it is, and each series from its first to its last value."""
    lines = [f"{'Line' if drawn.line else 'Bar'} chart: {title}, {drawn.categories[0]} to {drawn.categories[-1]}."]
    for name, values in drawn.series:
        known = [value for value in values if value is not None]
        lines.append(f"{name}: from {known[0]:,} to {known[-1]:,}." if known else f"{name}: no values.")
    return " ".join(lines)


def _style(chart: Any, drawn: Chart, look: Look) -> None:
    chart.has_legend = len(drawn.series) > 1
    chart.has_title = False
    chart.font.size = Pt(14)
    chart.font.color.rgb = _rgb(INK)
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.major_gridlines.format.line.color.rgb = _rgb("#d9dde2")
    chart.value_axis.format.line.fill.background()
    whole = all(value is None or value == value.to_integral_value() for _, values in drawn.series for value in values)
    chart.value_axis.tick_labels.number_format = "#,##0" if whole else "#,##0.0"
    chart.value_axis.tick_labels.number_format_is_linked = False
    shades = (look.fill, look.second, "#b8860b", "#8a3557", mix(look.fill, WHITE, 0.55), mix(look.second, WHITE, 0.5))
    for series, shade in zip(chart.plots[0].series, shades, strict=False):
        if drawn.line:
            series.smooth = False
            series.format.line.color.rgb = _rgb(shade)
            series.format.line.width = Pt(2.5)
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = _rgb(shade)
            series.marker.format.line.color.rgb = _rgb(shade)
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = _rgb(shade)
    if not drawn.line:
        chart.plots[0].gap_width = 60
        if len(drawn.series) == 1:
            chart.plots[0].has_data_labels = True
            chart.plots[0].data_labels.number_format = "#,##0" if whole else "#,##0.0"
            chart.plots[0].data_labels.number_format_is_linked = False
            chart.plots[0].data_labels.font.size = Pt(13)


def _widths(table: Table) -> list[float]:
    """Shares of the width by the longest text of each column, none starved."""
    longest = [
        min(40, max(8, *(len(plain(row[i])) for row in (table.head, *table.rows)))) for i in range(len(table.head))
    ]
    return [length / sum(longest) for length in longest]


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.removeprefix("#").upper())  # type: ignore[no-untyped-call]
