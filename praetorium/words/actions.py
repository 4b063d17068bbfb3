"""What people do with things: objects of verbs, people who act, and enumerated functions."""

from __future__ import annotations

from praetorium.words import features, lexicon, meant, nouns
from praetorium.words.data import grammar
from praetorium.words.drafts import Board
from praetorium.words.lines import SECTIONS, Line, is_application, is_itself, weigh
from praetorium.words.phrases import Phrase, Thing, thing

DECLARED = 6.0
"""What the words say outright to be kept."""
STRONG = 3.0
MENTIONED = 0.4
_MEDIUM, _ENUMERATED, _PAYLOAD = 1.65, 1.7, 1.2
_ACTING = {"person": 1.4, "organisation": 1.8}
"""Who may do something, by class: people may be there only to use the application."""
_PLURAL = 1.6
"""How much more several of a thing weigh that the lexicon does not know, as the object of a verb."""
_ANYBODY = frozenset({"user", "customer", "visitor", "guest", "player"})
"""People of the lexicon whom nobody keeps only because they do something."""
_LOGGING = frozenset({"log", "record", "track"})
_WORKED = Thing("time entry", "timesheet", False)
"""What "technicians log hours worked" leaves behind."""
_UPLOADS = frozenset({"photo", "file_item", "copy_record"})
_COMING = frozenset({"arrive", "come", "check", "sign", "leave", "enter", "visit"})
_MADE = frozenset({"created", "made", "opened", "added", "raised", "generated"})
_JUDGING = frozenset({"accept", "decline", "reject", "approve", "review"})
_LOOKING = frozenset({"see", "browse", "look", "read", "view", "find", "search", "visit", "check", "watch", "discover"})
_BESIDE = frozenset({"with", "by"})
_GIVEN = frozenset({"get", "receive", "earn", "obtain"})
FUNCTION_WORDS = frozenset(
    {"functionality", "function", "feature", "functionalities", "capability", "module", "ability"}
)


def read(one: Line, board: Board) -> None:
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
        _passive(one, position, board)
        _actor(one, position, board)
        if word.lemma in FUNCTION_WORDS or word.tag == "HAVE":
            enumerating, verb = True, None
        elif _lists(one, position, verb):
            aside = False
        elif word.tag == "PREP":
            direct = position > 0 and _acts(one, position - 1)
            listed = enumerating and verb is None and not _is_beside(one, position)
            aside = not direct and word.lower not in {"of", "like", "including"} and not listed
        elif word.tag in {".", ";"} or (word.tag == "AUX" and word.lower != "be"):
            verb, enumerating = None, False
        elif enumerating and word.tag in {",", "CONJ"}:
            verb, aside = None, False
        if position in one.starting:
            _object(
                one,
                one.starting[position],
                None if aside else verb,
                board,
                enumerating=enumerating and verb is None and not aside,
            )


def _lists(one: Line, position: int, verb: str | None) -> bool:
    """``record products from planting to sale: farms, batches, …``: what is kept is listed after the colon."""
    return one.tagged[position].tag == ":" and verb in grammar("strong_verbs")


def _is_beside(one: Line, position: int) -> bool:
    """Whether what follows belongs to an item of an enumeration: "detail pages with photos", no "section with news"."""
    whole = one.ending.get(position)
    return one.tagged[position].lower in _BESIDE and not (whole and whole.head.lemma in SECTIONS)


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
    following = one.tagged[position + 1].lemma if position + 1 < len(one.tagged) else ""
    if f"{word.lemma} {following}" in grammar("idioms"):
        return False
    listed = before is not None and (before.tag in {",", "CONJ", "R"}) and word.lemma in verbs
    return listed and word.tag == "N" and not word.plural and _in_ability(one, position)


def _in_ability(one: Line, position: int) -> bool:
    said = {word.lower for word in one.tagged[:position]}
    return "able" in said or "can" in said or "allow" in said or "allowing" in said or "to" in said


def _object(one: Line, phrase: Phrase, verb: str | None, board: Board, *, enumerating: bool = False) -> None:
    found = thing(phrase, exact=one.brief and phrase.head.plural) or _paper(phrase, verb)
    if phrase.head.lower == "hours" and verb in _LOGGING and not one.brief:
        board.add(_WORKED, STRONG, phrase.text)
        return
    if found is not None and found.key is None and not one.brief and phrase.head.lemma == "date":
        found = thing(Phrase(phrase.words[:-1], phrase.start)) if len(phrase.words) > 1 else None
    judged = verb in _JUDGING and found is not None and found.key == "application"
    if found is None or (is_itself(phrase) and not judged) or meant.is_counted(one, phrase):
        return
    if judged:
        keep(found, phrase, board)
        return
    if not meant.is_meant(one, phrase, found, verb):
        return
    if verb:
        named = one.brief and phrase.head.plural and not is_application(phrase, found)
        weight = max(_PAYLOAD if _is_uploaded(found, verb) else _verb_weight(verb), _MEDIUM if named else 0.0)
        draft = board.add(found, _weigh(found, weight, phrase), phrase.text, declared=named)
        draft.meant |= phrase.head.plural and weight >= STRONG
        if _is_handed_in(one, phrase, verb):
            keep(found, phrase, board)
    elif enumerating and (found.key or not any(hit.ask.feature for hit in features.named_by(phrase.text))):
        _registered(phrase, board)
        managed = phrase.head.lemma == "management" and not found.key
        board.add(found, _weigh(found, STRONG if managed else _ENUMERATED, phrase), phrase.text)


