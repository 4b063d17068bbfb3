"""Sentence by sentence: which things are spoken of, with which fields, and how they belong together."""

from __future__ import annotations

from praetorium.words import (
    actions,
    asides,
    booked,
    criteria,
    declaring,
    described,
    english,
    examples,
    fields,
    forms,
    holders,
    lexicon,
    measured,
    nouns,
    pages,
    possessions,
    wanted,
    workflows,
)
from praetorium.words.actions import DECLARED, MENTIONED, STRONG
from praetorium.words.data import grammar
from praetorium.words.drafts import MANY, Board
from praetorium.words.lines import Line, is_application, is_itself, weigh
from praetorium.words.phrases import Phrase, Thing, thing
from praetorium.words.tagging import Tagged

TOPIC = 2.5
_ROUGHLY = frozenset({"about", "around", "roughly", "approximately", "some", "over", "up"})
_ASIDE = frozenset({"optional", "required", "mandatory", "pdf", "optionally", "voluntary"})
_WHO = frozenset({"person", "organisation"})
_OURS = frozenset({"we", "our", "my", "i"})


def read(told: list[Line], board: Board) -> None:
    """Collect what all lines say."""
    for one in told:
        visible = one.without(_parentheses(one, board) | _after_colon(one, board) | _pages(one))
        visible = visible.without(measured.read_measurements(visible, board))
        visible = visible.without(described.read(visible, board))
        visible = visible.without(possessions.read(visible, board))
        visible = visible.without(criteria.read(visible, board) | examples.read(visible, board))
        _belongings(visible, board)
        declaring.read(visible, board)
        _named_first(visible, board)
        holders.read(visible, board)
        if one.brief:
            asides.read(visible, board)
        actions.read(visible, board)
        wanted.read(visible, board)
        booked.read(visible, board)
        _mentions(visible, board)
    for one in told:
        workflows.read(one, board)
    for one in told:
        if one.brief:
            measured.read(one, board)


def _pages(one: Line) -> set[int]:
    """``pages for the programme and the team``: pages of the site, of each of which there is one."""
    if one.brief or "page" not in one.sentence.lower:
        return set()
    named = {page.lower() for page in pages.named(one.sentence.lower)}
    return {phrase.start for phrase in one.phrases if not phrase.head.plural and phrase.text in named}


def _parentheses(one: Line, board: Board) -> set[int]:
    """``products (name, sku, price)``: fields; ``authors (many to many)``: a relation to what was named before."""
    hidden: set[int] = set()
    opened = [i for i, word in enumerate(one.tagged) if word.tag == "("]
    for start in opened:
        stop = next((i for i in range(start, len(one.tagged)) if one.tagged[i].tag == ")"), len(one.tagged))
        inside = one.tagged[start + 1 : stop]
        owner = one.ending.get(start)
        found = thing(owner, exact=True) if owner else None
        if owner is not None and forms.is_form(owner) and not one.brief:
            found = forms.handed_in(one, owner)
        if owner is None or found is None:
            continue
        text = " ".join(word.lower for word in inside).replace(" - ", " ").replace("-", " ")
        if text.startswith("many to many"):
            _many_to_many(one, owner, found, board)
        else:
            items = _items(inside)
            if not items or any(len(item) > 5 for item in items) or items[0][0].tag == "NUM":
                continue
            if len(items) == 1 and (not one.brief or fields.is_unit(inside[0].lower) or inside[0].lower in _ASIDE):
                continue  # "weight (kg)", "club (optional)", "delivery in town (6 pounds)"
            if len(items) == 1 and (inside[0].lower in _ROUGHLY or inside[0].text[0].isdigit()):
                continue  # "(about 120 flats)": how large it is
            said = [" ".join(word.lower for word in item) for item in items]
            if _is_one_field(one, owner):
                continue
            draft = board.add(found, DECLARED, owner.text, declared=True)
            if _are_kinds(said, owner) or (owner.head.plural and _goes_on(inside)):
                draft.kinds += said
            else:
                draft.exact = True
                draft.asked += said
        hidden |= {phrase.start for phrase in one.phrases if start < phrase.start < stop}
    return hidden


def _is_one_field(one: Line, owner: Phrase) -> bool:
    """``guest, source (web, phone, direct) and amount``: in a list of fields, what one of them may be."""
    if one.brief or owner.head.plural or owner.start < 2 or one.tagged[owner.start - 1].tag not in {",", "CONJ"}:
        return False
    return any(word.lower == "with" for word in one.tagged[: owner.start])


def _goes_on(inside: tuple[Tagged, ...]) -> bool:
    """``tests (pH, nitrate, lead ...)``: examples of it."""
    return [word.lower for word in inside[-2:]] == [".", "."] or inside[-1].lower in {"etc", "…"}


def _are_kinds(items: list[str], owner: Phrase) -> bool:
    """``bikes (city bikes, e-bikes)``, ``events (concerts, coffee mornings)``: sorts of it, no fields."""
    last = [item.split()[-1] for item in items]
    if nouns.classify(owner.head.lemma) == "person" and all(nouns.classify(word) in _WHO for word in last):
        return owner.head.plural and len(items) > 1  # "donors (companies and private people)"
    alike = sum(english.singular(word) == english.singular(owner.head.lower) for word in last)
    if alike > len(items) / 2 or (alike and owner.head.plural):
        return True
    if len(items) < 2 or not owner.head.plural or any(fields.is_field_like(item) for item in items):
        return False
    return sum(english.singular(word) != word for word in last) > len(items) / 2


