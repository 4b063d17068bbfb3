"""What may be asked of a running application, for those who prove it without knowing its templates.

:func:`app_expectations` gives the object that also lies in the application as ``app.json``::

    {"name": "crm", "title": "CRM", "start": ["python", "-m", "app"], "health": "/health",
     "pages": [{"name": "Home", "path": "/"}, ...], "openapi": "/openapi.json", "graphql": "/graphql",
     "csrf": {"field": "_csrf", "cookie": "crm-csrf"},
     "features": [{"name": "board", "label": "...", "pages": [...], "tests": ["tests/..."], "proofs": [...]}],
     "abilities": [{"name": "search", "entity": "contact", "pages": [...], "tests": [...], "named": "^test_search_"}],
     "entities": [{
        "name": "contact", "label": "Contact", "plural": "contacts", "display": "name",
        "list": "/contacts", "form": "/contacts/new", "record": "/contacts/{id}", "edit": "/contacts/{id}/edit",
        "delete": "/contacts/{id}/delete", "csv": "/contacts/export.csv", "rest": "/api/contacts",
        "samples": 14,                                  # records a new database starts with
        "graphql": {"list": "contacts", "get": "contact", "create": "createContact",
                    "update": "updateContact", "delete": "deleteContact", "input": "ContactInput",
                    "changes": "ContactChanges", "queries": {"list": "query ...", "get": ..., "create": ..., ...}},
        "fields": [{"name", "graphql", "label", "type", "required", "unique", "choices", "minimum",
                    "maximum", "value", "form", "changed"}],
        "relations": [{"name", "field", "graphql", "target", "many", "required"}]}]}

Entities stand in the order they can be created in: what one requires comes before it. ``value`` is a valid JSON
value, read back the same by REST and GraphQL; ``form`` is what is typed for it; ``changed`` another valid JSON value.
``{n}`` in them stands for any number not used before (four digits); where the whole value is ``"{n}"`` it is that
number itself, and in a form its digits. Image and file fields have ``value: null`` and are left out when writing.
``relations[].field`` takes the number of a record of ``target``, or a list of numbers when ``many``; in forms it is
repeated.

A form is a POST to the address it is shown at, with the hidden ``_csrf`` of the page and its cookie; success is 303 to
the record's page. REST answers 201, 200, 204, 404, 409 (taken or needed) and 422; a list is
``{"items", "total", "page", "pages"}`` and takes ``search``, ``sort``, ``order``, ``page``, ``per_page`` and the
filters. GraphQL documents take ``$id`` (Int!) and ``$data``, whose fields have camel-case names (``fields[].graphql``,
``relations[].graphql``); ``delete`` gives true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from praetorium.generate import names
from praetorium.generate.abilities import abilities, tests_of
from praetorium.generate.features import Use, uses_of
from praetorium.generate.field_view import FieldView
from praetorium.generate.payloads import payload
from praetorium.generate.reading import app_view
from praetorium.generate.samples import sample_data
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief


def app_expectations(brief: Brief) -> dict[str, Any]:
    """The description of the application that ``brief`` leads to; its shape is told above."""
    app = app_view(brief)
    uses = {name: use for name, (_, use) in uses_of(brief, app).items()}
    return describe(app, uses, {name: len(rows) for name, rows in sample_data(brief, app).items()})


def describe(
    app: AppView, uses: Mapping[str, Use], counts: Mapping[str, int], tests: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """The description of ``app``, with how many sample records each table starts with; ``tests``: files by feature."""
    pages = [("Home", "/"), *((e.label_plural, f"/{e.path}") for e in app.entities)]
    pages += [page for use in uses.values() for page in use.pages]
    pages += [("REST API", "/docs"), ("GraphQL", "/graphql")]
    return {
        "name": app.name,
        "title": app.title,
        "start": ["python", "-m", "app"],
        "health": "/health",
        "openapi": "/openapi.json",
        "graphql": "/graphql",
        "csrf": {"field": "_csrf", "cookie": f"{app.name}-csrf"},
        "pages": [{"name": name, "path": path} for name, path in pages],
        "features": [
            {
                "name": name,
                "label": use.label,
                "pages": [{"name": page, "path": path} for page, path in use.pages],
                "tests": list((tests or {}).get(name, ())),
                "proofs": [dict(proof) for proof in use.proofs],
            }
            for name, use in sorted(uses.items())
        ],
        "abilities": abilities(app),
        "entities": [_entity(e, counts[e.modules]) for e in app.creation_order],
    }


def _entity(e: EntityView, samples: int) -> dict[str, Any]:
    return {
        "name": e.name,
        "label": e.label,
        "plural": e.modules,
        "display": e.display.name,
        "list": f"/{e.path}",
        "form": f"/{e.path}/new",
        "record": f"/{e.path}/{{id}}",
        "edit": f"/{e.path}/{{id}}/edit",
        "delete": f"/{e.path}/{{id}}/delete",
        "csv": f"/{e.path}/export.csv",
        "rest": f"/api/{e.path}",
        "tests": [tests_of(e)],
        "samples": samples,
        "graphql": _graphql(e),
        "fields": [_field(e, f) for f in e.fields],
        "relations": [
            {
                "name": r.name,
                "label": r.label,
                "field": r.column,
                "graphql": names.camel(r.column),
                "target": r.target.name,
                "many": r.many,
                "required": r.required,
            }
            for r in e.relations
        ],
    }


def _graphql(e: EntityView) -> dict[str, Any]:
    asked = " ".join(["id", *(f.camel for f in e.inputs), *(names.camel(r.column) for r in e.relations)])
    create, update, delete = (f"{verb}{e.gql}" for verb in ("create", "update", "delete"))
    return {
        "list": e.all,
        "get": e.get,
        "create": create,
        "update": update,
        "delete": delete,
        "input": f"{e.cls}Input",
        "changes": f"{e.cls}Changes",
        "queries": {
            "list": f"query {{ {e.all} {{ total items {{ {asked} }} }} }}",
            "get": f"query ($id: Int!) {{ {e.get}(id: $id) {{ {asked} }} }}",
            "create": f"mutation ($data: {e.cls}Input!) {{ {create}(data: $data) {{ {asked} }} }}",
            "update": f"mutation ($id: Int!, $data: {e.cls}Changes!) "
            f"{{ {update}(id: $id, data: $data) {{ {asked} }} }}",
            "delete": f"mutation ($id: Int!) {{ {delete}(id: $id) }}",
        },
    }


def _field(e: EntityView, field: FieldView) -> dict[str, Any]:
    value = payload(e).get(field.name)
    return {
        "name": field.name,
        "graphql": names.camel(field.read_name),
        "label": field.label,
        "type": field.type.value,
        "required": field.required,
        "unique": field.unique,
        "choices": list(field.choices),
        "minimum": field.minimum,
        "maximum": field.maximum,
        "value": value.json if value else None,
        "form": value.form if value else None,
        "changed": value.changed if value else None,
    }
