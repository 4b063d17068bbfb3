"""Template folders → files. The generator's own delimiters are ``<< >>`` and ``<% %>``, so that the templates of the
generated application (``{{ }}``) pass through untouched.

Words of users reach a file only through a filter that quotes them for where they stand: ``py`` (Python literal),
``doc`` (docstring), ``html`` (text or attribute in a page template), ``literal`` (string inside ``{{ }}``), ``toml``,
``md`` and ``tojson``. What a filter gives is never rendered again.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from praetorium.generate.view import EntityView

_SUFFIX = ".j2"


def files_of(
    folder: str, templates: Path, entities: Sequence[EntityView], context: Mapping[str, Any]
) -> Iterator[tuple[str, str | bytes]]:
    """Every file of ``folder/files``, rendered: paths that bear ``__entity__`` (its module) or ``__entities__`` (its
    pages) once for each of ``entities``, the others once. A file that renders to nothing is left out.
    """
    root = templates / folder / "files"
    environment = environment_for(templates)
    for source in sorted(p for p in root.rglob("*") if p.is_file()):
        relative = source.relative_to(root).as_posix()
        if not relative.endswith(_SUFFIX):
            yield relative, _copied(source)
            continue
        template = environment.get_template(source.relative_to(templates).as_posix())
        target = relative.removesuffix(_SUFFIX)
        per_entity = "__entity__" in target or "__entities__" in target
        for entity in entities if per_entity else (None,):
            path = target
            values = dict(context)
            if entity is not None:
                path = target.replace("__entity__", entity.module).replace("__entities__", entity.modules)
                values["e"] = entity
            text = template.render(values)
            if text.strip():
                yield path, text.strip("\n") + "\n"


def _copied(source: Path) -> str | bytes:
    content = source.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content


class Slots:
    """Places in the base templates that features add to: ``<< slot("list_actions", e=e) >>``.

    A feature fills a slot with a template ``slots/NAME.*.j2`` in its folder.
    """

    def __init__(
        self, templates: Path, folders: Sequence[tuple[str, Mapping[str, Any]]], context: Mapping[str, Any]
    ) -> None:
        self._environment = environment_for(templates)
        self._parts: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        self._context = dict(context)
        for folder, context in folders:
            for source in sorted((templates / folder / "slots").glob(f"*{_SUFFIX}")):
                name = source.name.split(".", 1)[0]
                self._parts.setdefault(name, []).append((source.relative_to(templates).as_posix(), context))

    def __call__(self, name: str, **values: Any) -> str:
        """What all features in use say at ``name``; nothing, when none does."""
        told = []
        for template, context in self._parts.get(name, ()):
            text = self._environment.get_template(template).render({**self._context, **context, **values})
            if text.strip():
                told.append(text.strip("\n"))
        return "\n".join(told)


@lru_cache(maxsize=8)
def environment_for(templates: Path) -> Environment:
    """The environment for one folder of templates, its compiled templates kept."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        autoescape=False,
    )
    environment.filters |= {
        "py": python_literal,
        "doc": docstring,
        "html": page_text,
        "literal": page_literal,
        "toml": json_text,
        "tojson": json_text,
        "md": markdown,
        "capitalize_first": lambda text: text[:1].upper() + text[1:],
    }
    return environment


def python_literal(value: Any) -> str:
    """A Python expression that gives ``value`` back."""
    return repr(value)


def docstring(text: str) -> str:
    """``text`` for the inside of a docstring or comment: no quote or backslash that could end it."""
    return text.replace("\\", "/").replace('"', "'")


def page_text(text: str) -> str:
    """``text`` for an application template, between tags or in an attribute: no sign of HTML or template is left."""
    return html.escape(text, quote=True).replace("{", "&#123;").replace("}", "&#125;")


def page_literal(text: str) -> str:
    """A string inside an application template's ``{{ }}``: all but plain signs become escapes."""
    return '"' + "".join(c if c.isalnum() or c in " .,:/-_()?!+@…€$£¥₹%°" else _escape(c) for c in text) + '"'


def json_text(value: Any) -> str:
    """JSON, which is also a TOML string where ``value`` is a string."""
    return json.dumps(value, ensure_ascii=False)


def markdown(text: str) -> str:
    """``text`` for Markdown: signs with a meaning lose it."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|!~$" else c for c in text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
