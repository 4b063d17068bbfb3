"""Writing documents on the workbench: one function each for what an executor asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from praetorium.documents import deck
from praetorium.documents.content import Document, Picture, walk
from praetorium.documents.language import NAMES, detect
from praetorium.documents.look import Look, look, words
from praetorium.documents.markdown import read
from praetorium.errors import UserError
from praetorium.media.pictures import cleaned

_MOST = 5_000_000
"""Bytes of text that are read: three books."""
WORDS = "words.yaml"


def write(
    folder: Path,
    *,
    source: str,
    to: str,
    title: str,
    colours: list[str],
    page_size: str,
    language: str,
    pictures: dict[str, str],
    logo: str,
) -> dict[str, Any]:
    """Work: the Markdown ``source`` as ``to`` (``.docx``, ``.pdf``, ``.html``, ``.pptx``).

    ``pictures``: by link in the text, name in the folder. ``language``: of the document's own words (page, contents);
    the text's own is found.
    """
    text = text_in(folder / source)
    safe = cleaned(folder, names={**pictures, **({"": logo} if logo else {})})
    mark = safe.pop("", {})
    known = {
        link: Picture(file=told["file"], alt="", width=told["width"], height=told["height"])
        for link, told in safe.items()
        if "file" in told
    }
    found = detect(text)
    spoken = found or language or "en"
    document = _described(read(text, title=title, language=spoken, pictures=known))
    if not document.blocks:
        raise UserError(f"'{source}' holds no text", next="give a Markdown file with something in it")
    style = look(tuple(colours), page=page_size, language=language or spoken, logo=mark.get("file", ""))
    slides = _write(document, style, folder, folder / to)
    other = (
        [f"the text is in {NAMES.get(spoken, spoken)} and was not translated"] if spoken != (language or spoken) else []
    )
    return {
        "language": document.language,
        "title": document.title,
        "dropped": other + list(document.dropped) + ([mark["error"]] if "error" in mark else []),
        "headings": sum(block.kind == "heading" for block in document.blocks),
        "slides": slides,
    }


def _write(document: Document, style: Look, folder: Path, to: Path) -> int:
    """Write it; how many slides it has, 0 for what has none."""
    # Each library takes tenths of a second to import, and one is used.
    fixed = words(folder / WORDS, style.language)
    match to.suffix:
        case ".docx":
            from praetorium.documents import docx

            docx.write(document, style, folder, to, fixed)
        case ".pdf":
            from praetorium.documents import pdf

            pdf.write(document, style, folder, folder / "document.typ", to, fixed)
        case ".html":
            from praetorium.documents import page

            page.write(document, style, folder, folder / "document.html.j2", to)
        case _:
            from praetorium.documents import pptx

            made = deck.slides(document, fixed["continued"])
            pptx.write(
                made, style, folder, to, title=document.title, author=document.author, language=document.language
            )
            return len(made)
    return 0


def text_in(path: Path) -> str:
    """The text of a file, in whatever usual encoding. Raises UserError for what is no text, or too long a one."""
    data = path.read_bytes()
    if len(data) > _MOST:
        raise UserError(f"'{path.name}' is {len(data) // 1_000_000} MB long; at most {_MOST // 1_000_000} MB are read")
    if b"\0" in data[:4096]:
        raise UserError(f"'{path.name}' is no text", next="give a Markdown or text file")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _described(document: Document) -> Document:
    """With a description for each picture: one that has none gets its caption, else what stands over it."""
    bare = [b for b in walk(document.blocks) if isinstance(b, Picture) and not b.alt]
    if not bare:
        return document
    over, blocks = document.title, []
    for block in document.blocks:
        if block.kind == "heading":
            over = " ".join(span.text for span in block.spans)
        if isinstance(block, Picture) and not block.alt:
            block = block.model_copy(update={"alt": block.caption or f"Picture: {over}"})
        blocks.append(block)
    told = f"{len(bare)} picture{'s have' if len(bare) != 1 else ' has'} no description in the text"
    return document.model_copy(update={"blocks": tuple(blocks), "dropped": (*document.dropped, told)})
