"""Sentence by sentence: which things are spoken of, with which fields, and how they belong together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from praetorium.words import fields, lexicon, nouns
from praetorium.words.data import grammar
from praetorium.words.drafts import MANY, Board, Draft
from praetorium.words.phrases import Phrase, Thing, noun_phrases, thing
from praetorium.words.sentences import Sentence
from praetorium.words.tagging import Tagged

DECLARED = 6.0
TOPIC = 2.5
_STRONG, _MEDIUM, _ENUMERATED, _PAYLOAD, _MENTIONED = 3.0, 1.65, 1.7, 1.2, 0.4
_LISTS = frozenset({"with", "for", "of", "including", "about", ":", "containing", "keeping", "around"})
_ENUMERATORS = frozenset({"for", "such", "as", "like", "including", "of", ":"})
_FUNCTION_WORDS = frozenset(
    {"functionality", "function", "feature", "functionalities", "capability", "module", "ability"}
)


@dataclass(frozen=True)
class Line:
    """A sentence taken apart."""

    sentence: Sentence
    tagged: tuple[Tagged, ...]
    phrases: tuple[Phrase, ...]
    brief: bool
    """It belongs to a request of a few words, where each thing named is meant to be kept."""

    @cached_property
    def starting(self) -> dict[int, Phrase]:
        """Phrases by the position of their first word."""
        return {phrase.start: phrase for phrase in self.phrases}

    @cached_property
    def ending(self) -> dict[int, Phrase]:
        """Phrases by the position after their last word."""
        return {phrase.end: phrase for phrase in self.phrases}

    @cached_property
    def inner(self) -> frozenset[int]:
        """Positions inside of phrases, after their first word."""
        return frozenset(at for phrase in self.phrases for at in range(phrase.start + 1, phrase.end))

    def without(self, hidden: set[int]) -> Line:
        """The line without the phrases that start at these positions."""
        return replace(self, phrases=tuple(phrase for phrase in self.phrases if phrase.start not in hidden))

    def before(self, position: int) -> Phrase | None:
        """The last phrase that ends at the position or before."""
        found = None
        for phrase in self.phrases:
            if phrase.end > position:
                break
            found = phrase
        return found


def line(sentence: Sentence, tagged: tuple[Tagged, ...], colours: set[str], *, brief: bool) -> Line:
    """Take a sentence apart whose words are tagged; colours, and what it says is not wanted, are left out."""
    found = [p for p in noun_phrases(tagged) if not any(word.lower in colours for word in p.words)]
    wanted = [p for p in found if not is_denied(tagged, p)]
    return Line(sentence, tagged, tuple(wanted), brief)


def is_denied(tagged: tuple[Tagged, ...], phrase: Phrase) -> bool:
    """Whether the words say that they do not want a thing: "no leads", "without a login"."""
    before = [word.lower for word in tagged[max(0, phrase.start - 2) : phrase.start]]
    return bool({"no", "without", "not"} & set(before[-1:])) or (
        before[:1] == ["without"] and before[1] in {"a", "any", "the"}
    )


def read(told: list[Line], board: Board) -> None:
    """Collect what all lines say."""
    for one in told:
        visible = one.without(_parentheses(one, board) | _after_colon(one, board))
        visible = visible.without(_possessions(visible, board))
        _declarations(visible, board)
        _actions(visible, board)
        _mentions(visible, board)


def weigh(found: Thing, weight: float) -> float:
    """A thing the lexicon knows counts in full, another one by how concrete it is."""
    if found.key:
        return weight
    return weight * 0.8 if nouns.is_concrete(found.name) else weight * 0.25


def _parentheses(one: Line, board: Board) -> set[int]:
    """``products (name, sku, price)``: fields; ``authors (many to many)``: a relation to what was named before."""
    hidden: set[int] = set()
    opened = [i for i, word in enumerate(one.tagged) if word.tag == "("]
    for start in opened:
        stop = next((i for i in range(start, len(one.tagged)) if one.tagged[i].tag == ")"), len(one.tagged))
        inside = one.tagged[start + 1 : stop]
        owner = one.ending.get(start)
        found = thing(owner, exact=True) if owner else None
        if owner is None or found is None:
            continue
        text = " ".join(word.lower for word in inside).replace(" - ", " ").replace("-", " ")
        if text.startswith("many to many"):
            _many_to_many(one, owner, found, board)
        else:
            items = _items(inside)
            if not items or any(len(item) > 5 for item in items):
                continue
            draft = board.add(found, DECLARED, owner.text, declared=True)
            draft.exact = True
            draft.asked += [" ".join(word.lower for word in item) for item in items]
        hidden |= {phrase.start for phrase in one.phrases if start < phrase.start < stop}
    return hidden


def _after_colon(one: Line, board: Board) -> set[int]:
    """``plants: name, species, photo``: fields, when most of what is listed can be nothing else."""
    at = next((i for i, word in enumerate(one.tagged) if word.tag == ":"), None)
    owner = one.ending.get(at) if at is not None else None
    found = thing(owner, exact=True) if owner else None
    if at is None or owner is None or found is None or not one.brief:
        return set()
    stop = next((i for i in range(at, len(one.tagged)) if one.tagged[i].tag in {".", ";", "("}), len(one.tagged))
    items = [" ".join(word.lower for word in item) for item in _items(one.tagged[at + 1 : stop])]
    if len(items) < 2 or sum(fields.is_field_like(item) for item in items) <= len(items) / 2:
        return set()
    draft = board.add(found, DECLARED, owner.text, declared=True)
    draft.exact = True
    draft.asked += items
    return {phrase.start for phrase in one.phrases if at < phrase.start < stop}


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
        if word.tag in {",", ";"} or word.tag == "CONJ" or word.text == "/":
            items.append([])
        elif word.tag not in {"DET", "PRON"} and (word.text[0].isalnum() or word.text[0] == "#"):
            items[-1].append(word)
    return [item for item in items if item]


def _possessions(one: Line, board: Board) -> set[int]:
    """``Each employee has a photo and a manager``; ``loans with due dates``; ``departments have many employees``."""
    taken: set[int] = set()
    for position, word in enumerate(one.tagged):
        holds = word.tag == "HAVE" or word.lower in {"contain", "contains", "consist", "include", "includes"}
        if not holds and word.lower != "with":
            continue
        owner = one.before(position)
        if owner is None or any(w.tag in {"AUX", "V", "TO", "."} for w in one.tagged[owner.end : position]):
            continue
        if position - owner.end > (1 if holds else 0):
            continue
        found = thing(owner, exact=True)
        if found is None or _is_application(owner, found):
            continue
        stop = _clause_end(one, position + 1)
        listed = [phrase for phrase in one.phrases if position < phrase.start < stop]
        if not holds and not all(fields.is_field_like(phrase.text) for phrase in listed[:1]):
            continue
        draft = board.add(found, DECLARED if holds else weigh(found, _STRONG), owner.text, declared=holds or one.brief)
        for phrase in listed if holds else listed[:1]:
            taken.add(phrase.start)
            _possession(one, phrase, draft, board)
    return taken


def _possession(one: Line, phrase: Phrase, draft: Draft, board: Board) -> None:
    """One thing an entity has: a field, another entity of which it has many, or one."""
    several = phrase.start > 0 and one.tagged[phrase.start - 1].lower in {"many", "several", "multiple"}
    found = thing(phrase, exact=several)
    if found is None and several:
        found = Thing(" ".join(lexicon.lemmas(phrase.text)), None, False)
    many = phrase.head.plural and not fields.is_field_like(phrase.text)
    if found and many and (found.key or several) and found.name != draft.name:
        board.add(found, DECLARED, phrase.text, declared=True)
        if several or draft.key is None or not _known_link(draft, found):
            board.link(found.name, draft.name)
        return
    draft.asked.append(phrase.text)


def _known_link(draft: Draft, found: Thing) -> bool:
    relations = lexicon.templates()[draft.key].relations if draft.key else {}
    return found.key in relations


def _clause_end(one: Line, position: int) -> int:
    """Where an enumeration that starts here ends: at the end of the clause, or before the next verb."""
    for index in range(position, len(one.tagged)):
        word = one.tagged[index]
        if word.tag in {";", ".", "(", "!", "?"} or word.tag in {"AUX", "HAVE", "TO"} or word.lower == "where":
            return index
        if word.tag == "V" and index > position and one.tagged[index - 1].tag not in {"DET", "J"}:
            return index
    return len(one.tagged)


def _is_application(phrase: Phrase, found: Thing | None) -> bool:
    """Whether a phrase names what is to be built ("inventory app", "CRM") and not a thing kept in it."""
    head = phrase.head
    if head.plural and found and found.key and len(phrase.words) > 1:
        return False
    if head.lemma in grammar("app_words") or head.lemma in grammar("generic"):
        return (
            found is None
            or found.key is None
            or len(phrase.words) > 1
            or head.lemma in {"app", "application", "website"}
        )
    return not head.plural and lexicon.lemmas(phrase.text) in lexicon.kind_names()


def _declarations(one: Line, board: Board) -> None:
    """The things a short request lists: ``a CRM with contacts and leads``; ``library: books, loans``."""
    opened = False
    for position, word in enumerate(one.tagged):
        if word.lower in _LISTS or word.lower in {"track", "manage", "keep", "store", "record", "needs"}:
            opened = _opens(one, position)
        elif word.tag in {"AUX", "."} or (word.tag == "PREP" and word.lower not in _LISTS):
            opened = False
        phrase = one.starting.get(position)
        if phrase and (opened or (one.brief and position == 0)):
            _declare(one, phrase, board, head=not opened)
            opened |= phrase.head.plural
    if one.sentence.index == 0 and not one.brief:
        _topic(one, board)


def _opens(one: Line, position: int) -> bool:
    """Whether a list of things follows: not after "features for", and only in short requests or explicit ones."""
    before = next((w for w in reversed(one.tagged[:position]) if w.tag not in {"R", "PREP", "DET"}), None)
    if before is not None and before.lemma in _FUNCTION_WORDS:
        return False
    return one.brief or (one.tagged[position].lower in {"track", "manage"} and one.sentence.index == 0)


def _declare(one: Line, phrase: Phrase, board: Board, *, head: bool) -> None:
    found = thing(phrase, exact=True)
    if found is None or _is_itself(phrase) or _is_application(phrase, found):
        return
    before = one.tagged[phrase.start - 1].lower if phrase.start else ""
    after = one.tagged[phrase.end].lower if phrase.end < len(one.tagged) else ""
    if after == "of" and phrase.head.lemma in grammar("facets"):
        return
    if (head and not phrase.head.plural) or (phrase.head.proper and not found.key):
        return
    if before in {"my", "our"} and not phrase.head.plural:
        return
    known = found.key is not None or nouns.is_concrete(found.name) or phrase.head.plural
    if known and (phrase.head.plural or found.key or before not in {"a", "an", "the"}):
        board.add(found, DECLARED if phrase.head.plural else DECLARED * 0.6, phrase.text, declared=True)


def _topic(one: Line, board: Board) -> None:
    """``Please implement a course management system``: what stands before the word for the application."""
    for phrase in one.phrases[:1]:
        if phrase.head.lemma in grammar("app_words") and len(phrase.words) > 1:
            about = thing(Phrase(phrase.words[:-1], phrase.start))
            if about:
                board.add(about, weigh(about, TOPIC), phrase.text)
    for phrase in one.phrases[1:4]:
        purpose = thing(phrase)
        if purpose and purpose.key and purpose.reduced and one.tagged[phrase.start - 1].lower == "for":
            board.add(purpose, _STRONG, phrase.text)


def _actions(one: Line, board: Board) -> None:
    """Objects of verbs, people who do something, and enumerated functions."""
    verb: str | None = None
    enumerating = aside = False
    for position, word in enumerate(one.tagged):
        if _acts(one, position):
            verb, aside = word.lemma, False
            _implied(one, position, board)
            _doer(one, position, board)
            phrase = one.starting.get(position)
            if phrase and len(phrase.words) > 1:
                _object(one, Phrase(phrase.words[1:], position + 1), verb, board)
            continue
        if word.lemma in _FUNCTION_WORDS or word.tag == "HAVE":
            enumerating, verb = True, None
        elif word.tag == "PREP":
            direct = position > 0 and _acts(one, position - 1)
            aside = not direct and word.lower not in {"of", "like", "including"} and not (enumerating and verb is None)
        elif word.tag in {".", ";"} or (word.tag == "AUX" and word.lower != "be"):
            verb, enumerating = None, False
        elif enumerating and word.tag in {",", "CONJ"}:
            verb, aside = None, False
        if position in one.starting:
            _object(
                one, one.starting[position], None if aside else verb, board, enumerating=enumerating and verb is None
            )


def _acts(one: Line, position: int) -> bool:
    """Whether the word is a verb at work: after "to" or "can", at the head of a list item, or a governing gerund."""
    word = one.tagged[position]
    if word.tag == "V":
        return True
    if position in one.inner:
        return False
    before = one.tagged[position - 1] if position else None
    verbs = grammar("strong_verbs") | grammar("medium_verbs")
    if word.tag == "G":
        return (
            word.lemma in verbs and position + 1 < len(one.tagged) and one.tagged[position + 1].tag in {"DET", "N", "J"}
        )
    listed = before is not None and (before.tag in {",", "CONJ", "R"}) and word.lemma in verbs
    return listed and word.tag == "N" and not word.plural and _in_ability(one, position)


def _in_ability(one: Line, position: int) -> bool:
    said = {word.lower for word in one.tagged[:position]}
    return "able" in said or "can" in said or "allow" in said or "allowing" in said or "to" in said


def _object(one: Line, phrase: Phrase, verb: str | None, board: Board, *, enumerating: bool = False) -> None:
    found = thing(phrase, exact=one.brief and phrase.head.plural)
    if found is None or _is_itself(phrase):
        return
    if verb:
        meant = one.brief and phrase.head.plural and not _is_application(phrase, found)
        weight = max(_verb_weight(verb), _MEDIUM if meant else 0.0)
        board.add(found, weigh(found, weight), phrase.text, declared=meant)
    elif enumerating:
        board.add(found, weigh(found, _ENUMERATED), phrase.text)


def _verb_weight(verb: str) -> float:
    """What is created or managed is kept; what is only passed on may be part of something else."""
    if verb in grammar("strong_verbs"):
        return _STRONG
    if verb in grammar("payload_verbs"):
        return _PAYLOAD
    return _MEDIUM if verb in grammar("medium_verbs") else _MENTIONED


def _is_itself(phrase: Phrase) -> bool:
    """Whether a phrase means the application that is asked for ("the website"), or its user."""
    head = phrase.head
    if head.lemma in {"user", "admin", "administrator"}:
        return len(phrase.words) == 1
    return head.lemma in grammar("app_words") and not head.plural and len(phrase.words) == 1


def _doer(one: Line, position: int, board: Board) -> None:
    """``customers open tickets``: a person who acts is kept, unless it is only "the user"."""
    subject = one.ending.get(position)
    found = thing(subject) if subject else None
    if subject is None or found is None or not subject.head.plural:
        return
    kind = lexicon.templates()[found.key].kind if found.key else nouns.classify(found.name)
    if kind in {"person", "organisation"} and found.key != "user":
        board.add(found, _STRONG if found.key else _MEDIUM, subject.text, declared=one.brief)


def _implied(one: Line, position: int, board: Board) -> None:
    """A verb that leaves a record behind: ``agents answer`` → answers, ``members book classes`` → bookings."""
    word = one.tagged[position]
    key = lexicon.by_verb().get(word.lemma)
    if key is None or word.tag != "V":
        return
    following = one.tagged[position + 1].tag if position + 1 < len(one.tagged) else ""
    if word.lemma in grammar("result_verbs") and following in {"N", "J", "DET", "G", "D"}:
        return
    subject = one.ending.get(position)
    acted_by_person = subject is not None and thing(subject) is not None
    template = lexicon.templates()[key]
    name = (template.label or key.replace("_", " ")).lower()
    board.add(
        Thing(name, key, False),
        _STRONG if acted_by_person else _MENTIONED,
        word.lower,
        declared=acted_by_person and one.brief,
    )


def _mentions(one: Line, board: Board) -> None:
    """Everything else that is named counts a little, so that what is spoken of often is found."""
    for phrase in one.phrases:
        found = thing(phrase)
        if found and found.key and not _is_itself(phrase) and not _is_application(phrase, found):
            board.add(found, _MENTIONED, phrase.text)
