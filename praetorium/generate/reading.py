"""Brief → :class:`AppView`: resolves clashes of names, dangling relations and choices that were left open."""

from __future__ import annotations

from dataclasses import replace

from praetorium.errors import StepError
from praetorium.generate import names
from praetorium.generate.field_view import FieldView
from praetorium.generate.view import AppView, EntityView, RelationView
from praetorium.models import Brief, Entity, Field, FieldType, Relation

_TEXTUAL = (FieldType.TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL)
_BOUNDS: dict[FieldType, tuple[float, float]] = {FieldType.RATING: (1, 5), FieldType.PERCENT: (0, 100)}
_ENTERED = frozenset(
    f"{done}_{when}"
    for done in (
        "applied",
        "asked",
        "enrolled",
        "opened",
        "ordered",
        "posted",
        "raised",
        "received",
        "recorded",
        "registered",
        "reported",
        "sent",
        "submitted",
        "uploaded",
        "written",
    )
    for when in ("on", "at")
)
"""Moments that are now, as a rule, when somebody fills in the form."""
_NAME = Field(name="name", label="Name", required=True)


def app_view(brief: Brief) -> AppView:
    """The application that ``brief`` describes.

    Raises :class:`StepError` when there is nothing to build: no entity, or a relation to one that does not exist.
    """
    if not brief.entities:
        raise StepError("the brief names no entity, so there is nothing an application could keep")
    entities = _entities(brief.entities)
    _relate(brief.relations, {e.name: v for e, v in zip(brief.entities, entities, strict=True)}, entities)
    for entity, view in zip(brief.entities, entities, strict=True):
        _fill(entity, view)
    title = names.clean(brief.title, 80) or "Application"
    return AppView(names.slug(title), title, names.clean(brief.summary, 300), entities, brief.style)


def _entities(entities: tuple[Entity, ...]) -> list[EntityView]:
    views: list[EntityView] = []
    for entity in entities:
        module = names.module(entity.name, {v.module for v in views})
        modules = names.module(entity.plural, {v.modules for v in views})
        cls = names.class_name(entity.name, {v.cls for v in views})
        operations = {v.get for v in views} | {v.all for v in views}
        one = names.camel(names.unused(entity.name[:48].strip("_"), operations))
        many = names.camel(names.unused(entity.plural[:48].strip("_"), operations))
        if many in (one, *operations):
            many = "all" + many[:1].upper() + many[1:]
        label = names.clean(entity.label, 60) or cls
        views.append(
            EntityView(
                name=entity.name,
                module=module,
                modules=modules,
                cls=cls,
                table=modules,
                path=names.path(entity.plural, {v.path for v in views}),
                label=label,
                label_plural=names.clean(entity.label_plural, 60) or label,
                kind=entity.kind,
                get=one,
                all=many,
            )
        )
    return views


def _relate(relations: tuple[Relation, ...], by_name: dict[str, EntityView], entities: list[EntityView]) -> None:
    taken: dict[str, set[str]] = {e.name: set() for e in entities}
    for relation in relations:
        missing = [n for n in (relation.source, relation.target) if n not in by_name]
        if missing:
            raise StepError(
                f"relation '{relation.name}' names '{missing[0]}', which is no entity: {', '.join(by_name)}"
            )
        source, target = by_name[relation.source], by_name[relation.target]
        many = relation.kind == "many_to_many"
        name = names.attribute(relation.name, source.module, taken[source.name])
        column = f"{target.module}_ids" if many else f"{name}_id"
        if {column, column.removesuffix("s")} & taken[source.name]:
            column = f"{name}_ids"
        taken[source.name] |= {name, column, column.removesuffix("s")}
        inverse = names.attribute(relation.inverse, target.module, taken[target.name])
        taken[target.name].add(inverse)
        required = relation.required and not _requires(target, source)
        label = names.clean(relation.label, 60) or target.label
        inverse_label = names.clean(relation.inverse_label, 60) or source.label_plural
        view = RelationView(
            name, label, many, required, source, target, inverse, inverse_label, column, relation.name
        )  # fmt: skip
        source.relations.append(view)
        target.inverses.append(view)
    _mark_circles(entities)


def _requires(start: EntityView, sought: EntityView) -> bool:
    """Whether a record of ``start`` cannot exist before one of ``sought``."""
    if start.name == sought.name:
        return True
    return any(_requires(r.target, sought) for r in start.relations if r.required)