def _after_colon(one: Line, board: Board) -> set[int]:
    """``plants: name, species, photo``: fields, when most of what is listed can be nothing else."""
    at = next((i for i, word in enumerate(one.tagged) if word.tag == ":"), None) or holders.comma_after(one)
    owner = _before_colon(one, at) if at is not None and one.brief else None
    heading = holders.heading(one) if owner else None
    kept = holders.kept_in(heading) if heading and owner and heading.start == owner.start else None
    found = kept or (thing(owner, exact=True) if owner else None)
    if at is None or owner is None or found is None:
        return set()
    stop = next((i for i in range(at, len(one.tagged)) if one.tagged[i].tag in {".", ";", "("}), len(one.tagged))
    first = next((i for i in range(at, stop) if one.tagged[i].tag == ","), stop)
    if any(word.tag == "V" for word in one.tagged[at + 2 : first]):
        return set()  # "visitor log: visitors sign in with name and company"
    items = [" ".join(word.lower for word in item) for item in _items(one.tagged[at + 1 : stop])]
    described = owner.head.plural or owner.end < at
    noted = sum(_is_noted(item, single=described) for item in items)
    if len(items) < 2 or noted <= len(items) / 2:
        return set()
    draft = board.add(found, DECLARED, owner.text, declared=True)
    draft.exact = True
    draft.asked += items
    return {phrase.start for phrase in one.phrases if at < phrase.start < stop}


def _is_noted(item: str, *, single: bool) -> bool:
    """Whether an item after a colon can be a field, not several of something ("owners"); with ``single``, whatever is
    said in the singular is one."""
    return fields.singular(item) == item and (single or fields.is_field_like(item))


def _before_colon(one: Line, at: int) -> Phrase | None:
    """What is described after the colon: the laptops of ``laptop inventory:``, not whom it is for ("for my mum:")."""
    last = one.ending.get(at)
    while last is not None and last.start and not last.head.plural:
        before = [word.lower for word in one.tagged[max(0, last.start - 2) : last.start]]
        if "for" not in before:
            break
        last = one.before(last.start - 1)
    return holders.owner(last) if last is not None else None


def _many_to_many(one: Line, owner: Phrase, found: Thing, board: Board) -> None:
    before = [thing(p, exact=True) for p in one.phrases if p.end < owner.start]
    source = next((other for other in reversed(before) if other and other.name != found.name), None)
    board.add(found, DECLARED, owner.text, declared=True)
    if source:
        board.add(source, DECLARED, source.name, declared=True)
        board.link(source.name, found.name, MANY)


def _items(inside: tuple[Tagged, ...]) -> list[list[Tagged]]:
    """Parts of an enumeration, without articles and the final "and"."""
    items: list[list[Tagged]] = [[]]
    for word in inside:
        if word.tag in {",", ";"} or word.tag == "CONJ" or word.text in {"/", "×"}:
            items.append([])
        elif (word.tag not in {"DET", "PRON"} or (word.lower == "no" and items[-1])) and (
            word.text[0].isalnum() or word.text[0] == "#"
        ):
            items[-1].append(word)
    return [item for item in items if item]


def _belongings(one: Line, board: Board) -> None:
    """``Every idea belongs to a district and a topic``: each is kept, and the first has one of the others."""
    for position, word in enumerate(one.tagged[:-1]):
        if word.lower not in {"belongs", "belong"} or one.tagged[position + 1].lower != "to":
            continue
        owner = one.before(position)
        if owner is None:
            continue
        source = thing(owner, exact=True)
        stop = possessions.clause_end(one, position + 2)
        for phrase in (p for p in one.phrases if position < p.start < stop):
            target = thing(phrase, exact=True)
            if source and target and target.name != source.name:
                board.add(source, DECLARED, owner.text, declared=True)
                board.add(target, DECLARED, phrase.text, declared=True)
                board.link(source.name, target.name)


def _topic(one: Line, board: Board) -> None:
    """``Please implement a course management system``: what stands before the word for the application."""
    for phrase in one.phrases[:1]:
        if phrase.head.lemma in grammar("app_words") and len(phrase.words) > 1:
            about = thing(Phrase(phrase.words[:-1], phrase.start))
            if about and not _is_business(about):
                board.add(about, weigh(about, TOPIC), phrase.text)
    for phrase in one.phrases[1:4]:
        purpose = thing(phrase)
        if purpose and purpose.key and purpose.reduced and one.tagged[phrase.start - 1].lower == "for":
            board.add(purpose, STRONG, phrase.text)


def _counted(one: Line, board: Board) -> None:
    """``a campsite with 60 pitches and six cabins``: what a business has several of, and counts."""
    for phrase in one.phrases:
        before = one.tagged[phrase.start - 1] if phrase.start else None
        found = thing(phrase)
        if before is None or found is None or not phrase.head.plural:
            continue
        if before.tag == "NUM" and nouns.classify(found.name) in {"place", "product", "vehicle", "animal"}:
            board.add(found, STRONG * 0.8, phrase.text).meant = True


def _is_business(about: Thing) -> bool:
    """Whether the application is named after a place or an occasion ("a festival site"), of which there is just one."""
    kind = lexicon.templates()[about.key].kind if about.key else nouns.classify(about.name)
    return not about.reduced and kind in {"place", "organisation", "event"}


def _mentions(one: Line, board: Board) -> None:
    """Everything else that is named counts a little, so that what is spoken of often is found."""
    for phrase in one.phrases:
        found = thing(phrase)
        if found and found.key and not is_itself(phrase) and not is_application(phrase, found):
            board.add(found, MENTIONED, phrase.text)


def _named_first(one: Line, board: Board) -> None:
    """What a long request names in its first sentence, and what a business says it has several of."""
    if one.brief:
        return
    if one.sentence.index == 0:
        _topic(one, board)
    if one.sentence.index == 0 or _OURS & {word.lower for word in one.tagged}:
        _counted(one, board)
