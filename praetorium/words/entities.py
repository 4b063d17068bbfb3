"""From drafts to entities: which things become tables, and which fields each gets."""

from __future__ import annotations

from typing import Any

from praetorium.models import Entity, Field, FieldType, Origin
from praetorium.words import boards, choices, english, fields, lexicon, names, nouns
from praetorium.words.data import grammar, table
from praetorium.words.drafts import Board, Draft

ENOUGH = 1.75
"""Weight from which a thing is taken to be kept though nobody said so outright."""
SPOKEN = 0.3
"""Weight above which a thing was named by itself."""
MOST = 9
_CLOSE = {
    "due_date": ("due_on",),
    "deadline": ("due_on",),
    "brand": ("make",),
    "next_due_date": ("next_due_on",),
    "start_date": ("starts_on",),
    "birthday": ("birth_date", "born_on"),
    "date_of_birth": ("birth_date", "born_on"),
    "date": ("starts_at",),
    "start": ("starts_at",),
    "end": ("ends_at",),
    "place": ("location",),
    "short_description": ("description",),
    "phone_number": ("phone",),
    "email_address": ("email",),
}
"""Other words for fields of the lexicon's things."""
_NAME_LIKE = ("name", "title", "subject", "number", "code", "reference", "label")


def choose(board: Board, *, brief: bool) -> list[Draft]:
    """The drafts that become entities, in the order they were named.

    What was declared is always taken; the rest by weight, at most ``MOST`` in all.
    """
    _promote(board)
    merged = _merge(board)
    declared = [draft for draft in merged if draft.declared]
    if brief and declared:
        chosen = declared
    else:
        likely = [d for d in merged if not d.declared and _is_likely(d)]
        likely.sort(key=lambda d: -d.score)
        chosen = declared + likely[: max(0, MOST - len(declared))]
    if not chosen:
        # In a few words a thing said once is kept if there are several of it: one is what is asked for ("todo list").
        spoken = [d for d in merged if d.key and (not brief or _is_plural(d.said))]
        chosen = sorted(spoken, key=lambda d: -d.score)[:2]
    return sorted((d for d in chosen if not _is_part(d, chosen)), key=lambda d: d.first)


def _promote(board: Board) -> None:
    """What each of a thing has one of, and what is spoken of besides, is kept: the price list of each customer."""
    said = {field for draft in board.drafts.values() if draft.declared for field in draft.asked}
    for draft in board.drafts.values():
        usual = draft.key is not None and draft.name in said and not fields.is_field_like(draft.name)
        draft.declared |= usual and draft.score > SPOKEN


def _is_plural(said: str) -> bool:
    last = said.lower().split()[-1:]
    return bool(last) and english.singular(last[0]) != last[0]


def _is_part(draft: Draft, chosen: list[Draft]) -> bool:
    """Whether a thing that the lexicon does not know is a field of one that it does: the covers of books."""
    if draft.key or draft.asked or draft.kinds or draft.states:
        return False
    templates = [lexicon.templates()[other.key] for other in chosen if other.key]
    called = {names.identifier(draft.name), names.identifier(names.plural_words(draft.name))}
    return any(called & set(template.fields) for template in templates)


def _is_likely(draft: Draft) -> bool:
    """The lexicon's things are taken sooner than others, and people who only use the application later."""
    if draft.key == "user" or (draft.key and lexicon.templates()[draft.key].shown):
        return draft.score > 1.7 * ENOUGH
    if draft.key:
        return draft.score >= ENOUGH
    return draft.score >= 1.2 * ENOUGH and (draft.meant or nouns.is_concrete(draft.name))


