"""What a short request lists: ``a CRM with contacts and leads``, ``library: books, loans``."""

from __future__ import annotations

from praetorium.words import english, entities, features, fields, holders, lexicon, names, nouns, pages, titles
from praetorium.words.actions import DECLARED, FUNCTION_WORDS
from praetorium.words.data import grammar
from praetorium.words.drafts import Board, Draft
from praetorium.words.lines import Line, is_application, is_itself
from praetorium.words.phrases import Phrase, Thing, thing

_LISTS = frozenset({"with", "for", "of", "including", "about", ":", "containing", "keeping", "around", "between"})
_DONE = frozenset({"activity", "task", "event"})
_DONE_TO = frozenset({"product", "animal", "vehicle", "place", "person"})
_KEEPING = frozenset({"track", "manage", "keep", "store", "record", "needs"})


def read(one: Line, board: Board) -> None:
    """The things a short request lists: ``a CRM with contacts and leads``; ``library: books, loans``."""
    opener = ""
    last: Draft | None = None
    for position, word in enumerate(one.tagged):
        if word.lower == "about" and [w.lower for w in one.tagged[position + 1 : position + 2]] == ["us"]:
            continue  # a page
        if word.lower in _LISTS or word.lower in _KEEPING:
            opener = word.lower if _opens(one, position) else ""
        elif _follows_comma(one, position):
            opener = ","
        elif word.tag == ";" and _does(one, position + 1):
            opener = ""  # "…; visitors order online"
        elif word.tag in {"AUX", "."} or (word.tag == "PREP" and word.lower not in _LISTS):
            opener = ""
        phrase = one.starting.get(position)
        if phrase and last and one.brief and opener and _is_field(phrase) and not _acts(one, phrase):
            _owner(phrase, last, board).asked.append(phrase.text)  # "tasks and due dates"
        elif phrase and (opener or (one.brief and position == 0)) and not _is_subject(one, phrase, opener, last):
            last = _declare(one, phrase, board, head=not opener) or last
            opener = opener or ("," if phrase.head.plural else "")


def _does(one: Line, start: int) -> bool:
    """Whether somebody is named there who does something."""
    who = one.starting.get(start)
    return who is not None and who.end < len(one.tagged) and one.tagged[who.end].tag in {"V", "AUX"}


def _opens(one: Line, position: int) -> bool:
    """Whether a list of things follows: not after "features for", and only in short requests or explicit ones."""
    before = next((w for w in reversed(one.tagged[:position]) if w.tag not in {"R", "PREP", "DET"}), None)
    if before is not None and before.lemma in FUNCTION_WORDS:
        return False
    if one.tagged[position].lower == "with" and _is_together(one, position):
        return False
    if not one.brief and one.tagged[position].lower == ":":
        return _lists_things(one, position)
    if one.brief or one.sentence.index:
        return one.brief
    return one.tagged[position].lower in {"track", "manage"} or _is_its_own(one, position)


def _lists_things(one: Line, position: int) -> bool:
    """``an app for recruiters: job openings, candidates and offers``: several of each, after the application."""
    before = [p for p in one.phrases if p.end <= position]
    listed = [p for p in one.phrases if p.start > position and not pages.is_page(p.text)]
    if not any(is_application(p, thing(p)) for p in before) or len(listed) < 2:
        return False
    return sum(p.head.plural for p in listed) * 2 > len(listed)


def _is_its_own(one: Line, position: int) -> bool:
    """``a museum website with exhibitions, collections and events``: what the application itself has."""
    whole = one.ending.get(position)
    return one.tagged[position].lower == "with" and whole is not None and is_application(whole, thing(whole))


def _is_together(one: Line, position: int) -> bool:
    """``share achievements with friends``: with whom something is done."""
    acts = [word.lemma for word in one.tagged[:position] if word.tag == "V"]
    return bool(acts) and acts[-1] in grammar("shared_verbs")


def _is_subject(one: Line, phrase: Phrase, opener: str, last: Draft | None) -> bool:
    """``a forum for aquarium fans``, ``meter readings for gas and water``: what it is about, not what is kept."""
    if not one.brief or opener not in {"for", "about"}:
        return False
    kind = titles.kind_of(one.sentence.lower)
    if kind is not None and kind.about and one.phrases and one.phrases[0] is not phrase:
        return True
    return last is not None and not phrase.head.plural


