"""The brief: what was understood of the words. Versioned; a refinement makes the next version."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field as Setting

from praetorium.models.base import Model


class FieldType(StrEnum):
    """What a field of an entity holds; decides column, widget, validation and sample values."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    RATING = "rating"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    COLOUR = "colour"
    IMAGE = "image"
    FILE = "file"


class Origin(StrEnum):
    """Where a part of the brief comes from."""

    ASKED = "asked"
    LEXICON = "lexicon"
    ASSUMED = "assumed"


class Field(Model):
    """One attribute of an entity.

    ``name`` is a Python identifier in snake case; ``label`` is what a person reads.
    """

    name: str = Setting(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()
    """For CHOICE: the values, in order (the order of a board's columns)."""
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None
    default: str | int | float | bool | None = None
    help: str | None = None
    samples: tuple[str | int | float | bool, ...] = ()
    """Realistic values for sample data; dates as days from today (integers), money as plain numbers."""
    origin: Origin = Origin.LEXICON


class Relation(Model):
    """A link between two entities. MANY_TO_ONE: each ``source`` has one ``target`` (a foreign key in source)."""

    source: str
    """Entity name that holds the link."""
    target: str
    kind: Literal["many_to_one", "many_to_many"] = "many_to_one"
    name: str = Setting(pattern=r"^[a-z][a-z0-9_]*$")
    """Attribute on the source: ``supplier``, ``manager``, ``authors``."""
    label: str
    required: bool = False
    inverse: str = Setting(pattern=r"^[a-z][a-z0-9_]*$")
    """Attribute on the target: ``products``, ``reports``, ``books``."""
    inverse_label: str
    origin: Origin = Origin.LEXICON


class Entity(Model):
    """A kind of thing the application keeps: one table, one set of pages, one part of each API."""

    name: str = Setting(pattern=r"^[a-z][a-z0-9_]*$")
    """Singular, snake case: ``contact``, ``purchase_order``."""
    plural: str = Setting(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    """Singular for people: ``Purchase order``."""
    label_plural: str
    fields: tuple[Field, ...]
    display: str
    """The field that names a record in lists and pickers."""
    board: str | None = None
    """A CHOICE field whose values are the columns of a board (stage, status)."""
    kind: str = "thing"
    """Class of the noun: person, organisation, place, product, event, document, measurement, task, money, thing."""
    rows: tuple[dict[str, str | int | float | bool | None], ...] = ()
    """Whole sample records that belong together (field name → value); fields left out are filled from samples."""
    origin: Origin = Origin.ASKED

    def field(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)


class Style(Model):
    """How it should look. Colours are ``#rrggbb``; what was not said stays None."""

    background: str | None = None
    accent: str | None = None
    """Colour of the components."""
    scheme: Literal["auto", "light", "dark"] = "auto"
    words: tuple[str, ...] = ()
    """Colour and style words as they were said ("dark", "lavender", "minimal")."""


class Feature(Model):
    """Something the result should do beyond keeping records."""

    name: str = Setting(pattern=r"^[a-z][a-z0-9_]*$")
    """Name of the feature in the generator: ``threshold_alert``, ``board``, ``accounts``."""
    label: str
    parameters: dict[str, Any] = Setting(default_factory=dict)
    sentence: str = ""
    """The words it came from."""


class AskedState(StrEnum):
    """What becomes of something that was asked for."""

    BUILT = "built"
    EDGE = "edge"
    """It needs the outside world; with a ``feature`` it is built up to that edge, by a named adapter."""
    LEFT_OUT = "left_out"


class Asked(Model):
    """Something that was asked for, in the words it was asked in, and what becomes of it."""

    name: str = Setting(pattern=r"^[a-z][a-z0-9_]*$")
    """What it is: ``records``, ``background``, ``components``, or a feature of the language (``comments``)."""
    label: str
    said: str
    """The clause it came from, word for word."""
    feature: str = ""
    """The generator's feature that does it (a name among :attr:`Brief.features`); empty: every application does it."""
    entity: str = ""
    """The entity it is about, if it is about one."""
    state: AskedState = AskedState.BUILT
    why: str = ""
    """Why it is not built, or what is missing at its edge; one line."""


class Correction(Model):
    """A spelling that was read as another word."""

    said: str
    read_as: str


class Assumption(Model):
    """Something decided without having been said, and what it stands on."""

    about: str
    value: str
    because: str


class Question(Model):
    """Something worth asking, with answers to choose from and the one taken when nobody answers."""

    id: str = Setting(pattern=r"^[a-z][a-z0-9_]*$")
    text: str
    choices: tuple[str, ...] = ()
    default: str | None = None
    blocking: bool = False
    """Nothing sensible can be done without an answer."""


class Unread(Model):
    """A sentence, word for word, that was not understood or is not built, and why."""

    sentence: str
    why: str


class Schedule(Model):
    """When it should happen again."""

    words: str
    cron: str
    timezone: str = "UTC"


class Brief(Model):
    """The understanding of a request."""

    version: int = 1
    intent: str
    """What kind of thing is asked for: ``build-app``, ``build-website``, ``data-report``, ``run-command``, …"""
    title: str
    summary: str
    """One sentence that says what will be made, for the person who asked."""
    language: str = "en"
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    features: tuple[Feature, ...] = ()
    asked: tuple[Asked, ...] = ()
    """All that was asked for, thing by thing, in the order it was said."""
    style: Style = Style()
    pages: tuple[str, ...] = ()
    """Pages asked for by name, for websites."""
    formats: tuple[str, ...] = ()
    """Output formats asked for: ``pdf``, ``xlsx``, ``html``, …"""
    files: tuple[str, ...] = ()
    """Files named in the words or attached, as named."""
    schedule: Schedule | None = None
    parameters: dict[str, Any] = Setting(default_factory=dict)
    """Whatever else a playbook needs: ``command``, ``path``, …"""
    corrections: tuple[Correction, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    questions: tuple[Question, ...] = ()
    unread: tuple[Unread, ...] = ()
    confidence: float = Setting(default=1.0, ge=0, le=1)
    reader: str = "embedded"
    """Which reader made it: ``embedded`` or the model's name."""

    def entity(self, name: str) -> Entity | None:
        return next((e for e in self.entities if e.name == name), None)

    @property
    def identity(self) -> str:
        """SHA-256 over what decides what is made; how it was understood (corrections, questions, …) is left out."""
        made = {
            *("intent", "title", "language", "entities", "relations", "features", "style", "pages", "formats"),
            *("files", "parameters"),
        }
        return hashlib.sha256(self.model_dump_json(include=made).encode()).hexdigest()