def _mark_circles(entities: list[EntityView]) -> None:
    def reaches(start: EntityView, sought: EntityView, seen: frozenset[str]) -> bool:
        if start.name == sought.name:
            return True
        further = [r.target for r in start.ones if r.target.name not in seen]
        return any(reaches(t, sought, seen | {t.name}) for t in further)

    for entity in entities:
        for index, relation in enumerate(entity.relations):
            loose = not relation.many and not relation.itself and not relation.required
            if loose and reaches(relation.target, entity, frozenset({relation.target.name})):
                changed = replace(relation, cyclic=True)
                entity.relations[index] = changed
                position = next(i for i, r in enumerate(relation.target.inverses) if r is relation)
                relation.target.inverses[position] = changed


def _fill(entity: Entity, view: EntityView) -> None:
    taken = {n for r in view.relations for n in (r.name, r.column, r.parameter)} | {r.inverse for r in view.inverses}
    fields: list[FieldView] = []
    display_name = _display(entity)
    for asked in entity.fields or (_NAME,):
        name = names.attribute(asked.name, view.module, taken)
        taken |= {name, f"{name}_url"}
        fields.append(_field(asked, name, view, display=asked.name == display_name, board=asked.name == entity.board))
    view.fields = tuple(fields)
    view.display = next(f for f in fields if f.source_name == display_name)
    view.board = next((f for f in fields if f.source_name == entity.board and f.type is FieldType.CHOICE), None)


def _display(entity: Entity) -> str:
    """The field that names a record: the one asked for if it can, else the first that can."""
    fields = entity.fields or (_NAME,)
    able = [f for f in fields if f.type not in (FieldType.IMAGE, FieldType.FILE, FieldType.BOOLEAN, FieldType.COLOUR)]
    wanted = [f for f in able if f.name == entity.display]
    return (wanted or [f for f in able if f.type is FieldType.TEXT] or able or list(fields))[0].name


def _field(asked: Field, name: str, view: EntityView, *, display: bool, board: bool) -> FieldView:
    choices = tuple(dict.fromkeys(c for c in (names.clean(c, 100) for c in asked.choices) if c))
    type_ = FieldType.TEXT if asked.type is FieldType.CHOICE and not choices else asked.type
    low, high = _BOUNDS.get(type_, (None, None))
    low = asked.minimum if asked.minimum is not None else low
    high = asked.maximum if asked.maximum is not None else high
    if low is not None and high is not None and low > high:
        high = None
    choosable = type_ is FieldType.CHOICE
    upload = type_ in (FieldType.IMAGE, FieldType.FILE)
    default = _default(asked.default, type_, choices)
    if default is None and asked.name in _ENTERED:
        default = {FieldType.DATE: "today", FieldType.DATETIME: "now"}.get(type_)
    if choosable and board and default is None:
        default = choices[0]
    return FieldView(
        name=name,
        label=names.clean(asked.label, 60) or name.replace("_", " ").capitalize(),
        type=type_,
        required=not upload and type_ is not FieldType.BOOLEAN and (asked.required or display or board),
        unique=asked.unique and type_ in (*_TEXTUAL, FieldType.INTEGER),
        choices=choices if choosable else (),
        minimum=low,
        maximum=high,
        unit=names.clean(asked.unit or "", 12),
        default=default,
        help=names.clean(asked.help or "", 200),
        samples=asked.samples,
        source_name=asked.name,
        owner=view.cls,
    )


def _default(
    value: str | int | float | bool | None, type_: FieldType, choices: tuple[str, ...]
) -> str | int | float | bool | None:
    """``value`` when it is one the field can hold, else None."""
    if value is None:
        return None
    if type_ is FieldType.BOOLEAN:
        return value if isinstance(value, bool) else None
    if type_ is FieldType.CHOICE:
        return value if value in choices else None
    if type_ is FieldType.DATE:
        return "today" if value in ("today", 0) else None
    if type_ in (FieldType.INTEGER, FieldType.RATING):
        return int(value) if isinstance(value, int | float) and float(value).is_integer() else None
    if type_ in (FieldType.DECIMAL, FieldType.PERCENT, FieldType.MONEY):
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None
    if type_ in (FieldType.TEXT, FieldType.LONG_TEXT):
        return names.clean(str(value)) or None
    return None