def _registered(phrase: Phrase, board: Board) -> None:
    """``functionalities for donor registration``: donors are kept."""
    who = thing(Phrase(phrase.words[:-1], phrase.start)) if phrase.head.lemma == "registration" else None
    if who and who.key and who.key not in _ANYBODY and lexicon.templates()[who.key].kind == "person":
        board.add(who, STRONG, phrase.text)


def _paper(phrase: Phrase, verb: str | None) -> Thing | None:
    """``submit an adoption application``: a paper that is handed in, though the word may mean a program elsewhere."""
    known = lexicon.phrases().get((phrase.head.lemma,))
    judged = verb in _JUDGING and phrase.head.lemma == "application"
    if known is None or not (judged or (verb in grammar("handing_in_verbs") and len(phrase.words) > 1)):
        return None
    return Thing(phrase.text, known.key, False)


def _is_handed_in(one: Line, phrase: Phrase, verb: str) -> bool:
    """``send us a prayer request``, ``make a donation``: what people hand in is kept; papers they are given, too."""
    if phrase.head.plural or not phrase.start or one.tagged[phrase.start - 1].lower not in {"a", "an"}:
        return False
    if verb in _GIVEN:
        found = thing(phrase)
        return bool(found and found.key and "number" in lexicon.templates()[found.key].fields)
    return verb in grammar("handing_in_verbs") or (
        verb == "make" and nouns.classify(phrase.text) in {"document", "money"}
    )


def keep(found: Thing, phrase: Phrase, board: Board) -> None:
    """Note a thing that is kept though the lexicon may not know it, unless its name asks for something else."""
    if all(hit.ask.vague for hit in features.named_by(phrase.text)):
        board.add(found, STRONG * 0.8, phrase.text).meant = True


def _weigh(found: Thing, weight: float, phrase: Phrase) -> float:
    """Several of an unknown thing that are created, managed or looked at are most likely kept."""
    if found.key or not phrase.head.plural or weight < _MEDIUM:
        return weigh(found, weight)
    if weight >= STRONG:
        return weight * 0.8
    return weigh(found, weight) * _PLURAL


def _is_uploaded(found: Thing, verb: str) -> bool:
    """``upload photos``: of something else, unless more is said of them."""
    return verb in {"upload", "attach"} and found.key in _UPLOADS


def _verb_weight(verb: str) -> float:
    """What is created or managed is kept; what is only passed on may be part of something else."""
    if verb in grammar("strong_verbs"):
        return STRONG
    if verb in grammar("payload_verbs"):
        return _PAYLOAD
    return _MEDIUM if verb in grammar("medium_verbs") | {"report"} else MENTIONED


def _doer(one: Line, position: int, board: Board) -> None:
    """``customers open tickets``: a person who acts is kept, unless it is only "the user"."""
    subject = one.ending.get(position)
    found = thing(subject) if subject else None
    if subject is None or found is None:
        return
    one_of_many = subject.start > 0 and one.tagged[subject.start - 1].lower in {"a", "an", "each", "every"}
    if not subject.head.plural and not (one_of_many and found.key):
        return
    acts = one.tagged[position].lemma
    if found.key in _ANYBODY and not one.brief and acts in _LOOKING:
        return
    if found.key == "visitor" and acts not in _COMING:
        return  # of a site
    kind = lexicon.templates()[found.key].kind if found.key else nouns.classify(found.name)
    if kind in {"person", "organisation"} and found.key != "user":
        board.add(found, STRONG if found.key else _MEDIUM, subject.text, declared=one.brief)


def _passive(one: Line, position: int, board: Board) -> None:
    """``Tickets can be reserved``: what stands before the verb is its object."""
    word = one.tagged[position]
    if word.tag != "D" or position < 2 or one.tagged[position - 1].lower not in {"be", "is", "are", "been"}:
        return
    start = position - 1
    while start > 0 and one.tagged[start - 1].tag in {"AUX", "R", "NEG"}:
        start -= 1
    subject = _whole(one, one.ending.get(start - 1 if one.tagged[start - 1].lower in {"that", "which"} else start))
    if subject is not None and subject.head.plural:
        _object(one, subject, word.lemma, board)
    elif subject is not None and word.lower in _MADE and subject.start:
        found = thing(subject) if one.tagged[subject.start - 1].lower in {"a", "an"} else None
        if found is not None and not is_itself(subject):
            keep(found, subject, board)  # "a cleaning task is created"


def _whole(one: Line, last: Phrase | None) -> Phrase | None:
    """``values outside the limits are …``: the values."""
    at = last.start - 1 if last else 0
    while at > 0 and one.tagged[at].tag == "DET":
        at -= 1
    if last is None or at <= 0 or one.tagged[at].tag != "PREP":
        return last
    return one.ending.get(at) or last


def _actor(one: Line, position: int, board: Board) -> None:
    """``Volunteers should be able to``: people who may do something here are often kept as well."""
    word = one.tagged[position]
    subject = one.ending.get(position)
    if subject is None or word.lower not in {"should", "can", "must", "may", "will"} or not subject.head.plural:
        return
    found = thing(subject)
    kind = lexicon.templates()[found.key].kind if found and found.key and found.key not in _ANYBODY else ""
    if found and kind in _ACTING:
        board.add(found, _ACTING[kind], subject.text)


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
        STRONG if acted_by_person else MENTIONED,
        word.lower,
        declared=acted_by_person and one.brief,
    )