def _merge(board: Board) -> list[Draft]:
    """One draft for each thing: names of the same lexicon entry in one request fold into the stronger one."""
    kept: dict[str, Draft] = {}
    strong = {draft.key for draft in board.drafts.values() if draft.score >= ENOUGH}
    for draft in board.drafts.values():
        _read_again(draft, strong)
        if _means_another(draft, strong):
            continue
        if draft.name.split()[-1] in grammar("no_things") and not (draft.key or draft.asked):
            continue
        slot = draft.key or draft.name
        other = kept.get(slot)
        if other is None or (draft.declared and other.declared) or (draft.asked and other.asked):
            kept[slot if other is None else draft.name] = draft
            continue
        winner, loser = (draft, other) if draft.score > other.score else (other, draft)
        winner.score += loser.score * 0.4
        winner.declared |= loser.declared
        winner.meant |= loser.meant
        winner.ordered |= loser.ordered
        winner.exits |= loser.exits
        winner.records += [name for name in loser.records if name not in winner.records]
        winner.asked += [name for name in loser.asked if name not in winner.asked]
        winner.kinds += [name for name in loser.kinds if name not in winner.kinds]
        winner.states += [name for name in loser.states if name not in winner.states]
        winner.first = min(winner.first, loser.first)
        kept[slot] = winner
    return _specific(list(kept.values()))


def _specific(drafts: list[Draft]) -> list[Draft]:
    """Where "membership plans" are kept, "plans" alone are the same."""
    left = []
    for draft in drafts:
        if not draft.declared and not draft.key and _is_again(draft, drafts):
            continue
        same = next((d for d in drafts if d.name.endswith(f" {draft.name}") and _is_likely(d)), None)
        if same is None or draft.declared or draft.key:
            left.append(draft)
            continue
        same.score += draft.score * 0.4
        same.asked += [name for name in draft.asked if name not in same.asked]
    return left


