"""What an application says of itself in its ``app.json``: its entities, their fields, and where each can be reached."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Setting

from praetorium.errors import StepError
from praetorium.models import FieldType


class _Told(BaseModel):
    # An application may tell more of itself than is asked here.
    model_config = ConfigDict(frozen=True, extra="ignore")


class DescribedField(_Told):
    name: str
    """In forms and in the REST API."""
    label: str
    type: FieldType
    required: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    graphql: str
    """Its name in the GraphQL API."""

    @property
    def upload(self) -> bool:
        return self.type in (FieldType.IMAGE, FieldType.FILE)


class DescribedRelation(_Told):
    name: str
    label: str
    field: str
    """In forms and in the REST API: the other record's number, or a list of numbers."""
    target: str
    """Name of the entity it leads to."""
    many: bool = False
    required: bool = False
    graphql: str


class GraphqlNames(_Told):
    """Names of an entity's operations."""

    one: str
    all: str
    create: str
    update: str
    delete: str
    input: str
    """Name of the type that ``create`` takes."""
    changes: str
    """Name of the type that ``update`` takes."""


class DescribedEntity(_Told):
    name: str
    label: str
    label_plural: str
    path: str
    """Of its pages: ``/contacts``."""
    api: str
    """In the REST API: ``/api/contacts``."""
    display: str
    """The field that names a record."""
    board: str | None = None
    fields: tuple[DescribedField, ...]
    relations: tuple[DescribedRelation, ...] = ()
    graphql: GraphqlNames

    @property
    def inputs(self) -> tuple[DescribedField, ...]:
        """Fields that are not files: what both APIs take."""
        return tuple(f for f in self.fields if not f.upload)

    @property
    def naming(self) -> DescribedField:
        return next(f for f in self.fields if f.name == self.display)

    @property
    def searchable(self) -> bool:
        """Whether it has a field that takes words, so that a marker can be searched for."""
        words = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.URL)
        return any(f.type in words for f in self.fields)


class Description(_Told):
    title: str
    graphql: str = "/graphql"
    openapi: str = "/openapi.json"
    entities: tuple[DescribedEntity, ...] = Setting(min_length=1)

    def entity(self, name: str) -> DescribedEntity:
        return next(e for e in self.entities if e.name == name)

    @property
    def in_order(self) -> tuple[DescribedEntity, ...]:
        """Entities with those that they require before them."""
        done: list[DescribedEntity] = []

        def visit(entity: DescribedEntity, above: tuple[str, ...]) -> None:
            for relation in entity.relations:
                if relation.required and relation.target not in above:
                    visit(self.entity(relation.target), (*above, relation.target))
            if entity not in done:
                done.append(entity)

        for entity in self.entities:
            visit(entity, (entity.name,))
        return tuple(done)


def read(path: Path) -> Description:
    """The description in that file. Raises StepError when there is none or it is not understood."""
    try:
        return Description.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first else str(error)
        raise StepError(f"what the application says of itself in {path.name} cannot be read: {why}") from None