def _declare(one: Line, phrase: Phrase, board: Board, *, head: bool) -> Draft | None:
    """The draft of what is listed; None where it is no thing of its own."""
    phrase = _governed(one, phrase)
    held = _held(one, phrase)
    found = held or thing(phrase, exact=True)
    if found is None or is_itself(phrase) or (held is None and is_application(phrase, found)):
        return None
    if held is not None:
        return board.add(held, DECLARED * 0.6, phrase.text, declared=True)
    asked = features.hits(one.sentence)
    before = [word.lower for word in one.tagged[max(0, phrase.start - 2) : phrase.start]]
    after = one.tagged[phrase.end].lower if phrase.end < len(one.tagged) else ""
    if after == "of" and phrase.head.lemma in grammar("facets"):
        return None
    if _is_done(one, phrase) or (not one.brief and not phrase.head.plural and pages.is_page(phrase.text)):
        return None
    several = phrase.head.plural or phrase.head.lemma in english.UNCOUNTED
    # "class trip budget and payments"
    joined = found.key is not None and after == "and" and not holders.is_holder(phrase.head.lower)
    if (head and not (several or (one.brief and joined))) or (phrase.head.proper and not found.key):
        return None
    if one.brief and not phrase.head.plural and found.key is None and fields.is_field_like(phrase.text):
        return None
    if found.key is None and phrase.head.lemma == "date" and len(phrase.words) > 1:
        found = thing(Phrase(phrase.words[:-1], phrase.start), exact=True) or found  # "rehearsal dates"
    if before[-1:] == ["for"] and _is_purpose(one, phrase, found):
        return None  # "visitor log for reception", "packing list for holidays"
    if not phrase.head.plural and (before[-1:] in (["my"], ["our"]) or before in (["for", "a"], ["for", "an"])):
        return None  # whom it is for
    if any(found.key in hit.ask.absorbs and phrase.text in one.sentence.lower[hit.start : hit.end] for hit in asked):
        return None  # "low stock alerts"
    whose = phrase.words[-2].lemma if len(phrase.words) == 2 and phrase.words[-2].tag == "N" else ""
    known = found.key is not None or nouns.is_concrete(found.name) or phrase.head.plural or _after_sign(one, phrase)
    if known and (phrase.head.plural or found.key or before[-1:] not in (["a"], ["an"], ["the"])):
        draft = board.add(found, DECLARED if phrase.head.plural else DECLARED * 0.6, phrase.text, declared=True)
        if one.brief and phrase.head.plural and whose and _is_of(whose, found):
            draft.asked.append(whose)  # "customer orders", "hive inspections"
        return draft
    return None


def _is_of(whose: str, found: Thing) -> bool:
    """Whether the word before says whose each is, or to what it happens: both may be noted of it."""
    if found.key is None:
        return nouns.classify(found.name) in _DONE and nouns.classify(whose) in _DONE_TO
    known = lexicon.phrases().get((whose,))
    person = whose != "user" and (lexicon.templates()[known.key].kind if known else nouns.classify(whose)) == "person"
    return person and found.name != whose


def _held(one: Line, phrase: Phrase) -> Thing | None:
    """``meal planner with shopping list``, ``trucks, drivers, fuel log``: what is kept in what is listed."""
    if phrase is holders.heading(one) or phrase.head.plural:
        return None
    before, holder = holders.part(phrase)
    kept = holders.kept_in(phrase) if holder is not None else None
    if holder is None or kept is None or not (holder.keeps or "log" in holder.words):
        return None
    if kept.key is None and before is not None and not kept.name.endswith(" entry") and not holder.keeps:
        return Thing(f"{kept.name} entry", None, False)
    return kept


def _is_done(one: Line, phrase: Phrase) -> bool:
    """``the manager accepts or declines``: the second verb looks like several of a thing."""
    at = phrase.start
    joined = at > 1 and one.tagged[at - 1].tag == "CONJ" and one.tagged[at - 2].tag == "V"
    return joined and len(phrase.words) == 1 and "V" in english.word(phrase.head.lower).tags


def _acts(one: Line, phrase: Phrase) -> bool:
    return phrase.end < len(one.tagged) and one.tagged[phrase.end].tag == "V"


def _is_field(phrase: Phrase) -> bool:
    """Whether it can only be a field of what was listed before it."""
    found = thing(phrase)
    # "documents" may be kept; "due dates", "points" and "priority" are not
    of_two_words = len(phrase.words) > 1 or fields.is_count(phrase.text) or not phrase.head.plural
    return of_two_words and (found is None or found.key is None) and fields.is_field_like(phrase.text)


def _owner(phrase: Phrase, last: Draft, board: Board) -> Draft:
    """Whose field it is: of what usually has such a one ("players, games, points"), else of what was listed before."""
    name = names.identifier(fields.singular(phrase.text))
    usually = (draft for draft in board.drafts.values() if draft.declared and name in entities.usual(draft))
    return next(usually, last)


def _governed(one: Line, phrase: Phrase) -> Phrase:
    """``for learning capitals``: the capitals."""
    first = phrase.words[0]
    acts = one.brief and first.lower.endswith("ing") and phrase.start and one.tagged[phrase.start - 1].lower == "for"
    if not acts or len(phrase.words) < 2 or english.stem(first.lower) not in grammar("medium_verbs"):
        return phrase
    return Phrase(phrase.words[1:], phrase.start + 1)


def _is_purpose(one: Line, phrase: Phrase, found: Thing) -> bool:
    """Whether what stands after "for" says what a list or log is for, rather than what else is kept."""
    heading = holders.heading(one)
    if not phrase.head.plural and one.brief and nouns.classify(found.name) in {"person", "organisation", "place"}:
        return True  # "crm for freelance designer"
    if heading is None or holders.part(heading)[1] is None:
        return False
    return (
        not phrase.head.plural or not (found.key or nouns.is_concrete(found.name)) or fields.is_field_like(found.name)
    )


def _follows_comma(one: Line, position: int) -> bool:
    """``allotment club, plots and members``: a list after what the application is called."""
    first = one.phrases[0] if one.phrases else None
    following = one.starting.get(position + 1)
    named = one.brief and not one.sentence.index and first is not None and first.end == position and first.start < 3
    return bool(named and one.tagged[position].tag == "," and following and following.head.plural)


def _after_sign(one: Line, phrase: Phrase) -> bool:
    """Whether it stands in a list after a colon, in which all is kept: ``stable: horses, feeding plan``."""
    colon = next((at for at, word in enumerate(one.tagged) if word.tag == ":"), None)
    listed = one.brief and colon is not None and colon < phrase.start
    joined = one.brief and len(phrase.words) > 1 and phrase.start > 0 and one.tagged[phrase.start - 1].tag == "CONJ"
    listed = listed or joined  # "inspections and honey yield"
    return listed and all(word.tag == "N" or word.tag == "G" for word in phrase.words)