def _is_again(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether it is what is described under a shorter name: the school buses, where buses are kept."""
    shorter = (d for d in drafts if d.declared and d.asked and not d.key)
    return any(draft.name.endswith(f" {other.name}") for other in shorter)


def _read_again(draft: Draft, present: set[str | None]) -> None:
    """Take the other meaning of a word where what stands beside it says so."""
    template = lexicon.templates().get(draft.key or "")
    for beside, meant in template.instead if template else ():
        if beside in present:
            other = lexicon.templates()[meant]
            draft.key, draft.name = meant, (other.label or meant.replace("_", " ")).lower()


def _means_another(draft: Draft, present: set[str | None]) -> bool:
    """Whether nothing is there beside which its word would mean that thing of the lexicon."""
    template = lexicon.templates().get(draft.key or "")
    last = english.singular(draft.said.split()[-1]) if draft.said else ""
    needed = dict(template.beside).get(last) if template and len(draft.said.split()) == 1 else None
    return needed is not None and not needed & present


def from_key(key: str, order: int = 0) -> Draft:
    """A draft for an entity of the lexicon that was not named: assumed."""
    template = lexicon.templates()[key]
    return Draft((template.label or key.replace("_", " ")).lower(), key, order)


def build(draft: Draft, taken: set[str], *, related: frozenset[str]) -> Entity:
    """The entity a draft stands for; ``related`` are fields that a relation takes the place of."""
    template = lexicon.templates().get(draft.key or "")
    own = template is None or draft.name != (template.label or template.key.replace("_", " ")).lower()
    base = template.key if template and not own else draft.name
    name = names.distinct(names.entity_name(base), taken)
    kind = template.kind if template else _kind(draft)
    found = _fields(draft, template, name, kind, related)
    display = _display(found, template, kind)
    found = [f.model_copy(update={"required": True}) if f.name == display else f for f in found]
    label = names.label(template.label or draft.name if template and not own else draft.name)
    return Entity(
        name=name,
        plural=_plural(name, template if not own else None, taken),
        label=label,
        label_plural=names.label(names.plural_words(label[:1].lower() + label[1:] if label[1:].islower() else label)),
        fields=tuple(found),
        display=display,
        board=boards.column_field(found, kind, ordered=draft.ordered),
        kind=kind,
        rows=tuple({display: names.label(said)} for said in draft.records)
        or (_rows(template, found, draft) if not own or template else ()),
        origin=Origin.ASKED,
    )


def _kind(draft: Draft) -> str:
    """The class of a thing nobody knows: what is described otherwise is no measurement ("tenders with a deadline")."""
    kind = nouns.classify(draft.name)
    return "thing" if kind == "measurement" and len(draft.asked) > 1 and "value" not in draft.asked else kind


def _plural(name: str, template: lexicon.Template | None, taken: set[str]) -> str:
    if template and template.plural:
        return template.plural
    plural = names.plural_words(name.replace("_", " ")).replace(" ", "_")
    return plural if plural != name and plural not in taken else f"{name}_list"


def usual(draft: Draft) -> dict[str, Field]:
    """The fields that such a thing has though nobody names one."""
    template = lexicon.templates().get(draft.key or "")
    kind = template.kind if template else nouns.classify(draft.name)
    specs: dict[str, Any] = dict(template.fields if template else _class_of(kind)["fields"])
    return {name: fields.from_spec(name, spec, names.identifier(draft.name)) for name, spec in specs.items()}


def _fields(
    draft: Draft, template: lexicon.Template | None, entity: str, kind: str, related: frozenset[str]
) -> list[Field]:
    specs: dict[str, Any] = dict(template.fields if template else _class_of(kind)["fields"])
    known = {name: fields.from_spec(name, spec, entity) for name, spec in specs.items()}
    asked = [_asked(words_, known, entity) for words_ in draft.asked]
    asked = [field for field in asked if field.name not in related and names.identifier(field.label) not in related]
    if draft.exact:
        found = asked
        if not any(_names(field) for field in found):
            display = known[(template.display if template else _class_of(kind)["display"])]
            found = [display.model_copy(update={"origin": Origin.ASSUMED}), *found]
    else:
        origin = Origin.LEXICON if template else Origin.ASSUMED
        usual = [f.model_copy(update={"origin": origin}) for n, f in known.items() if n not in related]
        said = {field.name for field in asked}
        types = {f.type for f in asked if f.type in {FieldType.IMAGE, FieldType.FILE}}
        found = [
            next((a for a in asked if a.name == f.name), f) for f in usual if f.name in said or f.type not in types
        ]
        found += [field for field in asked if field.name not in {f.name for f in found}]
    found = [choices.told(field, draft, entity) for field in found]
    if draft.kinds:
        kinds = [fields.singular(kind) for kind in draft.kinds]
        found = choices.chosen_from(kinds, found, entity, "category", ("type", "kind", f"{entity}_type"))
    if draft.states:
        found = choices.chosen_from([*draft.states, *draft.exits], found, entity, "status", ("stage", "state"))
    return list({field.name: field for field in found}.values())


def _asked(said: str, known: dict[str, Field], entity: str) -> Field:
    """A field that was named: the lexicon's own where it has one of that name."""
    field = fields.from_words(said, entity)
    by_label = {names.identifier(f.label): f for f in known.values()} | known
    match = by_label.get(field.name) or by_label.get(names.identifier(field.label)) or known.get(names.identifier(said))
    if match is None:
        called = names.identifier(fields.singular(said))
        match = next((known[name] for name in _CLOSE.get(called, ()) if name in known), None)
    return match.model_copy(update={"origin": Origin.ASKED}) if match else field


def _names(field: Field) -> bool:
    return field.type is FieldType.TEXT


def _class_of(kind: str) -> dict[str, Any]:
    return dict(table("classes").get(kind) or table("classes")["thing"])


def _display(found: list[Field], template: lexicon.Template | None, kind: str) -> str:
    """The field that names a record: the template's, else a name-like text, else the first text."""
    present = {field.name: field for field in found}
    wanted = template.display if template else str(_class_of(kind)["display"])
    texts = [f.name for f in found if f.type is FieldType.TEXT]
    candidates = [wanted, *_NAME_LIKE, *[t for t in texts if t.endswith(("name", "title"))], *texts]
    return next((name for name in candidates if name in present), found[0].name)


def _rows(
    template: lexicon.Template | None, found: list[Field], draft: Draft
) -> tuple[dict[str, str | int | float | bool | None], ...]:
    """The lexicon's sample records, with the fields that were kept."""
    if template is None:
        return ()
    by_name = {field.name: field for field in found}
    rows = []
    for row in template.rows:
        kept = {n: v for n, v in row.items() if n in by_name and (not by_name[n].choices or v in by_name[n].choices)}
        if template.display in kept or not draft.exact:
            rows.append(kept)
    return tuple(rows)
