"""The files of a static site: semantic HTML, one style sheet, an illustration, nothing loaded from elsewhere."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from praetorium.generate.colours import Palette, legible, palettes
from praetorium.models import Style
from praetorium.planning.expressions import slug
from praetorium.sites.content import PagePlan, SitePlan

PUBLIC = "public"
"""Folder of what visitors may see; beside it lie the server and the README."""


def files(site: SitePlan, style: Style, templates: Path, *, year: int) -> dict[str, str]:
    """Every file by its path in the site's folder. ``templates`` is ``templates/sites``."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=lambda name: name is not None and name.endswith((".html.j2", ".xml.j2", ".svg.j2")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    first, dark = palettes(_coloured(style, site), site.name)
    motif = Markup((templates / "motifs" / f"{site.business.motif}.svg").read_text(encoding="utf-8").strip())
    domain = f"{_ascii(site.name)}.example"
    told: dict[str, Any] = {
        "site": site,
        "business": site.business,
        "motif": motif,
        "domain": domain,
        "mail": f"hello@{domain}",
        "year": year,
        "theme": first,
        "dark": dark,
        "css": custom_properties,
        "link": lambda page, here: _link(site, page, here),
    }
    made: dict[str, str] = {}
    for page in site.pages:
        made[f"{PUBLIC}/{page.file}"] = environment.get_template("page.html.j2").render(told, page=page, here=page)
    lost = PagePlan(title="Page not found", file="404.html", blocks=())
    made[f"{PUBLIC}/404.html"] = environment.get_template("404.html.j2").render(told, page=lost, here=lost)
    for name in ("style.css", "favicon.svg", "sitemap.xml", "robots.txt"):
        made[f"{PUBLIC}/{name}"] = environment.get_template(f"{name}.j2").render(told)
    for name in ("serve.py", "README.md"):
        made[name] = environment.get_template(f"{name}.j2").render(told)
    return {path: _tidy(text) for path, text in made.items()}


def _coloured(style: Style, site: SitePlan) -> Style:
    return style if style.accent else style.model_copy(update={"accent": site.business.accent})


def custom_properties(palette: Palette) -> str:
    """The palette's colours as CSS custom properties, with those of the illustration."""
    given = dict(palette.colours)
    given["halo"] = given["accent-soft"]
    given["leaf"] = legible("#5c8a4a", (given["halo"],), 1.6)
    given["warm"] = legible("#d9a441", (given["halo"],), 1.3)
    given["motif"] = legible(given["accent"], (given["halo"],), 2.0)
    return "\n".join(f"  --{name}: {value};" for name, value in given.items())


def _link(site: SitePlan, block: str, here: PagePlan) -> str:
    """Where a block stands, seen from a page: an anchor on the same page, else the page's file."""
    page = next((p for p in site.pages if block in p.blocks), site.pages[0])
    if page.file == here.file:
        return f"#{block}"
    return f"{page.file}#{block}" if site.one_page else page.file


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return slug(plain)


def _tidy(text: str) -> str:
    """Without the blank lines that unused blocks of a template leave."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
