"""What stands in brackets: ``products (name, price)`` tells fields, ``bikes (city bikes, e-bikes)`` sorts."""

from __future__ import annotations

from praetorium.words import english, enumerations, fields, forms, nouns
from praetorium.words.actions import DECLARED, STRONG
from praetorium.words.drafts import MANY, Board, Draft
from praetorium.words.lines import Line
from praetorium.words.phrases import Phrase, Thing, bearer, thing
from praetorium.words.tagging import YES_OR_NO, Tagged

_ROUGHLY = frozenset({"about", "around", "roughly", "approximately", "some", "over", "up"})
_ASIDE = frozenset({"optional", "required", "mandatory", "pdf", "optionally", "voluntary"})
_EACH = frozenset({"each", "every"})
_LONGEST = 5
"""Words that what is listed in brackets may have."""
_WHO = frozenset({"person", "organisation"})


def read(one: Line, board: Board) -> set[int]:
    """``products (name, sku, price)``: fields; ``authors (many to many)``: a relation to what was named before."""
    hidden: set[int] = set()
    for start in (at for at, word in enumerate(one.tagged) if word.tag == "("):
        stop = next((at for at in range(start, len(one.tagged)) if one.tagged[at].tag == ")"), len(one.tagged))
        if _read(one, start, stop, board):
            hidden |= {phrase.start for phrase in one.phrases if start < phrase.start < stop}
    return hidden


def _read(one: Line, start: int, stop: int, board: Board) -> bool:
    """Note what is told in one pair of brackets; whether it was of a thing."""
    inside = one.tagged[start + 1 : stop]
    owner = _owner(one, start)
    found = _thing(one, owner) if owner is not None else None
    if owner is None or found is None:
        return False
    if " ".join(word.lower for word in inside if word.tag != "-").replace("-", " ").startswith("many to many"):
        _many_to_many(one, owner, found, board)
        return True
    inside, values = _parted(inside)
    listed = items(inside)
    if not listed or any(len(item) > _LONGEST for item in listed) or listed[0][0].tag == "NUM":
        return False
    first = inside[0]
    if len(listed) == 1 and (not one.brief or fields.is_unit(first.lower) or first.lower in _ASIDE):
        return False  # "weight (kg)", "club (optional)", "delivery in town (6 pounds)"
    if len(listed) == 1 and (first.lower in _ROUGHLY or first.text[0].isdigit()):
        return False  # "(about 120 flats)": how large it is
    if _is_one_field(one, owner):
        return False
    said = [" ".join(word.lower for word in item) for item in listed]
    draft = board.add(found, DECLARED, owner.text, declared=True)
    if _are_kinds(said, owner) or (owner.head.plural and _goes_on(inside)):
        draft.kinds += said
    else:
        draft.exact = True
        draft.asked += said
        draft.choices |= {said[-1]: values} if values else enumerations.choices_in(one, start + 1, stop)
    _of_each(one, owner, draft, board)
    return True


def _parted(inside: tuple[Tagged, ...]) -> tuple[tuple[Tagged, ...], list[str]]:
    """``name, type: adult, youth``: the fields, and what the last of them may be."""
    at = next((n for n, word in enumerate(inside) if word.tag == ":"), len(inside))
    values = [" ".join(word.lower for word in item) for item in items(inside[at + 1 :])]
    return (inside[:at], values) if len(values) > 1 else (inside, [])


def _owner(one: Line, start: int) -> Phrase | None:
    """What stands before the brackets; of ``records of each animal (…)`` and ``animals looking for a home (…)``, what
    the rest only says more of."""
    owner = one.ending.get(start)
    if owner is None or one.brief or not owner.start or owner.head.plural:
        return owner
    at, before = owner.start - 1, one.tagged[owner.start - 1].lower
    if before in _EACH and at and one.tagged[at - 1].lower == "of":
        whole = one.ending.get(at - 1)
    elif before in {"a", "an"} and at > 1 and one.tagged[at - 1].tag == "PREP" and _goes_with(one, at - 2):
        whole = _ending_before(one, at - 1)
    else:
        return owner
    return whole if whole is not None and whole.head.plural else owner


