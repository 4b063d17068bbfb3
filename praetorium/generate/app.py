"""Brief → the files of an application: view, features, templates, formatting. The story of the generator, in order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from praetorium.generate import colours, names, said, samples
from praetorium.generate.checks import describe
from praetorium.generate.features import Data, Use, uses_of
from praetorium.generate.formatting import formatted
from praetorium.generate.fragments import field_input, node, show
from praetorium.generate.payloads import payload
from praetorium.generate.reading import app_view
from praetorium.generate.rendering import Slots, files_of
from praetorium.generate.requirements import named, with_requirements
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief

_BASE = "apps/web"


def app_files(brief: Brief, *, templates: Path) -> dict[str, str | bytes]:
    """The whole application that ``brief`` describes: relative path → content, the same for the same brief.

    ``templates`` is the project's folder of templates. Raises :class:`praetorium.errors.StepError` when the brief names
    nothing to keep, or a relation to nothing.
    """
    app = app_view(brief)
    uses = uses_of(brief, app)
    data: Data = samples.sample_data(brief, app)
    for feature, use in uses.values():
        data = feature.samples(use, data)

    context = _context(app, {name: use for name, (_, use) in uses.items()})
    folders = [(f"apps/features/{name}", use.context) for name, (_, use) in uses.items()]
    counts = {name: len(rows) for name, rows in data.items()}
    context["counts"] = counts
    context["requirements"] = named(templates, uses)
    context["slot"] = Slots(templates, folders, context)
    files = dict(files_of(_BASE, templates, app.entities, context))
    tests: dict[str, list[str]] = {}
    for name, (_, use) in uses.items():
        own = dict(files_of(f"apps/features/{name}", templates, use.entities, {**context, **use.context}))
        tests[name] = sorted(path for path in own if path.startswith("tests/test_"))
        files.update(own)
    files = with_requirements(files, templates, uses)
    files["app/sample_data.json"] = samples.sample_text(data)
    told = describe(app, {name: use for name, (_, use) in uses.items()}, counts, tests)
    files["app.json"] = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    return dict(sorted(formatted(files).items()))


def _context(app: AppView, uses: dict[str, Use]) -> dict[str, Any]:
    """What every template knows besides its entity."""
    palette, night = colours.palettes(app.style, app.title)
    return {
        "app": app,
        "uses": uses,
        "below": _below(uses),
        "offered": _offered(uses),
        "private": "accounts" in uses and uses["accounts"].context["private"],
        # What visitors do not find, where they find the rest.
        "kept": uses["accounts"].context["kept"] if "accounts" in uses else [],
        # What is told to nobody before they have answered.
        "secret": uses["quiz"].context["secret"] if "quiz" in uses else [],
        # What was said of who may do what.
        "granted": uses["roles"].context["granted"] if "roles" in uses else {},
        "office": "/office" if "public_pages" in uses else "/",
        "visitor_base": "site.html" if "public_pages" in uses else "base.html",
        "palette": palette,
        "night": night,
        "show": show,
        "author_of": said.author_of,
        "said_at": said.said_at,
        "is_reply": said.is_reply,
        "field_input": field_input,
        "node": node,
        "camel": names.camel,
        "payload": payload,
        "graphql_example": _example_query(app),
    }


def _offered(uses: dict[str, Use]) -> list[EntityView]:
    """What a site sells or lets: those who run it add it, not everybody who registers."""
    found = [e for name in ("cart", "booking") if name in uses for e in uses[name].entities]
    return list({e.name: e for e in found}.values()) if "public_pages" in uses else []


def _below(uses: dict[str, Use]) -> dict[str, tuple[str, ...]]:
    """For each address in the navigation those of others that begin with it: there, the others are where one is."""
    known = [address for use in uses.values() for _, _, address in (*use.ways, *use.office_ways)]
    return {address: tuple(other for other in known if other.startswith(f"{address}/")) for address in known}


def _example_query(app: AppView) -> str:
    """A first query for the GraphQL page."""
    entity = app.entities[0]
    lines = [
        "{",
        f"  {entity.all}(perPage: 5) {{",
        "    total",
        "    items {",
        "      id",
        f"      {entity.display.camel}",
    ]
    lines += [f"      {r.camel} {{ {r.target.display.camel} }}" for r in entity.relations[:1]]
    return "\n".join([*lines, "    }", "  }", "}"])
