"""Words → names: identifiers that are safe in Python and SQL, and labels for people."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Container

from praetorium.words import english
from praetorium.words.data import grammar

_LONGEST = 40
_BUILTINS = frozenset(name for name in dir(builtins) if name.islower())
_ALLOWED_ENTITIES = frozenset({"order", "user", "group", "table", "view", "check", "page", "form", "record", "item"})


def identifier(text: str) -> str:
    """``Résumé of the year`` → ``resume_of_the_year``; ``x`` put before what does not start with a letter."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST].strip("_")
    return name if name[:1].isalpha() else f"x_{name}".strip("_")


def entity_name(words: str) -> str:
    """A safe singular identifier for an entity: ``class`` → ``class_record``."""
    name = identifier(words)
    taken = (
        keyword.iskeyword(name)
        or name in _BUILTINS
        or name in (grammar("sql_words") | grammar("taken_names")) - _ALLOWED_ENTITIES
    )
    return f"{name}_record" if taken else name


def field_name(words: str, entity: str) -> str:
    """A safe identifier for a field: ``date`` of a visit → ``visit_date``."""
    name = identifier(words)
    taken = keyword.iskeyword(name) or name in _BUILTINS or name in grammar("sql_words") | grammar("taken_names")
    return f"{entity}_{name}"[: _LONGEST + 8] if taken else name


def relation_name(words: str, other: str) -> str:
    """A safe identifier for a relation's attribute, else the name of the entity at its other end.

    Its column has ``_id`` after it, so SQL's words do no harm.
    """
    name = identifier(words)
    taken = keyword.iskeyword(name) or name in _BUILTINS or name in grammar("taken_names")
    return other if taken else name


def distinct(name: str, taken: Container[str]) -> str:
    """The name, or the name with the first number that makes it new."""
    if name not in taken:
        return name
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


_SHORT = {"sku": "SKU", "isbn": "ISBN", "url": "URL", "id": "ID", "api": "API", "cv": "CV", "ip": "IP", "faq": "FAQ"}
_SHORT |= {
    "crm": "CRM",
    "sql": "SQL",
    "rss": "RSS",
    "hr": "HR",
    "vat": "VAT",
    "iban": "IBAN",
    "pdf": "PDF",
    "php": "PHP",
}
_SHORT |= {
    "ai": "AI",
    "rsvp": "RSVP",
    "kpi": "KPI",
    "nps": "NPS",
    "okr": "OKR",
    "ml": "ML",
    "gps": "GPS",
    "qr": "QR",
    "cpu": "CPU",
    "iot": "IoT",
    "seo": "SEO",
    "jpeg": "JPEG",
    "saas": "SaaS",
}


def label(words: str) -> str:
    """``purchase_order`` → ``Purchase order``; abbreviations keep their capitals."""
    parts = [_SHORT.get(part, part) for part in words.replace("_", " ").split()]
    if not parts:
        return ""
    return " ".join([parts[0][:1].upper() + parts[0][1:], *parts[1:]])


def plural_words(words: str) -> str:
    """The plural of a phrase: its last word's."""
    head, _, last = words.rpartition(" ")
    return f"{head} {english.plural(last)}".strip()
