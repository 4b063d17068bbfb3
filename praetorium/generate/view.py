"""The application as templates see it: every name made safe, every relation resolved, every choice taken.

Templates contain no decisions but "is there one": what is shown in a list, what can be filtered or sorted and which
relation is required is settled here, once, for pages, APIs and tests alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from praetorium.generate import names
from praetorium.generate.field_view import FieldView
from praetorium.generate.kinds import tone
from praetorium.models import FieldType, Style

_LIST_WIDTH = 940
"""Pixels that a list may take before it has to be scrolled on a usual screen."""
_WIDTHS = {
    FieldType.EMAIL: 250,
    FieldType.URL: 190,
    FieldType.PHONE: 170,
    FieldType.DATETIME: 185,
    FieldType.DATE: 130,
    FieldType.CHOICE: 130,
    FieldType.MONEY: 115,
}
"""What a column of a type takes; others about 130."""
_SAID = frozenset({"body", "text", "content", "message", "comment", "answer", "reply", "remark"})
_PICTURES = frozenset({"picture", "photo", "photograph", "image", "artwork", "painting", "drawing", "sketch"})
ICONS = ("person", "organisation", "place", "product", "event", "document", "measurement", "task", "money", "thing")
"""Symbols in the application's ``icons.svg`` for the kinds of entities."""


@dataclass(frozen=True)
class RelationView:
    """A link from ``source`` to ``target``, with the names both sides see it by."""

    name: str
    label: str
    many: bool
    required: bool
    source: EntityView = field(repr=False)
    target: EntityView = field(repr=False)
    inverse: str
    inverse_label: str
    column: str
    """What forms and APIs call it: ``company_id``, or ``author_ids`` when there are several."""
    source_name: str
    cyclic: bool = False
    """Part of a circle of tables, so that rows are linked after both exist."""

    @property
    def parameter(self) -> str:
        """The filter in a list's address."""
        return self.column.removesuffix("s") if self.many else self.column

    @property
    def table(self) -> str:
        return f"{self.source.table}_{self.name}"

    @property
    def association(self) -> str:
        """The variable that holds the link table."""
        return f"{self.source.module}_{self.name}"

    @property
    def itself(self) -> bool:
        return self.source.name == self.target.name

    @property
    def camel(self) -> str:
        return names.camel(self.name)


