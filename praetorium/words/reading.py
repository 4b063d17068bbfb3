"""Sentence by sentence: which things are spoken of, with which fields, and how they belong together."""

from __future__ import annotations

from praetorium.words import (
    actions,
    asides,
    booked,
    brackets,
    criteria,
    declaring,
    described,
    examples,
    fields,
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
from praetorium.words.drafts import Board
from praetorium.words.lines import Line, is_application, is_itself, weigh
from praetorium.words.phrases import Phrase, Thing, thing

TOPIC = 2.5
_OURS = frozenset({"we", "our", "my", "i"})


def read(told: list[Line], board: Board) -> None:
    """Collect what all lines say."""
    for one in told:
        visible = one.without(brackets.read(one, board) | _after_colon(one, board) | _pages(one))
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


_APPLICATION = frozenset({"website", "site", "app", "application", "platform", "portal", "system", "software", "shop"})
"""What is not described by its fields after a colon, but by what it is about."""


def _after_colon(one: Line, board: Board) -> set[int]:
    """``plants: name, species, photo``: fields, when most of what is listed can be nothing else."""
    at = next((i for i, word in enumerate(one.tagged) if word.tag == ":"), None) or holders.comma_after(one)
    owner = _before_colon(one, at) if at is not None and one.brief else None
    heading = holders.heading(one) if owner else None
    kept = holders.kept_in(heading) if heading and owner and heading.start == owner.start else None
    found = kept or (thing(owner, exact=True) if owner else None)
    if at is None or owner is None or found is None or owner.head.lower in _APPLICATION:
        return set()
    stop = next((i for i in range(at, len(one.tagged)) if one.tagged[i].tag in {".", ";", "("}), len(one.tagged))
    first = next((i for i in range(at, stop) if one.tagged[i].tag == ","), stop)
    if any(word.tag == "V" for word in one.tagged[at + 2 : first]):
        return set()  # "visitor log: visitors sign in with name and company"
    items = [" ".join(word.lower for word in item) for item in brackets.items(one.tagged[at + 1 : stop])]
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