def _goes_with(one: Line, position: int) -> bool:
    """Whether a participle says what the thing before it does: "animals looking for a home"."""
    return one.tagged[position].lower.endswith("ing") and one.tagged[position].tag in {"G", "J", "D", "V"}


def _ending_before(one: Line, position: int) -> Phrase | None:
    """The phrase before a participle that was taken for its last word: the animals of ``animals looking``."""
    whole = one.ending.get(position)
    if whole is None:
        return one.ending.get(position - 1)
    return Phrase(whole.words[:-1], whole.start) if len(whole.words) > 1 else one.ending.get(position - 1)


def _thing(one: Line, owner: Phrase) -> Thing | None:
    if one.brief:
        return thing(owner, exact=True)
    if forms.is_form(owner):
        return forms.handed_in(one, owner)
    found = thing(owner, exact=True)
    about = found is not None and found.reduced and owner.head.lemma == "record" and _whose(one, owner) is not None
    return Thing(f"{found.name} record", None, False) if found is not None and about else found or bearer(owner)


def _whose(one: Line, owner: Phrase) -> Phrase | None:
    """Of what each is, of which it is said: ``records of each animal (…)``."""
    after = [word.lower for word in one.tagged[owner.end : owner.end + 2]]
    return one.starting.get(owner.end + 2) if len(after) > 1 and after[0] == "of" and after[1] in _EACH else None


def _of_each(one: Line, owner: Phrase, draft: Draft, board: Board) -> None:
    """``vet records of each animal (…)``: each is of one animal."""
    whose = _whose(one, owner)
    found = thing(whose) if whose is not None and not one.brief else None
    if whose is not None and found is not None:
        board.add(found, STRONG, whose.text).meant = True
        board.link(draft.name, found.name)


def _is_one_field(one: Line, owner: Phrase) -> bool:
    """``guest, source (web, phone, direct) and amount``: in a list of fields, what one of them may be."""
    if one.brief or owner.head.plural or owner.start < 2 or one.tagged[owner.start - 1].tag not in {",", "CONJ"}:
        return False
    return any(word.lower in {"with", ":"} for word in one.tagged[: owner.start])


def _goes_on(inside: tuple[Tagged, ...]) -> bool:
    """``tests (pH, nitrate, lead ...)``: examples of it."""
    return [word.lower for word in inside[-2:]] == [".", "."] or inside[-1].lower in {"etc", "…"}


def _are_kinds(said: list[str], owner: Phrase) -> bool:
    """``bikes (city bikes, e-bikes)``, ``events (concerts, coffee mornings)``: sorts of it, no fields."""
    last = [item.split()[-1] for item in said]
    if nouns.classify(owner.head.lemma) == "person" and all(nouns.classify(word) in _WHO for word in last):
        return owner.head.plural and len(said) > 1  # "donors (companies and private people)"
    alike = sum(english.singular(word) == english.singular(owner.head.lower) for word in last)
    if alike > len(said) / 2 or (alike and owner.head.plural):
        return True
    if len(said) < 2 or not owner.head.plural or any(fields.is_field_like(item) for item in said):
        return False
    return sum(english.singular(word) != word for word in last) > len(said) / 2


def _many_to_many(one: Line, owner: Phrase, found: Thing, board: Board) -> None:
    before = [thing(p, exact=True) for p in one.phrases if p.end < owner.start]
    source = next((other for other in reversed(before) if other and other.name != found.name), None)
    board.add(found, DECLARED, owner.text, declared=True)
    if source:
        board.add(source, DECLARED, source.name, declared=True)
        board.link(source.name, found.name, MANY)


def items(inside: tuple[Tagged, ...]) -> list[list[Tagged]]:
    """Parts of an enumeration, without articles and the final "and"."""
    found: list[list[Tagged]] = [[]]
    for word in inside:
        if word.tag in {",", ";"} or word.tag == "CONJ" or word.text in {"/", "×"}:
            found.append([])
        elif word.lower in YES_OR_NO:
            continue
        elif (word.tag not in {"DET", "PRON"} or (word.lower == "no" and found[-1])) and (
            word.text[0].isalnum() or word.text[0] == "#"
        ):
            found[-1].append(word)
    return [item for item in found if item and [word.lower for word in item] not in (["not"], ["no"])]
