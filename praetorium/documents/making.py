"""From a request's files to a document: what an executor gives to the workbench and gets back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from pydantic import Field

from praetorium.data.locating import located
from praetorium.documents.language import NAMES
from praetorium.executors.base import Context
from praetorium.media.craft import craft
from praetorium.models import Model

PAGES = ("document.typ", "document.html.j2", "words.yaml")
"""Files of ``templates/documents`` that the workbench needs."""
_LINK = re.compile(r"!\[[^\]]{0,400}\]\(\s*<?([^)>\s]{1,400})")
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"})
_MOST_PICTURES, _MOST_BYTES = 200, 40_000_000


class Appearance(Model):
    """How it is to look, as the words said it."""

    colours: tuple[str, ...] = Field(default=(), description="Colours as #rrggbb, the leading one first")
    page: Literal["a4", "letter"] = Field(default="a4", description="Size of the page")
    language: str = Field(default="", description="Language of the text (de, en, …); found from the text when empty")
    logo: str = Field(default="", description="A picture to put above the title: attached, or in the workspace")


async def written(context: Context, source: str, to: str, title: str, appearance: Appearance) -> dict[str, Any]:
    """Have the text written as a document. Returns what :func:`praetorium.documents.work.write` tells.

    Raises UserError for a source that is not there or no text, StepError when the work broke or took too much.
    """
    text = located(source, context)
    target = context.inside(to)
    files: dict[str, Path] = {"source.md": text}
    pictures: dict[str, str] = {}
    for number, (link, path) in enumerate(await asyncio.to_thread(_pictures, context, source, text)):
        pictures[link] = f"given-{number}{path.suffix.lower()}"
        files[pictures[link]] = path
    logo = ""
    if appearance.logo:
        logo = "given-logo"
        files[logo] = located(appearance.logo, context)
    made = f"made{target.suffix.lower()}"
    return await craft(
        context,
        "praetorium.documents.work:write",
        {
            "source": "source.md",
            "to": made,
            "title": title,
            "colours": list(appearance.colours),
            "page_size": appearance.page,
            "language": appearance.language,
            "pictures": pictures,
            "logo": logo,
        },
        files=files | fixed(context),
        made={made: target},
    )


def fixed(context: Context, names: tuple[str, ...] = PAGES) -> dict[str, Path]:
    """Templates that travel to the workbench, by name."""
    return {name: context.templates / "documents" / name for name in names}


def language_of(told: Mapping[str, Any], asked: str) -> tuple[str, ...]:
    """A sentence on the language, where it was found rather than asked for."""
    spoken = str(told["language"])
    return () if asked else (f"The text was taken to be {NAMES.get(spoken, spoken)}.",)


def left_out(told: Mapping[str, Any]) -> tuple[str, ...]:
    """What of the source is not in the document, for the delivery."""
    return tuple(f"{str(part)[:1].upper()}{str(part)[1:]}." for part in told["dropped"])


def _pictures(context: Context, source: str, text: Path) -> Iterator[tuple[str, Path]]:
    """Pictures that the text links to and that may be used: attached, or below the folder the text came from."""
    if text.stat().st_size > _MOST_BYTES:
        return iter(())
    content = text.read_text(encoding="utf-8", errors="replace")
    roots = list(_roots(context, source))
    found: dict[str, Path] = {}
    total = 0
    for link in dict.fromkeys(_LINK.findall(content)):
        path = _picture(link, roots, context)
        if path is None or len(found) >= _MOST_PICTURES or (total := total + path.stat().st_size) > _MOST_BYTES:
            continue
        found[link] = path
    return iter(found.items())


def _roots(context: Context, source: str) -> Iterator[Path]:
    """Folders that links of the text are relative to and may not lead out of."""
    for attached in context.request.attachments:
        if attached.origin and source in (attached.name, attached.origin):
            yield Path(attached.origin).parent.resolve()
    yield context.workspace.resolve()
    yield context.inside(source).parent if not Path(source).is_absolute() else context.workspace.resolve()


def _picture(link: str, roots: list[Path], context: Context) -> Path | None:
    relative = unquote(link.partition("#")[0].partition("?")[0])
    if ":" in relative or Path(relative).suffix.lower() not in _SUFFIXES:
        return None
    if any(attached.name == Path(relative).name for attached in context.request.attachments):
        return context.attachment(Path(relative).name)
    for root in roots:
        try:
            path = (root / relative).resolve()
        except (OSError, ValueError):
            continue
        if path.is_relative_to(root) and path.is_file():
            return path
    return None


def suffix_of(to: str, known: tuple[str, ...]) -> str:
    """The path itself, when it ends as one of ``known``; ValueError for a validator otherwise."""
    if Path(to).suffix.lower() not in known:
        raise ValueError(f"it can be written as {', '.join(known)}")
    return to
