"""PDF and HTML read back by other libraries than they were written by: PDFium and Lexbor."""

from __future__ import annotations

import ctypes
import re
from contextlib import closing
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from selectolax.lexbor import LexborHTMLParser

from praetorium.documents.found import Found, Sheet

_SPACE = re.compile(r"[ \t\r\n\u00a0]+")
"""All but the narrow space, which groups thousands."""


def read_pdf(path: Path) -> Found:
    """A PDF: its text page by page, whether it is tagged. Raises ValueError when it is none or was cut off."""
    if b"%%EOF" not in path.read_bytes()[-1024:]:
        raise ValueError("is cut off: the end mark %%EOF is missing")
    try:
        with closing(pypdfium2.PdfDocument(path)) as file:
            texts = []
            pictures = 0
            for page in file:
                texts.append(page.get_textpage().get_text_bounded())
                pictures += sum(1 for o in page.get_objects() if o.type == pdfium.FPDF_PAGEOBJ_IMAGE)
            title = file.get_metadata_dict().get("Title", "")
            tagged = bool(pdfium.FPDFCatalog_IsTagged(file.raw))
            language = _language(file)
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"no PDF: {error}") from None
    # A hyphen at the end of a line that the setter put there is no part of the word (PDFium gives it as U+FFFE).
    sheets = tuple(
        Sheet(lines=tuple((0, line) for line in text.replace("\ufffe", "").splitlines() if line.strip()))
        for text in texts
    )
    if not any(sheet.lines for sheet in sheets):
        raise ValueError("no page holds any text")
    if pictures:
        sheets = (sheets[0].model_copy(update={"pictures": pictures}), *sheets[1:])
    return Found(title=title, language=language, pages=len(sheets), sheets=sheets, tagged=tagged)


def _language(file: pypdfium2.PdfDocument) -> str:
    size = pdfium.FPDFCatalog_GetLanguage(file.raw, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    pdfium.FPDFCatalog_GetLanguage(file.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le").rstrip("\0")


def read_html(path: Path) -> Found:
    """A page. Raises ValueError when it is cut off or shows nothing."""
    text = path.read_text(encoding="utf-8")
    if not text.rstrip().lower().endswith("</html>"):
        raise ValueError("is cut off: it does not end with </html>")
    tree = LexborHTMLParser(text)
    body = tree.body
    if body is None or not body.text(strip=True):
        raise ValueError("the page shows nothing")
    lines = []
    for node in body.css("h1, h2, h3, h4, h5, h6, p, li, pre, figcaption"):
        tag = node.tag or ""
        level = -int(tag[1]) if tag[:1] == "h" and tag[1:].isdigit() else 1 if tag == "li" else 0
        if node.tag == "li" and node.css_first("p"):
            continue
        if node.tag == "p" and node.parent is not None and node.parent.tag == "li":
            level = 1
        lines.append((level, node.text()))
    tables = tuple(
        tuple(tuple(_SPACE.sub(" ", cell.text()).strip() for cell in row.css("th, td")) for row in table.css("tr"))
        for table in body.css("table")
    )
    pictures = body.css("img, svg")
    alts = [node.attributes.get("alt") or node.attributes.get("aria-label") or "" for node in pictures]
    faults = [f"runs something: <{node.tag}>" for node in tree.css("script, iframe, object, embed")]
    for node in tree.css("[src], link[href]"):
        source = node.attributes.get("src") or node.attributes.get("href") or ""
        if not source.startswith("data:"):
            faults.append(f"loads {source[:80]}")
    title, root = tree.css_first("title"), tree.css_first("html")
    return Found(
        title=title.text() if title else "",
        language=(root.attributes.get("lang") or "") if root else "",
        sheets=(Sheet(lines=tuple(lines), tables=tables, pictures=len(pictures)),),
        described=tuple(filter(None, alts)),
        undescribed=tuple("img" for alt in alts if not alt),
        links=tuple(filter(None, (node.attributes.get("href") for node in body.css("a[href]")))),
        faults=tuple(faults),
    )