@dataclass(eq=False)
class EntityView:
    """One entity: its names everywhere, its fields, and its relations in both directions."""

    name: str
    module: str
    modules: str
    """File stem of its pages and operations: ``contacts``."""
    cls: str
    table: str
    path: str
    label: str
    label_plural: str
    kind: str
    get: str
    """GraphQL name of one record, camel case."""
    all: str
    fields: tuple[FieldView, ...] = ()
    display: FieldView = field(init=False)
    board: FieldView | None = None
    relations: list[RelationView] = field(default_factory=list)
    inverses: list[RelationView] = field(default_factory=list)

    @property
    def a(self) -> str:
        """``a contact``, ``an order``: with its article, for the middle of a sentence."""
        return f"{names.article(self.label)} {self.noun}"

    @property
    def noun(self) -> str:
        return names.lower_first(self.label)

    @property
    def nouns(self) -> str:
        return names.lower_first(self.label_plural)

    @property
    def var(self) -> str:
        """The repository's variable: ``contacts``."""
        return self.modules

    @cached_property
    def uploads(self) -> tuple[FieldView, ...]:
        return tuple(f for f in self.fields if f.kind.upload)

    @cached_property
    def inputs(self) -> tuple[FieldView, ...]:
        """Fields that a JSON body may set."""
        return tuple(f for f in self.fields if not f.kind.upload)

    @property
    def ones(self) -> list[RelationView]:
        return [r for r in self.relations if not r.many]

    @property
    def manies(self) -> list[RelationView]:
        return [r for r in self.relations if r.many]

    @property
    def needed(self) -> list[RelationView]:
        """Relations of others that cannot do without it."""
        return [r for r in self.inverses if r.required and not r.many]

    @property
    def targets(self) -> list[EntityView]:
        """Other entities its relations lead to, each once."""
        return list({r.target.name: r.target for r in self.relations if not r.itself}.values())

    @property
    def neighbours(self) -> list[EntityView]:
        """Other entities it is linked with in either direction, each once."""
        both = [r.target for r in self.relations] + [r.source for r in self.inverses]
        return list({e.name: e for e in both if e.name != self.name}.values())

    @property
    def searched(self) -> list[FieldView]:
        return [f for f in self.fields if f.kind.textual or f.type is FieldType.CHOICE]

    @property
    def sorted(self) -> list[FieldView]:
        return [f for f in self.fields if f.kind.sortable]

    @property
    def filters(self) -> list[FieldView]:
        return [f for f in self.fields if f.type in (FieldType.CHOICE, FieldType.BOOLEAN)]

    @property
    def said(self) -> bool:
        """Whether a record is what somebody said, a reply or a comment, rather than a thing with a name."""
        return self.display.source_name.rsplit("_", 1)[-1] in _SAID

    @property
    def hung(self) -> bool:
        """Whether a record is a picture, and not a thing of which there is one."""
        return self.picture is not None and bool(_PICTURES & set(self.name.split("_")))

    @property
    def sort_default(self) -> str:
        """What a list is sorted by when nobody said: by name, but what was said in the order in which it was."""
        return self.display.name if self.display.kind.sortable and not self.said else "created_at"

    @property
    def gql(self) -> str:
        """What the names of its mutations end with: ``Contact`` in ``createContact``."""
        return self.get[:1].upper() + self.get[1:]

    @property
    def icon(self) -> str:
        """The symbol that stands for its kind."""
        return self.kind if self.kind in ICONS else "thing"

    @property
    def badge(self) -> FieldView | None:
        """The choice that says most about a record."""
        chosen = [f for f in self.fields if f.choices]
        standing = [f for f in chosen if f.source_name in ("status", "stage", "state")]
        return self.board or next(iter([*standing, *chosen]), None)

    @property
    def second(self) -> FieldView | None:
        """What is told of a record besides its name, where there is one line."""
        told = (FieldType.EMAIL, FieldType.MONEY, FieldType.DATE, FieldType.DATETIME, FieldType.PHONE, FieldType.TEXT)
        found = [f for kind in told for f in self.fields if f.type is kind and f is not self.display]
        return found[0] if found else None

    @property
    def at_a_glance(self) -> FieldView | None:
        """What a card on a board tells besides the name: its worth or its day; no address, which takes its width."""
        told = (FieldType.MONEY, FieldType.DATE, FieldType.DATETIME)
        return next((f for kind in told for f in self.fields if f.type is kind and f is not self.display), None)

    @property
    def picture(self) -> FieldView | None:
        return next((f for f in self.fields if f.type is FieldType.IMAGE), None)

    @property
    def price(self) -> FieldView | None:
        """The first amount of money."""
        return next((f for f in self.fields if f.type is FieldType.MONEY), None)

    @property
    def prose(self) -> FieldView | None:
        """The first long text."""
        return next((f for f in self.fields if f.type is FieldType.LONG_TEXT), None)

    @property
    def pictured(self) -> bool:
        """Shown with a picture or, where there is none, with initials."""
        return self.picture is not None or self.kind in ("person", "organisation")

    @cached_property
    def columns(self) -> list[FieldView | RelationView]:
        """What a list shows besides the display field, as far as there is room.

        First what is related, where it stands, what it is worth and how a person is reached.
        """
        long = (FieldType.LONG_TEXT, FieldType.IMAGE, FieldType.FILE)
        fields = [f for f in self.fields if f is not self.display and f.type not in long]
        telling = [f for f in (self.badge, self.price) if f is not None and f in fields]
        reached = [f for f in fields if self.kind == "person" and f.type is FieldType.EMAIL]
        choices = [f for f in fields if f.type is FieldType.CHOICE]
        room = _LIST_WIDTH - (240 if self.pictured else 195)
        kept: list[FieldView | RelationView] = []
        wanted: list[FieldView | RelationView] = [*self.ones, *telling, *reached, *choices, *fields, *self.manies]
        for column in dict.fromkeys(wanted):
            width = _WIDTHS.get(column.type, 130) if isinstance(column, FieldView) else 155
            if width <= room:
                kept.append(column)
                room -= width
        order = [f.name for f in self.fields]
        return sorted(kept, key=lambda c: order.index(c.name) if c.name in order else len(order))

    def field(self, source_name: str) -> FieldView | None:
        """The field that the brief calls so."""
        return next((f for f in self.fields if f.source_name == source_name), None)


@dataclass
class AppView:
    """The whole application."""

    name: str
    title: str
    summary: str
    entities: list[EntityView]
    style: Style

    @property
    def creation_order(self) -> list[EntityView]:
        """Entities with those they require before them."""
        done: list[EntityView] = []

        def visit(entity: EntityView) -> None:
            if entity not in done:
                for relation in entity.relations:
                    if relation.required and not relation.itself:
                        visit(relation.target)
                done.append(entity)

        for entity in self.entities:
            visit(entity)
        return done

    @property
    def uploads(self) -> bool:
        return any(e.uploads for e in self.entities)

    @property
    def tones(self) -> dict[str, str]:
        """Choices that are coloured by what they mean."""
        choices = {c for e in self.entities for f in e.fields for c in f.choices}
        return {c: tone(c) for c in sorted(choices) if tone(c) != "plain"}

    @property
    def things(self) -> str:
        """What it keeps, for those who use it: ``Contacts, companies and leads``."""
        return in_words(self.entities)

    def entity(self, name: str) -> EntityView | None:
        return next((e for e in self.entities if e.name == name), None)


def in_words(entities: Sequence[EntityView]) -> str:
    """The entities' nouns as the beginning of a sentence; empty where there are none."""
    nouns = [e.nouns for e in entities]
    told = " and ".join([", ".join(nouns[:-1]), nouns[-1]] if len(nouns) > 1 else nouns)
    return told[:1].upper() + told[1:]
