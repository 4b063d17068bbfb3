"""What every application does without being asked, and which of its tests show it: told in ``app.json``."""

from __future__ import annotations

from typing import Any

from praetorium.generate.view import AppView, EntityView

_ENTITY = {
    "search": "^test_search_",
    "filters": "^test_the_list_is_filtered_by_",
    "categories": "^test_the_list_is_filtered_by_|^test_search_",
    "sorting": "^test_sorting_",
    "pagination": "^test_pages_hold_",
    "export": "^test_the_export_",
    "uploads": "_is_uploaded_served_and_removed$|_takes_no_programs_and_nothing_huge$",
    "downloads": "_is_uploaded_served_and_removed$",
    "validation": "^test_wrong_values_|^test_what_is_required_|_is_taken_only_once$",
    "api": "^test_rest_|^test_graphql_",
}
"""What each list of records does → its tests in the entity's file, as a regular expression on their names."""

_APPLICATION = {
    "api": "^test_docs_|^test_graphql_",
    "integration": "^test_docs_|^test_graphql_",
    "background": "^test_the_background_",
    "components": "^test_the_components_",
}
"""What the application does as a whole → its tests in ``test_app.py``."""


def abilities(app: AppView) -> list[dict[str, Any]]:
    """Each ability with the file and the names of its tests, and the page it is found on."""
    docs = {"api": ("REST API", "/docs"), "integration": ("REST API", "/docs")}
    whole = [
        {"name": name, "tests": ["tests/test_app.py"], "named": named, "pages": [_page(*docs.get(name, ("Home", "/")))]}
        for name, named in _APPLICATION.items()
    ]
    return whole + [
        {
            "name": name,
            "entity": e.name,
            "tests": [tests_of(e)],
            "named": named,
            "pages": [_page(e.label_plural, f"/{e.path}")],
        }
        for e in app.entities
        for name, named in _ENTITY.items()
    ]


def tests_of(e: EntityView) -> str:
    """The file that tests an entity's pages and interfaces."""
    return f"tests/test_{e.modules}.py"


def _page(name: str, path: str) -> dict[str, str]:
    return {"name": name, "path": path}
