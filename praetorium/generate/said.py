"""What people say about a record, such as the replies to a topic: by whom, and whether it is written beside it."""

from __future__ import annotations

from praetorium.generate.field_view import FieldView
from praetorium.generate.view import EntityView, RelationView
from praetorium.models import FieldType

_AUTHORS = frozenset(
    {"author", "posted_by", "reported_by", "requested_by", "submitted_by", "written_by", "reporter", "sender"}
)
_DATES = (FieldType.DATETIME, FieldType.DATE)


def author_of(entity: EntityView) -> FieldView | None:
    """The field with the name of whoever wrote a record, where there is one."""
    return next((f for f in entity.fields if f.type is FieldType.TEXT and f.source_name in _AUTHORS), None)


def said_at(entity: EntityView) -> FieldView | None:
    """The field that tells when it was said, where there is one."""
    return next((f for f in entity.fields if f.type in _DATES), None)


def is_reply(relation: RelationView) -> bool:
    """Whether records that belong to another are said about it, and need nothing but their words."""
    paper = relation.source
    textual = paper.display.type in (FieldType.TEXT, FieldType.LONG_TEXT)
    fields = [
        f for f in paper.inputs if f.required and f.default is None and f not in (paper.display, author_of(paper))
    ]
    relations = [r for r in paper.relations if r.required and r is not relation]
    return paper.said and textual and not relation.many and not relation.itself and not fields and not relations
