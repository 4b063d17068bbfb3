"""What an application says of itself in its ``app.json``: its entities, their fields, and where each can be reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic import Field as Setting

from praetorium.errors import StepError
from praetorium.models import FieldType


class _Told(BaseModel):
    # An application may tell more of itself than is asked here.
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


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
    """Names of an entity's operations, and of the types that they take."""

    one: str = Setting(alias="get")
    all: str = Setting(alias="list")
    create: str
    update: str
    delete: str
    input: str
    changes: str


class DescribedEntity(_Told):
    name: str
    label: str
    label_plural: str = ""
    """As its page is called; filled in from the application's pages."""
    path: str = Setting(alias="list")
    """Of its list: ``/contacts``."""
    form: str
    """The form for a new record."""
    record: str
    """Page of one record; ``{id}`` stands for its number, as in the next two."""
    edit: str
    delete: str
    csv: str
    api: str = Setting(alias="rest")
    """In the REST API: ``/api/contacts``."""
    display: str
    """The field that names a record."""
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


class EntranceForm(_Told):
    """Where to sign in or register, and what the fields are called there."""

    path: str
    name: str = ""
    email: str
    password: str


class Leaving(_Told):
    """Where an account is taken away: the page, the address its form is sent to, and its field for the password."""

    path: str
    form: str
    password: str


class SampleAccount(_Told):
    email: str
    password: str
    role: str


class Accounts(_Told):
    """How people come into the application: what its feature ``accounts`` says."""

    private: bool = False
    """Whether one has to sign in to see anything."""
    closed: tuple[str, ...] = ()
    """Addresses of the records that visitors do not find."""
    sign_in: EntranceForm
    register_form: EntranceForm = Setting(alias="register")
    leave: Leaving
    samples: tuple[SampleAccount, ...] = ()


class Feature(_Told):
    """Something the application does beyond keeping records."""

    name: str
    label: str
    proofs: tuple[dict[str, Any], ...] = ()
    """What can be asked of it; the shape is the feature's own."""


class Page(_Told):
    name: str
    path: str


class Csrf(_Told):
    field: str
    """The hidden field that protects a form."""


class Description(_Told):
    title: str
    graphql: str
    openapi: str
    csrf: Csrf
    pages: tuple[Page, ...]
    features: tuple[Feature, ...] = ()
    entities: tuple[DescribedEntity, ...] = Setting(min_length=1)
    """In the order in which they can be created: what one requires comes before it."""

    @model_validator(mode="after")
    def _name_entities(self) -> Self:
        names = {page.path: page.name for page in self.pages}
        named = [e.model_copy(update={"label_plural": names.get(e.path, e.label)}) for e in self.entities]
        object.__setattr__(self, "entities", tuple(named))
        return self

    @property
    def accounts(self) -> Accounts | None:
        """How people sign in; None when everybody may do everything."""
        proofs = (proof for feature in self.features if feature.name == "accounts" for proof in feature.proofs)
        told = next(proofs, None)
        return None if told is None else Accounts.model_validate(told)

    def entity(self, name: str) -> DescribedEntity:
        return next(e for e in self.entities if e.name == name)

    @property
    def main_pages(self) -> list[str]:
        """The pages that people see first: two lists, a form, and what the features add."""
        lists = {e.path for e in self.entities}
        further = [page.path for page in self.pages if page.path not in lists | {"/", "/docs", self.graphql}]
        return [*(e.path for e in self.entities[:2]), self.entities[0].form, *further[:1]]


def read(path: Path) -> Description:
    """The description in that file. Raises StepError when there is none or it is not understood."""
    try:
        return Description.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first else str(error)
        raise StepError(f"what the application says of itself in {path.name} cannot be read: {why}") from None
